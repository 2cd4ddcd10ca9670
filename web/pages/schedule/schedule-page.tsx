import { Alert, Button, Code, DataList, Grid, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { IconEdit } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { previewQuery, scheduleQuery, stopBackfill } from '../../api/schedules.js';
import type { ScheduleView } from '../../../domain/contract/schedules.js';
import { ButtonLink, TextLink } from '../../components/button-link.js';
import { Fact } from '../../components/fact.js';
import { ErrorNote } from '../../components/error-note.js';
import { NextTimes } from '../../components/next-times.js';
import { PageFrame } from '../../components/page-frame.js';
import { useMay } from '../../components/use-may.js';
import { Ago, LocalTime } from '../../components/when.js';
import { spanWords } from '../../../domain/duration-words.js';
import { parameterWords } from '../../words/parameter-words.js';
import { overlapWords } from '../../../domain/schedule-words.js';
import { Next } from '../schedules/schedules-table.js';
import { Firings } from './firings.js';
import { ScheduleActions } from './schedule-actions.js';

/** One schedule: when it fires, what became of its times, and what one can do about it. */
export function SchedulePage() {
  const { name } = useParams({ from: '/schedules/$name' });
  const { data: schedule, error } = useQuery(scheduleQuery(name));
  const may = useMay();
  if (schedule === undefined)
    return (
      <PageFrame title={name}>
        {error === null ? <Loader m="auto" aria-label="Reading the schedule" /> : <ErrorNote error={error} />}
      </PageFrame>
    );
  return (
    <PageFrame
      title={name}
      above={
        <TextLink to="/schedules" size="sm" c="dimmed">
          Schedules
        </TextLink>
      }
      actions={
        may('launcher') && (
          <>
            <ButtonLink
              to="/schedules/$name/edit"
              params={{ name }}
              variant="default"
              leftSection={<IconEdit size={16} aria-hidden />}
            >
              Edit
            </ButtonLink>
            <ScheduleActions schedule={schedule} />
          </>
        )
      }
    >
      <Notes schedule={schedule} />
      {schedule.description !== '' && <Text>{schedule.description}</Text>}
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Facts schedule={schedule} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Upcoming schedule={schedule} />
        </Grid.Col>
      </Grid>
      <Stack gap="xs" component="section" aria-label="What became of its times">
        <Title order={2}>What became of its times</Title>
        <Firings name={name} />
      </Stack>
    </PageFrame>
  );
}

function Notes({ schedule }: { readonly schedule: ScheduleView }) {
  const { name, paused, backfill, warnings } = schedule;
  const queries = useQueryClient();
  const may = useMay();
  const stop = useMutation({
    mutationFn: () => stopBackfill(name),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['schedules'] }),
  });
  return (
    <>
      {paused !== undefined && (
        <Alert color="orange" title={`Paused by ${paused.by}`}>
          {paused.note !== undefined && `${paused.note} · `}
          <Ago time={paused.at} />
        </Alert>
      )}
      {backfill !== undefined && (
        <Alert color="blue" title={`A backfill of ${backfill.count} times is under way`}>
          <Group justify="space-between">
            <Text size="sm">
              From <LocalTime time={backfill.from} /> to <LocalTime time={backfill.until} />, {backfill.atOnce} at once,
              ordered by {backfill.by}.
            </Text>
            {may('launcher') && (
              <Button size="xs" variant="default" onClick={() => stop.mutate()} loading={stop.isPending}>
                Stop it
              </Button>
            )}
          </Group>
          <ErrorNote error={stop.error} />
        </Alert>
      )}
      {warnings
        .filter(({ code }) => code === 'not-in-force')
        .map(({ code, message }) => (
          <Alert key={code} color="yellow">
            {message}
          </Alert>
        ))}
    </>
  );
}

function Facts({ schedule }: { readonly schedule: ScheduleView }) {
  const { job, words, cron, timeZone, overlap, catchUpSeconds, pauseAfterFailures, jitterSeconds } = schedule;
  const { startAt, endAt, parameters, cluster } = schedule;
  return (
    <Paper p="md" h="100%" component="section" aria-label="What it does">
      <DataList size="sm" labelWidth={150}>
        <Fact label="Runs">
          <TextLink to="/jobs/$name" params={{ name: job }} size="sm">
            {job}
          </TextLink>
          {cluster !== undefined && ` on ${cluster}`}
        </Fact>
        <Fact label="When">
          {words}
          {cron !== undefined && (
            <>
              {' '}
              <Code>{cron}</Code>
            </>
          )}
        </Fact>
        {cron !== undefined && <Fact label="Time zone">{timeZone}</Fact>}
        <Fact label="While one still runs">{overlapWords[overlap]}</Fact>
        <Fact label="After an outage">made up for within {spanWords(catchUpSeconds)}</Fact>
        <Fact label="Pauses itself">
          {pauseAfterFailures === undefined ? 'never' : `after ${pauseAfterFailures} failures in a row`}
        </Fact>
        {jitterSeconds > 0 && <Fact label="Spread over">{spanWords(jitterSeconds)}</Fact>}
        {startAt !== undefined && (
          <Fact label="Not before">
            <LocalTime time={startAt} />
          </Fact>
        )}
        {endAt !== undefined && (
          <Fact label="Not after">
            <LocalTime time={endAt} />
          </Fact>
        )}
        {parameters !== undefined && <Fact label="Parameters">{parameterWords(parameters)}</Fact>}
        <Fact label="Changed">
          <Ago time={schedule.updatedAt} /> by {schedule.updatedBy}
        </Fact>
      </DataList>
    </Paper>
  );
}

function Upcoming({ schedule }: { readonly schedule: ScheduleView }) {
  const { data: preview, error } = useQuery(previewQuery(schedule.name, `${schedule.updatedAt} ${schedule.next[0]}`));
  return (
    <Paper p="md" h="100%" component="section" aria-label="What comes next">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2}>Next times</Title>
          <Next schedule={schedule} />
        </Group>
        {preview === undefined ? (
          error === null ? (
            <Loader size="sm" aria-label="Asking for the next times" />
          ) : (
            <ErrorNote error={error} />
          )
        ) : (
          <NextTimes preview={preview} />
        )}
      </Stack>
    </Paper>
  );
}
