import type { z } from 'zod';
import type { RerunRequest } from '../../../domain/contract/runs.js';
import type { Command } from '../../../domain/job.js';
import type { Resources } from '../../../domain/resources.js';
import { type Env, type EnvRow, envOf, envRows } from '../../components/env-row.js';
import { wordLines, wordsIn } from '../../words/word-lines.js';
import { type Json, parameterRow, type ParameterRow, valueOf } from '../job-form/parameter-row.js';
import type { LaunchSearch } from './launch-search.js';

export type Edits = z.input<typeof RerunRequest>;
type Amount = number | string;

/** What would run if nothing were changed: a job, or an earlier run. */
export interface LaunchBase {
  readonly cluster: string | undefined;
  readonly image: string | undefined;
  readonly command: Command;
  readonly resources: Resources;
  readonly env: Env;
  readonly parameters: readonly ParameterRow[];
  readonly priority: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** The launch form as it is filled in. */
export interface LaunchValues {
  readonly cluster: string | null;
  readonly image: string;
  readonly command: string;
  readonly isList: boolean;
  readonly resources: { readonly cpu: Amount; readonly memoryMiB: Amount; readonly gpu: Amount };
  readonly env: readonly EnvRow[];
  /** As typed, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly priority: number;
  /** `name=value` each. */
  readonly labels: readonly string[];
}

/** The parameters of a job as fields of a form. */
export const declaredParameters = (declared: Readonly<Record<string, unknown>>): ParameterRow[] =>
  Object.entries(declared).map(([name, schema]) => parameterRow(name, schema as Json)); // JSON by the contract

/** The values that a run had, as fields: their schemas are the job's business, so each is what its value looks like. */
export const givenParameters = (values: Readonly<Record<string, unknown>>): ParameterRow[] =>
  Object.entries(values).map(([name, value]) => parameterRow(name, { type: typeOf(value), default: value as Json })); // JSON by the contract

export function initialValues(base: LaunchBase, search: LaunchSearch = {}): LaunchValues {
  const { cpu, memoryMiB, gpu } = base.resources;
  return {
    cluster: search.cluster ?? base.cluster ?? null,
    image: search.image ?? base.image ?? '',
    command: search.command ?? commandText(base.command),
    isList: search.list ?? typeof base.command !== 'string',
    resources: { cpu: search.cpu ?? cpu, memoryMiB: search.memoryMiB ?? memoryMiB, gpu: search.gpu ?? gpu },
    env: [
      ...envRows({ ...base.env, ...pick(search.env ?? {}, (name) => name in base.env) }, true),
      ...envRows(pick(search.env ?? {}, (name) => !(name in base.env))),
    ],
    parameters: Object.fromEntries(
      base.parameters.map(({ name, standard }) => [name, search.parameters?.[name] ?? standard]),
    ),
    priority: search.priority ?? base.priority,
    labels: Object.entries(search.labels ?? base.labels).map(([name, value]) => `${name}=${value}`),
  };
}

/** Where there is but one cluster it need not be chosen. */
export const withOnlyCluster = (values: LaunchValues, names: readonly string[]): LaunchValues =>
  values.cluster === null && names.length === 1 ? { ...values, cluster: names[0] ?? null } : values;

/** What differs from the base, in the API's words; nothing when nothing was changed. */
export function editsOf(base: LaunchBase, values: LaunchValues): Edits {
  const command = values.isList ? wordsIn(values.command) : values.command;
  const env = pick(envOf(values.env), (name, value) => !isSame(value, base.env[name]));
  const sizes: Readonly<Record<string, number>> = { ...base.resources };
  const resources = pick(values.resources, (name, amount) => amount !== '' && amount !== sizes[name]);
  const parameters = parameterValues(base.parameters, values.parameters);
  const labels = Object.fromEntries(values.labels.map((label) => splitLabel(label)));
  return {
    ...(values.cluster === null || values.cluster === base.cluster ? {} : { cluster: values.cluster }),
    ...(values.image === (base.image ?? '') || values.image === '' ? {} : { image: values.image }),
    ...(isSame(command, base.command) ? {} : { command }),
    ...(isEmpty(resources) ? {} : { resources: resources }), // texts that are no numbers are refused by the server
    ...(isEmpty(env) ? {} : { env }),
    ...(isEmpty(parameters) ? {} : { parameters }),
    ...(values.priority === base.priority ? {} : { priority: values.priority }),
    ...(isSame(labels, base.labels) ? {} : { labels }),
  }; // exactOptionalPropertyTypes is not on, and the parts above are the request's own
}

/** The same as a link's search parameters. */
export function searchOf(base: LaunchBase, values: LaunchValues): LaunchSearch {
  const edits = editsOf(base, values);
  const typed = pick(
    values.parameters,
    (name, text) => text !== base.parameters.find((row) => row.name === name)?.standard,
  );
  return {
    cluster: edits.cluster,
    image: edits.image,
    ...(edits.command === undefined ? {} : { command: values.command, list: values.isList }),
    ...edits.resources,
    priority: edits.priority as number | undefined, // coerced on the way in, a number here
    parameters: isEmpty(typed) ? undefined : typed,
    env: edits.env,
    labels: edits.labels,
  };
}

/** What was typed and is not the default anyway, in the types that the parameters ask for. */
const parameterValues = (
  rows: readonly ParameterRow[],
  typed: Readonly<Record<string, string>>,
): Record<string, Json> =>
  Object.fromEntries(
    rows.flatMap(({ name, kind, standard }): [string, Json][] => {
      const text = typed[name] ?? '';
      return text === '' || text === standard ? [] : [[name, valueOf(kind, text)]];
    }),
  );

const commandText = (command: Command): string => (typeof command === 'string' ? command : wordLines(command));

const splitLabel = (label: string): [string, string] => {
  const at = label.indexOf('=');
  return at === -1 ? [label, ''] : [label.slice(0, at), label.slice(at + 1)];
};

function typeOf(value: unknown): string {
  if (typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number') return typeof value;
  return 'object';
}

const pick = <Value>(
  values: Readonly<Record<string, Value>>,
  wanted: (name: string, value: Value) => boolean,
): Record<string, Value> => Object.fromEntries(Object.entries(values).filter(([name, value]) => wanted(name, value)));

const isEmpty = (values: object): boolean => Object.keys(values).length === 0;
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
