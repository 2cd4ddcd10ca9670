import { Loader, Stack } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { runsQuery, type RunFilters as Filters } from '../../api/runs.js';
import { ButtonLink } from '../../components/button-link.js';
import { NextPage } from '../../components/next-page.js';
import { ErrorNote } from '../../components/error-note.js';
import { PageFrame } from '../../components/page-frame.js';
import { useMay } from '../../components/use-may.js';
import { stringifySearch } from '../../search-params.js';
import { CancelMatching } from './cancel-matching.js';
import { LiveCounts } from './live-counts.js';
import { mayBeStopped } from './may-be-stopped.js';
import { NoRuns } from './no-runs.js';
import { RetentionNote } from './retention-note.js';
import { RunFilterBar } from './run-filter-bar.js';
import { RunsTable } from './runs-table.js';
import { SelectionBar } from './selection-bar.js';

/** The history and what goes on now, newest first; the filters are the page's address. */
export function RunsPage() {
  const filters = useSearch({ from: '/runs' });
  const navigate = useNavigate({ from: '/runs' });
  const change = (part: Partial<Filters>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const [clears, setClears] = useState(0);
  const clear = () => {
    setClears((before) => before + 1);
    void navigate({ search: {}, replace: true });
  };
  const may = useMay();
  const pages = useInfiniteQuery(runsQuery(filters));
  const { data, error, isPending } = pages;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const runs = data?.pages.flatMap(({ items }) => items) ?? [];
  const isFiltered = stringifySearch(filters) !== '';
  const canStop = mayBeStopped(runs, { states: filters.state, hasMore: pages.hasNextPage });

  return (
    <PageFrame
      title="Runs"
      actions={
        may('launcher') && (
          <>
            {isFiltered && canStop && <CancelMatching filters={filters} />}
            <ButtonLink to="/jobs" leftSection={<IconRocket size={16} aria-hidden />}>
              Launch a job
            </ButtonLink>
          </>
        )
      }
    >
      <Stack gap="sm">
        <LiveCounts chosen={filters.state ?? []} onChoose={(state) => change({ state })} />
        <RunFilterBar filters={filters} isFiltered={isFiltered} clears={clears} onChange={change} onClear={clear} />
      </Stack>
      <ErrorNote error={runs.length === 0 ? error : null} title="The runs could not be read" />
      {isPending && <Loader m="auto" aria-label="Reading the runs" />}
      {data !== undefined && runs.length === 0 && <NoRuns isFiltered={isFiltered} onClear={clear} />}
      {runs.length > 0 && <RunsTable runs={runs} selected={selected} onSelect={setSelected} />}
      <NextPage of={pages}>Older runs</NextPage>
      {data !== undefined && !pages.hasNextPage && <RetentionNote />}
      <SelectionBar runs={runs.filter(({ id }) => selected.has(id))} onDone={() => setSelected(new Set())} />
    </PageFrame>
  );
}
