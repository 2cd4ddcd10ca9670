import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Injectable } from '@nestjs/common';
import { StaticFolder } from './static-folder.js';

// This file runs from dist/src/http, and in tests from src/http; the page is in dist/web both times.
const top = resolve(import.meta.dirname, '../..');
const folder = basename(top) === 'dist' ? join(top, 'web') : join(top, 'dist/web');

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Flotilla</title>
<body style="font:16px/1.5 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem">
<h1>Flotilla is running</h1><p>The page has not been built: <code>npm run build</code> makes it.
The API is there: <a href="/api/docs">its documentation</a>.</p>`;

/** The built page: its files, and its entry for every address that the page's own router knows. */
@Injectable()
export class BuiltPage {
  readonly files = new StaticFolder(folder);
  /** Read once: a new build brings a new process. */
  readonly html = this.files.has('index.html') ? readFileSync(join(folder, 'index.html'), 'utf8') : NOT_BUILT;
}
