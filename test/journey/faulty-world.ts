import { CuttableLine } from './cuttable-line.js';
import { LedgerWatch } from './ledger-watch.js';
import { World } from './world.js';

/** A Flotilla with two workers whose line to the store can be cut, and a watch over the ledger that goes past that line. */
export class FaultyWorld {
  private constructor(
    readonly world: World,
    readonly line: CuttableLine,
    readonly watch: LedgerWatch,
  ) {}

  static async start(servers: { temporal: string; mongodb: string }): Promise<FaultyWorld> {
    const { host, hostname, port } = new URL(servers.mongodb);
    const line = await CuttableLine.to(hostname, Number(port));
    const world = await World.start({ ...servers, mongodb: withHost(servers.mongodb, `127.0.0.1:${line.port}`) });
    await world.startPart('worker', 'second worker');
    return new FaultyWorld(world, line, await LedgerWatch.over(withHost(world.mongodbUri, host)));
  }

  async end(): Promise<void> {
    this.line.mend();
    await this.watch.end();
    await this.world.end();
    await this.line.close();
  }
}

function withHost(uri: string, host: string): string {
  const changed = new URL(uri);
  changed.host = host;
  return changed.href;
}
