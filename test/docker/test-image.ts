import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import Docker from 'dockerode';

const NAME = process.env.FLOTILLA_TEST_IMAGE ?? 'flotilla-test-busybox:1';
const BUSYBOX = '/bin/busybox';

/** A small image that needs no registry: this machine's own busybox, put into an image once. */
export async function testImage(dockerHost: string): Promise<{ name: string } | { missing: string }> {
  const docker = new Docker({ socketPath: dockerHost.replace(/^unix:\/\//, ''), host: undefined });
  try {
    await docker.getImage(NAME).inspect();
    return { name: NAME };
  } catch {
    // Not there yet: make it.
  }
  if (!existsSync(BUSYBOX)) return { missing: `no image ${NAME} and no ${BUSYBOX} to make it of (busybox-static)` };
  if (!isStatic(BUSYBOX))
    return { missing: `no image ${NAME}, and ${BUSYBOX} needs libraries (busybox-static does not)` };
  const [repo, tag] = NAME.split(':');
  const progress = await docker.importImage(Readable.from([busyboxTar()]), { repo, tag });
  await new Promise<void>((done, fail) => {
    docker.modem.followProgress(progress, (error) => (error ? fail(error) : done()));
  });
  return { name: NAME };
}

/** A program that names an interpreter to load its libraries (PT_INTERP) is not static. */
function isStatic(path: string): boolean {
  return !readFileSync(path).subarray(0, 4096).includes('/ld-');
}

/** What is in the image. */
export function busyboxTar(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-image-'));
  try {
    mkdirSync(join(folder, 'bin'));
    mkdirSync(join(folder, 'tmp'));
    cpSync(BUSYBOX, join(folder, 'bin/busybox'), { dereference: true });
    const applets = execFileSync(BUSYBOX, ['--list'], { encoding: 'utf8' }).split('\n');
    for (const name of applets.filter((applet) => applet !== '' && applet !== 'busybox')) {
      symlinkSync('busybox', join(folder, 'bin', name));
    }
    return execFileSync('tar', ['-C', folder, '-c', '.'], { maxBuffer: 64 * 1024 * 1024 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
