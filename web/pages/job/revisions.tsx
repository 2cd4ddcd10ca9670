import { Badge, Group, Loader, Paper, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { revisionsQuery } from '../../api/jobs.js';
import type { JobRevisionView, JobView } from '../../../domain/contract/jobs.js';
import { lineDiff } from '../../../domain/line-diff.js';
import { ErrorNote } from '../../components/error-note.js';
import { NextPage } from '../../components/next-page.js';
import { Ago } from '../../components/when.js';
import { jobDocument, jobYaml } from '../../words/job-document.js';
import classes from './revisions.module.css';

/** Every revision with what it changed, newest first. */
export function Revisions({ job }: { readonly job: JobView }) {
  const pages = useInfiniteQuery(revisionsQuery(job.name));
  const { data, error } = pages;
  if (data === undefined)
    return error === null ? <Loader aria-label="Reading the revisions" /> : <ErrorNote error={error} />;
  const revisions = data.pages.flatMap(({ items }) => items);
  return (
    <Stack>
      {revisions.map((revision, index) => {
        const before = revisions[index + 1];
        // The one before the last of a page is not known yet: it is shown when more are asked for.
        return (
          (before === undefined && pages.hasNextPage) || (
            <Revision key={revision.revision} job={job} revision={revision} before={before} isNewest={index === 0} />
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
  readonly isNewest: boolean;
}

function Revision({ job, revision, before, isNewest }: RevisionProps) {
  const linesOf = ({ spec }: JobRevisionView) => {
    const {
      name: _name,
      group: _group,
      ...document
    } = jobDocument({ name: job.name, group: job.group, description: '', tags: [], spec });
    return jobYaml(document).trimEnd().split('\n');
  };
  const lines = lineDiff(before === undefined ? [] : linesOf(before), linesOf(revision));
  return (
    <Paper component="article" aria-label={`Revision ${revision.revision}`} style={{ overflow: 'hidden' }}>
      <Group gap="sm" px="md" py="xs">
        <Text fw={600}>Revision {revision.revision}</Text>
        {isNewest && (
          <Badge size="sm" variant="light" tt="none">
            current
          </Badge>
        )}
        <Text size="sm" c="dimmed" component="span">
          <Ago time={revision.at} /> by {revision.by}
        </Text>
        {revision.note !== undefined && <Text size="sm">“{revision.note}”</Text>}
      </Group>
      <div
        className={classes.diff}
        role="table"
        aria-label={before === undefined ? 'The first revision' : `Changes since revision ${before.revision}`}
      >
        {lines.map(({ mark, text }, index) => (
          <div key={index} className={classes.line} data-mark={before === undefined ? ' ' : mark} role="row">
            <span className={classes.mark} role="cell">
              {before === undefined ? ' ' : mark}
            </span>
            <span role="cell">{text === '' ? ' ' : text}</span>
          </div>
        ))}
      </div>
    </Paper>
  );
}
