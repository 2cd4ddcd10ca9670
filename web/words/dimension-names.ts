import type { Dimension } from '../../domain/resources.js';

/** What a dimension is called over a field or a bar. */
export const dimensionNames = { slots: 'Slots', cpu: 'CPU', memoryMiB: 'Memory', gpu: 'GPU' } satisfies Record<
  Dimension,
  string
>;
