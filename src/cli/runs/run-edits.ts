import { CommandError } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
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
    ...(options.cpu === undefined ? {} : { cpu: numberOf(options.cpu, '--cpu') }),
    ...(options.memory === undefined ? {} : { memoryMiB: memoryMiB(options.memory) }),
    ...(options.gpu === undefined ? {} : { gpu: numberOf(options.gpu, '--gpu') }),
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
    ...(priority === undefined ? {} : { priority: numberOf(priority, '--priority') }),
    ...(isEmpty(parameters) ? {} : { parameters }),
    ...(isEmpty(env) ? {} : { env }),
    ...(isEmpty(labels) ? {} : { labels }),
    ...(isEmpty(resources) ? {} : { resources }),
    ...(command.length === 0 ? {} : { command: [...command] }),
  };
}

const isEmpty = (values: object): boolean => Object.keys(values).length === 0;

/** Splits `NAME=VALUE`; the value may be empty and may hold more `=`. */
export function pairs(texts: readonly string[], option: string): [string, string][] {
  return texts.map((text) => {
    const equals = text.indexOf('=');
    if (equals < 1) throw new CommandError(`${option} ${text}: write NAME=VALUE`, exitCodes.usage);
    return [text.slice(0, equals), text.slice(equals + 1)];
  });
}

/** Reads `512`, `512M`, `2G`, `1.5GiB` as MiB. */
export function memoryMiB(text: string): number {
  const [, amount, unit = 'm'] = /^(\d+(?:\.\d+)?) ?(m|g|t)?(?:i?b)?$/i.exec(text) ?? [];
  if (amount === undefined) {
    throw new CommandError(`--memory ${text}: write a number of MiB, or 512M, 2G`, exitCodes.usage);
  }
  const factor = { m: 1, g: 1024, t: 1024 * 1024 }[unit.toLowerCase()] ?? 1;
  return Math.round(Number(amount) * factor);
}

export function numberOf(text: string, option: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) {
    throw new CommandError(`${option} ${text}: write a number`, exitCodes.usage);
  }
  return value;
}
