import { ActionIcon, Button, Chip, Group, MultiSelect, Select, TextInput, type TextInputProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconSearch, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { clustersQuery } from '../../api/clusters.js';
import { jobNamesQuery } from '../../api/jobs.js';
import type { RunFilters } from '../../api/runs.js';
import { versionQuery } from '../../api/system.js';
import { useDraft } from '../../components/use-draft.js';
import { runStates } from '../../../domain/run-state.js';
import { PeriodFilter } from './period-filter.js';

interface Props {
  readonly filters: RunFilters;
  readonly isFiltered: boolean;
  /** How often all filters were cleared: what was being typed by then is cleared with them. */
  readonly clears: number;
  /** Changes these, and leaves the others as they are by then. */
  readonly onChange: (change: Partial<RunFilters>) => void;
  readonly onClear: () => void;
}

/** Everything that narrows the list; each change is a new address. */
export function RunFilterBar({ filters, isFiltered, clears, onChange, onClear }: Props) {
  const { data: clusters = [] } = useQuery(clustersQuery);
  const { data: jobs = [] } = useQuery(jobNamesQuery);
  const { data: version } = useQuery(versionQuery);
  // On a phone, the list comes first: all but the search is folded away until it is asked for or in use.
  const [isOpen, { toggle }] = useDisclosure(false);
  return (
    <Group gap="xs" role="search" aria-label="Filter the runs">
      <SettlingInput
        key={clears}
        settled={filters.q}
        onSettle={(q) => onChange({ q })}
        aria-label="Search"
        placeholder="Name, id or what went wrong"
        leftSection={<IconSearch size={16} aria-hidden />}
        flex="1 1 220px"
        type="search"
      />
      <ActionIcon
        hiddenFrom="sm"
        variant={isOpen ? 'light' : 'default'}
        size={36}
        onClick={toggle}
        aria-expanded={isOpen}
        aria-label="More filters"
      >
        <IconAdjustmentsHorizontal size={17} />
      </ActionIcon>
      <Group gap="xs" flex="5 1 600px" visibleFrom={isOpen ? undefined : 'sm'}>
        <MultiSelect
          aria-label="State"
          placeholder={filters.state === undefined ? 'Any state' : undefined}
          data={[...runStates]}
          value={filters.state ?? []}
          onChange={(state) => onChange({ state: state.length === 0 ? undefined : state })}
          flex="1 1 180px"
          clearable
        />
        <Select
          aria-label="Cluster"
          placeholder="Any cluster"
          data={withChosen(
            clusters.map(({ name }) => name),
            filters.cluster,
          )}
          value={filters.cluster ?? null}
          onChange={(cluster) => onChange({ cluster: cluster ?? undefined })}
          flex="1 1 130px"
          clearable
        />
        <Select
          aria-label="Job"
          placeholder="Any job"
          data={withChosen(jobs, filters.job)}
          value={filters.job ?? null}
          onChange={(job) => onChange({ job: job ?? undefined })}
          flex="1 1 150px"
          searchable
          clearable
          limit={50}
          nothingFoundMessage="No such job"
        />
        <PeriodFilter since={filters.since} until={filters.until} onChange={onChange} />
        <SettlingInput
          key={clears}
          settled={filters.label}
          onSettle={(label) => {
            if (label?.includes('=') ?? true) onChange({ label });
          }}
          aria-label="Label"
          placeholder="label=value"
          flex="0 1 130px"
          visibleFrom="sm"
        />
        {version !== undefined && (
          <Chip
            checked={filters.owner === version.user}
            onChange={(mine) => onChange({ owner: mine ? version.user : undefined })}
            variant="outline"
          >
            Mine
          </Chip>
        )}
      </Group>
      {filters.owner !== undefined && filters.owner !== version?.user && (
        <Removable words={`by ${filters.owner}`} onRemove={() => onChange({ owner: undefined })} />
      )}
      {filters.group !== undefined && (
        <Removable words={`group ${filters.group}`} onRemove={() => onChange({ group: undefined })} />
      )}
      {isFiltered && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </Group>
  );
}

interface SettlingInputProps extends TextInputProps {
  readonly settled: string | undefined;
  readonly onSettle: (words: string | undefined) => void;
}

/** A text field whose words count once one stops typing; no words are no filter. */
function SettlingInput({ settled = '', onSettle, ...input }: SettlingInputProps) {
  const draft = useDraft(settled, (words) => onSettle(words === '' ? undefined : words));
  return <TextInput {...input} {...draft} />;
}

function Removable({ words, onRemove }: { readonly words: string; readonly onRemove: () => void }) {
  return (
    <Button
      size="compact-sm"
      variant="light"
      rightSection={<IconX size={13} aria-hidden />}
      onClick={onRemove}
      aria-label={`Remove the filter ${words}`}
    >
      {words}
    </Button>
  );
}

const withChosen = (names: readonly string[], chosen: string | undefined): string[] =>
  chosen === undefined || names.includes(chosen) ? [...names] : [...names, chosen];
