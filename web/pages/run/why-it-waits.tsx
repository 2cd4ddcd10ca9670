import { Group, Stack, Text } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { runQueueQuery } from '../../api/runs.js';
import type { RunView } from '../../../domain/contract/runs.js';
import { aheadWords } from '../../../domain/waiting-words.js';
import { TextLink } from '../../components/button-link.js';
import { NoteCard } from '../../components/note-card.js';
import { LimitBars } from '../../components/limit-bars.js';
import { Ago } from '../../components/when.js';
import { needWords } from '../../../domain/amount-words.js';
import { PriorityMenu } from './priority-menu.js';

const SHOWN = 6;

/** Why a run waits: its place, what is short, and who has it. Gone as soon as it has its turn. */
export function WhyItWaits({ run }: { readonly run: RunView }) {
  const { data: queue } = useQuery(runQueueQuery(run.id));
  if (queue?.waiting !== true) return null;
  const { position, sentence, start, holders, limits, inUse, need, hindrance } = queue;
  const ahead = aheadWords(queue);
  const shown = holders.slice(0, SHOWN);
  const others = inUse.slots - shown.length; // each holds one slot, and not all of them may be listed
  return (
    <NoteCard
      colour="gray"
      Icon={IconHourglass}
      title={
        position === undefined ? 'Why it waits' : `Why it waits: number ${position} in the queue of ${run.cluster}`
      }
      label="Why it waits"
    >
      <Text size="sm">{sentence}</Text>
      {start !== undefined && <Text size="sm">{start.sentence}</Text>}
      {ahead !== '' && (
        <Text size="xs" c="dimmed">
          Ahead: {ahead}
        </Text>
      )}
      <LimitBars
        limits={limits}
        inUse={inUse}
        need={need}
        short={hindrance?.kind === 'limit' ? hindrance.dimensions : []}
      />
      {holders.length > 0 && (
        <Stack gap={4}>
          <Text size="xs" c="dimmed">
            What runs there now
          </Text>
          {shown.map((holder) => (
            <Group key={holder.runId} gap={8}>
              <TextLink to="/runs/$id" params={{ id: holder.runId }} size="sm">
                {holder.name}
              </TextLink>
              <Text size="xs" c="dimmed" component="span">
                {needWords(holder.need)} · {holder.owner} · since <Ago time={holder.since} />
              </Text>
            </Group>
          ))}
          {others > 0 && (
            <TextLink to="/clusters/$name" params={{ name: run.cluster }} size="sm">
              and {others} more
            </TextLink>
          )}
        </Stack>
      )}
      <PriorityMenu run={run} />
    </NoteCard>
  );
}
