import { EmptyState, Group, Loader, Paper, Stack } from '@mantine/core';
import { IconCalendarClock, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { schedulesQuery } from '../../api/schedules.js';
import { ButtonLink } from '../../components/button-link.js';
import { ErrorNote } from '../../components/error-note.js';
import { useMay } from '../../components/use-may.js';
import { SchedulesTable } from '../schedules/schedules-table.js';

/** When this job runs by itself. */
export function JobSchedules({ name }: { readonly name: string }) {
  const { data, error } = useInfiniteQuery(schedulesQuery({ job: name }));
  const may = useMay();
  const schedules = data?.pages.flatMap(({ items }) => items);
  if (schedules === undefined)
    return error === null ? <Loader aria-label="Reading the schedules" /> : <ErrorNote error={error} />;
  const add = may('launcher') && (
    <ButtonLink
      to="/schedules/new"
      search={{ job: name }}
      variant={schedules.length === 0 ? 'filled' : 'default'}
      leftSection={<IconPlus size={16} aria-hidden />}
    >
      New schedule
    </ButtonLink>
  );
  if (schedules.length === 0)
    return (
      <EmptyState
        py="lg"
        icon={<IconCalendarClock size={36} aria-hidden />}
        title="It runs only when somebody launches it"
        description="A schedule starts it at given times."
      >
        {add !== false && <EmptyState.Actions>{add}</EmptyState.Actions>}
      </EmptyState>
    );
  return (
    <Stack>
      <Paper>
        <SchedulesTable schedules={schedules} isOneJob />
      </Paper>
      <Group>{add}</Group>
    </Stack>
  );
}
