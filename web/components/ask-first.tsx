import { type MantineColor, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DialogButtons } from './dialog-buttons.js';
import { ErrorNote } from './error-note.js';

export interface Question {
  readonly title: string;
  readonly explanation: string;
  /** The word on the button that does it. */
  readonly confirm: string;
  readonly colour?: MantineColor;
  readonly opened: boolean;
  readonly onClose: () => void;
}

interface Props extends Question {
  /** Rejects with what went wrong; the question then stays open and says it. */
  readonly onConfirm: () => Promise<unknown>;
  /** What else has to be known, as fields. */
  readonly children?: ReactNode;
}

/** Asks before something that others will notice, or that cannot be taken back. */
export function AskFirst({ title, explanation, confirm, colour, opened, onClose, onConfirm, children }: Props) {
  const deed = useMutation({ mutationFn: onConfirm, onSuccess: onClose });
  const leave = () => {
    deed.reset();
    onClose();
  };
  return (
    <Modal opened={opened} onClose={leave} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          deed.mutate();
        }}
      >
        <Stack>
          <Text size="sm">{explanation}</Text>
          {children}
          <ErrorNote error={deed.error} />
          <DialogButtons deed={confirm} colour={colour} isBusy={deed.isPending} onLeave={leave} />
        </Stack>
      </form>
    </Modal>
  );
}
