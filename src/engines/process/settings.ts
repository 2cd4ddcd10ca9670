import type { EngineSettings } from '../../../domain/cluster.js';

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

/** The folder that the operator chose for the attempts, if any; the settings have passed `checkSettings`. */
export const attemptsFolder = ({ directory }: EngineSettings): string | undefined =>
  typeof directory === 'string' ? directory : undefined;
