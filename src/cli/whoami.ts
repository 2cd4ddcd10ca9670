import { exitCodes } from './exit-codes.js';
import type { Session } from './session.js';

/** Says who one is for the server, and which server that is. */
export async function whoami(session: Session): Promise<number> {
  const api = await session.api();
  const version = await api.version();
  const { url, source } = api.http.server;
  if (session.asJson) await session.printJson({ ...version, url });
  else {
    await session.print(`${version.user}\n`);
    await session.say(`on ${url} (by ${source}), installation ${version.installation}, Flotilla ${version.version}`);
  }
  return exitCodes.done;
}
