import type { RunState } from '../../domain/run-state.js';

/** Sets the state, and when the run came into it. */
export const entering = (state: RunState, at: number) => ({ state, [`times.${state}`]: new Date(at) });

/** Sets the end of an attempt unless its exit has set it: that was earlier, so the minimum is the first one. */
export const endedBy = (path: string, at: number) => ({ $min: { [path]: new Date(at) } });
