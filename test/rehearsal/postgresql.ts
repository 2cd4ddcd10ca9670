import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from '../../src/embedded/free-port.js';
import { ManagedChild } from '../../src/embedded/managed-child.js';
import type { ProcessRecord } from '../../src/embedded/process-record.js';
import { runCommand } from '../../src/embedded/run-command.js';
import { isListening, waitUntilItAnswers } from '../../src/embedded/wait-until-it-answers.js';

const DEBIAN = '/usr/lib/postgresql';
const PATIENCE_MS = 60_000;

export interface PostgreSql {
  readonly port: number;
  readonly user: string;
  stop(): Promise<void>;
}

/** Starts the system's PostgreSQL on a free port of the loopback address, with an empty database folder that goes with it. */
export async function startPostgreSql(logDir: string, record: ProcessRecord, signal: AbortSignal): Promise<PostgreSql> {
  const bin = findPrograms();
  const dir = mkdtempSync(join(tmpdir(), 'flotilla-postgresql-'));
  const asOwner = await owner(dir);
  const user = 'temporal';
  const initdb = asOwner(join(bin, 'initdb'), ['-D', dir, '-U', user, '--auth=trust', '--no-sync']);
  const made = await runCommand(initdb.command, initdb.args, { limitMs: PATIENCE_MS, signal, cwd: dir });
  if (!made.ok) throw new Error(`initdb failed: ${made.why}\n${made.output}`);
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${dir}`];
  const server = asOwner(join(bin, 'postgres'), ['-D', dir, ...settings.flatMap((setting) => ['-c', setting])]);
  const child = new ManagedChild({
    name: 'postgresql',
    ...server,
    cwd: dir,
    logFile: join(logDir, 'postgresql.log'),
    reach: 'process',
    record,
  });
  await waitUntilItAnswers(child, () => isListening(port), PATIENCE_MS, signal);
  return {
    port,
    user,
    async stop() {
      await child.stop(PATIENCE_MS);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function findPrograms(): string {
  const installed = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin')) : [];
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...installed.reverse()];
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')));
  if (found === undefined) throw new Error('No PostgreSQL here. Install it, for example: apt-get install postgresql');
  return found;
}

/** PostgreSQL refuses to run as root, so root hands it to the user that its package has made. */
async function owner(dir: string) {
  if (process.getuid?.() !== 0) return (command: string, args: readonly string[]) => ({ command, args });
  const [uid, gid] = await Promise.all(['-u', '-g'].map((kind) => idOf('postgres', kind)));
  chownSync(dir, uid ?? 0, gid ?? 0);
  const become = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--'];
  return (command: string, args: readonly string[]) => ({ command: 'setpriv', args: [...become, command, ...args] });
}

async function idOf(user: string, kind: string): Promise<number> {
  const { ok, output } = await runCommand('id', [kind, user], { limitMs: 5000 });
  if (!ok) throw new Error(`There is no user "${user}" that PostgreSQL could run as.`);
  return Number(output);
}
