/**
 * The states of a run, and who takes it out of each:
 *
 * - `queued`    waits for a lease. Left by the grant, by a cancel, or by the queue deadline; after a loss of the store's
 *               latest writes also by the end that Temporal remembers.
 * - `starting`  has a lease; its container is being launched, pulled, placed. Left by the engine's first
 *               "running", by an exit, by a refusal for want of capacity (back to queued), or by the start deadline.
 * - `running`   its container runs. Left by its exit, a cancel, the run deadline, or a retry (back to queued).
 * - `stopping`  a cancel or a deadline is being carried out; the container still lives. Left by its end.
 * - `succeeded`, `failed`, `cancelled`, `lost` are final: nothing leaves them.
 *
 * docs/states.md draws this; a test holds the drawing against `transitions`.
 */
export const runStates = [
  'queued',
  'starting',
  'running',
  'stopping',
  'succeeded',
  'failed',
  'cancelled',
  'lost',
] as const;
export type RunState = (typeof runStates)[number];

export const finalStates = ['succeeded', 'failed', 'cancelled', 'lost'] as const;
export type FinalState = (typeof finalStates)[number];

export const liveStates = ['queued', 'starting', 'running', 'stopping'] as const;
export type LiveState = (typeof liveStates)[number];

/** What can happen to a run. An event that the state does not allow changes nothing. */
export const runEvents = [
  'granted',
  'started',
  'stop-requested',
  'requeued',
  'succeeded',
  'failed',
  'cancelled',
  'lost',
] as const;
export type RunEvent = (typeof runEvents)[number];

interface Transition {
  readonly from: readonly LiveState[];
  readonly to: RunState;
}

/** For each event the states that it may happen in, and the one state that it leads to. */
export const transitions = {
  granted: { from: ['queued'], to: 'starting' },
  started: { from: ['starting'], to: 'running' },
  'stop-requested': { from: ['starting', 'running'], to: 'stopping' },
  // A start deadline first stops the container, hence also from stopping.
  requeued: { from: ['starting', 'running', 'stopping'], to: 'queued' },
  // From queued only where the store has lost what lay between: Temporal still knows how the run ended.
  succeeded: { from: liveStates, to: 'succeeded' },
  failed: { from: liveStates, to: 'failed' },
  cancelled: { from: liveStates, to: 'cancelled' },
  lost: { from: liveStates, to: 'lost' },
} satisfies Record<RunEvent, Transition>;

/** The state after the event, or undefined when the event is not allowed in this state (a repeat, or too late). */
export function step(state: RunState, event: RunEvent): RunState | undefined {
  const transition: Transition = transitions[event];
  return (transition.from as readonly RunState[]).includes(state) ? transition.to : undefined;
}

/** True when nothing will change the run's state any more. */
export const isFinal = (state: RunState): state is FinalState => (finalStates as readonly RunState[]).includes(state);

interface MayBe {
  readonly state: RunState;
  readonly cancel?: unknown;
}

/** What a person may do to a run now; the API refuses and the page hides by these same functions. */
export const runCan = {
  /** A live run can be cancelled once; asking again changes nothing. */
  cancel: (run: MayBe): boolean => !isFinal(run.state) && run.cancel === undefined,
  /** Any run can be run again, also a live one: it makes a new run. */
  rerun: (_run: MayBe): boolean => true,
  /** Only a waiting run has a place in the queue to change. */
  reprioritise: (run: MayBe): boolean => run.state === 'queued',
};
