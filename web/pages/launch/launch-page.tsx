import { Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { jobQuery } from '../../api/jobs.js';
import { launchRun, tryLaunch } from '../../api/runs.js';
import type { JobView } from '../../../domain/contract/jobs.js';
import { TextLink } from '../../components/button-link.js';
import { ErrorNote } from '../../components/error-note.js';
import { ForRole } from '../../components/for-role.js';
import { PageFrame } from '../../components/page-frame.js';
import { LaunchForm } from './launch-form.js';
import { declaredParameters } from './launch-values.js';

/** Launch a job; the address may have filled in some of it. */
export function LaunchPage() {
  const { name } = useParams({ from: '/jobs/$name/launch' });
  const search = useSearch({ from: '/jobs/$name/launch' });
  const { data: job, error } = useQuery(jobQuery(name));
  return (
    <PageFrame
      title={`Launch ${name}`}
      above={
        <TextLink to="/jobs/$name" params={{ name }} size="sm" c="dimmed">
          {name}
        </TextLink>
      }
    >
      <ForRole role="launcher">
        <ErrorNote error={job === undefined ? error : null} />
        {job === undefined && error === null && <Loader m="auto" aria-label="Reading the job" />}
        {job !== undefined && job.description !== '' && <Text c="dimmed">{job.description}</Text>}
        {job !== undefined && (
          <LaunchForm
            key={`${job.id} ${job.revision}`}
            base={baseOf(job)}
            job={name}
            search={search}
            subject={{ verb: `run ${name}`, attempt: (edits) => tryLaunch({ job: name, ...edits }) }}
            launch={(edits, key) => launchRun({ job: name, ...edits, trigger: 'user' }, key)}
            elsewhere={{ path: '/runs', body: (edits) => ({ job: name, ...edits }) }}
            action={`Launch ${name}`}
          />
        )}
      </ForRole>
    </PageFrame>
  );
}

const baseOf = ({ spec }: JobView) => ({
  cluster: spec.cluster,
  image: spec.image,
  command: spec.command,
  resources: spec.resources,
  env: spec.env,
  parameters: declaredParameters(spec.parameters),
  priority: 3,
  labels: {},
});
