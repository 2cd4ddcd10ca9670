import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowsDiff, IconEdit, IconPlayerStop } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cancelRun, runQuery } from '../../api/runs.js';
import type { RunView } from '../../../domain/contract/runs.js';
import { runCan } from '../../../domain/run-state.js';
import { AskReason } from '../../components/ask-reason.js';
import { ButtonLink } from '../../components/button-link.js';
import { useMay } from '../../components/use-may.js';
import { RunAgain } from './run-again.js';

/** One main action: stop it while it lives, run it again afterwards. */
export function RunActions({ run }: { readonly run: RunView }) {
  const mayLaunch = useMay()('launcher', run.group);
  const [isAsking, setAsking] = useState(false);
  const queries = useQueryClient();
  const stop = async (reason: string | undefined) => {
    const { note } = await cancelRun(run.id, reason);
    if (note !== undefined) notifications.show({ message: note });
    await queries.invalidateQueries({ queryKey: runQuery(run.id).queryKey });
  };
  return (
    <>
      {mayLaunch && runCan.cancel(run) && (
        <Button color="red" leftSection={<IconPlayerStop size={16} aria-hidden />} onClick={() => setAsking(true)}>
          Stop
        </Button>
      )}
      {run.trigger.kind === 'rerun' && run.trigger.of !== undefined && (
        <ButtonLink
          to="/runs/compare"
          search={{ a: run.trigger.of, b: run.id }}
          variant="default"
          leftSection={<IconArrowsDiff size={16} aria-hidden />}
        >
          Compare with the first
        </ButtonLink>
      )}
      {mayLaunch && runCan.rerun(run) && (
        <>
          <ButtonLink
            to="/runs/$id/again"
            params={{ id: run.id }}
            variant="default"
            leftSection={<IconEdit size={16} aria-hidden />}
          >
            Run again with edits
          </ButtonLink>
          <RunAgain key={run.id} run={run} />
        </>
      )}
      <AskReason
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={`Stop ${run.name}?`}
        explanation={
          run.state === 'queued'
            ? 'It leaves the queue and is never started.'
            : `It is asked to end, and is ended firmly after ${run.limits.stopGraceSeconds} s.`
        }
        confirm="Stop the run"
        colour="red"
        onConfirm={stop}
      />
    </>
  );
}
