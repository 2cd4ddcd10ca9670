import { existsSync } from 'node:fs';
import { Spawner } from './spawner.js';

/** One for all engines of this process: it holds nothing but the means to start. */
const spawner = new Spawner();

const polite = 'HUP INT QUIT TERM USR1 USR2';

/**
 * The supervisor of one attempt, in plain sh and with builtins only, so that a start costs four forks and no Node.
 * It runs in the attempt's `work` folder with the job's own environment (hence the odd variable names).
 *
 * - `claim` is created exclusively: of any number of supervisors of one attempt, one runs the command.
 * - The command's output goes through a pipe and `cat` rather than straight into the file: a job that writes to
 *   /dev/stderr by name would cut off a file that stands behind it, but cannot harm a pipe.
 * - All are in one process group, and a stop is sent to the group. Supervisor and `cat` ignore it, so that what the
 *   command says about its end is kept; the command gets it as usual, or finds `stop` when it came a moment too early.
 * - `code` is the command's exit; `exit` (the code again, then cat's) says that its output is complete as well.
 *   A file without its line end is still being written.
 * - What the command left behind in its group ends with it, as it would in a container.
 */
const script = `
trap '' ${polite}
_flotilla_where=$1 _flotilla_cat=$2
shift 2
_flotilla_start() { _flotilla_started=\${20}; }
if read -r _flotilla_stat </proc/$$/stat; then
  _flotilla_start \${_flotilla_stat##*) }
else
  _flotilla_started=$(LC_ALL=C TZ=UTC0 /bin/ps -o lstart= -p $$)
fi
set -C
echo "$$ $_flotilla_where $_flotilla_started" >../claim || exit 0
set +C
{
  (
    trap - ${polite}
    [ -e ../stop ] && exit 143
    exec "$@"
  ) </dev/null 2>&1
  echo $? >../code
} | "$_flotilla_cat" >>../output
_flotilla_log=$?
read -r _flotilla_code <../code || _flotilla_code=none
echo "$_flotilla_code $_flotilla_log" >../exit
kill -KILL 0
`;

/** Finds the `cat` that the supervisor collects output with; the job's own PATH must not decide about that. */
export function findCat(path: string): string | undefined {
  const folders = ['/bin', '/usr/bin', ...path.split(':').filter((folder) => folder.startsWith('/'))];
  return folders.map((folder) => `${folder}/cat`).find((file) => existsSync(file));
}

/** Starts a supervisor in a session of its own and answers when it exists; it outlives us and is never waited for. */
export async function startSupervisor(
  folder: string,
  command: { argv: readonly string[]; env: Readonly<Record<string, string>> },
  machine: { id: string; cat: string },
): Promise<void> {
  await spawner.start('/bin/sh', ['-c', script, 'flotilla', machine.id, machine.cat, ...command.argv], {
    cwd: folder,
    env: command.env,
  });
}
