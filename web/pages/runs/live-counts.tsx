import { Group, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { countsQuery } from '../../api/runs.js';
import { liveStates, type RunState } from '../../../domain/run-state.js';
import { stateLooks } from '../../components/state-badge.js';
import classes from './live-counts.module.css';

interface Props {
  readonly chosen: readonly RunState[];
  readonly onChoose: (states: RunState[] | undefined) => void;
}

/** How many runs are in each live state now; each count is a filter. */
export function LiveCounts({ chosen, onChoose }: Props) {
  const { data } = useQuery(countsQuery);
  const countOf = (state: RunState) =>
    data?.items.reduce((sum, item) => (item.state === state ? sum + item.count : sum), 0) ?? 0;
  return (
    <Group gap="xs" role="group" aria-label="Live runs">
      {liveStates.map((state) => {
        const { colour, Icon } = stateLooks[state];
        const isChosen = chosen.length === 1 && chosen[0] === state;
        const count = countOf(state);
        return (
          <UnstyledButton
            key={state}
            className={classes.count}
            data-none={count === 0 || undefined}
            aria-pressed={isChosen}
            onClick={() => onChoose(isChosen ? undefined : [state])}
          >
            <Icon
              size={16}
              color={`var(--mantine-color-${colour}-${count === 0 ? 'text' : 'light-color'})`}
              aria-hidden
            />
            <Text span fw={650}>
              {count}
            </Text>
            <Text span size="sm" c="dimmed">
              {state}
            </Text>
          </UnstyledButton>
        );
      })}
    </Group>
  );
}
