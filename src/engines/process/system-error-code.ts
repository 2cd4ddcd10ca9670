/** The code of an error of the operating system (`ENOENT`); looked for by shape, since errors cross realms in tests. */
export function systemErrorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
