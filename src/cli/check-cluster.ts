import type { ConnectionView } from '../../domain/contract/connections.js';
import { exitCodes } from './exit-codes.js';
import type { Session } from './session.js';

const marks = { ok: ['green', 'ok     '], unknown: ['yellow', 'unknown'], bad: ['red', 'bad    '] } as const;

/** Says of everything that a cluster's connection needs whether it is there. */
export async function checkCluster(session: Session, name: string): Promise<number> {
  const connection = await (await session.api()).connection(name);
  if (session.asJson) await session.printJson(connection);
  else await session.print(connectionInWords(session, connection));
  return connection.ok ? exitCodes.done : exitCodes.refused;
}

/** One line for each finding, and how to mend it below. */
function connectionInWords({ paint }: Session, { findings }: ConnectionView): string {
  const width = Math.max(...findings.map(({ what }) => what.length));
  return findings
    .map(({ what, state, message, remedy }) => {
      const [colour, mark] = marks[state];
      const mend = remedy === undefined ? '' : `${' '.repeat(width + 11)}-> ${remedy}\n`;
      return `${paint(colour, mark)}  ${what.padEnd(width)}  ${message}\n${mend}`;
    })
    .join('');
}
