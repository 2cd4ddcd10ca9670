import { Code, DataList, Group, List, Loader, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { z } from 'zod';
import { CommandInput, ResourcesView } from '../../../domain/contract/basics.js';
import type { DryRunView } from '../../../domain/contract/runs.js';
import { fillCommand } from '../../../domain/fill-command.js';
import { ErrorNote } from '../../components/error-note.js';
import { Fact } from '../../components/fact.js';
import { needWords } from '../../../domain/amount-words.js';
import { commandWords } from '../../words/command-words.js';
import { parameterWords } from '../../words/parameter-words.js';
import type { DryRunResult } from './use-dry-run.js';

/** What of a resolved snapshot is shown. */
const Shown = z.object({
  job: z.object({ name: z.string(), revision: z.number() }).optional(),
  cluster: z.string(),
  command: CommandInput,
  parameters: z.record(z.string(), z.json()),
  resources: ResourcesView,
  image: z.string().optional(),
  imageDigest: z.string().optional(),
});

/** What would come of this launch: the command as it would run, and every check. */
export function DryRun({ result, error, isChecking }: DryRunResult) {
  return (
    <Paper p="md" component="section" aria-label="What will happen">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h3">
            What will happen
          </Title>
          {isChecking && <Loader size={14} aria-label="Checking" />}
        </Group>
        {result === undefined && error === null && !isChecking && (
          <Text size="sm" c="dimmed">
            Choose a cluster to see what would happen there.
          </Text>
        )}
        <ErrorNote error={error} />
        {result !== undefined && <Result result={result} />}
      </Stack>
    </Paper>
  );
}

/** The same inside a panel or a dialog of somebody else's. */
export function Result({ result }: { readonly result: DryRunView }) {
  const snapshot = Shown.safeParse(result.snapshot);
  return (
    <>
      {snapshot.success && <Snapshot snapshot={snapshot.data} />}
      <List spacing={4} size="sm" ps={0} center aria-label="Checks">
        {result.checks.map(({ check, ok, message }) => (
          <List.Item
            key={check}
            icon={
              <ThemeIcon size={18} radius="xl" variant="light" color={ok ? 'teal' : 'red'}>
                {ok ? <IconCheck size={12} aria-label="fine" /> : <IconX size={12} aria-label="not possible" />}
              </ThemeIcon>
            }
          >
            {message}
          </List.Item>
        ))}
      </List>
    </>
  );
}

function Snapshot({ snapshot }: { readonly snapshot: z.infer<typeof Shown> }) {
  const { job, cluster, command, parameters, resources, image, imageDigest } = snapshot;
  return (
    <>
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxHeight: 200 }}>
        {commandWords(fillCommand(command, parameters))}
      </Code>
      <DataList size="sm" labelWidth={100}>
        {job !== undefined && (
          <Fact label="Job">
            {job.name}, revision {job.revision}
          </Fact>
        )}
        <Fact label="Where">
          {cluster}, with {needWords(resources)}
        </Fact>
        {image !== undefined && <Fact label="Image">{image}</Fact>}
        {imageDigest !== undefined && (
          <Fact label="Image digest">
            <span className="mono">{imageDigest}</span>
          </Fact>
        )}
        {Object.keys(parameters).length > 0 && <Fact label="Parameters">{parameterWords(parameters)}</Fact>}
      </DataList>
    </>
  );
}
