import type { Context } from '@temporalio/activity';
import { expect, test } from '@jest/globals';
import { aRun, aRunId, anAttempt, aSnapshot } from '../test/contracts/builders.js';
import type { TimeLimits } from '../domain/job.js';
import type { Attempt, Run } from '../domain/run.js';
import type { FakePlan } from '../test/fakes/fake-container.js';
import { FakeCluster, FakeEngine } from '../test/fakes/fake-engine.js';
import { MemoryLeaseLedger } from '../test/fakes/memory-lease-ledger.js';
import { MemoryLogStore } from '../test/fakes/memory-log-store.js';
import { MemoryRunStore } from '../test/fakes/memory-run-store.js';
import type { ActivityDeps } from './deps.js';
import { Vigil } from './vigil.js';
import { watchAttempt } from './watch-attempt.js';

const id = aRunId(1);
const { token } = anAttempt(id);
const handle = { fake: token };

/** A run whose container exists already, and two hands that can be laid on it: what a watch makes of it, and its container. */
async function watched(
  attempt: Partial<Attempt>,
  plan: FakePlan,
  prepared: (engine: FakeEngine, runs: MemoryRunStore) => void = () => undefined,
  limits: Partial<TimeLimits> = {},
  given: Partial<Run> = {},
) {
  const snapshot = aSnapshot();
  const run = aRun({
    id,
    state: 'starting',
    snapshot: { ...snapshot, limits: { ...snapshot.limits, ...limits } },
    attempts: [anAttempt(id, 1, 1, { handle, ...attempt })],
    ...given,
  });
  const runs = new MemoryRunStore();
  await runs.insert(run);
  const cluster = new FakeCluster();
  cluster.plans.set(id, plan);
  const engine = new FakeEngine(cluster);
  const container = cluster.start(token, {}, undefined);
  prepared(engine, runs);
  const known = {
    runs,
    leases: new MemoryLeaseLedger(),
    logs: new MemoryLogStore(),
    clock: { now: cluster.now },
    logCapBytes: 1_000_000,
    wakeups: { wake: () => undefined },
  };
  const vigil = new Vigil({
    cancellationSignal: new AbortController().signal,
    cancelled: new Promise<never>(() => undefined),
  } as Context);
  try {
    // What it does not use is not there: asking for it would throw.
    const deps = known as unknown as ActivityDeps;
    const [first] = run.attempts;
    if (first === undefined) throw new Error('it was given one');
    const ending = await watchAttempt({ deps, engine, run, attempt: first, handle, vigil }, true);
    return { ending, container, engine, run: await runs.get(id) };
  } finally {
    vigil.end();
  }
}

test('an attempt that was never placed goes back to the queue, and nobody waits for its log', async () => {
  const { ending, run } = await watched(
    {},
    { exit: { endedByItself: false, cause: 'capacity', reasons: ['RESOURCE:CPU'] } },
  );
  expect(ending).toMatchObject({ kind: 'refused', code: 'capacity', evidence: ['RESOURCE:CPU'] });
  expect(run?.attempts[0]?.log).toMatchObject({ lines: 0, complete: true });
});

const forever = { seconds: Infinity };
const stop = { at: 0, cause: { kind: 'cancel', by: 'ada', reason: undefined } } as const;

test.each([
  ['runs', forever],
  ['is still starting', { ...forever, startSeconds: 3_600 }],
])('a stop that was recorded before anybody could tell the engine reaches a container that %s', async (_, plan) => {
  const { ending, container } = await watched({ stop }, plan);
  expect(container.stops.map(({ reason }) => reason)).toEqual(['cancelled by ada']);
  expect(ending).toMatchObject({ kind: 'ended', stopped: { kind: 'cancel' } });
});

test('a deadline is kept although the engine is away when it has come', async () => {
  let failures = 1;
  const { ending, container } = await watched({ grantedAt: 0 }, { ...forever, startSeconds: 3_600 }, (engine) => {
    const tell = engine.stop.bind(engine);
    engine.stop = (...order) => {
      failures -= 1;
      return failures < 0 ? tell(...order) : Promise.reject(new Error('The daemon is being restarted.'));
    };
  });
  expect([failures, container.stops.length]).toEqual([-1, 1]);
  expect(ending).toMatchObject({ kind: 'ended', stopped: { kind: 'start-timeout' } });
});

test.each([
  ['runs', forever, { runSeconds: 0.2 }, 'run-timeout'],
  ['is still starting', { ...forever, startSeconds: 3_600 }, { startSeconds: 0.2 }, 'start-timeout'],
])(
  'a deadline of a container that %s is kept when it comes, however rarely it is looked at',
  async (_, plan, limits, kind) => {
    const rarely = (engine: FakeEngine) => {
      const described = engine.describe();
      engine.describe = () => ({ ...described, pollSeconds: 3_600 });
    };
    const { ending } = await watched({ grantedAt: Date.now() }, plan, rarely, limits);
    expect(ending).toMatchObject({ kind: 'ended', stopped: { kind } });
  },
);

test('a deadline is kept although the container prints faster than its lines are brought over', async () => {
  const prints = (engine: FakeEngine) => {
    const read = engine.logs.bind(engine);
    engine.logs = async (...asked) => {
      const [container] = engine.cluster.containers.values();
      if (container?.observe().kind === 'running') container.print('again');
      engine.cluster.tick(0.05);
      await new Promise(setImmediate); // so that a watch that never comes back can be given up
      return read(...asked);
    };
  };
  const { ending, run, container } = await watched({ grantedAt: Date.now() }, forever, prints, { runSeconds: 20 });
  expect(ending).toMatchObject({ kind: 'ended', stopped: { kind: 'run-timeout' }, logComplete: true });
  expect(run?.attempts[0]?.log).toMatchObject({ lines: container.lines.length, complete: true });
});

test('an attempt that was never placed is still known to the engine when its refusal could not be recorded', async () => {
  const { engine } = await watched({}, { exit: { endedByItself: false, cause: 'capacity', reasons: [] } });
  expect(await engine.inspect([handle])).toMatchObject([{ kind: 'ended', exit: { cause: 'capacity' } }]);
});

test('a cancel that was noted before the attempt began reaches a container that an earlier worker has seen running', async () => {
  const cancel = { requestedAt: 1, by: 'ada' };
  const { ending, container } = await watched(
    { runningAt: Date.now() },
    forever,
    undefined,
    {},
    { cancel, state: 'running' },
  );
  expect(container.stops.map(({ reason }) => reason)).toEqual(['cancelled by ada']);
  expect(ending).toMatchObject({ kind: 'ended', stopped: { kind: 'cancel', by: 'ada' } });
});

test('a deadline is kept while the engine takes long to tell the log', async () => {
  let isOver = false;
  const slow = (engine: FakeEngine) => {
    const read = engine.logs.bind(engine);
    engine.logs = async (...asked) => {
      const [container] = engine.cluster.containers.values();
      while (!isOver && container?.observe().kind !== 'ended') await new Promise(setImmediate);
      return read(...asked);
    };
  };
  const limit = setTimeout(() => (isOver = true), 20_000);
  const { ending } = await watched({ grantedAt: Date.now() }, forever, slow, { runSeconds: 0.2 });
  clearTimeout(limit);
  expect(isOver).toBe(false);
  expect(ending).toMatchObject({ kind: 'ended', stopped: { kind: 'run-timeout' } });
});

test('a full log does not make its container be looked at without pause', async () => {
  let looks = 0;
  const full = (engine: FakeEngine) => {
    const inspect = engine.inspect.bind(engine);
    engine.inspect = async (handles) => {
      looks += 1;
      const [container] = engine.cluster.containers.values();
      container?.print('more');
      return inspect(handles);
    };
  };
  const lines = ['x'.repeat(1_000_000)];
  await watched({ grantedAt: Date.now() }, { ...forever, lines }, full, { runSeconds: 1 });
  expect(looks).toBeLessThan(200); // thousands without a pause
});

test('an attempt that was to stop when its engine gave it up has been stopped, and does not wait again', async () => {
  const asked = (engine: FakeEngine, runs: MemoryRunStore) => {
    const inspect = engine.inspect.bind(engine);
    engine.inspect = async (handles) => {
      await runs.recordStop(id, token, { kind: 'cancel', by: 'ada' }, 1);
      return inspect(handles);
    };
  };
  const { ending } = await watched({}, { exit: { endedByItself: false, cause: 'capacity', reasons: [] } }, asked);
  expect(ending).toMatchObject({ kind: 'ended', stopped: { kind: 'cancel' } });
});
