import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json: files that are not compiled (a Java program) are found from there, from dist/ as from the sources. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('The folder of package.json cannot be found.');
    folder = parent;
  }
  return folder;
}
