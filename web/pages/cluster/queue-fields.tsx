import { NumberInput, Select, Stack, Textarea } from '@mantine/core';
import type { ClusterView } from '../../../domain/contract/clusters.js';

export interface QueueDraft {
  readonly fairShare: ClusterView['queue']['fairShare'];
  /** A name and its weight on each line. */
  readonly weights: string;
  readonly agingSeconds: number | string;
  readonly reservationSeconds: number | string;
}

const kinds = [
  { value: 'none', label: 'Whoever came first' },
  { value: 'owner', label: 'The owner with the least in use' },
  { value: 'group', label: 'The group with the least in use' },
] satisfies { value: QueueDraft['fairShare']; label: string }[];

/** Who goes first in a cluster's queue. */
export function QueueFields({
  draft,
  onChange,
}: {
  readonly draft: QueueDraft;
  readonly onChange: (draft: QueueDraft) => void;
}) {
  return (
    <Stack gap="sm">
      <Select
        label="Inside a priority, first goes"
        data={kinds}
        value={draft.fairShare}
        allowDeselect={false}
        onChange={(value) => {
          const chosen = kinds.find((kind) => kind.value === value);
          if (chosen !== undefined) onChange({ ...draft, fairShare: chosen.value });
        }}
      />
      {draft.fairShare !== 'none' && (
        <Textarea
          label="Weights"
          description="One on each line, like “nightly 3”; 1 for those not named."
          autosize
          value={draft.weights}
          onChange={(event) => onChange({ ...draft, weights: event.currentTarget.value })}
        />
      )}
      <NumberInput
        label="A waiting run climbs one priority after each"
        description="0: never"
        suffix=" s"
        min={0}
        allowDecimal={false}
        value={draft.agingSeconds}
        onChange={(agingSeconds) => onChange({ ...draft, agingSeconds })}
      />
      <NumberInput
        label="Keep room for a run that has not fitted for"
        description="0: never"
        suffix=" s"
        min={0}
        allowDecimal={false}
        value={draft.reservationSeconds}
        onChange={(reservationSeconds) => onChange({ ...draft, reservationSeconds })}
      />
    </Stack>
  );
}
