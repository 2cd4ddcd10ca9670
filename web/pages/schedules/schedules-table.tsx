import { Badge, Group, Stack, Table, Text, Tooltip } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import type { ScheduleView } from '../../../domain/contract/schedules.js';
import { TextLink } from '../../components/button-link.js';
import { ExactTime } from '../../components/when.js';
import { useNow } from '../../components/use-now.js';
import { durationWords } from '../../../domain/duration-words.js';
import { FiringBadge } from './firing-badge.js';

interface Props {
  readonly schedules: readonly ScheduleView[];
  /** On a job's own page its name says nothing. */
  readonly isOneJob?: boolean;
}

/** Schedules as lines: when in words, what comes next, what became of the latest time. */
export function SchedulesTable({ schedules, isOneJob = false }: Props) {
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="sm" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Schedule</Table.Th>
            {!isOneJob && <Table.Th>Job</Table.Th>}
            <Table.Th>When</Table.Th>
            <Table.Th>Next</Table.Th>
            <Table.Th>Last time</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {schedules.map((schedule) => (
            <Line key={schedule.id} schedule={schedule} isOneJob={isOneJob} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Line({ schedule, isOneJob }: { readonly schedule: ScheduleView; readonly isOneJob: boolean }) {
  const { name, description, job, words, cron, timeZone, recent } = schedule;
  // That a paused schedule makes no runs is said beside it already.
  const last = recent.find(({ cause }) => cause !== 'paused') ?? recent[0];
  return (
    <Table.Tr>
      <Table.Td>
        <Stack gap={0}>
          <TextLink to="/schedules/$name" params={{ name }} fw={600}>
            {name}
          </TextLink>
          {description !== '' && (
            <Text size="xs" c="dimmed" lineClamp={1}>
              {description}
            </Text>
          )}
        </Stack>
      </Table.Td>
      {!isOneJob && (
        <Table.Td>
          <TextLink to="/jobs/$name" params={{ name: job }}>
            {job}
          </TextLink>
        </Table.Td>
      )}
      <Table.Td>
        <Text size="sm">{words}</Text>
        {cron !== undefined && (
          <Text size="xs" c="dimmed">
            {timeZone}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Next schedule={schedule} />
      </Table.Td>
      <Table.Td>{last === undefined ? <Text c="dimmed">none yet</Text> : <FiringBadge firing={last} />}</Table.Td>
    </Table.Tr>
  );
}

/** In how long it fires, or why it does not. */
export function Next({ schedule }: { readonly schedule: Pick<ScheduleView, 'next' | 'paused'> }) {
  const now = useNow();
  const { paused, next } = schedule;
  if (paused !== undefined)
    return (
      <Tooltip label={`${paused.by}${paused.note === undefined ? '' : `: ${paused.note}`}`} multiline maw={360}>
        <Badge
          color="orange"
          variant="light"
          radius="sm"
          tt="none"
          fw={600}
          leftSection={<IconPlayerPause size={13} aria-hidden />}
        >
          paused
        </Badge>
      </Tooltip>
    );
  const coming = next.find((time) => Date.parse(time) > now);
  if (coming === undefined) return <Text c="dimmed">{next.length === 0 ? 'no more' : 'now'}</Text>;
  return (
    <Group gap="xs">
      <ExactTime time={coming}>
        <time dateTime={coming}>in {durationWords(Math.ceil((Date.parse(coming) - now) / 1000) * 1000)}</time>
      </ExactTime>
    </Group>
  );
}
