/** MongoDB cannot be reached just now. The HTTP layer makes a 503 of it; activities are simply tried again. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';

  constructor(cause: unknown) {
    super('The database cannot be reached just now.', { cause });
  }
}
