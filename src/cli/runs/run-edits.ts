import { bounds } from '../../../domain/bounds.js';
import { memoryMiB, numberOf, pairs, wholeNumber } from '../option-values.js';
import type { ParameterValue } from './parameter-value.js';

/** The options with which `run` and `rerun` change what would be run. */
export interface EditOptions {
  readonly param: readonly string[];
  readonly env: readonly string[];
  readonly secret: readonly string[];
  readonly label: readonly string[];
  readonly cluster?: string;
  readonly image?: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly gpu?: string;
  readonly priority?: string;
}

export interface Edits {
  cluster?: string;
  image?: string;
  priority?: number;
  parameters?: Record<string, ParameterValue>;
  env?: Record<string, string | { secret: string }>;
  labels?: Record<string, string>;
  resources?: { cpu?: number; memoryMiB?: number; gpu?: number };
  command?: string[];
}

/** Reads the options into the words of the API; what was not given stays out. */
export function readEdits(
  options: EditOptions,
  command: readonly string[],
  convert: (name: string, text: string) => ParameterValue,
): Edits {
  const { cluster, image, priority } = options;
  const resources = {
    ...(options.cpu === undefined ? {} : { cpu: numberOf(options.cpu, '--cpu', bounds.cpu) }),
    ...(options.memory === undefined ? {} : { memoryMiB: memoryMiB(options.memory, bounds.memoryMiB) }),
    ...(options.gpu === undefined ? {} : { gpu: wholeNumber(options.gpu, '--gpu', bounds.gpu) }),
  };
  const parameters = Object.fromEntries(pairs(options.param, '--param').map(([k, v]) => [k, convert(k, v)]));
  const env = {
    ...Object.fromEntries(pairs(options.env, '--env')),
    ...Object.fromEntries(pairs(options.secret, '--secret').map(([name, secret]) => [name, { secret }])),
  };
  const labels = Object.fromEntries(pairs(options.label, '--label'));
  return {
    ...(cluster === undefined ? {} : { cluster }),
    ...(image === undefined ? {} : { image }),
    ...(priority === undefined ? {} : { priority: wholeNumber(priority, '--priority', bounds.priority) }),
    ...(isEmpty(parameters) ? {} : { parameters }),
    ...(isEmpty(env) ? {} : { env }),
    ...(isEmpty(labels) ? {} : { labels }),
    ...(isEmpty(resources) ? {} : { resources }),
    ...(command.length === 0 ? {} : { command: [...command] }),
  };
}

const isEmpty = (values: object): boolean => Object.keys(values).length === 0;
