import { Alert, Code, Group, Loader, Paper, SimpleGrid, Stack, Switch, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { comparisonQuery } from '../../api/runs.js';
import type { ComparedLogView, ComparedRowView } from '../../../domain/contract/comparison.js';
import type { RunView } from '../../../domain/contract/runs.js';
import { envWords } from '../../../domain/env-words.js';
import type { EnvValue } from '../../../domain/job.js';
import { jsonText } from '../../../domain/json-text.js';
import { TextLink } from '../../components/button-link.js';
import { ErrorNote } from '../../components/error-note.js';
import { PageFrame } from '../../components/page-frame.js';
import { StateBadge } from '../../components/state-badge.js';
import { LocalTime } from '../../components/when.js';
import { memoryWords } from '../../../domain/amount-words.js';
import { durationWords } from '../../../domain/duration-words.js';

/** Two runs side by side: what they were told to do, how it went, and where their logs part ways. */
export function ComparePage() {
  const { a, b } = useSearch({ from: '/runs/compare' });
  if (a === undefined || b === undefined)
    return (
      <PageFrame title="Compare two runs">
        <Alert>
          Select two runs in the <TextLink to="/runs">list</TextLink>, and choose Compare.
        </Alert>
      </PageFrame>
    );
  return <Comparison a={a} b={b} />;
}

function Comparison({ a, b }: { readonly a: string; readonly b: string }) {
  const { data, error } = useQuery(comparisonQuery(a, b));
  const [isWhole, setWhole] = useState(false);
  const rows = data?.rows.filter(({ isSame }) => isWhole || !isSame) ?? [];
  return (
    <PageFrame
      title="Compare two runs"
      above={
        <TextLink to="/runs" size="sm" c="dimmed">
          Runs
        </TextLink>
      }
    >
      <ErrorNote error={data === undefined ? error : null} />
      {data === undefined && error === null && <Loader m="auto" aria-label="Comparing" />}
      {data !== undefined && (
        <Stack>
          <SimpleGrid cols={2}>
            <Head run={data.a} />
            <Head run={data.b} />
          </SimpleGrid>
          <Group justify="space-between">
            <Text size="sm" c="dimmed">
              {isWhole ? 'Everything, side by side' : 'What differs'}
            </Text>
            <Switch
              label="What is the same as well"
              checked={isWhole}
              onChange={(event) => setWhole(event.currentTarget.checked)}
            />
          </Group>
          {rows.length === 0 ? (
            <Alert color="teal">They do not differ in anything but their logs and times of day.</Alert>
          ) : (
            <Rows rows={rows} />
          )}
          <LogDifference log={data.log} a={data.a} b={data.b} />
        </Stack>
      )}
    </PageFrame>
  );
}

function Head({ run }: { readonly run: RunView }) {
  return (
    <Paper p="md">
      <Stack gap={4}>
        <Group gap="xs">
          <TextLink to="/runs/$id" params={{ id: run.id }} fw={600}>
            {run.name} {run.id.slice(-6)}
          </TextLink>
          <StateBadge state={run.state} />
        </Group>
        <Text size="sm" c="dimmed" component="span">
          <LocalTime time={run.createdAt} /> by {run.owner}
        </Text>
      </Stack>
    </Paper>
  );
}

function Rows({ rows }: { readonly rows: readonly ComparedRowView[] }) {
  return (
    <Paper style={{ overflowX: 'auto' }}>
      <Table aria-label="Side by side" verticalSpacing={8} layout="fixed" miw={480}>
        <Table.Tbody>
          {rows.map((row, index) => (
            <Table.Tr key={`${row.part} ${row.name}`}>
              <Table.Th w="24%" style={{ overflowWrap: 'anywhere' }}>
                {rows[index - 1]?.part !== row.part && (
                  <Text size="xs" c="dimmed">
                    {row.part}
                  </Text>
                )}
                {row.name}
              </Table.Th>
              {[row.a, row.b].map((value, side) => (
                <Table.Td key={side} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
                  <Text size="sm" fw={row.isSame ? undefined : 600} c={row.isSame ? 'dimmed' : undefined} span>
                    {valueWords(row, value)}
                  </Text>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function valueWords({ part, name }: ComparedRowView, value: ComparedRowView['a']): string {
  if (value === undefined) return '–';
  if (part === 'timings' && typeof value === 'number') return durationWords(value * 1000);
  if (name === 'memoryMiB' && typeof value === 'number') return memoryWords(value);
  return part === 'environment' ? envWords(value as EnvValue) : jsonText(value); // a row of that part holds one
}

interface LogProps {
  readonly log: ComparedLogView;
  readonly a: RunView;
  readonly b: RunView;
}

function LogDifference({ log, a, b }: LogProps) {
  const { differsAt, compared, isWhole } = log;
  if (differsAt === undefined)
    return (
      <Text size="sm" c="dimmed">
        {isWhole
          ? `Their logs do not differ, times of day aside: ${compared} lines.`
          : `Their logs do not differ in the first ${compared} lines, times of day aside; further it was not looked.`}
      </Text>
    );
  return (
    <Stack gap="xs" component="section" aria-label="Where the logs part ways">
      <Title order={2}>The logs differ first in line {differsAt}</Title>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Lines before={log.before} lines={log.a} run={a} />
        <Lines before={log.before} lines={log.b} run={b} />
      </SimpleGrid>
    </Stack>
  );
}

interface LinesProps {
  readonly before: ComparedLogView['before'];
  readonly lines: ComparedLogView['a'];
  readonly run: RunView;
}

function Lines({ before, lines, run }: LinesProps) {
  const words = [...before, ...lines].map(({ n, text }) => `${String(n).padStart(6)}  ${text}`);
  return (
    <Stack gap={4}>
      <TextLink to="/runs/$id" params={{ id: run.id }} hash={`L${lines[0]?.n ?? 1}`} size="sm">
        In the log of {run.id.slice(-6)}
      </TextLink>
      <Paper style={{ overflow: 'hidden' }}>
        <Code block style={{ overflowX: 'auto' }}>
          {[...words, ...(lines.length === 0 ? ['        (its log ends here)'] : [])].join('\n')}
        </Code>
      </Paper>
    </Stack>
  );
}
