import { EmptyState, Loader, Paper, TextInput } from '@mantine/core';
import { IconCalendarClock, IconPlus, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { schedulesQuery } from '../../api/schedules.js';
import { ButtonLink } from '../../components/button-link.js';
import { NextPage } from '../../components/next-page.js';
import { ErrorNote } from '../../components/error-note.js';
import { PageFrame } from '../../components/page-frame.js';
import { useDraft } from '../../components/use-draft.js';
import { useMay } from '../../components/use-may.js';
import { SchedulesTable } from './schedules-table.js';

/** What runs by itself, and when. */
export function SchedulesPage() {
  const search = useSearch({ from: '/schedules' });
  const navigate = useNavigate({ from: '/schedules' });
  const may = useMay();
  const pages = useInfiniteQuery(schedulesQuery(search));
  const { data, error } = pages;
  const schedules = data?.pages.flatMap(({ items }) => items);
  const text = useDraft(search.q ?? '', (q) => {
    void navigate({ search: (before) => ({ ...before, q: q === '' ? undefined : q }), replace: true });
  });
  const isFiltered = search.q !== undefined || search.job !== undefined;
  return (
    <PageFrame title="Schedules" actions={may('launcher') && <NewSchedule />}>
      {(isFiltered || schedules?.length !== 0) && (
        <TextInput
          {...text}
          aria-label="Search schedules"
          placeholder="Name or description"
          leftSection={<IconSearch size={16} aria-hidden />}
          maw={360}
        />
      )}
      <ErrorNote error={schedules === undefined ? error : null} />
      {schedules === undefined && error === null && <Loader m="auto" aria-label="Reading the schedules" />}
      {schedules?.length === 0 && (isFiltered ? <NoneFound /> : <NoneYet canAdd={may('launcher')} />)}
      {schedules !== undefined && schedules.length > 0 && (
        <Paper>
          <SchedulesTable schedules={schedules} />
        </Paper>
      )}
      <NextPage of={pages}>More</NextPage>
    </PageFrame>
  );
}

const NewSchedule = () => (
  <ButtonLink to="/schedules/new" leftSection={<IconPlus size={16} aria-hidden />}>
    New schedule
  </ButtonLink>
);

const NoneFound = () => (
  <EmptyState py="xl" title="No schedule is like that" description="Search for something else." />
);

const NoneYet = ({ canAdd }: { readonly canAdd: boolean }) => (
  <EmptyState
    py="xl"
    icon={<IconCalendarClock size={40} aria-hidden />}
    title="Nothing runs by itself yet"
    description="A schedule starts a job at given times: each night, each quarter of an hour, on the first of the month."
  >
    {canAdd && (
      <EmptyState.Actions>
        <NewSchedule />
      </EmptyState.Actions>
    )}
  </EmptyState>
);
