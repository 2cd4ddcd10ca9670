import type { Config } from '../../config/config.js';
import { exitCodes } from '../exit-codes.js';
import { checkMachine } from './doctor-machine.js';
import { checkServer } from './doctor-server.js';
import { type Finding, findingLines } from '../output/finding.js';
import type { Session } from '../session.js';

/** Looks at everything that Flotilla needs, says what is reachable and what is missing, and how to mend it. */
export async function doctor(session: Session, config: Config): Promise<number> {
  const [server, machine] = await Promise.all([checkServer(session), checkMachine(config)]);
  const findings = [...server, ...machine];
  const isWell = findings.every(({ state }) => state !== 'bad');
  if (session.asJson) await session.printJson({ ok: isWell, findings });
  else {
    await section(session, 'The server', server);
    await section(session, 'This machine', machine);
    await session.print(conclusion(findings));
  }
  return isWell ? exitCodes.done : exitCodes.refused;
}

function conclusion(findings: readonly Finding[]): string {
  const has = (state: Finding['state']): boolean => findings.some((finding) => finding.state === state);
  if (has('bad')) return 'Mend what is marked "bad", then look again.\n';
  return has('unknown') ? 'All that could be looked at is well.\n' : 'All is well.\n';
}

async function section(session: Session, title: string, findings: readonly Finding[]): Promise<void> {
  const { paint } = session;
  await session.print(`${paint('bold', title)}\n${findingLines(findings, paint, '  ')}\n`);
}
