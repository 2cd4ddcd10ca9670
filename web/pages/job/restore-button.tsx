import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { restoreRevision } from '../../api/jobs.js';
import type { JobView } from '../../../domain/contract/jobs.js';
import { restoredWords } from '../../words/saved-words.js';
import { AskReason } from '../../components/ask-reason.js';

/** Brings an old revision back by making a new one of it: history is never rewritten. */
export function RestoreButton({ job, revision }: { readonly job: JobView; readonly revision: number }) {
  const [isAsking, { open, close }] = useDisclosure(false);
  const queries = useQueryClient();
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        ml="auto"
        leftSection={<IconArrowBackUp size={14} aria-hidden />}
        onClick={open}
      >
        Make it the current one
      </Button>
      <AskReason
        opened={isAsking}
        onClose={close}
        title={`Back to revision ${revision}?`}
        explanation={`${job.name} gets a new revision that says what revision ${revision} says. Launches and schedules take it from then on; runs that were accepted stay as they are.`}
        confirm="Make it the current one"
        onConfirm={async (note) => {
          const { change, job: now } = await restoreRevision(job.name, revision, note);
          notifications.show({
            color: 'teal',
            message: restoredWords(change, now, revision),
          });
          await queries.invalidateQueries({ queryKey: ['jobs'] });
        }}
      />
    </>
  );
}
