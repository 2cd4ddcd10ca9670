import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { describeWith } from '../needs.js';
import { until } from './until.js';
import { World } from './world.js';

const random = () => randomUUID().replaceAll('-', '');

/** What nobody but the job's own process may ever see. */
const planted = {
  file: `f-${random()}`,
  environment: `e "${random()}" \\ $HOME é`,
  firstLine: `first-${random()}`,
  secondLine: `second-${random()}`,
};

// The value is named by its variable, so that the job's own text does not hold it.
const chatter = `
  printf '%s' "$FILE" | cut -c 1-12 | tr -d '\\n'; sleep 0.4; printf '%s\\n' "$FILE" | cut -c 13-
  echo "url=https://user:$FILE@host/ and $FILE$FILE" >&2
  printf '%s' "$FILE" | base64
  echo "$LINES"
  echo "env=$ENVIRONMENT"
  env | grep -c "$FILE" >/dev/null
  i=0; while [ $i -lt 6000 ]; do echo "line $i $FILE"; i=$((i+1)); done
  until [ -e "$GO" ]; do sleep 0.1; done
  echo "the end of $FILE"
  exit 3
`;

describeWith(['temporal', 'mongodb'], 'secrets', (at) => {
  let world: World;
  let secrets: string;
  const file = (name: string, value: string) => writeFileSync(join(secrets, name), value);

  beforeAll(async () => {
    const folder = join(process.env['TMPDIR'] ?? '/tmp', `flotilla-secrets-${randomUUID().slice(0, 8)}`);
    secrets = folder;
    mkdirSync(join(folder, 'reports'), { recursive: true });
    file('reports/db', `${planted.file}\n`);
    file('key', `${planted.firstLine}\n${planted.secondLine}\n`);
    file('leaving', random());
    world = await World.start(at, {
      FLOTILLA_LOG_LEVEL: 'trace',
      FLOTILLA_SECRETS_DIR: folder,
      FLOTILLA_SECRETS_ENV: 'PLANTED_SECRET',
      PLANTED_SECRET: planted.environment,
    });
    await world.api.cluster('local', { limits: { slots: 4 } });
    await world.api.cluster('single', { limits: { slots: 1 } });
  }, 120_000);
  afterAll(async () => {
    await world.end();
    rmSync(secrets, { recursive: true, force: true });
  }, 60_000);

  test('reach the process, and nothing else: no store, no history, no log, no answer, no request', async () => {
    const go = world.file('go');
    const env = {
      FILE: { secret: 'reports/db' },
      ENVIRONMENT: { secret: 'PLANTED_SECRET' },
      LINES: { secret: 'key' },
      GO: go,
    };
    await world.api.json('PUT', '/jobs/chatty', { command: chatter, env, cluster: 'local', resources: { cpu: 0.01 } });
    const run = await world.api.launch({ job: 'chatty' });
    await world.api.reaches(run.id, 'running');
    const attempt = await until(
      'its attempt has a folder with output',
      async () => filesUnder(join(world.dir, 'attempts')),
      (files) => files.some((path) => path.endsWith('/output')),
    );
    // The job's own output is as the job wrote it, for our eyes only, and goes with the attempt.
    const output = attempt.find((path) => path.endsWith('/output')) ?? '';
    expect(statSync(join(output, '..')).mode & 0o077).toBe(0);
    const others = attempt.filter((path) => path !== output).map((path) => readFileSync(path, 'utf8'));
    expect(others.join('\n')).toContain('reports/db');
    expectNothing('the files of the attempt', others.join('\n'));

    writeFileSync(go, '');
    const ended = await world.api.ended(run.id);
    expect([ended.state, ended.exitCode]).toEqual(['failed', 3]);
    const lines = (await world.api.log(run.id)).map(({ text }) => text);
    expect(lines).toHaveLength(6007);
    expect(lines.slice(0, 6)).toEqual([
      '***',
      'url=https://user:***@host/ and ******',
      expect.stringMatching(/^\*\*\*/),
      '***',
      '***',
      'env=***',
    ]);
    expect(lines.at(-1)).toBe('the end of ***');
    await until(
      'the attempt is forgotten',
      async () => filesUnder(join(world.dir, 'attempts')),
      (files) => files.length === 0,
    );

    for (const path of [
      `/runs/${run.id}`,
      '/runs',
      `/runs/${run.id}/logs?limit=5000`,
      `/runs/${run.id}/logs?q=f-`,
      `/runs/${run.id}/logs/download`,
      `/runs/${run.id}/logs/stream`,
      `/runs/${run.id}/queue`,
      `/runs/${run.id}/events`,
      '/jobs/chatty',
      '/jobs/chatty/revisions',
      '/audit?limit=500',
    ])
      expectNothing(path, await (await world.api.raw('GET', path)).text());
    expectNothing('the store', await everythingStored(world.mongodbUri));
    const histories = await everythingInTemporal(world);
    expect(histories).toContain(run.id);
    expectNothing('the histories', histories);
    expectNothing("the servers' logs", readFileSync(join(world.dir, 'output.log'), 'utf8'));
    expectNothing(
      'the data folder',
      filesUnder(world.dir)
        .map((path) => readFileSync(path, 'utf8'))
        .join('\n'),
    );
  }, 120_000);

  test('that do not exist are refused at the launch, and told of when they went away later', async () => {
    const env = { GONE: { secret: 'reports/nothing' } };
    const refused = await world.api.raw('POST', '/runs', { spec: { command: 'true', env }, cluster: 'local' });
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([422, 'secret-missing']);

    const holder = await world.api.launchCommand('single', 'sleep 600');
    await world.api.reaches(holder.id, 'running');
    const waiting = await world.api.launchCommand('single', 'true', { env: { LEAVING: { secret: 'leaving' } } });
    rmSync(join(secrets, 'leaving'));
    await world.api.json('POST', `/runs/${holder.id}/cancel`, {});
    const { failure } = await world.api.ended(waiting.id);
    expect([failure?.code, failure?.evidence]).toEqual([
      'secret-missing',
      ['There is no secret "leaving" here (for LEAVING).'],
    ]);
  }, 120_000);
});

function expectNothing(where: string, text: string): void {
  const spellings = Object.entries(planted).flatMap(([name, value]) => [
    { name, value },
    { name: `${name} as JSON`, value: JSON.stringify(value).slice(1, -1) },
    { name: `${name} as base64`, value: Buffer.from(value).toString('base64').slice(0, -4) },
  ]);
  // Only the names, since the message of a failing test is a log as well.
  expect([where, spellings.filter(({ value }) => text.includes(value)).map(({ name }) => name)]).toEqual([where, []]);
}

const filesUnder = (folder: string): string[] => {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return []; // not there yet, or just being removed
  }
};

/** Every document of every collection as text, chunks of logs unpacked. */
async function everythingStored(uri: string): Promise<string> {
  const connection = await mongoose.createConnection(uri).asPromise();
  const texts: string[] = [];
  for (const { name } of await connection.listCollections())
    for await (const document of connection.collection(name).find()) texts.push(...textsIn(document));
  await connection.close();
  expect(texts).toContain('chatty'); // so that an empty dump does not pass
  expect(texts.join('\n')).toContain('the end of ***');
  return texts.join('\n');
}

/** Every history of the namespace as text, payloads decoded. */
async function everythingInTemporal(world: World): Promise<string> {
  const texts: string[] = [];
  for await (const { workflowId, runId } of world.temporal.workflow.list())
    texts.push(...textsIn(await world.temporal.workflow.getHandle(workflowId, runId).fetchHistory()));
  return texts.join('\n');
}

/** All texts in a value, those in packed or plain bytes included. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (value instanceof mongoose.mongo.Binary) return [unpacked(value.buffer)];
  if (ArrayBuffer.isView(value)) return [unpacked(value as Uint8Array)];
  return Object.entries(value).flatMap(([key, field]) => [key, ...textsIn(field)]);
}

function unpacked(bytes: Uint8Array): string {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (isPacked ? gunzipSync(bytes) : Buffer.from(bytes)).toString();
}
