import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECSClient } from '@aws-sdk/client-ecs';
import { failureOf, isThrottling, isUncertain, isUnheard } from './aws-errors.js';
import { Budget } from './budget.js';
import type { EcsSettings } from './ecs-settings.js';

/**
 * What AWS counts together: calls a second (four fifths of its default, since somebody else may use the account as
 * well), the burst, and how many may be under way at once: what the rate needs when an answer takes 1.5 s.
 */
const quotas = {
  // RunTask and StopTask: 40/s, and 20 launches a second on Fargate.
  run: [16, 40, 24],
  // DescribeTasks and ListTasks: 20/s.
  describe: [16, 40, 24],
  // RegisterTaskDefinition: 1/s.
  register: [0.8, 10, 2],
  // Clusters, container instances and task definitions: 20/s each.
  read: [16, 40, 24],
  // GetLogEvents: 25/s.
  logs: [20, 20, 30],
  // CreateLogGroup, PutRetentionPolicy: 5/s.
  logGroups: [4, 4, 4],
} as const satisfies Record<string, readonly [perSecond: number, burst: number, atOnce: number]>;

/** As many as calls can be under way: none that was let go waits for another's socket. */
const SOCKETS = Object.values(quotas).reduce((sum, [, , atOnce]) => sum + atOnce, 0);

type Quota = keyof typeof quotas;

/** One set for each region (and emulator) that is called from this process: an account's clusters share them. */
const budgets = new Map<string, Record<Quota, Budget>>();

const CALL_MS = 20_000;
const THROTTLED_MS = 60_000;
const TRIES = 3;

export interface Call {
  readonly quota: Quota;
  /** For the reader: "list tasks". */
  readonly doing: string;
  /** As a policy names it: `ecs:ListTasks`. */
  readonly action: string;
  /** Its first try is in the budget already (`hasRoomFor`). */
  readonly isPaid?: boolean;
}

/** The account's ECS and CloudWatch Logs in one region: each call has an end, a place in the budget and a second try. */
export class Aws {
  readonly ecs: ECSClient;
  readonly logs: CloudWatchLogsClient;
  readonly #budgets: Record<Quota, Budget>;
  readonly #region: string;

  constructor({ region, endpoint }: Pick<EcsSettings, 'region' | 'endpoint'>) {
    const options = {
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      maxAttempts: 1, // the budget has to know of every call
      requestHandler: {
        connectionTimeout: 5000,
        requestTimeout: CALL_MS,
        httpAgent: { maxSockets: SOCKETS },
        httpsAgent: { maxSockets: SOCKETS },
      },
    };
    this.#region = region;
    this.ecs = new ECSClient(options);
    this.logs = new CloudWatchLogsClient(options);
    this.#budgets = budgetsOf(`${region} ${endpoint ?? ''}`);
  }

  /**
   * Makes a call that may be repeated; AWS's own error is thrown as it is. Where a try was not answered and a later one
   * not even heard, what the first has done is open: then its error is the one that counts.
   */
  async ask<Answer>({ quota, isPaid }: Call, call: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const budget = this.#budgets[quota];
    const patientUntil = Date.now() + THROTTLED_MS;
    let isPaidFor = isPaid === true;
    let unanswered: Error | undefined;
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await budget.spend(() => call(AbortSignal.timeout(CALL_MS)), isPaidFor);
        budget.reward();
        return answer;
      } catch (error) {
        isPaidFor = false;
        if (isThrottling(error) && Date.now() < patientUntil) {
          budget.penalise();
          tries -= 1;
          continue;
        }
        if (unanswered !== undefined && isUnheard(error)) throw unanswered;
        if (!isUncertain(error) || tries >= TRIES) throw error;
        unanswered = error instanceof Error ? error : new Error(String(error));
        await new Promise((done) => setTimeout(done, 200 * 2 ** tries * (0.5 + Math.random())));
      }
    }
  }

  /** The same, with every error made a Failure that says what was being done. */
  async askTo<Answer>(what: Call, call: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    try {
      return await this.ask(what, call);
    } catch (error) {
      throw this.failure(error, what);
    }
  }

  failure(error: unknown, { doing, action }: Call): Error {
    return failureOf(error, doing, action, this.#region);
  }

  /** True, and the next call is paid for, when there is room for a call that can as well be made later. */
  hasRoomFor(quota: Quota): boolean {
    return this.#budgets[quota].tryTake();
  }

  close(): void {
    this.ecs.destroy();
    this.logs.destroy();
  }
}

function budgetsOf(account: string): Record<Quota, Budget> {
  const known = budgets.get(account);
  if (known !== undefined) return known;
  const made = Object.fromEntries(
    Object.entries(quotas).map(([name, [perSecond, burst, atOnce]]) => [name, new Budget(perSecond, burst, atOnce)]),
  ) as Record<Quota, Budget>; // one for each key
  budgets.set(account, made);
  return made;
}
