import { CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Aws } from './aws.js';
import { isDenied, nameOf } from './aws-errors.js';

/**
 * Makes each log group once, with its retention, before the first task that writes to it: a missing group keeps tasks
 * from starting. One that exists already is left as it is.
 */
export class LogGroups {
  readonly #ready = new Map<string, Promise<void>>();

  constructor(private readonly aws: Aws) {}

  ensure(name: string, retentionInDays: number): Promise<void> {
    const known = this.#ready.get(name);
    if (known !== undefined) return known;
    const ready = this.#make(name, retentionInDays);
    this.#ready.set(name, ready);
    ready.catch(() => this.#ready.delete(name));
    return ready;
  }

  async #make(logGroupName: string, retentionInDays: number): Promise<void> {
    const create = { quota: 'logGroups', doing: 'create the log group', action: 'logs:CreateLogGroup' } as const;
    const keep = { quota: 'logGroups', doing: 'set its retention', action: 'logs:PutRetentionPolicy' } as const;
    try {
      await this.aws.ask(create, (abortSignal) =>
        this.aws.logs.send(new CreateLogGroupCommand({ logGroupName }), { abortSignal }),
      );
    } catch (error) {
      if (nameOf(error) === 'ResourceAlreadyExistsException') return;
      // The operator may have made it and kept this right to himself; if not, the task will say so.
      if (isDenied(error)) return;
      throw this.aws.failure(error, create);
    }
    try {
      await this.aws.ask(keep, (abortSignal) =>
        this.aws.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }), { abortSignal }),
      );
    } catch (error) {
      if (!isDenied(error)) throw this.aws.failure(error, keep); // kept for ever is better than not run
    }
  }
}
