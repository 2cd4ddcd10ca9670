/** What a number may be; a bound that is absent is none. */
export interface Bounds {
  readonly least: number;
  readonly most?: number;
}

/** The numbers that people write: the contract refuses what is outside, and the command line says so before it asks. */
export const bounds = {
  /** 1 urgent … 5 lowest. */
  priority: { least: 1, most: 5 },
  cpu: { least: 0.01, most: 1024 },
  memoryMiB: { least: 4, most: 16_777_216 },
  gpu: { least: 0, most: 64 },
  /** Items on a page of any list, and the waiting runs of a queue. */
  page: { least: 1, most: 500 },
  logPage: { least: 1, most: 5000 },
  cancelledTogether: { least: 1, most: 1000 },
  previewedTimes: { least: 1, most: 100 },
  backfilledAtOnce: { least: 1, most: 50 },
  /** Runs at a time on a cluster. */
  slots: { least: 0, most: 1_000_000 },
  /** The other limits of a cluster. */
  limit: { least: 0 },
  weight: { least: 0.01, most: 1000 },
  /** Of a queue's rules: up to a year. */
  queueSeconds: { least: 0, most: 31_536_000 },
  tokenDays: { least: 0.001, most: 3650 },
  /** What is counted from one: revisions, attempts, lines, how many one wants to see. */
  fromOne: { least: 1 },
} satisfies Record<string, Bounds>;
