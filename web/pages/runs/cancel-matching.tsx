import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlayerStop } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cancelMatching, type RunFilters } from '../../api/runs.js';
import { counted } from '../../../domain/amount-words.js';
import { AskReason } from '../../components/ask-reason.js';

/** Stops all live runs that the list's filters name, those further down included. */
export function CancelMatching({ filters }: { readonly filters: RunFilters }) {
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconPlayerStop size={16} aria-hidden />} onClick={() => setAsking(true)}>
        Stop all that match
      </Button>
      <AskReason
        opened={isAsking}
        onClose={() => setAsking(false)}
        title="Stop all runs that match the filters?"
        explanation="Also those further down the list, up to a thousand. Runs that wait leave the queue; runs that go on are asked to end, and are ended firmly after their grace time. Runs that have ended are left alone."
        confirm="Stop all that match"
        colour="red"
        onConfirm={async (reason) => {
          const { cancelled, more } = await cancelMatching(filters, reason);
          notifications.show({
            color: 'teal',
            message: `${counted(cancelled, 'run is', 'runs are')} being cancelled${more ? '; there are more: do it again for the rest' : ''}`,
          });
          await queries.invalidateQueries({ queryKey: ['runs'] });
        }}
      />
    </>
  );
}
