import { Group, Progress, SimpleGrid, Text } from '@mantine/core';
import { type Dimension, dimensions, type Limits } from '../../domain/resources.js';
import { amountWords, useWords } from '../../domain/amount-words.js';
import { dimensionNames } from '../words/dimension-names.js';

interface Props {
  readonly limits: { readonly [D in Dimension]?: number | undefined };
  readonly inUse: Required<Limits>;
  /** What one run would take on top, drawn beside what is in use. */
  readonly need?: Required<Limits>;
  readonly short?: readonly Dimension[];
}

/** A cluster's limits and what is in use of each; a dimension without a limit is left out. */
export function LimitBars({ limits, inUse, need, short = [] }: Props) {
  const limited = dimensions.filter(
    (dimension) => limits[dimension] !== undefined && !(dimension === 'gpu' && limits.gpu === 0),
  );
  if (limited.length === 0)
    return (
      <Text size="sm" c="dimmed">
        No limits are set.
      </Text>
    );
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: Math.min(limited.length, 4) }} spacing="md" verticalSpacing="xs">
      {limited.map((dimension) => {
        const limit = limits[dimension] ?? 0;
        const used = inUse[dimension];
        const share = (amount: number) => (limit === 0 ? 100 : Math.min(100, (amount / limit) * 100));
        const wanted = need === undefined ? 0 : Math.min(share(need[dimension]), 100 - share(used));
        const isShort = short.includes(dimension);
        const words = useWords(dimension, used, limit);
        return (
          <div key={dimension}>
            <Group justify="space-between" gap={4} mb={4}>
              <Text size="xs" c="dimmed">
                {dimensionNames[dimension]}
              </Text>
              <Text size="xs" fw={550} c={isShort ? 'orange' : undefined}>
                {words}
              </Text>
            </Group>
            <Progress.Root size={8} aria-label={`${dimensionNames[dimension]} in use`}>
              <Progress.Section value={share(used)} color={isShort ? 'orange' : undefined} aria-label={words} />
              {wanted > 0 && (
                <Progress.Section
                  value={wanted}
                  color="gray"
                  striped
                  aria-label={`${amountWords(dimension, need?.[dimension] ?? 0)} wanted`}
                />
              )}
            </Progress.Root>
          </div>
        );
      })}
    </SimpleGrid>
  );
}
