export const fairShareKinds = ['none', 'owner', 'group'] as const;

/** Who goes first in a cluster's queue; the operator's choice. */
export interface QueuePolicy {
  /** Inside a priority, whose turn it is: the owner's or the group's with the least in use, or simply who came first. */
  readonly fairShare: (typeof fairShareKinds)[number];
  /** What an owner or a group is entitled to, relative to the others; 1 for those not named. */
  readonly weights: { readonly [name: string]: number };
  /** After each so many seconds of waiting a run climbs one priority; 0: never. */
  readonly agingSeconds: number;
  /** After so many seconds freed capacity is kept for a run that does not fit; 0: never. */
  readonly reservationSeconds: number;
}

export const defaultQueuePolicy: QueuePolicy = {
  fairShare: 'none',
  weights: {},
  agingSeconds: 0,
  reservationSeconds: 600,
};
