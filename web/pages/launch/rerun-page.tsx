import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { rerunRun, runQuery } from '../../api/runs.js';
import type { RunRequestInput, RunView } from '../../../domain/contract/runs.js';
import { TextLink } from '../../components/button-link.js';
import { ErrorNote } from '../../components/error-note.js';
import { PageFrame } from '../../components/page-frame.js';
import { LaunchForm } from './launch-form.js';
import { type Edits, givenParameters } from './launch-values.js';

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
      <ErrorNote error={run === undefined ? error : null} />
      {run === undefined && error === null && <Loader m="auto" aria-label="Reading the run" />}
      {run !== undefined && (
        <LaunchForm
          key={run.id}
          base={baseOf(run)}
          toTry={(edits) => asLaunch(run, edits)}
          launch={(edits, key) => rerunRun(run.id, edits, key)}
          elsewhere={{ path: `/runs/${id}/rerun`, body: (edits) => edits, verb: `rerun ${id}` }}
          action="Run again"
        />
      )}
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

// Only a launch can be tried, so the snapshot is tried as a spec; its parameters' schemas are nobody's business any more.
function asLaunch(run: RunView, { parameters, env, resources, ...edits }: Edits): RunRequestInput {
  const values = { ...run.parameters, ...parameters };
  return {
    spec: {
      name: run.name,
      group: run.group,
      command: run.command,
      ...(run.image === undefined ? {} : { image: run.image }),
      cluster: run.cluster,
      resources: run.resources,
      env: { ...run.env, ...env },
      parameters: Object.fromEntries(Object.keys(values).map((name) => [name, {}])),
    },
    parameters: values,
    ...(resources === undefined ? {} : { resources }),
    ...edits,
  };
}
