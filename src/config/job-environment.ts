const inherited = /^(PATH|HOME|USER|LOGNAME|SHELL|TZ|TMPDIR|LANG|LANGUAGE|LC_[A-Z]+)$/;

/** What a job that runs as a process of this machine inherits: what programs need to work, and none of our secrets. */
export function jobEnvironment(): Readonly<Record<string, string>> {
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    inherited.test(name) && value !== undefined ? [[name, value] as const] : [],
  );
  return Object.freeze(Object.fromEntries(entries));
}
