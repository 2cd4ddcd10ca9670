import { Button, Loader, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { newKey } from '../../api/new-key.js';
import { rerunRun } from '../../api/runs.js';
import type { RunView } from '../../../domain/contract/runs.js';
import { isFinal } from '../../../domain/run-state.js';
import { DialogButtons } from '../../components/dialog-buttons.js';
import { ErrorNote } from '../../components/error-note.js';
import { Result } from '../launch/dry-run.js';
import { rerunOf } from '../launch/rerun-of.js';
import { useDryRun } from '../launch/use-dry-run.js';

/** Runs it again exactly, once one has seen what that means: which revision, which image, which parameters. */
export function RunAgain({ run }: { readonly run: RunView }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button
        variant={isFinal(run.state) ? 'filled' : 'default'}
        leftSection={<IconRefresh size={16} aria-hidden />}
        onClick={open}
      >
        Run again
      </Button>
      <Modal opened={isOpen} onClose={close} title={`Run ${run.name} again?`} size="lg">
        <Preview run={run} onLeave={close} />
      </Modal>
    </>
  );
}

function Preview({ run, onLeave }: { readonly run: RunView; readonly onLeave: () => void }) {
  const navigate = useNavigate();
  const { result, error, isChecking } = useDryRun(rerunOf(run.id), {});
  // One key for one dialog: pressing twice launches once.
  const [key] = useState(newKey);
  const again = useMutation({
    mutationFn: () => rerunRun(run.id, {}, key),
    onSuccess: async ({ id }) => {
      onLeave();
      await navigate({ to: '/runs/$id', params: { id } });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        again.mutate();
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          Exactly as it was, even if its job has changed since.
        </Text>
        {result !== undefined && <Result result={result} />}
        {result === undefined && isChecking && <Loader size="sm" aria-label="Looking what would run" />}
        <ErrorNote error={again.error ?? error} />
        <DialogButtons deed="Run again" isBusy={again.isPending} isDisabled={result?.ok !== true} onLeave={onLeave} />
      </Stack>
    </form>
  );
}
