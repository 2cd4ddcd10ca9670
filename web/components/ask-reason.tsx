import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ErrorNote } from './error-note.js';

interface Props {
  readonly title: string;
  readonly explanation: string;
  readonly confirm: string;
  readonly colour?: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Rejects with what went wrong; the question then stays open and says it. */
  readonly onConfirm: (reason: string | undefined) => Promise<unknown>;
}

/** Asks before something that others will notice, and for a reason that they will read. */
export function AskReason({ title, explanation, confirm, colour, opened, onClose, onConfirm }: Props) {
  const [reason, setReason] = useState('');
  const [error, setError] = useState<Error | null>(null);
  const [isBusy, setBusy] = useState(false);
  const close = () => {
    setError(null);
    onClose();
  };
  const submit = async () => {
    setBusy(true);
    try {
      await onConfirm(reason.trim() === '' ? undefined : reason.trim());
      setReason('');
      close();
    } catch (problem) {
      setError(problem instanceof Error ? problem : new Error(String(problem)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={close} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack>
          <Text size="sm">{explanation}</Text>
          <Textarea
            label="Reason"
            placeholder="Optional; others see it"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            autosize
            minRows={2}
            data-autofocus
          />
          <ErrorNote error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Leave it
            </Button>
            <Button type="submit" color={colour} loading={isBusy}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
