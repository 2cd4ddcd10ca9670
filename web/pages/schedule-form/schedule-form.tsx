import { Button, Grid, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { jobQuery } from '../../api/jobs.js';
import { fieldError, fieldErrors } from '../../api/request.js';
import { createSchedule, namesLikeQuery, previewTimes, putSchedule } from '../../api/schedules.js';
import { Name } from '../../../domain/contract/basics.js';
import { ErrorNote } from '../../components/error-note.js';
import { NextTimes } from '../../components/next-times.js';
import { declaredParameters } from '../launch/launch-values.js';
import { freeName } from './free-name.js';
import { requestOf, type ScheduleDraft, timingOf } from './schedule-draft.js';
import { ScheduleFields } from './schedule-fields.js';

interface Props {
  readonly initial: ScheduleDraft;
  readonly isNew: boolean;
}

const PAUSE_MS = 350;

/** Create or change a schedule; what comes next is shown while one writes. */
export function ScheduleForm({ initial, isNew }: Props) {
  const [draft, setDraft] = useState(initial);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data: job, error: jobError } = useQuery({ ...jobQuery(draft.job ?? ''), enabled: draft.job !== null });
  const rows = job === undefined ? [] : declaredParameters(job.spec.parameters);
  const suggested = useSuggestedName(draft);
  const written = draft.name ?? suggested;
  const save = useMutation({
    mutationFn: async () => {
      const name = Name.safeParse(written);
      if (!name.success) throw fieldError('name', name.error.issues[0]?.message ?? 'give it a name');
      if (draft.job === null) throw fieldError('job', 'choose the job that it runs');
      return (isNew ? createSchedule : putSchedule)(name.data, requestOf(draft, rows));
    },
    onSuccess: async ({ change, schedule }) => {
      notifications.show({ color: 'teal', message: changeWords[change](schedule.name) });
      await queries.invalidateQueries({ queryKey: ['schedules'] });
      await navigate({ to: '/schedules/$name', params: { name: schedule.name } });
    },
  });
  const errors = fieldErrors(save.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
      noValidate
    >
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            <Paper p="md">
              <ScheduleFields
                draft={draft}
                name={written}
                onChange={setDraft}
                rows={rows}
                errors={errors}
                isNew={isNew}
              />
            </Paper>
            <ErrorNote error={job === undefined ? jobError : null} title="Its job could not be read" />
            <ErrorNote error={save.error} title="It was not saved" />
            <Group justify="flex-end">
              {/* Until its job is there, nobody knows which of its parameters belong to the schedule. */}
              <Button type="submit" loading={save.isPending} disabled={draft.job !== null && job === undefined}>
                {isNew ? 'Create the schedule' : 'Save'}
              </Button>
            </Group>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Preview draft={draft} />
        </Grid.Col>
      </Grid>
    </form>
  );
}

/** A name for who has written none yet. Where it cannot be asked which are taken, the server refuses one that is. */
function useSuggestedName({ name, job }: ScheduleDraft): string {
  const isWanted = name === undefined && job !== null;
  const { data, error } = useQuery({ ...namesLikeQuery(job ?? ''), enabled: isWanted });
  if (!isWanted) return '';
  if (data !== undefined) return freeName(job, data);
  return error === null ? '' : job;
}

function Preview({ draft }: { readonly draft: ScheduleDraft }) {
  const [settled] = useDebouncedValue(JSON.stringify({ ...timingOf(draft), count: 10 }), PAUSE_MS);
  const { data, error } = useQuery({
    queryKey: ['schedules', 'draft', settled],
    queryFn: () => previewTimes(JSON.parse(settled) as Parameters<typeof previewTimes>[0]), // what was just written
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <Paper p="md" component="section" aria-label="What comes next">
      <Stack gap="sm">
        <Title order={2}>Next times</Title>
        {error !== null && <ErrorNote error={error} />}
        {error === null && data === undefined && <Loader size="sm" aria-label="Asking for the next times" />}
        {error === null && data !== undefined && (
          <>
            <Text fw={600}>{data.words}</Text>
            <NextTimes preview={data} />
          </>
        )}
      </Stack>
    </Paper>
  );
}

const changeWords = {
  created: (name: string) => `${name} is there, and fires from now on.`,
  changed: (name: string) => `${name} is changed.`,
  unchanged: (name: string) => `${name} was like this already; nothing changed.`,
} satisfies Record<string, (name: string) => string>;
