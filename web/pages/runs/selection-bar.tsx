import { Affix, Button, Group, Paper, Text, Transition } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowsDiff, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { newKey } from '../../api/new-key.js';
import { cancelRun, rerunRun } from '../../api/runs.js';
import type { RunView } from '../../../domain/contract/runs.js';
import { counted } from '../../../domain/amount-words.js';
import { runCan } from '../../../domain/run-state.js';
import { ButtonLink } from '../../components/button-link.js';
import { AskReason } from '../../components/ask-reason.js';
import { useMay } from '../../components/use-may.js';

interface Props {
  readonly runs: readonly RunView[];
  readonly onDone: () => void;
}

/** What can be done with the selected runs; there while any is selected. */
export function SelectionBar({ runs, onDone }: Props) {
  const queries = useQueryClient();
  const may = useMay();
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [older, newer] = runs.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const stoppable = runs.filter(runCan.cancel);
  const forAll = async (verb: string, chosen: readonly RunView[], act: (run: RunView) => Promise<unknown>) => {
    setBusy(true);
    const results = await Promise.allSettled(chosen.map(act));
    setBusy(false);
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
    const done = results.length - failures.length;
    notifications.show({
      color: failures.length === 0 ? 'teal' : 'red',
      message:
        failures.length === 0
          ? `${counted(done, 'run')} ${verb}`
          : `${counted(done, 'run')} ${verb}, ${failures.length} not: ${failures[0] ?? ''}`,
    });
    onDone();
    await queries.invalidateQueries({ queryKey: ['runs'] });
  };
  return (
    <>
      <Affix position={{ bottom: 20, left: 0, right: 0 }} style={{ pointerEvents: 'none' }}>
        <Transition mounted={runs.length > 0} transition="slide-up">
          {(style) => (
            <Group justify="center" style={style}>
              <Paper
                shadow="lg"
                p="xs"
                px="md"
                style={{ pointerEvents: 'auto' }}
                role="toolbar"
                aria-label="Selected runs"
              >
                <Group gap="sm">
                  <Text size="sm" fw={550}>
                    {runs.length} selected
                  </Text>
                  {may('launcher') && (
                    <>
                      <Button
                        size="compact-sm"
                        color="red"
                        variant="light"
                        leftSection={<IconPlayerStop size={14} aria-hidden />}
                        disabled={stoppable.length === 0}
                        onClick={() => setAsking(true)}
                      >
                        Stop {stoppable.length}
                      </Button>
                      <Button
                        size="compact-sm"
                        variant="light"
                        leftSection={<IconRefresh size={14} aria-hidden />}
                        loading={isBusy}
                        onClick={() => void forAll('launched again', runs, (run) => rerunRun(run.id, {}, newKey()))}
                      >
                        Run again
                      </Button>
                    </>
                  )}
                  {older !== undefined && newer !== undefined && runs.length === 2 && (
                    <ButtonLink
                      to="/runs/compare"
                      search={{ a: older.id, b: newer.id }}
                      size="compact-sm"
                      variant="light"
                      leftSection={<IconArrowsDiff size={14} aria-hidden />}
                    >
                      Compare
                    </ButtonLink>
                  )}
                  <Button size="compact-sm" variant="subtle" color="gray" onClick={onDone}>
                    Clear
                  </Button>
                </Group>
              </Paper>
            </Group>
          )}
        </Transition>
      </Affix>
      <AskReason
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={`Stop ${counted(stoppable.length, 'run')}?`}
        explanation="Runs that wait leave the queue; runs that go on are asked to end, and are ended firmly after their grace time."
        confirm={`Stop ${counted(stoppable.length, 'run')}`}
        colour="red"
        onConfirm={(reason) => forAll('being cancelled', stoppable, (run) => cancelRun(run.id, reason))}
      />
    </>
  );
}
