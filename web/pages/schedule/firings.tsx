import { EmptyState, Loader, Paper, Stack, Table, Text } from '@mantine/core';
import { IconCalendarClock } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { firingsQuery } from '../../api/schedules.js';
import type { FiringView } from '../../../domain/contract/schedules.js';
import { ErrorNote } from '../../components/error-note.js';
import { NextPage } from '../../components/next-page.js';
import { LocalTime } from '../../components/when.js';
import { durationWords } from '../../../domain/duration-words.js';
import { FiringBadge } from '../schedules/firing-badge.js';

/** A start within this time is on time. */
const PUNCTUAL_MS = 60_000;

/** What became of each of its times, those that were expected and did not happen included. */
export function Firings({ name }: { readonly name: string }) {
  const pages = useInfiniteQuery(firingsQuery(name));
  const { data, error } = pages;
  const firings = data?.pages.flatMap(({ items }) => items);
  if (firings === undefined)
    return error === null ? <Loader aria-label="Reading its times" /> : <ErrorNote error={error} />;
  if (firings.length === 0)
    return (
      <EmptyState
        py="lg"
        icon={<IconCalendarClock size={36} aria-hidden />}
        title="None of its times has come yet"
        description="What becomes of each time is kept here: its run, or why there was none."
      />
    );
  return (
    <Stack>
      <Paper>
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Time</Table.Th>
                <Table.Th>Result</Table.Th>
                <Table.Th>Why, and remarks</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {firings.map((firing) => (
                <Table.Tr key={firing.at}>
                  <Table.Td>
                    <LocalTime time={firing.at} />
                  </Table.Td>
                  <Table.Td>
                    <FiringBadge firing={firing} />
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm" c="dimmed">
                      {remark(firing)}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
      <NextPage of={pages}>Earlier ones</NextPage>
    </Stack>
  );
}

function remark({ at, recordedAt, result, isBackfill, message }: FiringView): string {
  if (message !== undefined) return message;
  if (isBackfill) return 'made later by a backfill';
  const late = Date.parse(recordedAt) - Date.parse(at);
  return result === 'run' && late > PUNCTUAL_MS ? `started ${durationWords(late)} late` : '';
}
