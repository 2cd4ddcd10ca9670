import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jobEnvironment } from '../../src/config/job-environment.js';
import { ProcessEngine } from '../../src/engines/process/process.engine.js';
import { engineContract } from './engine.contract.js';
import { eventually, shellCommand, type EngineWorld } from './engine-world.js';
import { MemorySecrets } from '../fakes/memory-secrets.js';

const processWorld = (): EngineWorld => {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-process-'));
  const another = () =>
    new ProcessEngine({
      attempts: join(folder, 'attempts'),
      installation: 'contract',
      environment: jobEnvironment(),
      secrets: new MemorySecrets(),
    });
  const engine = another();
  return {
    engine,
    another,
    installation: 'contract',
    command: shellCommand,
    async release() {
      await eventually(async () => {
        const living = (await engine.owned()).filter(({ running }) => running);
        for (const { handle } of living) await engine.stop(handle, 0, 'the tests are over');
        return living.length === 0 ? true : undefined;
      }, 'the end of all processes');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

engineContract('ProcessEngine', processWorld, { commands: true });
