import { Text, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RunState } from '../../../domain/run-state.js';
import { stateLooks } from '../../components/state-badge.js';
import { durationWords } from '../../../domain/duration-words.js';
import classes from './outcome-strip.module.css';

interface Props {
  /** Newest first, as the API has them. */
  readonly outcomes: readonly {
    readonly id: string;
    readonly state: RunState;
    readonly durationSeconds?: number | undefined;
  }[];
  readonly most?: number;
}

/** The latest ends of a job, oldest on the left: colour says how, height says how long. Each leads to its run. */
export function OutcomeStrip({ outcomes, most = 12 }: Props) {
  if (outcomes.length === 0)
    return (
      <Text size="xs" c="dimmed">
        never run
      </Text>
    );
  const shown = outcomes.slice(0, most).reverse();
  const longest = Math.max(...shown.map(({ durationSeconds = 0 }) => durationSeconds), 0.001);
  return (
    <div className={classes.strip} role="list" aria-label="Latest outcomes">
      {shown.map(({ id, state, durationSeconds }) => {
        const words = durationSeconds === undefined ? state : `${state}, ${durationWords(durationSeconds * 1000)}`;
        return (
          <Tooltip key={id} label={words}>
            <Link
              to="/runs/$id"
              params={{ id }}
              role="listitem"
              aria-label={words}
              className={classes.outcome}
              style={{
                height: `${35 + 65 * Math.min(1, (durationSeconds ?? 0) / longest)}%`,
                background: `var(--mantine-color-${stateLooks[state].colour}-5)`,
              }}
            />
          </Tooltip>
        );
      })}
    </div>
  );
}
