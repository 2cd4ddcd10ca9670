import { ActionIcon, Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBolt, IconDots, IconHistory, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { removeSchedule, steerSchedule, triggerSchedule } from '../../api/schedules.js';
import type { ScheduleView } from '../../../domain/contract/schedules.js';
import { AskFirst } from '../../components/ask-first.js';
import { AskReason } from '../../components/ask-reason.js';
import { BackfillDialog } from './backfill-dialog.js';

/** What one can do with a schedule now. */
export function ScheduleActions({ schedule }: { readonly schedule: ScheduleView }) {
  const { name } = schedule;
  const [asked, setAsked] = useState<'pause' | 'resume'>('pause');
  const [isAsking, setAsking] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const [isBackfilling, setBackfilling] = useState(false);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const ask = (question: typeof asked) => {
    setAsked(question);
    setAsking(true);
  };
  const trigger = useMutation({
    mutationFn: () => triggerSchedule(name),
    onSuccess: () => {
      notifications.show({ color: 'teal', message: `${name} fires now; its run appears below in a moment.` });
      return queries.invalidateQueries({ queryKey: ['schedules'] });
    },
    onError: (error) => notifications.show({ color: 'red', message: error.message }),
  });
  const isPaused = schedule.paused !== undefined;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconBolt size={16} aria-hidden />}
        onClick={() => trigger.mutate()}
        loading={trigger.isPending}
      >
        Fire now
      </Button>
      <Button
        variant={isPaused ? 'filled' : 'default'}
        leftSection={isPaused ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />}
        onClick={() => ask(isPaused ? 'resume' : 'pause')}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label="More">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconHistory size={16} aria-hidden />} onClick={() => setBackfilling(true)}>
            Backfill past times…
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setRemoving(true)}>
            Remove…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <AskReason
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={`${questions[asked].confirm} ${name}?`}
        explanation={questions[asked].explanation}
        confirm={questions[asked].confirm}
        onConfirm={async (note) => {
          await steerSchedule(name, asked, note);
          await queries.invalidateQueries({ queryKey: ['schedules'] });
        }}
      />
      <AskFirst
        opened={isRemoving}
        onClose={() => setRemoving(false)}
        title={`Remove ${name}?`}
        explanation="It fires no more. Its runs stay in the history, and those that have begun go on."
        confirm="Remove"
        colour="red"
        onConfirm={async () => {
          await removeSchedule(name);
          await navigate({ to: '/schedules' });
          // Only the lists: of the schedule itself there is nothing to ask for any more.
          await queries.invalidateQueries({ queryKey: ['schedules', 'list'] });
        }}
      />
      <BackfillDialog schedule={schedule} opened={isBackfilling} onClose={() => setBackfilling(false)} />
    </>
  );
}

const questions = {
  pause: { confirm: 'Pause', explanation: 'Its times make no runs until it is resumed. Runs that have begun go on.' },
  resume: {
    confirm: 'Resume',
    explanation: 'It fires at its next time. Times that fell into the pause are not made up for; a backfill does that.',
  },
};
