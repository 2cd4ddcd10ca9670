/** True for MongoDB's E11000: somebody else was quicker, which is a success for a write that may happen twice. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 11000;
