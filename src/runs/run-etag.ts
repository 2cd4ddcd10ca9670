import type { Run } from '../../domain/run.js';

/** The run's ETag: its version, which grows with every write. */
export const etagOf = (run: Pick<Run, 'id' | 'version'>): string => `"${run.id}.${run.version}"`;

/** True when an If-None-Match header names this version. */
export const isKnown = (run: Pick<Run, 'id' | 'version'>, ifNoneMatch: string | undefined): boolean =>
  ifNoneMatch?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etagOf(run)) ?? false;
