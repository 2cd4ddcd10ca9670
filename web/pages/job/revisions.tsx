import { Badge, Group, Loader, Paper, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { revisionsQuery } from '../../api/jobs.js';
import type { JobRevisionView, JobView } from '../../../domain/contract/jobs.js';
import { ErrorNote } from '../../components/error-note.js';
import { NextPage } from '../../components/next-page.js';
import { useMay } from '../../components/use-may.js';
import { Ago } from '../../components/when.js';
import { CompareRevisions } from './compare-revisions.js';
import { RestoreButton } from './restore-button.js';
import { RevisionDiff } from './revision-diff.js';

/** Every revision with what it changed, newest first. */
export function Revisions({ job }: { readonly job: JobView }) {
  const pages = useInfiniteQuery(revisionsQuery(job.name));
  const { data, error } = pages;
  if (data === undefined)
    return error === null ? <Loader aria-label="Reading the revisions" /> : <ErrorNote error={error} />;
  const revisions = data.pages.flatMap(({ items }) => items);
  return (
    <Stack>
      {job.revision > 1 && <CompareRevisions job={job} />}
      {revisions.map((revision, index) => {
        const before = revisions[index + 1];
        // The one before the last of a page is not known yet: it is shown when more are asked for.
        return (
          (before === undefined && pages.hasNextPage) || (
            <Revision key={revision.revision} job={job} revision={revision} before={before} />
          )
        );
      })}
      <NextPage of={pages}>Older revisions</NextPage>
    </Stack>
  );
}

interface RevisionProps {
  readonly job: JobView;
  readonly revision: JobRevisionView;
  readonly before: JobRevisionView | undefined;
}

function Revision({ job, revision, before }: RevisionProps) {
  const may = useMay();
  const isCurrent = revision.revision === job.revision;
  return (
    <Paper component="article" aria-label={`Revision ${revision.revision}`} style={{ overflow: 'hidden' }}>
      <Group gap="sm" px="md" py="xs">
        <Text fw={600}>Revision {revision.revision}</Text>
        {isCurrent && (
          <Badge size="sm" variant="light" tt="none">
            current
          </Badge>
        )}
        <Text size="sm" c="dimmed" component="span">
          <Ago time={revision.at} /> by {revision.by}
        </Text>
        {revision.note !== undefined && <Text size="sm">“{revision.note}”</Text>}
        {!isCurrent && may('launcher', job.group) && <RestoreButton job={job} revision={revision.revision} />}
      </Group>
      <RevisionDiff job={job} before={before} after={revision} />
    </Paper>
  );
}
