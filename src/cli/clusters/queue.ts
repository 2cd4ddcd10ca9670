import { bounds } from '../../../domain/bounds.js';
import type { ClusterQueueView } from '../../../domain/contract/clusters.js';
import type { LeaseView } from '../../../domain/contract/runs.js';
import { dimensions } from '../../../domain/resources.js';
import { statusText, useText } from './cluster-in-words.js';
import { exitCodes } from '../exit-codes.js';
import { wholeNumber } from '../option-values.js';
import type { Session } from '../session.js';
import { table } from '../output/table.js';
import { dimensionWords, needWords } from '../../../domain/amount-words.js';
import { durationWords } from '../../../domain/duration-words.js';
import { hindranceWords } from '../../../domain/waiting-words.js';

/** Shows a cluster's queue: what is in use of its limits, who holds it, and who waits in which order for what. */
export async function queue(session: Session, name: string, options: { readonly limit: string }): Promise<number> {
  const limit = wholeNumber(options.limit, '--limit', bounds.page);
  const view = await (await session.api()).clusterQueue(name, { limit });
  if (session.asJson) {
    await session.printJson(view);
    return exitCodes.done;
  }
  const { cluster, holders, waiting, waitingTotal } = view;
  const { paint } = session;
  const uses = dimensions.flatMap((dimension) => {
    const text = useText(cluster, dimension);
    return text === '' ? [] : [`${dimensionWords[dimension]} ${text}`];
  });
  await session.print(`${paint('bold', cluster.name)}  ${statusText(cluster, paint)}\n${uses.join(', ')}\n`);
  await session.print(`\n${paint('bold', `Holding it (${String(cluster.held)})`)}\n`);
  await session.print(
    list(
      ['RUN', 'NAME', 'OWNER', 'HELD', 'NEEDS'],
      holders.map((lease) => leaseRow(session, lease)),
    ),
  );
  await session.print(`\n${paint('bold', `Waiting (${String(waitingTotal)})`)}\n`);
  const rows = waiting.map((lease) => [
    String(lease.position),
    ...leaseRow(session, lease),
    lease.priority === 3 ? '' : String(lease.priority),
    hindranceWords(lease.hindrance, session.now()),
  ]);
  await session.print(list(['', 'RUN', 'NAME', 'OWNER', 'WAITED', 'NEEDS', 'PRIORITY', 'WHY'], rows));
  if (waitingTotal > waiting.length) await session.say(paint('dim', moreText(view, limit)));
  return exitCodes.done;
}

function moreText({ cluster, waiting, waitingTotal }: ClusterQueueView, limit: number): string {
  const { most } = bounds.page;
  const raise = limit < most ? `--limit shows up to ${String(most)} in this order; ` : '';
  const all = `flotilla ps -c ${cluster.name} --state queued -n ${String(waitingTotal)}`;
  return `… and ${String(waitingTotal - waiting.length)} more. ${raise}\`${all}\` lists them all.`;
}

const list = (titles: readonly string[], rows: readonly string[][]): string =>
  rows.length === 0 ? '(none)\n' : table(titles, rows);

function leaseRow(session: Session, { runId, name, owner, since, need }: LeaseView): string[] {
  return [runId, name, owner, durationWords(session.now() - Date.parse(since)), needWords(need)];
}
