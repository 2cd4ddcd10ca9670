import { Alert, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { PreviewView } from '../../domain/contract/schedules.js';
import { ExactTime } from './when.js';

const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' });

/** The next times as clocks in the schedule's zone show them; what daylight saving does to one stands beside it. */
export function NextTimes({ preview }: { readonly preview: PreviewView }) {
  return (
    <Stack gap="xs">
      {preview.warnings.map(({ code, message }) => (
        <Alert key={code} color="yellow" icon={<IconAlertTriangle aria-hidden />} p="xs">
          {message}
        </Alert>
      ))}
      <Table withRowBorders={false} verticalSpacing={3} horizontalSpacing="xs" aria-label="Next times">
        <Table.Tbody>
          {preview.times.map((entry) => (
            <Entry key={`${entry.kind} ${entry.at ?? entry.wall}`} entry={entry} />
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

function Entry({ entry }: { readonly entry: PreviewView['times'][number] }) {
  const { kind, at, wall, offset, note } = entry;
  const isSkipped = kind === 'skipped';
  const shown = (
    <Text span size="sm" td={isSkipped ? 'line-through' : undefined} c={isSkipped ? 'dimmed' : undefined}>
      {weekday.format(new Date(`${wall.slice(0, 10)}T00:00Z`))} {wall}
    </Text>
  );
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap', verticalAlign: 'top' }}>
        {at === undefined ? shown : <ExactTime time={at}>{shown}</ExactTime>}
        <Text span size="xs" c="dimmed" ml={6}>
          {offset === undefined ? '' : `UTC${offset}`}
        </Text>
      </Table.Td>
      <Table.Td>
        {note !== undefined && (
          <Text size="xs" c="yellow.8">
            {note}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
