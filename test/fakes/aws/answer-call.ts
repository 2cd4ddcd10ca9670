import { accountId, type Account } from './account.js';
import { AwsError } from './aws-error.js';
import type { CallCounts } from './call-counts.js';
import type { CallEffect } from './chaos-plan.js';
import { checkInput } from './model/check-input.js';
import { services } from './operations.js';
import { pause } from './pause.js';
import { subjectsOf } from './subjects-of.js';

export type Call = { readonly target: string; readonly body: string };

/** Thrown instead of an answer: the connection is to be cut. */
export class ConnectionLost extends Error {}

/** Carries one call out: counts it, holds it against the budget, lets the chaos plan act, checks it, answers it. */
export async function answerCall(account: Account, counts: CallCounts, call: Call): Promise<unknown> {
  const [prefix = '', name = ''] = call.target.split('.');
  const service = services[prefix];
  const operation = service?.operations[name];
  if (!service || !operation) throw new AwsError('UnknownOperationException', `${call.target} is not known here.`);
  const action = `${service.name}:${name}`;
  counts.came(action);
  takeFromBudget(account, counts, action);
  const input = parse(call.body);
  const chaos = account.chaos.forCall(name, subjectsOf(account, input));
  if (chaos) await before(chaos.effect, action, counts);
  checkInput(service.shapes, `${name}Request`, input);
  const output = await operation(account, input as never, chaos);
  if (chaos?.effect.kind === 'lose-response') throw new ConnectionLost();
  return output;
}

function takeFromBudget(account: Account, counts: CallCounts, action: string): void {
  if (account.budgets.allows(action)) return;
  counts.overBudget += 1;
  if (account.setup.budgets === 'count') return;
  counts.wasThrottled(action);
  throw new AwsError('ThrottlingException', 'Rate exceeded');
}

function parse(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body === '' ? '{}' : body);
  } catch {
    throw new AwsError('SerializationException', 'The body is not JSON.');
  }
}

/** What happens to a call before it is looked at. */
async function before(effect: CallEffect, action: string, counts: CallCounts): Promise<void> {
  switch (effect.kind) {
    case 'lose-request':
      throw new ConnectionLost();
    case 'throttle':
      counts.wasThrottled(action);
      throw new AwsError('ThrottlingException', 'Rate exceeded');
    case 'error':
      throw new AwsError(effect.type, effect.message, {}, effect.status);
    case 'server-error':
      throw new AwsError('ServerException', 'Service Unavailable. Please try again later.', {}, 500);
    case 'denied':
      throw new AwsError(
        'AccessDeniedException',
        `User: arn:aws:iam::${accountId}:user/flotilla is not authorized to perform: ${action} on resource: * ` +
          `because no identity-based policy allows the ${action} action`,
      );
    case 'expired':
      throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired');
    case 'delay':
      return pause(effect.ms);
    case 'lose-response':
    case 'refuse':
    case 'missing':
      return undefined;
  }
}
