import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { firstThatWorks, found, type Step, type Tried } from './first-that-works.js';
import { downloadMongod, mongodInCache, mongodOnPath } from './mongod-program.js';
import type { ServerSetup } from './server-setup.js';
import { findStandIn, isStandInCached, type StandIn } from './stand-in-program.js';

export type MongodbProgram =
  { readonly kind: 'mongod'; readonly program: string } | { readonly kind: 'stand-in'; readonly standIn: StandIn };

const LAST_WORD = `Install one of these and start again:
  MongoDB 7 or newer        https://www.mongodb.com/docs/manual/installation  (macOS: brew install mongodb-community)
  a JDK (17+) and Maven     apt-get install -y default-jdk-headless maven
or set MONGODB_URI to a MongoDB that runs elsewhere.`;

/** Finds or fetches something that speaks MongoDB: the real one if it can be had, else the stand-in; but data that is there stays with the kind that wrote it. */
export async function findMongodb(setup: ServerSetup): Promise<MongodbProgram> {
  return firstThatWorks('MongoDB', await stepsFor(setup), LAST_WORD, setup.say);
}

/** Where each kind keeps its data. */
export function mongodbFolder(dataDir: string, kind: MongodbProgram['kind']): string {
  return join(dataDir, kind === 'mongod' ? 'mongodb' : 'mongodb-stand-in');
}

async function stepsFor(setup: ServerSetup): Promise<Step<MongodbProgram>[]> {
  const real = (does: string, find: (setup: ServerSetup) => Promise<Tried<string>>): Step<MongodbProgram> => ({
    does,
    attempt: async () => {
      const tried = await find(setup);
      return tried.kind === 'found' ? found({ kind: 'mongod', program: tried.found }) : tried;
    },
  });
  const onPath = real('looked on the PATH', mongodOnPath);
  const cached = real('looked in the cache', mongodInCache);
  const download = real('tried the download of mongod', downloadMongod);
  const standIn: Step<MongodbProgram> = {
    does: 'tried the stand-in, a small server in Java',
    attempt: async () => {
      const tried = await findStandIn(setup);
      return tried.kind === 'found' ? found({ kind: 'stand-in', standIn: tried.found }) : tried;
    },
  };
  const { dataDir } = setup;
  if (dataDir !== undefined && existsSync(mongodbFolder(dataDir, 'mongod'))) return [onPath, cached, download];
  if (dataDir !== undefined && existsSync(mongodbFolder(dataDir, 'stand-in'))) {
    setup.say('MongoDB: going on with the stand-in, which holds the data of this folder');
    return [standIn];
  }
  // In memory, for tests: no network is asked when something is there already.
  const isQuick = dataDir === undefined && (await isStandInCached(setup.cacheDir));
  return isQuick ? [onPath, cached, standIn] : [onPath, cached, download, standIn];
}
