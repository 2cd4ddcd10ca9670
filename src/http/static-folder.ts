import { createReadStream, readdirSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyReply } from 'fastify';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/**
 * The files of a folder as they were at the start. A request names one of them or none: what is not in the list is not
 * looked for on the disk, so no path can lead out of the folder.
 */
export class StaticFolder {
  private readonly sizes: ReadonlyMap<string, number>;

  constructor(private readonly folder: string) {
    this.sizes = new Map(filesIn(folder).map(({ path, size }) => [relative(folder, path).split(sep).join('/'), size]));
  }

  has(name: string): boolean {
    return this.sizes.has(name);
  }

  /** Answers with the file; the caller has made sure that there is one. */
  async send(name: string, reply: FastifyReply, cacheControl: string): Promise<void> {
    await reply
      .type(types[extname(name)] ?? 'application/octet-stream')
      .header('cache-control', cacheControl)
      .header('content-length', this.sizes.get(name) ?? 0)
      .send(createReadStream(join(this.folder, name)));
  }
}

function filesIn(folder: string): { path: string; size: number }[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => ({ path, size: statSync(path).size }));
  } catch {
    return []; // not built
  }
}
