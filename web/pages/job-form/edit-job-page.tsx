import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { jobQuery } from '../../api/jobs.js';
import { JobDocument } from '../../../domain/contract/jobs.js';
import { TextLink } from '../../components/button-link.js';
import { ErrorNote } from '../../components/error-note.js';
import { ForRole } from '../../components/for-role.js';
import { PageFrame } from '../../components/page-frame.js';
import { jobDocument } from '../../words/job-document.js';
import { draftOf } from './job-draft.js';
import { JobForm } from './job-form.js';

/** Change a job: a change of what it runs makes a new revision; runs that were accepted stay as they are. */
export function EditJobPage() {
  const { name } = useParams({ from: '/jobs/$name/edit' });
  // Not what was read some time ago: somebody else may have changed it since.
  const { data, error, isFetchedAfterMount } = useQuery({ ...jobQuery(name), refetchOnMount: 'always' });
  const job = isFetchedAfterMount ? data : undefined;
  return (
    <PageFrame
      title={`Edit ${name}`}
      above={
        <TextLink to="/jobs/$name" params={{ name }} size="sm" c="dimmed">
          {name}
        </TextLink>
      }
    >
      <ForRole role="launcher">
        <ErrorNote error={job === undefined ? error : null} />
        {job === undefined && error === null && <Loader m="auto" aria-label="Reading the job" />}
        {job !== undefined && (
          <JobForm key={job.id} initial={draftOf(JobDocument.parse(jobDocument(job)))} isNew={false} />
        )}
      </ForRole>
    </PageFrame>
  );
}
