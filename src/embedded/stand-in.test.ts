import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { cpSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { readConfig } from '../config/config.js';
import { startServers } from './servers.js';
import { signalProcess } from './signal-process.js';
import { STAND_IN_FOLDER } from './stand-in-jars.js';

const { cacheDir } = readConfig({ HOME: homedir() });
const isStandIn = process.env.FLOTILLA_TEST_MONGODB_KIND === 'stand-in';

(isStandIn ? describe : describe.skip)('the stand-in for MongoDB', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('loses nothing that it acknowledged when it is killed in the middle of writing', async () => {
    const servers = await start(newFolder(), cacheDir);
    const connection = await mongoose.createConnection(servers.mongodbUri).asPromise();
    try {
      const written = connection.collection<{ _id: string; version: number; state: string }>('written');
      await written.createIndex({ state: 1, _id: 1 }, {}, {});
      const acknowledged = new Map<string, number>();
      const before = servers.processes[0]?.pid ?? 0;
      const isEnough = () => acknowledged.size >= 100;
      const write = async (writer: number) => {
        for (let version = 1; !isEnough(); version++) {
          const _id = `${writer}-${version % 20}`;
          const change = { $set: { version, state: version % 2 === 0 ? 'even' : 'odd' } };
          // The writes in flight fail when the server dies: those were not acknowledged.
          await written.updateOne({ _id }, change, { upsert: true }).then(
            () => acknowledged.set(_id, version),
            () => undefined,
          );
        }
        signalProcess(before, 'group', 'SIGKILL');
      };
      await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));

      // It is started again by its supervisor; the driver waits for it.
      const found = await written.find({ state: { $in: ['even', 'odd'] } }).toArray();
      const versions = new Map(found.map(({ _id, version }) => [_id, version]));
      const lost = [...acknowledged].filter(([id, version]) => (versions.get(id) ?? 0) < version);
      expect(lost).toEqual([]);
      expect(found).toHaveLength(await written.countDocuments({}));
    } finally {
      await connection.close();
      await servers.stop();
    }
  });

  test('is compiled and started also where nobody set a locale, in a home with an umlaut', async () => {
    const home = join(newFolder(), 'Jürgen');
    const [cacheHere, dataDir] = [join(home, 'cache'), join(home, 'data')];
    // Its libraries need not be fetched again; where its data is, no other MongoDB is looked for.
    cpSync(join(cacheDir, STAND_IN_FOLDER, 'lib'), join(cacheHere, STAND_IN_FOLDER, 'lib'), { recursive: true });
    mkdirSync(join(dataDir, 'mongodb-stand-in'), { recursive: true });
    jest.replaceProperty(process, 'env', { ...process.env, LC_ALL: 'C' });

    const servers = await start(dataDir, cacheHere);
    try {
      const connection = await mongoose.createConnection(servers.mongodbUri).asPromise();
      await connection.collection('written').insertOne({ name: 'Jürgen' });
      await connection.close();
    } finally {
      await servers.stop();
    }
    expect(readdirSync(join(dataDir, 'mongodb-stand-in'))).toEqual(['data.mv.db']);
  });
});

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'flotilla-stand-in-'));

const start = (dataDir: string, cache: string) =>
  startServers({ dataDir, cacheDir: cache, temporalAddress: 'not needed here', say: () => undefined });
