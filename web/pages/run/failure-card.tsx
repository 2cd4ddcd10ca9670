import { Alert, Badge, Code, Group, Stack, Text } from '@mantine/core';
import { IconStethoscope } from '@tabler/icons-react';
import type { RunView } from '../../../domain/contract/runs.js';

const faults = {
  job: 'the job',
  caller: 'the request',
  platform: 'the platform',
} satisfies Record<Failure['fault'], string>;

type Failure = NonNullable<RunView['failure']>;

/** What went wrong: in words, as it was said, and what to do next. */
export function FailureCard({ failure, run }: { readonly failure: Failure; readonly run: RunView }) {
  const { sentence, evidence, remedy, code, fault, exitCode, signal } = failure;
  const facts = [
    exitCode === undefined ? undefined : `exit code ${exitCode}`,
    signal === undefined ? undefined : `signal ${signal}`,
  ].filter((words) => words !== undefined);
  return (
    <Alert
      color={run.state === 'cancelled' ? 'gray' : run.state === 'lost' ? 'yellow' : 'red'}
      icon={<IconStethoscope size={18} aria-hidden />}
      title={sentence}
      role="region"
      aria-label="What went wrong"
    >
      <Stack gap="xs">
        {evidence.length > 0 && (
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {evidence.join('\n')}
          </Code>
        )}
        <Text size="sm">
          <b>What to do:</b> {remedy}
        </Text>
        <Group gap={6}>
          <Badge variant="outline" color="gray" tt="none" size="sm">
            {code}
          </Badge>
          <Text size="xs" c="dimmed">
            {[`lies with ${faults[fault]}`, ...facts].join(' · ')}
          </Text>
        </Group>
      </Stack>
    </Alert>
  );
}
