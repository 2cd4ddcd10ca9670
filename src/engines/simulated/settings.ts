import type { EngineSettings } from '../../../domain/cluster.js';

/** What is wrong with the settings: there are none but the kind. */
export const checkSettings = (settings: EngineSettings): { path: string; message: string }[] =>
  Object.keys(settings)
    .filter((key) => key !== 'kind')
    .map((path) => ({ path, message: 'The simulated engine has no settings.' }));
