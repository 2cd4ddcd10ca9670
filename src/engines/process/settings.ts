import type { EngineSettings } from '../../../domain/cluster.js';

/** The settings of a cluster of kind `process`. */
export interface ProcessSettings {
  /** Where the attempts are kept, when not in Flotilla's data folder. */
  readonly directory?: string;
}

/** What is wrong with the settings, each with the path of its field; empty when they can be used. */
export function checkSettings(settings: EngineSettings): { path: string; message: string }[] {
  const unknown = Object.keys(settings).filter((key) => key !== 'kind' && key !== 'directory');
  const problems = unknown.map((key) => ({
    path: key,
    message: `The process engine has no setting "${key}"; it has only "directory".`,
  }));
  const { directory } = settings;
  if (directory !== undefined && (typeof directory !== 'string' || !directory.startsWith('/')))
    problems.push({ path: 'directory', message: 'The directory must be an absolute path.' });
  return problems;
}

/** The settings as the engine uses them; they have passed `checkSettings`. */
export const processSettings = ({ directory }: EngineSettings): ProcessSettings =>
  typeof directory === 'string' ? { directory } : {};
