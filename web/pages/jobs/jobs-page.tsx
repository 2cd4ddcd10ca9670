import {
  Badge,
  EmptyState,
  Group,
  Loader,
  Paper,
  SegmentedControl,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconRocket, IconSearch, IconStack2 } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type JobFilters, jobsQuery } from '../../api/jobs.js';
import type { JobView } from '../../../domain/contract/jobs.js';
import { ButtonLink, TextLink } from '../../components/button-link.js';
import { NextPage } from '../../components/next-page.js';
import { ErrorNote } from '../../components/error-note.js';
import { PageFrame } from '../../components/page-frame.js';
import { useDraft } from '../../components/use-draft.js';
import { useMay } from '../../components/use-may.js';
import { Ago } from '../../components/when.js';
import { OutcomeStrip } from './outcome-strip.js';

/** All jobs, and how each has been doing. */
export function JobsPage() {
  const filters = useSearch({ from: '/jobs' });
  const may = useMay();
  const pages = useInfiniteQuery(jobsQuery(filters));
  const { data, error, isPending } = pages;
  const jobs = data?.pages.flatMap(({ items }) => items) ?? [];
  const isFiltered = filters.q !== undefined || filters.group !== undefined || filters.tag !== undefined;
  return (
    <PageFrame
      title="Jobs"
      actions={
        may('launcher') && (
          <ButtonLink to="/jobs/new" leftSection={<IconPlus size={16} aria-hidden />}>
            Create a job
          </ButtonLink>
        )
      }
    >
      <JobFilterBar filters={filters} jobs={jobs} />
      <ErrorNote error={jobs.length === 0 ? error : null} title="The jobs could not be read" />
      {isPending && <Loader m="auto" aria-label="Reading the jobs" />}
      {data !== undefined && jobs.length === 0 && (
        <EmptyState
          py="xl"
          icon={<IconStack2 size={40} aria-hidden />}
          title={
            isFiltered ? 'No job matches' : filters.archived === true ? 'No job is archived' : 'There are no jobs yet'
          }
          description={
            isFiltered || filters.archived === true
              ? undefined
              : 'A job is a command that you want to run, with what it needs. It can be launched as often as you like.'
          }
        >
          {!isFiltered && filters.archived !== true && may('launcher') && (
            <EmptyState.Actions>
              <ButtonLink to="/jobs/new">Create a job</ButtonLink>
            </EmptyState.Actions>
          )}
        </EmptyState>
      )}
      {jobs.length > 0 && <JobsTable jobs={jobs} />}
      <NextPage of={pages}>More jobs</NextPage>
    </PageFrame>
  );
}

function JobFilterBar({ filters, jobs }: { readonly filters: JobFilters; readonly jobs: readonly JobView[] }) {
  const navigate = useNavigate({ from: '/jobs' });
  const set = (change: JobFilters) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const text = useDraft(filters.q ?? '', (q) => set({ q: q === '' ? undefined : q }));
  const choices = (values: readonly string[], chosen: string | undefined) =>
    [...new Set([...values, ...(chosen === undefined ? [] : [chosen])])].sort();
  return (
    <Group gap="xs" role="search" aria-label="Filter the jobs">
      <TextInput
        aria-label="Search"
        placeholder="Name or description"
        type="search"
        leftSection={<IconSearch size={16} aria-hidden />}
        flex="1 1 220px"
        {...text}
      />
      <Select
        aria-label="Group"
        placeholder="Any group"
        data={choices(
          jobs.map(({ group }) => group),
          filters.group,
        )}
        value={filters.group ?? null}
        onChange={(group) => set({ group: group ?? undefined })}
        flex="0 1 170px"
        clearable
      />
      <Select
        aria-label="Tag"
        placeholder="Any tag"
        data={choices(
          jobs.flatMap(({ tags }) => tags),
          filters.tag,
        )}
        value={filters.tag ?? null}
        onChange={(tag) => set({ tag: tag ?? undefined })}
        flex="0 1 170px"
        clearable
      />
      <SegmentedControl
        aria-label="Which jobs"
        size="sm"
        data={[
          { value: 'active', label: 'In use' },
          { value: 'archived', label: 'Archived' },
        ]}
        value={filters.archived === true ? 'archived' : 'active'}
        onChange={(value) => set({ archived: value === 'archived' ? true : undefined })}
      />
    </Group>
  );
}

function JobsTable({ jobs }: { readonly jobs: readonly JobView[] }) {
  const may = useMay();
  return (
    <Paper style={{ overflow: 'hidden' }}>
      <Table highlightOnHover verticalSpacing={10} aria-label="Jobs" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Job</Table.Th>
            <Table.Th visibleFrom="sm" w={150}>
              Lately
            </Table.Th>
            <Table.Th visibleFrom="sm" w={130}>
              Group
            </Table.Th>
            <Table.Th visibleFrom="md" w={130}>
              Cluster
            </Table.Th>
            <Table.Th visibleFrom="md" w={120}>
              Changed
            </Table.Th>
            <Table.Th w={112} aria-label="Actions" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {jobs.map((job) => (
            <Table.Tr key={job.id}>
              <Table.Td>
                <Stack gap={2}>
                  <Group gap={8}>
                    <TextLink to="/jobs/$name" params={{ name: job.name }} fw={550} size="sm">
                      {job.name}
                    </TextLink>
                    {job.tags.map((tag) => (
                      <Badge key={tag} size="xs" variant="default" tt="none" fw={500}>
                        {tag}
                      </Badge>
                    ))}
                  </Group>
                  {job.description !== '' && (
                    <Text size="xs" c="dimmed" lineClamp={1}>
                      {job.description}
                    </Text>
                  )}
                </Stack>
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <OutcomeStrip outcomes={job.recent ?? []} />
              </Table.Td>
              <Table.Td visibleFrom="sm" className="clip">
                {job.group}
              </Table.Td>
              <Table.Td visibleFrom="md" className="clip">
                {job.spec.cluster ?? '–'}
              </Table.Td>
              <Table.Td visibleFrom="md">
                <Ago time={job.updatedAt} />
              </Table.Td>
              <Table.Td ta="right">
                {!job.archived && may('launcher', job.group) && (
                  <ButtonLink
                    to="/jobs/$name/launch"
                    params={{ name: job.name }}
                    size="compact-sm"
                    variant="light"
                    leftSection={<IconRocket size={14} aria-hidden />}
                    aria-label={`Launch ${job.name}`}
                  >
                    Launch
                  </ButtonLink>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
