import type { ClusterView } from '../../../domain/contract/clusters.js';
import type { QueueDraft } from './queue-fields.js';

/** A cluster's queue settings as they stand in the form. */
export const draftOf = ({
  fairShare,
  weights,
  agingSeconds,
  reservationSeconds,
}: ClusterView['queue']): QueueDraft => ({
  fairShare,
  weights: Object.entries(weights)
    .map(([name, weight]) => `${name} ${weight}`)
    .join('\n'),
  agingSeconds,
  reservationSeconds,
});

/** What stands in the form, as the API takes it; a line without a number is sent as it is, and the server names it. */
export const queueOf = (draft: QueueDraft): ClusterView['queue'] => ({
  fairShare: draft.fairShare,
  weights: Object.fromEntries(
    draft.weights
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => {
        const [, name = line, weight = 'NaN'] = /^(.*?)[\s:=]+(\S+)$/.exec(line) ?? [];
        return [name, Number(weight)];
      }),
  ),
  agingSeconds: Number(draft.agingSeconds),
  reservationSeconds: Number(draft.reservationSeconds),
});
