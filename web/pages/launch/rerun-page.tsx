import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { revisionQuery } from '../../api/jobs.js';
import { rerunRun, runQuery } from '../../api/runs.js';
import type { JobRevisionView } from '../../../domain/contract/jobs.js';
import type { RunView } from '../../../domain/contract/runs.js';
import { TextLink } from '../../components/button-link.js';
import { ErrorNote } from '../../components/error-note.js';
import { ForRole } from '../../components/for-role.js';
import { PageFrame } from '../../components/page-frame.js';
import { type ParameterRow, typed } from '../job-form/parameter-row.js';
import { LaunchForm } from './launch-form.js';
import { declaredParameters, givenParameters } from './launch-values.js';
import { rerunOf } from './rerun-of.js';

/** Run a run again, with edits: what is not touched stays as it was, even if the job has changed since. */
export function RerunPage() {
  const { id } = useParams({ from: '/runs/$id/again' });
  const { data: run, error } = useQuery(runQuery(id));
  const job = run?.job;
  const revision = useQuery({ ...revisionQuery(job?.name ?? '', job?.revision ?? 0), enabled: job !== undefined });
  const isComplete = run !== undefined && (job === undefined || !revision.isPending);
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
        {!isComplete && error === null && <Loader m="auto" aria-label="Reading the run" />}
        {isComplete && (
          <LaunchForm
            key={run.id}
            base={baseOf(run, revision.data)}
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

/** Fields by the schemas of its own revision; of a run without one, each is what its value looks like. */
function fieldsOf(run: RunView, revision: JobRevisionView | undefined): ParameterRow[] {
  if (revision === undefined) return givenParameters(run.parameters);
  return declaredParameters(revision.spec.parameters).map((row) => {
    const value = run.parameters[row.name];
    return { ...row, standard: value === undefined ? '' : typed(row.kind, value) };
  });
}

const baseOf = (run: RunView, revision: JobRevisionView | undefined) => ({
  cluster: run.cluster,
  image: run.image,
  command: run.command,
  resources: run.resources,
  env: run.env,
  parameters: fieldsOf(run, revision),
  priority: run.priority,
  labels: run.labels,
});
