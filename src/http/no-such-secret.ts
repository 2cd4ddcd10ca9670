import type { SecretReference } from '../../domain/secrets.js';
import { Refusal } from './refusal.js';

/** Nothing that we can read is called so. `SuggestNames` adds the name that may have been meant. */
export class NoSuchSecret extends Refusal {
  readonly thing = 'secret';
  readonly wanted: string;

  constructor(
    private readonly reference: SecretReference,
    near?: string,
  ) {
    const message = noSuchSecret(reference, near);
    super('secret-missing', message, [{ path: `env.${reference.variable}`, message }]);
    this.wanted = reference.secret;
  }

  suggesting(near: string): NoSuchSecret {
    return new NoSuchSecret(this.reference, near);
  }
}

export function noSuchSecret({ variable, secret }: SecretReference, near?: string): string {
  const next = near === undefined ? 'An operator sets it up; see docs/secrets.md.' : `Did you mean ${near}?`;
  return `${variable} refers to the secret ${secret}, and there is none of that name here. ${next}`;
}
