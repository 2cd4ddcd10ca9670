import { Text } from '@mantine/core';
import type { JobRevisionView, JobView } from '../../../domain/contract/jobs.js';
import { lineDiff, nearChanges } from '../../../domain/line-diff.js';
import { jobDocument, jobYaml } from '../../words/job-document.js';
import classes from './revision-diff.module.css';

interface Props {
  readonly job: Pick<JobView, 'name' | 'group'>;
  /** Left out: there is nothing to compare with, and the whole revision is shown. */
  readonly before?: JobRevisionView | undefined;
  readonly after: JobRevisionView;
}

/** What changed from one revision to another, as lines of their documents. */
export function RevisionDiff({ job, before, after }: Props) {
  const linesOf = ({ spec }: JobRevisionView) => {
    const { name: _name, group: _group, ...document } = jobDocument({ ...job, description: '', tags: [], spec });
    return jobYaml(document).trimEnd().split('\n');
  };
  const lines =
    before === undefined
      ? linesOf(after).map((text) => ({ mark: ' ', text }))
      : nearChanges(lineDiff(linesOf(before), linesOf(after)));
  if (lines.every((line) => line === 'gap'))
    return (
      <Text size="sm" c="dimmed" px="md" pb="sm">
        They say the same.
      </Text>
    );
  return (
    <div
      className={classes.diff}
      role="table"
      aria-label={before === undefined ? 'The first revision' : `Changes since revision ${before.revision}`}
    >
      {lines.map((line, index) => {
        const { mark, text } = line === 'gap' ? { mark: '⋮', text: '' } : line;
        return (
          <div key={index} className={classes.line} data-mark={mark} role="row">
            <span className={classes.mark} role="cell">
              {mark}
            </span>
            <span role="cell">{text === '' ? ' ' : text}</span>
          </div>
        );
      })}
    </div>
  );
}
