import { exitCodes } from '../exit-codes.js';
import { findingLines } from '../output/finding.js';
import type { Session } from '../session.js';

/** Says of everything that a cluster's connection needs whether it is there. */
export async function checkCluster(session: Session, name: string): Promise<number> {
  const connection = await (await session.api()).connection(name);
  if (session.asJson) await session.printJson(connection);
  else await session.print(findingLines(connection.findings, session.paint));
  return connection.ok ? exitCodes.done : exitCodes.refused;
}
