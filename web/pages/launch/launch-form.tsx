import { Accordion, Button, Divider, Grid, Paper, Select, SimpleGrid, Stack } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { clustersQuery } from '../../api/clusters.js';
import { newKey } from '../../api/new-key.js';
import { ApiError, fieldErrors } from '../../api/request.js';
import type { RunView } from '../../../domain/contract/runs.js';
import { atWholeFields } from '../../components/whole-fields.js';
import { EnvRows } from '../../components/env-rows.js';
import { ErrorNote } from '../../components/error-note.js';
import { priorityNames } from '../../words/state-words.js';
import { AsLastTime } from './as-last-time.js';
import { ClusterField } from './cluster-field.js';
import { CopyLaunch } from './copy-launch.js';
import { DryRun } from './dry-run.js';
import {
  type Edits,
  editsOf,
  initialValues,
  type LaunchBase,
  type LaunchValues,
  searchOf,
  withOnlyCluster,
} from './launch-values.js';
import type { LaunchSearch } from './launch-search.js';
import { OverrideFields } from './override-fields.js';
import { ParameterFields } from './parameter-fields.js';
import { type DryRunResult, type Subject, useDryRun } from './use-dry-run.js';

export interface LaunchFormProps {
  readonly base: LaunchBase;
  /** The saved job, of whose earlier runs the parameters may be taken. */
  readonly job?: string;
  readonly search?: LaunchSearch;
  readonly subject: Subject;
  readonly launch: (edits: Edits, key: string) => Promise<RunView>;
  /** How the same is done without this page. */
  readonly elsewhere: { readonly path: string; readonly body: (edits: Edits) => object };
  readonly action: string;
  /** Told when anything is filled in. */
  readonly onFillIn?: () => void;
}

/** Everything that a launch can change, with what would come of it beside it. */
export function LaunchForm({ base, job, search, subject, launch, elsewhere, action, onFillIn }: LaunchFormProps) {
  const { data: clusters = [], isPending } = useQuery(clustersQuery);
  const [given, setValues] = useState<LaunchValues>(() => initialValues(base, search));
  const values = withOnlyCluster(
    given,
    clusters.map(({ name }) => name),
  );
  const set = (change: Partial<LaunchValues>) => {
    setValues((before) => ({ ...before, ...change }));
    onFillIn?.();
  };
  const edits = editsOf(base, values);
  const isPlaceless = values.cluster === null;
  const dryRun = useDryRun(subject, isPlaceless ? undefined : edits);
  // One key for one set of values: pressing twice launches once, changing something launches another run.
  const [keys] = useState(() => new Map<string, string>());
  const keyFor = (words: string) => {
    const key = keys.get(words) ?? newKey();
    keys.set(words, key);
    return key;
  };
  const navigate = useNavigate();
  const queries = useQueryClient();
  const submit = useMutation({
    mutationFn: () => launch(edits, keyFor(JSON.stringify(edits))),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['runs', 'list'] });
      await navigate({ to: '/runs/$id', params: { id } });
    },
  });
  const wrong = atWholeFields(fieldErrors(dryRun.error ?? submit.error), ['command', 'labels']);
  const hasChanges = edits.command !== undefined || edits.image !== undefined || edits.resources !== undefined;

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit.mutate();
      }}
      noValidate
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            <Paper p="md">
              <Stack>
                {job !== undefined && base.parameters.length > 0 && (
                  <AsLastTime job={job} rows={base.parameters} onFill={(parameters) => set({ parameters })} />
                )}
                <ParameterFields
                  rows={base.parameters}
                  values={values.parameters}
                  onChange={(parameters) => set({ parameters })}
                  errors={wrong}
                />
                <SimpleGrid cols={{ base: 1, xs: 2 }}>
                  <ClusterField
                    clusters={clusters}
                    value={values.cluster}
                    onChange={(cluster) => set({ cluster })}
                    error={wrong['cluster']}
                  />
                  <Select
                    label="Priority"
                    data={Object.entries(priorityNames).map(([value, name]) => ({ value, label: `${value} ${name}` }))}
                    value={String(values.priority)}
                    onChange={(priority) => set({ priority: Number(priority ?? base.priority) })}
                    allowDeselect={false}
                  />
                </SimpleGrid>
                <Divider label="Environment" labelPosition="left" />
                <EnvRows rows={values.env} onChange={(env) => set({ env })} errors={envErrors(wrong)} />
              </Stack>
            </Paper>
            <Accordion variant="contained" className="panel" defaultValue={hasChanges ? 'more' : null}>
              <Accordion.Item value="more">
                <Accordion.Control>Command, resources, image, labels</Accordion.Control>
                <Accordion.Panel>
                  <OverrideFields values={values} onChange={set} wrong={wrong} />
                </Accordion.Panel>
              </Accordion.Item>
            </Accordion>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack style={{ position: 'sticky', top: 72 }}>
            <DryRun {...dryRun} isChecking={dryRun.isChecking || (isPlaceless && isPending)} />
            <ErrorNote error={submit.error} title="It was not launched" />
            <Button
              type="submit"
              size="md"
              leftSection={<IconRocket size={18} aria-hidden />}
              loading={submit.isPending}
              // What the server refuses of these very values, it refuses again.
              disabled={isPlaceless || isRefused(dryRun)}
            >
              {action}
            </Button>
            <CopyLaunch
              path={elsewhere.path}
              body={elsewhere.body(edits)}
              verb={subject.verb}
              edits={edits}
              search={search === undefined ? undefined : searchOf(base, values)}
            />
          </Stack>
        </Grid.Col>
      </Grid>
    </form>
  );
}

const isRefused = ({ error, isChecking }: DryRunResult): boolean =>
  !isChecking && error instanceof ApiError && error.errors.length > 0;

const envErrors = (wrong: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(wrong).flatMap(([path, message]) => (path.startsWith('env.') ? [[path.slice(4), message]] : [])),
  );
