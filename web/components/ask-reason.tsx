import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { AskFirst, type Question } from './ask-first.js';

interface Props extends Question {
  /** Rejects with what went wrong; the question then stays open and says it. */
  readonly onConfirm: (reason: string | undefined) => Promise<unknown>;
}

/** Asks before something that others will notice, and for a reason that they will read. */
export function AskReason({ onConfirm, ...question }: Props) {
  const [reason, setReason] = useState('');
  const confirm = async () => {
    await onConfirm(reason.trim() === '' ? undefined : reason.trim());
    setReason('');
  };
  return (
    <AskFirst {...question} onConfirm={confirm}>
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
    </AskFirst>
  );
}
