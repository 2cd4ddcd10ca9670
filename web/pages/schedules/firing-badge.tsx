import { Anchor, Badge, Tooltip } from '@mantine/core';
import { IconCalendarX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { FiringView } from '../../../domain/contract/schedules.js';
import { StateBadge } from '../../components/state-badge.js';
import { noRunWords } from '../../../domain/schedule-words.js';

/** What became of one time: the state of its run, which it leads to, or why there is none. */
export function FiringBadge({ firing }: { readonly firing: FiringView }) {
  const { runId, state, message } = firing;
  if (runId !== undefined)
    return (
      <Anchor
        renderRoot={(props) => <Link to="/runs/$id" params={{ id: runId }} {...props} />}
        aria-label={`The run, ${state ?? 'unknown'}`}
      >
        <StateBadge state={state ?? 'queued'} />
      </Anchor>
    );
  return (
    <Tooltip label={message} multiline maw={360}>
      <Badge
        color="yellow"
        variant="light"
        radius="sm"
        tt="none"
        fw={600}
        miw="max-content"
        leftSection={<IconCalendarX size={13} aria-hidden />}
      >
        {noRunWords(firing)}
      </Badge>
    </Tooltip>
  );
}
