import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The id of the installation in this data folder. The default alone would be shared by every checkout on a machine, and each of
 * them would take the others' containers for its own lost ones.
 */
export function installationId(dataDir: string, configured: string): string {
  if (configured !== 'local') return configured;
  const path = join(dataDir, 'installation');
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    const id = `local-${randomBytes(4).toString('hex')}`;
    writeFileSync(path, id);
    return id;
  }
}
