import { CancelledFailure, type Context } from '@temporalio/activity';
import { beforeEach, expect, test } from '@jest/globals';
import { aRun, aRunId, anAttempt } from '../test/contracts/builders.js';
import { FakeCluster, FakeEngine } from '../test/fakes/fake-engine.js';
import { MemoryLogStore } from '../test/fakes/memory-log-store.js';
import { MemoryRunStore } from '../test/fakes/memory-run-store.js';
import { LogShipper } from './log-shipper.js';
import { Vigil } from './vigil.js';

const id = aRunId(1);
const attempt = anAttempt(id);
const CAP = 20;

let runs: MemoryRunStore;
let cluster: FakeCluster;
let engine: FakeEngine;
let shipper: () => LogShipper;
beforeEach(async () => {
  runs = new MemoryRunStore();
  await runs.insert(aRun({ id, state: 'running', attempts: [attempt] }));
  cluster = new FakeCluster();
  engine = new FakeEngine(cluster);
  const logs = new MemoryLogStore();
  shipper = () =>
    new LogShipper(
      {
        runs,
        logs,
        clock: { now: cluster.now },
        wakeups: { wake: () => undefined, subscribe: () => () => undefined },
        logCapBytes: CAP,
      },
      engine,
      { id, attempt, handle: { fake: attempt.token } },
    );
});

async function drained(signal = new AbortController().signal, settleSeconds = 0): Promise<void> {
  const vigil = new Vigil({ cancellationSignal: signal, cancelled: new Promise<never>(() => undefined) } as Context);
  try {
    await shipper().drain(settleSeconds, vigil);
  } finally {
    vigil.end();
  }
}

const head = async () => (await runs.get(id))?.attempts[0]?.log;

test('a log that has reached its limit says that it was cut, also when another worker finishes it', async () => {
  cluster.plans.set(id, { lines: ['0123456789', '0123456789', 'too much'] });
  cluster.start(attempt.token, {}, undefined);
  await shipper().ship(1_000);
  expect(await head()).toMatchObject({ truncated: true, complete: false });
  await drained();
  expect(await head()).toMatchObject({ lines: 3, truncated: true, complete: true });
});

test('a full log is read no further, however much more is printed', async () => {
  cluster.plans.set(id, { lines: ['0123456789', '0123456789', 'too much'], seconds: Infinity });
  const container = cluster.start(attempt.token, {}, undefined);
  const one = shipper();
  expect(await one.ship(1_000)).toEqual({ came: 3, hasMore: false });
  container.print('more');
  expect(await one.ship(1_000)).toEqual({ came: 0, hasMore: false });
  expect(one.complete).toBe(true);
});

test('a drain of very much hands over when its worker is to end', async () => {
  cluster.plans.set(id, { lines: ['a'] });
  const container = cluster.start(attempt.token, {}, undefined);
  const worker = new AbortController();
  const read = engine.logs.bind(engine);
  engine.logs = async (...asked) => {
    container.print('');
    cluster.tick(0.9);
    if (container.lines.length === 4) worker.abort(new CancelledFailure('the worker is shutting down'));
    return { ...(await read(...asked)), complete: false };
  };
  await expect(drained(worker.signal)).rejects.toThrow('shutting down');
  expect(await head()).toMatchObject({ complete: false });
});

test('a drain goes on as long as lines come, however long that takes', async () => {
  cluster.plans.set(id, { lines: ['1'] });
  const container = cluster.start(attempt.token, {}, undefined);
  const read = engine.logs.bind(engine);
  let pages = 0;
  engine.logs = async (...asked) => {
    pages += 1;
    cluster.tick(0.9);
    if (pages < 6) container.print('');
    if (pages === 7) return { lines: [], next: asked[1], complete: false };
    return { ...(await read(...asked)), complete: pages > 7 };
  };
  await drained(undefined, 2);
  expect(await head()).toEqual({ lines: 6, bytes: 7, complete: true, truncated: false });
});

test('a page that is long in coming is not waited for, and is read once', async () => {
  cluster.plans.set(id, { lines: ['1'], seconds: Infinity });
  cluster.start(attempt.token, {}, undefined);
  const read = engine.logs.bind(engine);
  let arrive = (): void => undefined;
  let asked = 0;
  engine.logs = async (...page) => {
    asked += 1;
    if (asked === 1) await new Promise<void>((resolve) => (arrive = resolve));
    return read(...page);
  };
  const one = shipper();
  expect(await one.ship(1)).toEqual({ came: 0, hasMore: true });
  expect(await one.ship(1)).toEqual({ came: 0, hasMore: true });
  expect(asked).toBe(1);
  arrive();
  expect(await one.ship(10_000)).toMatchObject({ came: 1 });
  expect(asked).toBe(1);
});
