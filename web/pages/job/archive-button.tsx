import { ActionIcon, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArchive } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { archiveJob } from '../../api/jobs.js';
import { AskFirst } from '../../components/ask-first.js';

/** Takes a job out of the lists, after a question. */
export function ArchiveButton({ name }: { readonly name: string }) {
  const [isAsking, { open, close }] = useDisclosure(false);
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (
    <>
      <Tooltip label="Archive">
        <ActionIcon variant="default" size={36} onClick={open} aria-label="Archive the job">
          <IconArchive size={17} />
        </ActionIcon>
      </Tooltip>
      <AskFirst
        opened={isAsking}
        onClose={close}
        title={`Archive ${name}?`}
        explanation="It leaves the lists and cannot be launched any more. Its runs and revisions stay, and saving it again brings it back."
        confirm="Archive"
        colour="red"
        onConfirm={async () => {
          await archiveJob(name);
          await queries.invalidateQueries({ queryKey: ['jobs'] });
          await navigate({ to: '/jobs' });
        }}
      />
    </>
  );
}
