import type { EnvValue } from './job.js';
import { jsonText } from './json-text.js';
import { parameterVariable } from './parameter-variable.js';
import type { Run } from './run.js';

/**
 * The environment that a run's command gets: its own, and over it what Flotilla tells of the parameters and of the
 * schedule's time. (Which run and which attempt it is, each engine tells by itself.)
 */
export function runEnvironment({ snapshot, trigger }: Pick<Run, 'snapshot' | 'trigger'>): {
  readonly [name: string]: EnvValue;
} {
  const parameters = Object.entries(snapshot.parameters).map(([name, value]): [string, string] => [
    parameterVariable(name),
    jsonText(value),
  ]);
  const time: [string, string][] =
    trigger.kind === 'schedule' ? [['FLOTILLA_SCHEDULE_TIME', new Date(trigger.at).toISOString()]] : [];
  return { ...snapshot.env, ...Object.fromEntries([...parameters, ...time]) };
}
