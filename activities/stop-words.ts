import type { StopCause } from '../domain/outcome.js';

/** Why a container is to stop, as an engine keeps it with the container. */
export const stopWords = (cause: StopCause): string =>
  cause.kind === 'cancel' ? `cancelled by ${cause.by}` : cause.kind;
