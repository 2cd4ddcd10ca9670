/** What a container is given: `cpu` in vCPUs (0.25 is a quarter of one), memory in MiB, whole GPUs. */
export interface Resources {
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly gpu: number;
}

/** What a lease takes from its cluster: one slot and the container's resources. */
export interface Need extends Resources {
  readonly slots: number;
}

export const dimensions = ['slots', 'cpu', 'memoryMiB', 'gpu'] as const;
export type Dimension = (typeof dimensions)[number];

/** A cluster's limits; an absent dimension is not limited. */
export type Limits = { readonly [D in Dimension]?: number };

export const nothing: Need = { slots: 0, cpu: 0, memoryMiB: 0, gpu: 0 };

/** Sums needs; cpu is kept to a thousandth so that 0.1 ten times is 1. */
export const addNeeds = (a: Need, b: Need): Need => ({
  slots: a.slots + b.slots,
  cpu: Math.round((a.cpu + b.cpu) * 1000) / 1000,
  memoryMiB: a.memoryMiB + b.memoryMiB,
  gpu: a.gpu + b.gpu,
});

/** The dimensions in which `need` on top of `used` would exceed the limits; empty when it fits. */
export const shortages = (need: Need, used: Need, limits: Limits): Dimension[] => {
  const total = addNeeds(used, need);
  return dimensions.filter((d) => {
    const limit = limits[d];
    return need[d] > 0 && limit !== undefined && total[d] > limit;
  });
};
