import type { EnvValue } from './job.js';

/** What a variable of the environment holds, as people read it: its value, or which secret. */
export const envWords = (value: EnvValue): string => (typeof value === 'string' ? value : `secret ${value.secret}`);
