import type { Edits } from './launch-values.js';
import { jsonText } from '../../../domain/json-text.js';
import { shellWord } from '../../words/command-words.js';

/** The same launch with curl. */
export const asCurl = (url: string, body: object): string =>
  `curl -X POST ${shellWord(url)} -H 'content-type: application/json' -d ${shellWord(JSON.stringify(body))}`;

/** The same launch with the command line; `verb` is `run hello` or `rerun 01K…`. */
export function asFlotilla(verb: string, edits: Edits): string {
  const words = ['flotilla', verb];
  const option = (name: string, value: string) => words.push(name, shellWord(value));
  for (const [name, value] of Object.entries(edits.parameters ?? {})) option('--param', `${name}=${jsonText(value)}`);
  for (const [name, value] of Object.entries(edits.env ?? {})) {
    if (typeof value === 'string') option('--env', `${name}=${value}`);
    else option('--secret', `${name}=${value.secret}`);
  }
  if (edits.cluster !== undefined) option('--cluster', edits.cluster);
  if (edits.image !== undefined) option('--image', edits.image);
  if (edits.resources?.cpu !== undefined) option('--cpu', String(edits.resources.cpu));
  if (edits.resources?.memoryMiB !== undefined) option('--memory', String(edits.resources.memoryMiB));
  if (edits.resources?.gpu !== undefined) option('--gpu', String(edits.resources.gpu));
  if (typeof edits.priority === 'number') option('--priority', String(edits.priority));
  for (const [name, value] of Object.entries(edits.labels ?? {})) option('--label', `${name}=${value}`);
  if (edits.command !== undefined) {
    const command = typeof edits.command === 'string' ? ['sh', '-ec', edits.command] : edits.command;
    words.push('--', ...command.map(shellWord));
  }
  return words.join(' ');
}
