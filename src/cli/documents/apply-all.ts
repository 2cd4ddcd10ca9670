import { Refused } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import { problemText } from '../server/problem-text.js';
import type { Found } from './read-documents.js';
import type { Session } from '../session.js';

/** Sends documents one by one: says of each what it has changed, or what is wrong with it and where that stands. */
export async function applyAll<Named extends { readonly name: string }, Answer>(
  session: Session,
  found: readonly Found<Named>[],
  put: (document: Named) => Promise<Answer>,
  say: (answer: Answer) => Promise<void>,
): Promise<number> {
  const answers: Answer[] = [];
  let refused = false;
  for (const each of found) {
    try {
      const answer = await put(each.document);
      answers.push(answer);
      if (!session.asJson) await say(answer);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refused = true;
      await session.say(refusalText(each, error));
    }
  }
  if (session.asJson) await session.printJson({ items: answers });
  return refused ? exitCodes.refused : exitCodes.done;
}

function refusalText({ document: { name }, at, where }: Found<{ readonly name: string }>, error: Refused): string {
  const errors = error.problem.errors ?? [];
  if (errors.length === 0) return `${at}: ${name}: ${problemText(error)}`;
  return errors.map(({ path, message }) => `${where(path)}: ${name}: ${path}: ${message}`).join('\n');
}
