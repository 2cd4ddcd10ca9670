import {
  DescribeTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { Aws } from './aws.js';
import { nameOf } from './aws-errors.js';
import { CONTAINER } from './container-definition.js';

/** Where a task writes its log. */
export interface LogPlace {
  readonly group: string;
  /** The longest piece that the driver makes of a line. */
  readonly pieceBytes: number;
}

/** CloudWatch's largest event less what it adds to each; Fargate's driver without blocking cuts at 16 KiB. */
const BLOCKING_PIECE = 262_118;
const NON_BLOCKING_PIECE = 16_384;

/**
 * Finds or registers task definitions. A family is named after its content, so it is registered once, and everything
 * that needs the same shares it; AWS allows one registration a second and a million revisions.
 */
export class TaskDefinitions {
  readonly #arns = new Map<string, Promise<string>>();
  readonly #logPlaces = new Map<string, Promise<LogPlace>>();

  constructor(private readonly aws: Aws) {}

  /** The revision to run. Throws AWS's own error when it can be neither found nor registered. */
  pinned(definition: RegisterTaskDefinitionCommandInput & { family: string }): Promise<string> {
    const { family } = definition;
    const known = this.#arns.get(family);
    if (known !== undefined) return known;
    const found = this.#resolve(definition);
    this.#arns.set(family, found);
    found.catch(() => this.#arns.delete(family));
    return found;
  }

  /** To be called when ECS does not run the revision any more (somebody deregistered it). */
  drop(family: string): void {
    this.#arns.delete(family);
  }

  /** Where tasks of this revision log; also when it was deregistered meanwhile. */
  logPlace(arn: string): Promise<LogPlace> {
    const known = this.#logPlaces.get(arn);
    if (known !== undefined) return known;
    const place = this.aws
      .askTo({ quota: 'read', doing: 'read a task definition', action: 'ecs:DescribeTaskDefinition' }, (abortSignal) =>
        this.aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }), { abortSignal }),
      )
      .then(({ taskDefinition }) => logPlaceOf(taskDefinition));
    this.#logPlaces.set(arn, place);
    place.catch(() => this.#logPlaces.delete(arn));
    return place;
  }

  async #resolve(definition: RegisterTaskDefinitionCommandInput & { family: string }): Promise<string> {
    const found = await this.#find(definition.family);
    // The name tells the content; that somebody registered something else under it is looked at all the same.
    const isSame = mainOf(found)?.image === mainOf(definition)?.image;
    const taskDefinition = isSame && found !== undefined ? found : await this.#register(definition);
    const arn = taskDefinition?.taskDefinitionArn ?? definition.family;
    this.#logPlaces.set(arn, Promise.resolve(logPlaceOf(taskDefinition)));
    return arn;
  }

  async #find(family: string): Promise<TaskDefinition | undefined> {
    const call = { quota: 'read', doing: 'find a task definition', action: 'ecs:DescribeTaskDefinition' } as const;
    try {
      const { taskDefinition } = await this.aws.ask(call, (abortSignal) =>
        this.aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: family }), { abortSignal }),
      );
      return taskDefinition?.status === 'INACTIVE' ? undefined : taskDefinition;
    } catch (error) {
      if (nameOf(error) === 'ClientException') return undefined; // "Unable to describe task definition."
      throw error;
    }
  }

  async #register(definition: RegisterTaskDefinitionCommandInput): Promise<TaskDefinition | undefined> {
    const call = { quota: 'register', doing: 'register it', action: 'ecs:RegisterTaskDefinition' } as const;
    const { taskDefinition } = await this.aws.ask(call, (abortSignal) =>
      this.aws.ecs.send(new RegisterTaskDefinitionCommand(definition), { abortSignal }),
    );
    return taskDefinition;
  }
}

const mainOf = (definition: Pick<TaskDefinition, 'containerDefinitions'> | undefined) =>
  definition?.containerDefinitions?.find(({ name }) => name === CONTAINER);

function logPlaceOf(definition: TaskDefinition | undefined): LogPlace {
  const options = mainOf(definition)?.logConfiguration?.options ?? {};
  const pieceBytes = options.mode === 'non-blocking' ? NON_BLOCKING_PIECE : BLOCKING_PIECE;
  return { group: options['awslogs-group'] ?? '', pieceBytes };
}
