import { inheritedEnvironment } from '../config/inherited-environment.js';

/** The environment of a Java program: ours, and UTF-8, without which it finds no file whose name has other than English letters. */
export function javaEnvironment(): NodeJS.ProcessEnv {
  return inheritedEnvironment({ LC_ALL: 'C.UTF-8' });
}
