import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError } from '../../config/config.js';
import { temporalAccess } from '../../config/temporal-access.js';
import { dockerAnswers } from '../../embedded/docker-answers.js';
import { runCommand } from '../../embedded/run-command.js';
import { isStandInCached } from '../../embedded/stand-in-program.js';
import { cachedPrograms, judgeTemporal } from '../../embedded/temporal-release.js';
import type { Finding } from '../output/finding.js';

const OLDEST_NODE = [20, 19] as const;

/** What this machine has of all that `npm start` can use; nothing here is needed to talk to a server elsewhere. */
export async function checkMachine(config: Config): Promise<Finding[]> {
  return [
    checkNode(process.versions.node),
    ...(await Promise.all([temporal(config), mongodb(config), docker(config)])),
  ];
}

/** Judges a version of Node. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isRecent = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const what = 'Node';
  if (isRecent) return { what, state: 'ok', message: version };
  return { what, state: 'bad', message: `${version} is too old`, remedy: 'install Node 20.19 or newer' };
}

const quick = AbortSignal.timeout.bind(AbortSignal, 15_000);

async function temporal(config: Config): Promise<Finding> {
  const { temporalAddress, cacheDir } = config;
  const what = 'Temporal';
  if (temporalAddress !== undefined) return temporalElsewhere(config, temporalAddress);
  const onPath = await judgeTemporal('temporal', quick());
  if (onPath.kind === 'found') return { what, state: 'ok', message: 'the program `temporal` is on the PATH' };
  const cached = cachedPrograms(cacheDir).find((path) => existsSync(path));
  if (cached !== undefined) return { what, state: 'ok', message: `in the cache: ${cached}` };
  const go = await has('go', 'version');
  return {
    what,
    state: 'missing',
    message: `not here yet; \`npm start\` downloads it${go ? ', or builds it with Go (some minutes, once)' : ''}`,
    remedy: `without a network${go ? '' : ' and without Go'}: https://docs.temporal.io/cli#install`,
  };
}

/** Whether its settings can be used, and never what they are: a key is among them. */
function temporalElsewhere(config: Config, address: string): Finding {
  const what = 'Temporal';
  const where = `elsewhere: TEMPORAL_ADDRESS is ${address}`;
  try {
    const { tls, apiKey } = temporalAccess(config);
    const how = [
      ...(tls === false ? [] : ['with TLS']),
      ...(tls === false || tls.clientCertPair === undefined ? [] : ['with a client certificate']),
      ...(apiKey === undefined ? [] : ['with an API key']),
    ];
    return { what, state: 'ok', message: [where, ...how].join(', ') };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [, ...lines] = error.message.split('\n  ');
    return { what, state: 'bad', message: where, remedy: lines.join('; ') };
  }
}

async function mongodb({ mongodbUri, cacheDir }: Config): Promise<Finding> {
  const what = 'MongoDB';
  if (mongodbUri !== undefined) return { what, state: 'ok', message: 'elsewhere: MONGODB_URI is set' };
  if (await has('mongod', '--version')) return { what, state: 'ok', message: 'the program `mongod` is on the PATH' };
  if (existsSync(join(cacheDir, 'mongod')))
    return { what, state: 'ok', message: `in the cache: ${join(cacheDir, 'mongod')}` };
  const [java, maven] = await Promise.all([has('java', '-version'), has('mvn', '-version')]);
  if (java && (await isStandInCached(cacheDir).catch(() => false)))
    return { what, state: 'ok', message: 'the stand-in is in the cache, and Java is here' };
  const standIn = java && maven ? ', or its stand-in with Java and Maven' : '';
  return {
    what,
    state: 'missing',
    message: `not here yet; \`npm start\` downloads it${standIn}`,
    remedy: 'without a network: install MongoDB 7 or newer, or a JDK (17 or newer) and Maven',
  };
}

async function docker({ dockerHost }: Config): Promise<Finding> {
  const what = 'Docker';
  const engine = await dockerAnswers(dockerHost);
  const where = dockerHost ?? '/var/run/docker.sock';
  if (engine !== undefined) return { what, state: 'ok', message: `answers at ${where} (${String(engine.cpu)} CPUs)` };
  return {
    what,
    state: 'missing',
    message: `nothing answers at ${where}`,
    remedy: 'only needed to run containers on this machine: start Docker, or set DOCKER_HOST',
  };
}

async function has(program: string, versionOption: string): Promise<boolean> {
  return (await runCommand(program, [versionOption], { limitMs: 10_000, signal: quick() })).ok;
}
