import type { RunView } from '../../../domain/contract/runs.js';
import type { Paint } from '../output/paint.js';

/** Why a run failed: the sentence, the evidence word for word, what to do next. Empty when it did not fail. */
export function failureCard({ failure }: Pick<RunView, 'failure'>, paint: Paint): string {
  if (failure === undefined) return '';
  const evidence = failure.evidence.map((line) => `  ${paint('dim', '|')} ${line}\n`).join('');
  const whose = { job: 'the job', caller: 'the request', platform: 'the platform' }[failure.fault];
  return (
    `${paint('red', failure.sentence)} ${paint('dim', `(${failure.code}, ${whose})`)}\n` +
    `${evidence}  ${paint('bold', 'What to do:')} ${failure.remedy}\n`
  );
}
