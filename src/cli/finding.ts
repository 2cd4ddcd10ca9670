/** One thing that the doctor looked at. */
export interface Finding {
  readonly what: string;
  /** `missing` is something that one can do without; `bad` is not. */
  readonly state: 'ok' | 'missing' | 'bad';
  readonly message: string;
  /** How to mend it. */
  readonly remedy?: string;
}
