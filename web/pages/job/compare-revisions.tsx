import { Group, Loader, Paper, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { revisionQuery } from '../../api/jobs.js';
import type { JobView } from '../../../domain/contract/jobs.js';
import { ErrorNote } from '../../components/error-note.js';
import { RevisionDiff } from './revision-diff.js';

/** Any two revisions against each other; the list below only tells each from the one before it. */
export function CompareRevisions({ job }: { readonly job: JobView }) {
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState(String(job.revision));
  const numbers = Array.from({ length: job.revision }, (_, index) => String(job.revision - index));
  return (
    <Paper component="section" aria-label="Compare revisions" style={{ overflow: 'hidden' }}>
      <Group gap="xs" px="md" py="xs" wrap="nowrap">
        <Text size="sm">Compare</Text>
        <Select
          aria-label="From revision"
          placeholder="choose"
          data={numbers}
          value={from}
          onChange={setFrom}
          searchable
          clearable
          w={110}
          size="xs"
        />
        <Text size="sm">with</Text>
        <Select
          aria-label="To revision"
          data={numbers}
          value={to}
          onChange={(chosen) => setTo(chosen ?? to)}
          searchable
          allowDeselect={false}
          w={90}
          size="xs"
        />
      </Group>
      {from !== null && <Difference job={job} from={Number(from)} to={Number(to)} />}
    </Paper>
  );
}

interface DifferenceProps {
  readonly job: JobView;
  readonly from: number;
  readonly to: number;
}

function Difference({ job, from, to }: DifferenceProps) {
  const before = useQuery(revisionQuery(job.name, from));
  const after = useQuery(revisionQuery(job.name, to));
  if (from === to)
    return (
      <Text size="sm" c="dimmed" px="md" pb="sm">
        This is one and the same revision.
      </Text>
    );
  if (before.data !== undefined && after.data !== undefined)
    return <RevisionDiff job={job} before={before.data} after={after.data} />;
  const error = before.error ?? after.error;
  return (
    <Stack px="md" pb="sm">
      {error === null ? <Loader size="sm" aria-label="Reading both revisions" /> : <ErrorNote error={error} />}
    </Stack>
  );
}
