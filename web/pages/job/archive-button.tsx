import { ActionIcon, Button, Group, Modal, Stack, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArchive } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { archiveJob } from '../../api/jobs.js';
import { ErrorNote } from '../../components/error-note.js';

/** Takes a job out of the lists, after a question. */
export function ArchiveButton({ name }: { readonly name: string }) {
  const [isAsking, { open, close }] = useDisclosure(false);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const archive = useMutation({
    mutationFn: () => archiveJob(name),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['jobs'] });
      await navigate({ to: '/jobs' });
    },
  });
  return (
    <>
      <Tooltip label="Archive">
        <ActionIcon variant="default" size={36} onClick={open} aria-label="Archive the job">
          <IconArchive size={17} />
        </ActionIcon>
      </Tooltip>
      <Modal opened={isAsking} onClose={close} title={`Archive ${name}?`}>
        <Stack>
          <Text size="sm">
            It leaves the lists and cannot be launched any more. Its runs and revisions stay, and saving it again brings
            it back.
          </Text>
          <ErrorNote error={archive.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Leave it
            </Button>
            <Button color="red" onClick={() => archive.mutate()} loading={archive.isPending}>
              Archive
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
