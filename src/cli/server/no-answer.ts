import { CommandError } from '../command-error.js';
import { exitCodes } from '../exit-codes.js';
import type { Server } from './find-server.js';

/** Nothing answers at the server's address. */
export class NoAnswer extends CommandError {
  constructor(server: Server, cause: unknown) {
    super(noAnswerText(server, cause), exitCodes.noConnection, { cause });
  }
}

function noAnswerText(server: Server, cause: unknown): string {
  const how = causeOf(cause);
  if (server.file !== undefined) {
    return (
      `No Flotilla answers at ${server.url} (${how}). ${server.file} names this address; ` +
      'the start that wrote it has probably ended.\nStart it again with `npm start` (or `flotilla up`).'
    );
  }
  if (server.source === 'the usual address') {
    return (
      'No Flotilla is running here: there is no .flotilla/endpoints.json in this folder or above it, ' +
      `and nothing answers at ${server.url} (${how}).\nStart one with \`npm start\` (or \`flotilla up\`), ` +
      'or name another with FLOTILLA_URL or --url.'
    );
  }
  return `No Flotilla answers at ${server.url}, as ${server.source} says (${how}).\nIs the address right, and is the server up?`;
}

/** `fetch` says only that it failed; why stands in its cause. */
function causeOf(error: unknown): string {
  const { cause = error } = error as { cause?: unknown }; // whatever was thrown, it may be asked for a cause
  const { code, message } = cause as { code?: string; message?: string };
  if (code === 'ECONNREFUSED') return 'connection refused';
  if (code === 'ENOTFOUND') return 'no such host';
  return code ?? message ?? String(cause);
}
