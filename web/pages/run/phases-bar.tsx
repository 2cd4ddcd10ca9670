import { Group, Paper, Text, Tooltip } from '@mantine/core';
import type { RunView } from '../../../domain/contract/runs.js';
import { isFinal } from '../../../domain/run-state.js';
import { stateLooks } from '../../components/state-badge.js';
import { useNow } from '../../components/use-now.js';
import { durationWords } from '../../../domain/duration-words.js';
import { type Phase, type PhaseKind, phaseKinds, phasesOf, spentIn } from '../../../domain/run-phases.js';
import classes from './phases-bar.module.css';

/** Where the time went, as one bar from acceptance to the end or to now. */
export function PhasesBar({ run }: { readonly run: RunView }) {
  const now = useNow(!isFinal(run.state));
  const phases = phasesOf(run, now);
  const sums = phaseKinds.map((kind) => ({ kind, length: spentIn(kind, phases) })).filter(({ length }) => length > 0);
  if (sums.length === 0) return null;
  const words = sums.map(({ kind, length }) => `${kind} ${durationWords(length)}`).join(', ');
  const hasRetries = run.attempts.length > 1;
  return (
    <Paper p="sm" component="section" aria-label="Where the time went">
      <div className={classes.bar} role="img" aria-label={words}>
        {phases.map((phase) => (
          <Tooltip
            key={`${phase.kind} ${phase.attempt}`}
            label={`${phase.kind} ${durationWords(lengthOf(phase))}${hasRetries ? `, attempt ${phase.attempt}` : ''}`}
          >
            <div
              className={classes.phase}
              data-kind={phase.kind}
              style={{
                flexGrow: lengthOf(phase),
                background: `var(--mantine-color-${colours[phase.kind]}-5)`,
              }}
            />
          </Tooltip>
        ))}
      </div>
      <Group gap="md" mt={8} aria-hidden>
        {sums.map(({ kind, length }) => (
          <Group key={kind} gap={6}>
            <span className={classes.dot} style={{ background: `var(--mantine-color-${colours[kind]}-5)` }} />
            <Text size="xs" c="dimmed">
              {kind}
            </Text>
            <Text size="xs" fw={600}>
              {durationWords(length)}
            </Text>
          </Group>
        ))}
        {run.attempts.at(-1)?.phase !== undefined && run.state === 'starting' && (
          <Text size="xs" c="dimmed">
            now: {run.attempts.at(-1)?.phase}
          </Text>
        )}
      </Group>
    </Paper>
  );
}

const colours = {
  queued: stateLooks.queued.colour,
  placing: 'indigo',
  starting: stateLooks.starting.colour,
  running: stateLooks.running.colour,
  stopping: stateLooks.stopping.colour,
} satisfies Record<PhaseKind, string>;

const lengthOf = ({ from, to }: Phase): number => to - from;
