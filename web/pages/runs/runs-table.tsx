import { Checkbox, Group, Paper, Stack, Table, Text } from '@mantine/core';
import type { RunView } from '../../../domain/contract/runs.js';
import { isFinal } from '../../../domain/run-state.js';
import { TextLink } from '../../components/button-link.js';
import { StateBadge } from '../../components/state-badge.js';
import { useNow } from '../../components/use-now.js';
import { Ago } from '../../components/when.js';
import { durationWords } from '../../../domain/duration-words.js';
import { waited, worked } from '../../../domain/run-phases.js';
import { triggerWords } from '../../words/state-words.js';

interface Props {
  readonly runs: readonly RunView[];
  /** Left out: no selection. */
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (ids: ReadonlySet<string>) => void;
  /** Where all are of one job, their ids tell more than its name. */
  readonly isOneJob?: boolean;
}

/** Runs as rows; on a phone, the less important columns move under the name. */
export function RunsTable({ runs, selected, onSelect, isOneJob = false }: Props) {
  const isSelectable = selected !== undefined && onSelect !== undefined;
  const count = isSelectable ? runs.filter(({ id }) => selected.has(id)).length : 0;
  return (
    <Paper style={{ overflow: 'hidden' }}>
      <Table highlightOnHover verticalSpacing={8} aria-label="Runs" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            {isSelectable && (
              <Table.Th w={36} pr={4}>
                <Checkbox
                  size="xs"
                  aria-label="Select all runs"
                  checked={count > 0 && count === runs.length}
                  indeterminate={count > 0 && count < runs.length}
                  onChange={() => onSelect(count === runs.length ? new Set() : new Set(runs.map(({ id }) => id)))}
                />
              </Table.Th>
            )}
            <Table.Th w={{ base: 112, xs: 130 }} px={{ base: 4, xs: 'xs' }}>
              State
            </Table.Th>
            <Table.Th>{isOneJob ? 'Run' : 'Job'}</Table.Th>
            <Table.Th visibleFrom="sm" w="14%">
              Cluster
            </Table.Th>
            <Table.Th visibleFrom="sm" w={110}>
              Accepted
            </Table.Th>
            <Table.Th visibleFrom="sm" w={100}>
              Waited
            </Table.Th>
            <Table.Th visibleFrom="sm" w={110}>
              Duration
            </Table.Th>
            <Table.Th visibleFrom="md" w={120}>
              From
            </Table.Th>
            <Table.Th visibleFrom="md" w={120}>
              Owner
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => (
            <RunRow
              key={run.id}
              run={run}
              isOneJob={isOneJob}
              isSelected={selected?.has(run.id) ?? false}
              onToggle={isSelectable ? () => onSelect(toggled(selected, run.id)) : undefined}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

interface RowProps {
  readonly run: RunView;
  readonly isOneJob: boolean;
  readonly isSelected: boolean;
  readonly onToggle: (() => void) | undefined;
}

function RunRow({ run, isOneJob, isSelected, onToggle }: RowProps) {
  const now = useNow(!isFinal(run.state));
  const work = worked(run, now);
  const wait = durationWords(waited(run, now));
  const duration = work === undefined ? '–' : durationWords(work);
  return (
    <Table.Tr bg={isSelected ? 'var(--mantine-primary-color-light)' : undefined}>
      {onToggle !== undefined && (
        <Table.Td>
          <Checkbox size="xs" aria-label={`Select ${run.name} ${run.id}`} checked={isSelected} onChange={onToggle} />
        </Table.Td>
      )}
      <Table.Td px={{ base: 4, xs: 'xs' }}>
        <StateBadge state={run.state} />
      </Table.Td>
      <Table.Td>
        <Stack gap={0}>
          <Group gap={8} wrap="nowrap">
            <TextLink to="/runs/$id" params={{ id: run.id }} fw={550} size="sm" className="clip" title={run.name}>
              {isOneJob ? <span className="mono">{run.id}</span> : run.name}
            </TextLink>
            {run.attempts.length > 1 && (
              <Text size="xs" c="dimmed" style={{ flex: 'none' }}>
                attempt {run.attempts.length}
              </Text>
            )}
          </Group>
          {run.failure !== undefined && (
            <Text size="xs" c="dimmed" className="clip" title={run.failure.sentence}>
              {run.failure.sentence}
            </Text>
          )}
          <Text size="xs" c="dimmed" hiddenFrom="sm" component="div">
            {run.cluster} · {duration === '–' ? `waits ${wait}` : duration} · <Ago time={run.createdAt} />
          </Text>
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="sm" className="clip">
        {run.cluster}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Ago time={run.createdAt} />
      </Table.Td>
      <Table.Td visibleFrom="sm">{wait}</Table.Td>
      <Table.Td visibleFrom="sm">{duration}</Table.Td>
      <Table.Td visibleFrom="md">{triggerWords(run)}</Table.Td>
      <Table.Td visibleFrom="md" className="clip">
        {run.owner}
      </Table.Td>
    </Table.Tr>
  );
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
