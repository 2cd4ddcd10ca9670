import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../domain/failures.js';
import { SecretProvider } from '../../domain/ports.js';

/** A name is a path of plain words: nothing that leads out of the folder, and no hidden files. */
const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** What an environment can hold in one variable, with room for the others. */
const MAX_BYTES = 96 * 1024;

/** The files of a folder: of one's own, or as Docker and Kubernetes mount secrets. Read anew each time, since they may be replaced. */
export class FileSecrets extends SecretProvider {
  constructor(private readonly folder: string) {
    super();
  }

  override async has(name: string): Promise<boolean> {
    const file = this.fileOf(name);
    if (file === undefined) return false;
    try {
      return (await sizeOf(file)) !== undefined;
    } catch (error) {
      if (UNREADABLE.has(codeOf(error))) return false;
      throw error;
    }
  }

  override async read(name: string): Promise<string | undefined> {
    const file = this.fileOf(name);
    if (file === undefined) return undefined;
    const text = await this.text(name, file).catch((error: unknown) => unread(name, error));
    if (text?.includes('\0') === true)
      throw new Failure(
        'invalid-request',
        `The secret ${name} is no text: it has a byte that no environment can hold.`,
      );
    // Editors and `echo` end a file with a line end that is no part of a password.
    return text?.replace(/\r?\n$/, '');
  }

  private async text(name: string, file: string): Promise<string | undefined> {
    const size = await sizeOf(file);
    if (size === undefined) return undefined;
    if (size > MAX_BYTES)
      throw new Failure('invalid-request', `The secret ${name} has ${size} bytes; an environment takes ${MAX_BYTES}.`);
    return readFile(file, 'utf8');
  }

  private fileOf(name: string): string | undefined {
    return NAME.test(name) ? join(this.folder, name) : undefined;
  }
}

/** Undefined when there is no such file. */
async function sizeOf(file: string): Promise<number | undefined> {
  try {
    const found = await stat(file);
    return found.isFile() ? found.size : undefined;
  } catch (error) {
    if (ABSENT.has(codeOf(error))) return undefined;
    throw error;
  }
}

/** What reading failed with: nothing, a refusal that stays, or an error that may pass. */
function unread(name: string, error: unknown): undefined {
  const code = codeOf(error);
  if (ABSENT.has(code)) return undefined;
  if (!UNREADABLE.has(code)) throw error;
  throw new Failure('secret-missing', `The secret ${name} may not be read here (${String(code)}).`, { cause: error });
}

const ABSENT = new Set<unknown>(['ENOENT', 'ENOTDIR']);
const UNREADABLE = new Set<unknown>(['EACCES', 'EPERM', 'ELOOP']);

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
