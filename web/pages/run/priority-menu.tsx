import { Group, NativeSelect, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { setPriority } from '../../api/runs.js';
import type { RunView } from '../../../domain/contract/runs.js';
import { runCan } from '../../../domain/run-state.js';
import { useMay } from '../../components/use-may.js';
import { priorityNames } from '../../words/state-words.js';

/** The priority of a run that waits; it can still be changed. */
export function PriorityMenu({ run }: { readonly run: RunView }) {
  const queries = useQueryClient();
  const may = useMay();
  const change = useMutation({
    mutationFn: (priority: number) => setPriority(run.id, priority),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['runs'] }),
    onError: (error) => notifications.show({ color: 'red', message: error.message }),
  });
  return (
    <Group gap="xs">
      <Text size="sm" component="label" htmlFor="priority">
        Priority
      </Text>
      <NativeSelect
        id="priority"
        size="xs"
        data={Object.entries(priorityNames).map(([value, name]) => ({ value, label: `${value} ${name}` }))}
        value={String(run.priority)}
        disabled={!may('launcher', run.group) || !runCan.reprioritise(run) || change.isPending}
        onChange={(event) => change.mutate(Number(event.currentTarget.value))}
      />
    </Group>
  );
}
