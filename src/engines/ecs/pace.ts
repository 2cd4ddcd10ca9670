import type { EcsSettings } from './ecs-settings.js';

/** How often ECS and CloudWatch are asked. */
export interface Pace {
  /** Questions about tasks are collected for so long. */
  readonly collectMs: number;
  /** What was seen so lately is not asked again. */
  readonly freshMs: number;
  /** The first pause of a log in which nothing is new. */
  readonly quietMs: number;
  /** A log is complete when nothing has come for so long since the task had stopped. */
  readonly settleMs: number;
}

/**
 * With the usual settings: collected for 300 ms, fresh for 2 s, and a silent log rests for a second at first. Questions
 * of a thousand runs, each asked every 3 s, make full calls of a hundred then: shorter would make more calls of fewer.
 */
export function paceOf({ pollSeconds, logSettleSeconds }: EcsSettings): Pace {
  const pollMs = pollSeconds * 1000;
  return {
    collectMs: Math.min(300, pollMs / 10),
    freshMs: (pollMs * 2) / 3,
    quietMs: Math.min(1000, pollMs / 3),
    settleMs: logSettleSeconds * 1000,
  };
}
