/** The variables of our own environment that jobs may ask for by name, and no others. */
export function secretEnvironment(allowed: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    allowed.flatMap((name) => {
      const value = process.env[name];
      return value === undefined || value === '' ? [] : [[name, value] as const];
    }),
  );
}
