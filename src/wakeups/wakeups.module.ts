import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Wakeups } from '../../domain/ports.js';
import { IpcWakeups } from './ipc-wakeups.js';

@Global()
@Module({
  providers: [IpcWakeups, { provide: Wakeups, useExisting: IpcWakeups }],
  exports: [Wakeups],
})
export class WakeupsModule implements OnApplicationShutdown {
  constructor(@Inject(IpcWakeups) private readonly wakeups: IpcWakeups) {}

  onApplicationShutdown(): void {
    this.wakeups.close();
  }
}
