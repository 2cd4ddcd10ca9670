import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { OrphanWatch } from '../../activities/orphan-watch.js';
import { SweepRound } from '../../activities/sweep-round.js';
import { INSTALLATION_LABEL } from '../../domain/engine.js';
import { launchToken, type RunId, runId } from '../../domain/ids.js';
import type { Engines } from '../../domain/ports.js';
import { EcsEngine } from '../../src/engines/ecs/ecs.engine.js';
import { ecsSettings } from '../../src/engines/ecs/ecs-settings.js';
import { aRun, aSnapshot, anAttempt } from '../contracts/builders.js';
import { Trial } from '../contracts/engine-world.js';
import { MemoryAuditTrail } from '../fakes/memory-audit-trail.js';
import { MemoryClusterStore } from '../fakes/memory-cluster-store.js';
import { MemoryRunStore } from '../fakes/memory-run-store.js';
import { ecsWorld, fargateSettings, type EcsWorld } from './ecs-world.js';

let world: EcsWorld;
beforeAll(async () => {
  world = await ecsWorld();
});
afterAll(() => world.release());

test('the reaper stops only tasks with our mark that nobody looks after, at the second sighting, and says so', async () => {
  const [runs, clusters, audit] = [new MemoryRunStore(), new MemoryClusterStore(), new MemoryAuditTrail()];
  const clock = { now: () => Date.now() };
  await clusters.put(
    { name: 'ecs', engine: { ...fargateSettings(world.aws) }, limits: {}, description: '' },
    clock.now(),
  );
  const engines = { of: () => world.engine } as unknown as Engines; // all that the watch asks for
  const watch = new OrphanWatch({ runs, clusters, audit, clock, engines } as never); // and of its ports no other

  const launched = async (id: RunId, installation = 'contract') => {
    const engine = new EcsEngine(ecsSettings(fargateSettings(world.aws)), installation);
    const labels = { [INSTALLATION_LABEL]: installation };
    const run = new Trial(world, 'sleep 600', { runId: id, token: launchToken(id, 1, 1), labels });
    await engine.launch(engine.prepare(run.spec), launchToken(id, 1, 1)).then((answer) => {
      if (answer.kind === 'launched') run.handle = answer.handle;
    });
    engine.close();
    await run.until('running');
    return { observe: () => run.observe(), exit: () => run.exit(), token: launchToken(id, 1, 1) };
  };
  const [wanted, over, unknown, foreign] = [0, 1, 2, 3].map(() => runId(ulid()));
  if (!wanted || !over || !unknown || !foreign) throw new Error('four ids were made');
  const snapshot = aSnapshot({ cluster: 'ecs' });
  const attempts = (id: RunId) => [anAttempt(id)];
  await runs.insert(aRun({ id: wanted, snapshot, state: 'running', attempts: attempts(wanted) }));
  await runs.insert(aRun({ id: over, snapshot, state: 'failed', attempts: attempts(over) }));
  const living = await launched(wanted);
  const orphan = await launched(over);
  const young = await launched(unknown);
  const others = await launched(foreign, 'somebody-else');

  const look = async () => {
    const round = new SweepRound(() => undefined);
    await watch.look(round);
    return round.tally;
  };
  expect(await look()).toMatchObject({ orphansStopped: 0, failed: 0 });
  expect((await orphan.observe()).kind).toBe('running');
  expect(await look()).toMatchObject({ orphansStopped: 1, failed: 0 });
  expect((await orphan.exit()).reasons).toContain('Flotilla: nobody looks after it');
  for (const spared of [living, young, others]) expect((await spared.observe()).kind).toBe('running');
  expect((await audit.list({}, 10)).items).toMatchObject([
    {
      actor: 'flotilla',
      action: 'orphan-stopped',
      subject: 'cluster/ecs',
      details: { container: orphan.token, because: 'run is failed' },
    },
  ]);
});
