import { randomInt } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePort } from '../../src/embedded/free-port.js';
import { ManagedChild } from '../../src/embedded/managed-child.js';
import type { ProcessRecord } from '../../src/embedded/process-record.js';
import { runCommand } from '../../src/embedded/run-command.js';
import type { Say } from '../../src/embedded/say.js';
import { isListening, waitUntilItAnswers } from '../../src/embedded/wait-until-it-answers.js';
import { goProgram } from '../deployment/go-program.js';
import type { PostgreSql } from './postgresql.js';

/** The newest that was rehearsed; 1.30.0 was retracted. */
const VERSION = '1.31.2';
const PATIENCE_MS = 120_000;
const MAX_PORT = 32_767;
const HOST = '127.0.0.1';
const SERVICES = ['frontend', 'matching', 'history', 'worker'] as const;
const DATABASES = { temporal: 'temporal', temporal_visibility: 'visibility' } as const;

interface Setup {
  readonly dir: string;
  readonly cacheDir: string;
  readonly record: ProcessRecord;
  readonly say: Say;
  readonly signal: AbortSignal;
}

/** Starts the full Temporal server, all four services, over this PostgreSQL; answers with its address and its end. */
export async function startTemporalCluster(postgresql: PostgreSql, setup: Setup) {
  const { dir, cacheDir, record, say, signal } = setup;
  const sqlTool = await goProgram('go.temporal.io/server/cmd/tools/sql', VERSION, cacheDir, say);
  const server = await goProgram('go.temporal.io/server/cmd/server', VERSION, cacheDir, say);
  for (const [database, schema] of Object.entries(DATABASES)) await makeSchema(sqlTool, postgresql, database, schema);

  const ports = await freePorts();
  mkdirSync(join(dir, 'config'), { recursive: true });
  writeFileSync(join(dir, 'config/rehearsal.yaml'), stringify(configuration(postgresql, ports)));
  const child = new ManagedChild({
    name: 'temporal',
    command: server,
    args: ['--root', dir, '--config', 'config', '--env', 'rehearsal', 'start'],
    logFile: join(dir, 'logs/temporal.log'),
    reach: 'group',
    record,
  });
  await waitUntilItAnswers(child, () => isListening(ports.frontend.grpcPort), PATIENCE_MS, signal);
  return { address: `${HOST}:${ports.frontend.grpcPort}`, version: VERSION, stop: () => child.stop(20_000) };
}

async function makeSchema(tool: string, { port, user }: PostgreSql, database: string, schema: string): Promise<void> {
  const connection = ['--plugin', 'postgres12', '--ep', HOST, '-p', String(port), '-u', user, '--pw', '-'];
  const steps = [
    ['create'],
    ['setup-schema', '-v', '0.0'],
    ['update-schema', '--schema-name', `postgresql/v12/${schema}`],
  ];
  for (const step of steps) {
    const done = await runCommand(tool, [...connection, '--db', database, ...step], { limitMs: PATIENCE_MS });
    if (!done.ok) throw new Error(`the schema of ${database} could not be made: ${done.why}\n${done.output}`);
  }
}

type Ports = Record<(typeof SERVICES)[number], { grpcPort: number; membershipPort: number }>;

async function freePorts(): Promise<Ports> {
  const ports: Partial<Ports> = {};
  for (const service of SERVICES) ports[service] = { grpcPort: await lowPort(), membershipPort: await lowPort() };
  return ports as Ports; // one for each service, see the loop
}

/** A free port that fits into 15 bits: PostgreSQL's table of the cluster's members has no room for more. */
async function lowPort(): Promise<number> {
  for (;;) {
    const wished = randomInt(10_000, MAX_PORT);
    if ((await freePort(wished)) === wished) return wished;
  }
}

function configuration({ port, user }: PostgreSql, ports: Ports): object {
  const store = (databaseName: string) => ({
    sql: {
      pluginName: 'postgres12',
      databaseName,
      connectAddr: `${HOST}:${port}`,
      connectProtocol: 'tcp',
      user,
      password: '-', // PostgreSQL trusts whoever reaches this port; the server wants a word all the same
      maxConns: 20,
      maxIdleConns: 20,
      maxConnLifetime: '1h',
    },
  });
  const frontend = `${HOST}:${ports.frontend.grpcPort}`;
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: 4,
      datastores: { default: store('temporal'), visibility: store('temporal_visibility') },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: HOST } },
    services: Object.fromEntries(
      Object.entries(ports).map(([service, own]) => [service, { rpc: { ...own, bindOnLocalHost: true } }]),
    ),
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: frontend },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    publicClient: { hostPort: frontend },
  };
}
