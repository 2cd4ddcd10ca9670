import { Global, Module } from '@nestjs/common';
import { OpenStreams } from './open-streams.js';
import { RunWatches } from './run-watches.js';

@Global()
@Module({ providers: [OpenStreams, RunWatches], exports: [OpenStreams, RunWatches] })
export class LiveModule {}
