import { Failure, type FailureCode } from './failures.js';
import type { EnvValue } from './job.js';
import type { SecretProvider } from './ports.js';

/** The secrets that an environment refers to: each by the variable that is to hold it, and its name. */
export const secretsIn = (env: { readonly [name: string]: EnvValue }): readonly SecretReference[] =>
  Object.entries(env).flatMap(([variable, value]) =>
    typeof value === 'string' ? [] : [{ variable, secret: value.secret }],
  );

/** The variables whose values are written out. */
export const plainIn = (env: { readonly [name: string]: EnvValue }): { [name: string]: string } =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
  );

export type SecretReference = { readonly variable: string; readonly secret: string };

/** The variables with their values, or why the run cannot be launched. */
export type SecretValues =
  | { readonly kind: 'values'; readonly env: { readonly [variable: string]: string } }
  | { readonly kind: 'refused'; readonly code: FailureCode; readonly evidence: readonly string[] };

/** Looks the values up, for the moment of the launch only. Throws when the provider cannot say whether there are any. */
export async function secretValues(
  provider: Pick<SecretProvider, 'read'>,
  wanted: readonly SecretReference[],
): Promise<SecretValues> {
  const env: { [variable: string]: string } = {};
  for (const { variable, secret } of wanted) {
    try {
      const value = await provider.read(secret);
      if (value === undefined) return missing(`There is no secret "${secret}" here (for ${variable}).`);
      env[variable] = value;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { kind: 'refused', code: error.code, evidence: [error.message] };
    }
  }
  return { kind: 'values', env };
}

const missing = (words: string): SecretValues => ({ kind: 'refused', code: 'secret-missing', evidence: [words] });
