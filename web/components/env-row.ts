import { newKey } from '../api/new-key.js';

/** An environment variable as it is being edited. */
export interface EnvRow {
  readonly key: string;
  readonly name: string;
  readonly value: string;
  readonly isSecret: boolean;
  /** It comes from the job: its value can be replaced, it cannot be taken away. */
  readonly isFixed: boolean;
}

export type Env = Readonly<Record<string, string | { secret: string }>>;

export const emptyEnvRow = (): EnvRow => ({ key: newKey(), name: '', value: '', isSecret: false, isFixed: false });

export const envRows = (env: Env, isFixed = false): EnvRow[] =>
  Object.entries(env).map(([name, value]) => ({
    key: newKey(),
    name,
    value: typeof value === 'string' ? value : value.secret,
    isSecret: typeof value !== 'string',
    isFixed,
  }));

/** The variables that the rows stand for; rows without a name are not finished yet and are left out. */
export const envOf = (rows: readonly EnvRow[]): Record<string, string | { secret: string }> =>
  Object.fromEntries(
    rows
      .filter(({ name }) => name !== '')
      .map(({ name, value, isSecret }) => [name, isSecret ? { secret: value } : value]),
  );

/** Names that stand in two rows: only one of them could count. */
export const doubleNames = (rows: readonly { readonly name: string }[]): string[] => {
  const names = rows.map(({ name }) => name).filter((name) => name !== '');
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
};
