import { exitCodes } from '../exit-codes.js';
import type { Session } from '../session.js';

/** Says who one is for the server, and which server that is. */
export async function whoami(session: Session): Promise<number> {
  const api = await session.api();
  const [version, who] = [await api.version(), await api.session()];
  const { url, source } = api.http.server;
  if (session.asJson) await session.printJson({ ...version, ...who, url });
  else {
    await session.print(`${who.person}\n`);
    const groups = who.groups === undefined ? '' : ` for ${who.groups.join(', ')}`;
    if (who.access === 'tokens') await session.say(`${who.role}${groups}, with the token "${who.token?.name ?? ''}"`);
    await session.say(`on ${url} (by ${source}), installation ${version.installation}, Flotilla ${version.version}`);
  }
  return exitCodes.done;
}
