/** A time as it travels: ISO 8601, UTC. */
export const iso = (at: number): string => new Date(at).toISOString();

/** The same for a time that may be absent. */
export const isoIf = (at: number | undefined): string | undefined => (at === undefined ? undefined : iso(at));
