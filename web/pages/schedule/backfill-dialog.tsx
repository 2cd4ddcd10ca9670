import { Modal, NumberInput, ScrollArea, SimpleGrid, Stack, Table, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { backfillSchedule } from '../../api/schedules.js';
import type { BackfillView, ScheduleView } from '../../../domain/contract/schedules.js';
import { TextLink } from '../../components/button-link.js';
import { DialogButtons } from '../../components/dialog-buttons.js';
import { ErrorNote } from '../../components/error-note.js';

interface Props {
  readonly schedule: ScheduleView;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const DAY_MS = 86_400_000;
const SHOWN_AT_FIRST = 60;

/** Makes the runs of past times that have none: first the times are shown, then one decides. */
export function BackfillDialog({ schedule, opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Backfill ${schedule.name}`} size="lg">
      {opened && <Window schedule={schedule} onClose={onClose} />}
    </Modal>
  );
}

function Window({ schedule, onClose }: { readonly schedule: ScheduleView; readonly onClose: () => void }) {
  const { name } = schedule;
  const [from, setFrom] = useState(() => localInput(Date.now() - usualWindow(schedule)));
  const [until, setUntil] = useState(() => localInput(Date.now() - 60_000));
  const [atOnce, setAtOnce] = useState<number | string>(1);
  const queries = useQueryClient();
  const window = { from: toIso(from), until: toIso(until) };
  const isComplete = window.from !== undefined && window.until !== undefined;
  const { data, error } = useQuery({
    queryKey: ['schedules', 'backfill', name, window],
    queryFn: () => backfillSchedule(name, { from: window.from ?? '', until: window.until ?? '', dryRun: true }),
    enabled: isComplete,
    retry: false,
  });
  const begin = useMutation({
    mutationFn: () =>
      backfillSchedule(name, { from: window.from ?? '', until: window.until ?? '', atOnce: Number(atOnce) }),
    onSuccess: async ({ toRun }) => {
      notifications.show({ color: 'teal', message: `${toRun === 1 ? 'One run begins' : `${toRun} runs begin`} now.` });
      await queries.invalidateQueries({ queryKey: ['schedules'] });
      onClose();
    },
  });
  const toRun = error === null ? (data?.toRun ?? 0) : 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        begin.mutate();
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          Times that have a run already are left alone. Your time zone.
        </Text>
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <TextInput
            label="From"
            type="datetime-local"
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            label="Until"
            type="datetime-local"
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
          <NumberInput label="At once" min={1} max={50} value={atOnce} onChange={setAtOnce} />
        </SimpleGrid>
        <ErrorNote error={begin.error ?? error} />
        {data !== undefined && error === null && <Times times={data.times} />}
        <DialogButtons
          deed={toRun === 1 ? 'Make one run' : `Make ${toRun} runs`}
          isBusy={begin.isPending}
          isDisabled={toRun === 0}
          onLeave={onClose}
        />
      </Stack>
    </form>
  );
}

function Times({ times }: { readonly times: BackfillView['times'] }) {
  if (times.length === 0) return <Text size="sm">None of its times falls into this window.</Text>;
  return (
    <ScrollArea.Autosize mah={280}>
      <Table verticalSpacing={4}>
        <Table.Tbody>
          {times.map(({ at, wall, runId }) => (
            <Table.Tr key={at}>
              <Table.Td>{wall}</Table.Td>
              <Table.Td>
                {runId === undefined ? (
                  'no run yet'
                ) : (
                  <TextLink to="/runs/$id" params={{ id: runId }} size="sm">
                    has a run
                  </TextLink>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}

/** A day, or less of a schedule that fires often: more times than one could read are seldom meant. */
function usualWindow({ next: [first, second] }: ScheduleView): number {
  if (first === undefined || second === undefined) return DAY_MS;
  return Math.min(DAY_MS, SHOWN_AT_FIRST * (Date.parse(second) - Date.parse(first)));
}

/** What a `datetime-local` field holds, in the reader's own zone. */
function localInput(at: number): string {
  const offset = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offset).toISOString().slice(0, 16);
}

function toIso(text: string): string | undefined {
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
