/** The connection of this process to Temporal: its kind depends on who connects. */
export const TEMPORAL_CONNECTION = Symbol('connection to Temporal');
