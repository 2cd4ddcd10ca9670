import { Refusal } from './refusal.js';

export type NamedThing = 'job' | 'cluster' | 'schedule';

/** Nothing is called so. Before it is answered, `SuggestNames` adds the name that may have been meant. */
export class NoSuchName extends Refusal {
  constructor(
    readonly thing: NamedThing,
    readonly wanted: string,
    /** The field that named it, where there is one. */
    private readonly path?: string,
    near?: string,
  ) {
    const message = `There is no ${thing} called ${wanted}.${near === undefined ? '' : ` Did you mean ${near}?`}`;
    super('not-found', message, path === undefined ? undefined : [{ path, message }]);
  }

  suggesting(near: string): NoSuchName {
    return new NoSuchName(this.thing, this.wanted, this.path, near);
  }
}
