import { Badge, type MantineSize } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconHourglass,
  IconLoader,
  IconPlayerPlay,
  IconPlayerStop,
  IconX,
  type TablerIcon,
} from '@tabler/icons-react';
import type { RunState } from '../../domain/run-state.js';

/** A colour and a picture per state: nobody has to tell states apart by colour alone. */
export const stateLooks = {
  queued: { colour: 'gray', Icon: IconHourglass },
  starting: { colour: 'cyan', Icon: IconLoader },
  running: { colour: 'blue', Icon: IconPlayerPlay },
  stopping: { colour: 'orange', Icon: IconPlayerStop },
  succeeded: { colour: 'teal', Icon: IconCheck },
  failed: { colour: 'red', Icon: IconX },
  cancelled: { colour: 'grape', Icon: IconBan },
  lost: { colour: 'yellow', Icon: IconAlertTriangle },
} satisfies Record<RunState, { colour: string; Icon: TablerIcon }>;

export function StateBadge({ state, size = 'md' }: { readonly state: RunState; readonly size?: MantineSize }) {
  const { colour, Icon } = stateLooks[state];
  return (
    <Badge
      color={colour}
      variant="light"
      size={size}
      radius="sm"
      display="flex"
      w="fit-content"
      tt="none"
      fw={600}
      leftSection={<Icon size={size === 'lg' ? 16 : 13} stroke={2.2} aria-hidden />}
    >
      {state}
    </Badge>
  );
}
