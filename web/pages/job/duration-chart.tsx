import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Text } from '@mantine/core';
import type { RunView } from '../../../domain/contract/runs.js';
import { finalStates } from '../../../domain/run-state.js';
import { stateLooks } from '../../components/state-badge.js';
import { durationWords } from '../../../domain/duration-words.js';
import { worked } from '../../../domain/run-phases.js';

const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });

/** How long each of the latest runs took and how it ended, oldest on the left. */
export function DurationChart({ runs }: { readonly runs: readonly RunView[] }) {
  const data = runs
    .filter(({ endedAt }) => endedAt !== undefined)
    .map((run) => ({ when: day.format(new Date(run.createdAt)), [run.state]: (worked(run, 0) ?? 0) / 1000 }))
    .reverse();
  return (
    <>
      <Text size="xs" c="dimmed" mb="xs">
        Duration of its latest runs
      </Text>
      <BarChart
        h={150}
        data={data}
        dataKey="when"
        type="stacked"
        series={finalStates.map((state) => ({ name: state, color: `${stateLooks[state].colour}.6` }))}
        valueFormatter={(seconds) => durationWords(seconds * 1000)}
        gridAxis="x"
        tickLine="none"
        withXAxis={false}
        yAxisProps={{ width: 70 }}
        maxBarWidth={28}
        barProps={{ isAnimationActive: false, radius: 2 }}
      />
    </>
  );
}
