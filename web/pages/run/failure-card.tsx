import { Badge, Code, Group, Text } from '@mantine/core';
import { IconStethoscope } from '@tabler/icons-react';
import type { RunView } from '../../../domain/contract/runs.js';
import { NoteCard } from '../../components/note-card.js';

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
    <NoteCard
      colour={run.state === 'cancelled' ? 'gray' : run.state === 'lost' ? 'yellow' : 'red'}
      Icon={IconStethoscope}
      title={sentence}
      label="What went wrong"
    >
      {evidence.length > 0 && (
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {evidence.join('\n')}
        </Code>
      )}
      <Text size="sm">
        <b>What to do:</b> {remedy}
      </Text>
      <Group gap={6}>
        <Badge variant="default" tt="none" size="sm" fw={500}>
          {code}
        </Badge>
        <Text size="xs" c="dimmed">
          {[`lies with ${faults[fault]}`, ...facts].join(' · ')}
        </Text>
      </Group>
    </NoteCard>
  );
}
