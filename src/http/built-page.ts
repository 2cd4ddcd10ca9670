import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

// This file runs from dist/src/http, and in tests from src/http; the page is in dist/web both times.
const top = resolve(import.meta.dirname, '../..');
const folder = basename(top) === 'dist' ? join(top, 'web') : join(top, 'dist/web');

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Flotilla</title>
<body style="font:16px/1.5 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem">
<h1>Flotilla is running</h1><p>The page has not been built: <code>npm run build</code> makes it.
The API is there: <a href="/api/docs">its documentation</a>.</p>`;

/** The page's entry, for every address that the page's own router knows. Read once: a new build brings a new process. */
export class BuiltPage {
  readonly html: string;
  readonly isBuilt: boolean;

  constructor() {
    const index = join(folder, 'index.html');
    this.isBuilt = existsSync(index);
    this.html = this.isBuilt ? readFileSync(index, 'utf8') : NOT_BUILT;
  }

  /** Serves the page's files. Those under assets/ carry a hash in their names, and so may be kept for ever. */
  async register(fastify: FastifyInstance): Promise<void> {
    if (!this.isBuilt) return;
    await fastify.register(fastifyStatic, {
      root: join(folder, 'assets'),
      prefix: '/assets/',
      immutable: true,
      maxAge: '365d',
      decorateReply: false,
    });
  }
}
