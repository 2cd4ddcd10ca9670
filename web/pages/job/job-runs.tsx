import { EmptyState, Loader, Paper, Skeleton, Stack } from '@mantine/core';
import { IconSailboat } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { runsQuery } from '../../api/runs.js';
import { ButtonLink, TextLink } from '../../components/button-link.js';
import { ErrorNote } from '../../components/error-note.js';
import { useMay } from '../../components/use-may.js';
import { RunsTable } from '../runs/runs-table.js';

// The chart library is as large as the rest of the page: it comes when there is something to draw.
const DurationChart = lazy(async () => ({ default: (await import('./duration-chart.js')).DurationChart }));

/** A job's latest runs, as a chart and as a list. */
export function JobRuns({ name }: { readonly name: string }) {
  const { data, error } = useInfiniteQuery(runsQuery({ job: name }, 50));
  const may = useMay();
  const runs = data?.pages[0]?.items ?? [];
  if (data === undefined)
    return error === null ? <Loader aria-label="Reading the runs" /> : <ErrorNote error={error} />;
  if (runs.length === 0)
    return (
      <EmptyState py="lg" icon={<IconSailboat size={36} aria-hidden />} title="It has never been run">
        {may('launcher') && (
          <EmptyState.Actions>
            <ButtonLink to="/jobs/$name/launch" params={{ name }}>
              Launch it
            </ButtonLink>
          </EmptyState.Actions>
        )}
      </EmptyState>
    );
  return (
    <Stack>
      {runs.length > 1 && (
        <Paper p="md">
          <Suspense fallback={<Skeleton h={150} />}>
            <DurationChart runs={runs} />
          </Suspense>
        </Paper>
      )}
      <RunsTable runs={runs} isOneJob />
      <TextLink to="/runs" search={{ job: name }} size="sm">
        All its runs, with filters
      </TextLink>
    </Stack>
  );
}
