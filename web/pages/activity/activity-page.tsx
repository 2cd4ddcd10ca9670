import { EmptyState, Group, Loader, NativeSelect, TextInput } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ActivityFilters, activityQuery } from '../../api/access.js';
import { auditKinds } from '../../../domain/audit.js';
import { ErrorNote } from '../../components/error-note.js';
import { NextPage } from '../../components/next-page.js';
import { ForRole } from '../../components/for-role.js';
import { PageFrame } from '../../components/page-frame.js';
import { useDraft } from '../../components/use-draft.js';
import { DeedsTable } from './deeds-table.js';

/** Who did what, newest first. */
export function ActivityPage() {
  const filters = useSearch({ from: '/activity' });
  const pages = useInfiniteQuery(activityQuery(filters));
  const { data, error, isPending } = pages;
  const deeds = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <PageFrame title="Activity">
      <ForRole role="admin">
        <FilterBar filters={filters} />
        <ErrorNote error={data === undefined ? error : null} title="The activity could not be read" />
        {isPending && <Loader m="auto" aria-label="Reading the activity" />}
        {data !== undefined && deeds.length === 0 && (
          <EmptyState
            py="xl"
            icon={<IconHistory size={40} aria-hidden />}
            title={Object.keys(filters).length === 0 ? 'Nobody has done anything yet' : 'Nothing matches'}
          />
        )}
        {deeds.length > 0 && <DeedsTable deeds={deeds} />}
        <NextPage of={pages}>Earlier</NextPage>
      </ForRole>
    </PageFrame>
  );
}

function FilterBar({ filters }: { readonly filters: ActivityFilters }) {
  const navigate = useNavigate({ from: '/activity' });
  const set = (change: Partial<ActivityFilters>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const textOf = (text: string) => (text === '' ? undefined : text);
  const actor = useDraft(filters.actor ?? '', (text) => set({ actor: textOf(text) }));
  const subject = useDraft(filters.subject ?? '', (text) => set({ subject: textOf(text) }));
  return (
    <Group gap="xs" role="search" aria-label="Filter the activity">
      <TextInput aria-label="Who" placeholder="Who" type="search" flex="0 1 180px" {...actor} />
      <NativeSelect
        aria-label="To what"
        data={[
          { label: 'To anything', value: '' },
          ...auditKinds.map((kind) => ({ label: `To a ${kind}`, value: kind })),
        ]}
        value={filters.kind ?? ''}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          set({ kind: auditKinds.find((kind) => kind === chosen) });
        }}
        flex="0 1 180px"
      />
      <TextInput
        aria-label="Exactly to"
        placeholder="cluster/local, run/01K…"
        type="search"
        spellCheck={false}
        flex="1 1 240px"
        {...subject}
      />
    </Group>
  );
}
