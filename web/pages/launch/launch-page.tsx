import { Alert, Button, Loader, Stack, Text } from '@mantine/core';
import { IconGitCommit } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { jobQuery } from '../../api/jobs.js';
import { launchRun, tryLaunch } from '../../api/runs.js';
import type { JobView } from '../../../domain/contract/jobs.js';
import { TextLink } from '../../components/button-link.js';
import { ErrorNote } from '../../components/error-note.js';
import { ForRole } from '../../components/for-role.js';
import { PageFrame } from '../../components/page-frame.js';
import { LaunchForm } from './launch-form.js';
import type { LaunchSearch } from './launch-search.js';
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
        {job !== undefined && <LaunchOfJob key={job.id} newest={job} search={search} />}
      </ForRole>
    </PageFrame>
  );
}

/** What is filled in is meant for the revision that was read then: it stays, and goes with that one, while others save the job. */
function LaunchOfJob({ newest, search }: { readonly newest: JobView; readonly search: LaunchSearch }) {
  const [begunWith, setBegunWith] = useState<JobView>();
  const job = begunWith ?? newest;
  const { name, revision } = job;
  const isNewest = revision === newest.revision;
  // What is copied is for later as well: it names its revision only where the newest is another.
  const pin = isNewest ? {} : { revision };
  return (
    <>
      {!isNewest && <NewRevision read={revision} newest={newest.revision} onTakeOver={() => setBegunWith(undefined)} />}
      <LaunchForm
        key={revision}
        base={baseOf(job)}
        job={name}
        search={search}
        subject={{
          verb: isNewest ? `run ${name}` : `run ${name} --revision ${revision}`,
          revision,
          attempt: (edits) => tryLaunch({ job: name, revision, ...edits }),
        }}
        launch={(edits, key) => launchRun({ job: name, revision, ...edits, trigger: 'user' }, key)}
        elsewhere={{ path: '/runs', body: (edits) => ({ job: name, ...pin, ...edits }) }}
        action={`Launch ${name}`}
        onFillIn={() => setBegunWith(job)}
      />
    </>
  );
}

interface NewRevisionProps {
  readonly read: number;
  readonly newest: number;
  readonly onTakeOver: () => void;
}

const NewRevision = ({ read, newest, onTakeOver }: NewRevisionProps) => (
  <Alert icon={<IconGitCommit aria-hidden />} title={`The job has revision ${newest} now`} role="status">
    <Stack gap="xs" align="flex-start">
      <Text size="sm">
        What is filled in here belongs to revision {read}, and launches that one. To take over the new one fills the
        form in anew.
      </Text>
      <Button variant="default" size="compact-sm" onClick={onTakeOver}>
        Take over revision {newest}
      </Button>
    </Stack>
  </Alert>
);

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
