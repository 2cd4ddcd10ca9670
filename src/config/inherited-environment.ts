/** The environment for a child process: ours, with changes; a change to undefined takes a variable away. */
export function inheritedEnvironment(changes: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries({ ...process.env, ...changes }).filter(([, value]) => value !== undefined));
}
