import { Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { countMachines } from '../../api/connections.js';
import { ErrorNote } from '../../components/error-note.js';
import { needWords } from '../../../domain/amount-words.js';
import type { LimitValues } from '../clusters/limit-fields.js';

/** Fills in what the machines of a cluster have together, and says what of it is free just now. */
export function FromMachines({
  cluster,
  onFound,
}: {
  readonly cluster: string;
  readonly onFound: (limits: Pick<LimitValues, 'cpu' | 'memoryMiB' | 'gpu'>) => void;
}) {
  const count = useMutation({
    mutationFn: () => countMachines(cluster),
    onSuccess: ({ count: machines, all }) => {
      if (machines > 0) onFound({ cpu: all.cpu ?? '', memoryMiB: all.memoryMiB ?? '', gpu: all.gpu ?? '' });
    },
  });
  return (
    <>
      <Button variant="subtle" size="compact-sm" loading={count.isPending} onClick={() => count.mutate()}>
        Take them from its machines
      </Button>
      <ErrorNote error={count.error} />
      {count.data !== undefined && (
        <Text size="sm" c="dimmed">
          {count.data.count === 0
            ? 'It runs on no machines that can be counted; set its limits by hand.'
            : `${count.data.count === 1 ? '1 machine' : `${count.data.count} machines`}; free of it just now: ${needWords(count.data.free)}.`}
        </Text>
      )}
    </>
  );
}
