import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { rerunRun, runQuery } from '../../api/runs.js';
import type { RunView } from '../../../domain/contract/runs.js';
import { TextLink } from '../../components/button-link.js';
import { ErrorNote } from '../../components/error-note.js';
import { ForRole } from '../../components/for-role.js';
import { PageFrame } from '../../components/page-frame.js';
import { LaunchForm } from './launch-form.js';
import { givenParameters } from './launch-values.js';
import { rerunOf } from './rerun-of.js';

/** Run a run again, with edits: what is not touched stays as it was, even if the job has changed since. */
export function RerunPage() {
  const { id } = useParams({ from: '/runs/$id/again' });
  const { data: run, error } = useQuery(runQuery(id));
  return (
    <PageFrame
      title={run === undefined ? 'Run again' : `Run ${run.name} again`}
      above={
        <TextLink to="/runs/$id" params={{ id }} size="sm" c="dimmed">
          The run {id.slice(-6)}
        </TextLink>
      }
    >
      <ForRole role="launcher">
        <ErrorNote error={run === undefined ? error : null} />
        {run === undefined && error === null && <Loader m="auto" aria-label="Reading the run" />}
        {run !== undefined && (
          <LaunchForm
            key={run.id}
            base={baseOf(run)}
            subject={rerunOf(id)}
            launch={(edits, key) => rerunRun(run.id, edits, key)}
            elsewhere={{ path: `/runs/${id}/rerun`, body: (edits) => edits }}
            action="Run again"
          />
        )}
      </ForRole>
    </PageFrame>
  );
}

const baseOf = (run: RunView) => ({
  cluster: run.cluster,
  image: run.image,
  command: run.command,
  resources: run.resources,
  env: run.env,
  parameters: givenParameters(run.parameters),
  priority: run.priority,
  labels: run.labels,
});
