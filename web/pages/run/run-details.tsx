import { Anchor, Code, DataList, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { versionQuery } from '../../api/system.js';
import type { RunView } from '../../../domain/contract/runs.js';
import { envWords } from '../../../domain/env-words.js';
import { jsonText } from '../../../domain/json-text.js';
import { TextLink } from '../../components/button-link.js';
import { Fact } from '../../components/fact.js';
import { CopyIcon } from '../../components/copy.js';
import { LocalTime } from '../../components/when.js';
import { counted, needWords } from '../../../domain/amount-words.js';
import { attemptWords } from '../../words/attempt-words.js';
import { commandWords } from '../../words/command-words.js';
import { spanWords } from '../../../domain/duration-words.js';
import { priorityNames } from '../../words/state-words.js';
import { workflowAddress } from '../../words/workflow-address.js';

/** Everything that was frozen when the run was accepted, and what is known of each attempt. */
export function RunDetails({ run }: { readonly run: RunView }) {
  const command = commandWords(run.command);
  const parameters = Object.entries(run.parameters);
  const env = Object.entries(run.env);
  const labels = Object.entries(run.labels);
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <Panel title="What runs">
        <Group gap={4} justify="space-between" wrap="nowrap" align="flex-start">
          <Code block flex={1} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {command}
          </Code>
          <CopyIcon value={command} label="Copy the command" />
        </Group>
        <DataList size="sm" labelWidth={120}>
          {run.job !== undefined && (
            <Fact label="Job">
              <TextLink to="/jobs/$name" params={{ name: run.job.name }} size="sm">
                {run.job.name}
              </TextLink>
              , revision {run.job.revision}
            </Fact>
          )}
          {run.image !== undefined && <Fact label="Image">{run.image}</Fact>}
          <Fact label="Resources">{needWords(run.resources)}</Fact>
          <Fact label="Priority">
            {run.priority} {priorityNames[run.priority]}
          </Fact>
          <Fact label="Group">
            <TextLink to="/runs" search={{ group: run.group }} size="sm">
              {run.group}
            </TextLink>
          </Fact>
          <Fact label="Time limits">
            waits {spanWords(run.limits.queueSeconds)}, starts in {spanWords(run.limits.startSeconds)}, runs{' '}
            {spanWords(run.limits.runSeconds)}
          </Fact>
          <Fact label="Attempts">{attemptWords(run.retry)}</Fact>
          {run.concurrency !== undefined && <Fact label="At a time">{run.concurrency}</Fact>}
        </DataList>
      </Panel>
      <Stack>
        {parameters.length + env.length + labels.length > 0 && (
          <Panel title="Parameters, environment, labels">
            <Pairs title="Parameters" pairs={parameters.map(([name, value]) => [name, jsonText(value)])} />
            <Pairs title="Environment" pairs={env.map(([name, value]) => [name, envWords(value)])} />
            <Pairs title="Labels" pairs={labels} />
          </Panel>
        )}
        <Panel title="Attempts">
          {run.attempts.length === 0 && (
            <Text size="sm" c="dimmed">
              It has not had its turn yet.
            </Text>
          )}
          {run.attempts.map((attempt) => (
            <AttemptFacts key={attempt.number} attempt={attempt} />
          ))}
        </Panel>
        <Panel title="For operators">
          <OperatorLinks run={run} />
        </Panel>
      </Stack>
    </SimpleGrid>
  );
}

function AttemptFacts({ attempt }: { readonly attempt: RunView['attempts'][number] }) {
  const { number, grantedAt, launchedAt, runningAt, stopRequestedAt, endedAt, exitCode, signal, imageDigest, failure } =
    attempt;
  const end = [
    exitCode === undefined ? undefined : `exit code ${exitCode}`,
    signal === undefined ? undefined : `signal ${signal}`,
    attempt.outOfMemory === true ? 'out of memory' : undefined,
    failure?.code,
  ].filter((words) => words !== undefined);
  return (
    <DataList size="sm" labelWidth={120} aria-label={`Attempt ${number}`}>
      <Fact label={`Attempt ${number}`}>
        {end.length === 0 ? (endedAt === undefined ? 'goes on' : 'ended') : end.join(', ')}
      </Fact>
      <Fact label="Had its turn">
        <LocalTime time={grantedAt} />
      </Fact>
      {launchedAt !== undefined && (
        <Fact label="Placed">
          <LocalTime time={launchedAt} />
        </Fact>
      )}
      {runningAt !== undefined && (
        <Fact label="Running since">
          <LocalTime time={runningAt} />
        </Fact>
      )}
      {stopRequestedAt !== undefined && (
        <Fact label="Asked to stop">
          <LocalTime time={stopRequestedAt} />
        </Fact>
      )}
      {endedAt !== undefined && (
        <Fact label="Ended">
          <LocalTime time={endedAt} />
        </Fact>
      )}
      {imageDigest !== undefined && (
        <Fact label="Image digest">
          <span className="mono">{imageDigest}</span>
        </Fact>
      )}
    </DataList>
  );
}

function OperatorLinks({ run }: { readonly run: RunView }) {
  const { data: version } = useQuery(versionQuery);
  const handle = run.attempts.at(-1)?.handle;
  return (
    <>
      <DataList size="sm" labelWidth={120}>
        <Fact label="Workflow">
          {version?.temporalUi === undefined ? (
            <span className="mono">{run.workflowId}</span>
          ) : (
            <Anchor
              href={workflowAddress(version.temporalUi, version.temporalNamespace, run.workflowId)}
              target="_blank"
              rel="noreferrer"
              size="sm"
            >
              Open in Temporal <IconExternalLink size={13} aria-hidden style={{ verticalAlign: -2 }} />
            </Anchor>
          )}
        </Fact>
        <Fact label="Accepted">
          <LocalTime time={run.createdAt} />
        </Fact>
        {run.refusals.count > 0 && (
          <Fact label="Refused">
            {counted(run.refusals.count, 'time')} for want of capacity
            {run.refusals.last === undefined ? '' : `: ${run.refusals.last}`}
          </Fact>
        )}
        <Fact label="As JSON">
          <Anchor href={`/api/runs/${run.id}`} size="sm" target="_blank" rel="noreferrer">
            /api/runs/{run.id}
          </Anchor>
        </Fact>
      </DataList>
      {handle !== undefined && (
        <Code
          block
          fz={11}
          style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
          aria-label="The engine's handle"
        >
          {JSON.stringify(handle, undefined, 1)}
        </Code>
      )}
    </>
  );
}

function Panel({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper p="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <Title order={2} size="h3">
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  );
}

function Pairs({ title, pairs }: { readonly title: string; readonly pairs: readonly (readonly [string, string])[] }) {
  if (pairs.length === 0) return null;
  return (
    <DataList size="sm" labelWidth={120} aria-label={title}>
      {pairs.map(([name, value]) => (
        <Fact key={name} label={name}>
          <span className="mono">{value}</span>
        </Fact>
      ))}
    </DataList>
  );
}
