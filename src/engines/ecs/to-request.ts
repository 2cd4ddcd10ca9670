import { createHash } from 'node:crypto';
import type { RegisterTaskDefinitionCommandInput, RunTaskCommandInput, TaskOverride } from '@aws-sdk/client-ecs';
import { INSTALLATION_LABEL, TOKEN_LABEL, type LaunchSpec } from '../../../domain/engine.js';
import { Failure } from '../../../domain/failures.js';
import { parseLaunchToken, type LaunchToken } from '../../../domain/ids.js';
import type { Json } from '../../../domain/json.js';
import { plainIn, secretsIn } from '../../../domain/secrets.js';
import { logGroupOf, runsOnFargate, type EcsSettings } from './ecs-settings.js';
import { containerDefinition, CONTAINER, spellCommand } from './container-definition.js';
import { fargateSize } from './fargate-sizes.js';

/** What is saved before the first launch; only the revision of the task definition and the client token are added then. */
export interface EcsRequest {
  /** The family is named after the content: what is registered once serves all runs that need the same. */
  readonly definition: RegisterTaskDefinitionCommandInput & { readonly family: string };
  readonly run: Omit<RunTaskCommandInput, 'taskDefinition' | 'clientToken'>;
  readonly hasImage: boolean;
  readonly secrets: readonly string[];
  /** What people should know: for example a size that Fargate does not have. */
  readonly notes: readonly string[];
}

/** The most that ECS takes of `overrides`, as JSON with all its punctuation. */
const MAX_OVERRIDES = 8192;

/** Says our words in those of ECS. Throws a Failure for what ECS can never run. */
export function toRequest(spec: LaunchSpec, ownInstallation: string, settings: EcsSettings): Json {
  const installation = spec.labels[INSTALLATION_LABEL] ?? ownInstallation;
  const onFargate = runsOnFargate(settings);
  if (onFargate && spec.resources.gpu > 0) {
    throw new Failure('invalid-request', 'Fargate has no GPUs: choose a cluster with EC2 machines that have some.');
  }
  const sized = onFargate ? fargateSize(spec.resources) : { size: spec.resources };
  const command = spellCommand(spec.command);
  const overrides = overridesOf(spec, sized.size, onFargate, command.override);
  checkSize(overrides);
  const content = {
    networkMode: settings.subnets.length > 0 ? ('awsvpc' as const) : ('bridge' as const),
    requiresCompatibilities: onFargate ? ['FARGATE' as const] : [],
    runtimePlatform: onFargate
      ? { cpuArchitecture: settings.architecture, operatingSystemFamily: 'LINUX' as const }
      : undefined,
    // Fargate wants a size here too; each run brings its own.
    ...(onFargate ? { cpu: '256', memory: '512' } : {}),
    executionRoleArn: settings.executionRole,
    taskRoleArn: settings.taskRole,
    containerDefinitions: [
      containerDefinition(spec, command.entryPoint, settings, logGroupOf(settings, installation), onFargate),
    ],
  };
  const request: EcsRequest = {
    definition: { family: `flotilla-${installation}-${hashOf(content)}`, ...content },
    run: {
      cluster: settings.cluster,
      count: 1,
      ...placement(settings, onFargate),
      ...network(settings),
      overrides,
      startedBy: startedBy(spec.token),
      enableECSManagedTags: true,
      propagateTags: 'TASK_DEFINITION',
      tags: Object.entries({ [INSTALLATION_LABEL]: installation, ...spec.labels, [TOKEN_LABEL]: spec.token }).map(
        ([key, value]) => ({ key, value: tagText(value) }),
      ),
    },
    hasImage: spec.image !== undefined,
    secrets: secretsIn(spec.env).map(({ secret }) => secret),
    notes: [...('note' in sized && sized.note !== undefined ? [sized.note] : []), ...graceNote(spec, onFargate)],
  };
  return JSON.parse(JSON.stringify(request)) as Json; // absent fields are left out for good: it is stored
}

/** Reads back what `toRequest` made. */
export const readRequest = (request: Json): EcsRequest => request as unknown as EcsRequest; // saved by us, never by others

/** `<runId>-<attempt>-<try>`: short enough for every version of the API, and all that is needed to find the task again. */
export const startedBy = (token: LaunchToken): string => token.replaceAll('.', '-');

/** The token of a task that we started, or undefined. */
export function tokenOf(text: string | undefined): LaunchToken | undefined {
  const token = text?.replaceAll('-', '.');
  return token === undefined || parseLaunchToken(token) === undefined ? undefined : (token as LaunchToken); // just parsed
}

/** Whether a task definition is of this installation; the mark by which the reaper knows our tasks. */
export const isOurs = (definitionArn: string | undefined, installation: string): boolean =>
  new RegExp(`/flotilla-${installation}-[0-9a-f]{32}:\\d+$`).test(definitionArn ?? '');

function overridesOf(
  { env, runId, name, attempt, resources }: LaunchSpec,
  size: { cpu: number; memoryMiB: number },
  onFargate: boolean,
  command: string[],
): TaskOverride {
  const given = Object.entries(plainIn(env)).map(([name, value]) => ({ name, value }));
  const ours = Object.entries({ FLOTILLA_RUN_ID: runId, FLOTILLA_JOB: name, FLOTILLA_ATTEMPT: String(attempt) });
  const isOurName = (candidate: string) => ours.some(([own]) => own === candidate);
  const cpu = Math.round(size.cpu * 1024);
  return {
    ...(onFargate ? { cpu: String(cpu), memory: String(size.memoryMiB) } : {}),
    containerOverrides: [
      {
        name: CONTAINER,
        ...(command.length === 0 ? {} : { command }),
        environment: [
          ...given.filter(({ name }) => !isOurName(name)),
          ...ours.map(([name, value]) => ({ name, value })),
        ],
        ...(onFargate ? {} : { cpu, memory: Math.max(6, Math.round(size.memoryMiB)) }),
        ...(resources.gpu > 0 ? { resourceRequirements: [{ type: 'GPU', value: String(resources.gpu) }] } : {}),
      },
    ],
  };
}

function checkSize(overrides: TaskOverride): void {
  const size = JSON.stringify(overrides).length;
  if (size <= MAX_OVERRIDES) return;
  throw new Failure(
    'invalid-request',
    `Command and environment take ${size} characters, ${size - MAX_OVERRIDES} more than the ${MAX_OVERRIDES} that ECS allows. ` +
      'Put long values into a file or an object store and pass its address.',
  );
}

function placement(settings: EcsSettings, onFargate: boolean): Partial<RunTaskCommandInput> {
  const { capacityProviders, launchType, platformVersion } = settings;
  const platform = onFargate && platformVersion !== undefined ? { platformVersion } : {};
  if (capacityProviders === undefined) return { launchType: launchType ?? 'FARGATE', ...platform };
  const capacityProviderStrategy = capacityProviders.map(({ provider, weight, base }) => ({
    capacityProvider: provider,
    weight: weight ?? 1,
    ...(base === undefined ? {} : { base }),
  }));
  return { capacityProviderStrategy, ...platform };
}

function network({ subnets, securityGroups, publicIp }: EcsSettings): Partial<RunTaskCommandInput> {
  if (subnets.length === 0) return {};
  const assignPublicIp = publicIp ? 'ENABLED' : 'DISABLED';
  const groups = securityGroups.length === 0 ? {} : { securityGroups };
  return { networkConfiguration: { awsvpcConfiguration: { subnets, ...groups, assignPublicIp } } };
}

const graceNote = ({ stopGraceSeconds }: LaunchSpec, onFargate: boolean): string[] =>
  onFargate && stopGraceSeconds > 120
    ? [`Fargate waits at most 120 s between the polite and the firm stop, not ${stopGraceSeconds} s.`]
    : [];

/** AWS takes letters, digits, spaces and these signs in tags. */
const tagText = (text: string): string => text.replaceAll(/[^\p{L}\p{N}\s_.:/=+\-@]/gu, '_').slice(0, 256);

const hashOf = (content: object): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('hex')
    .slice(0, 32);

/** Keys in order of the alphabet, so that the same content is the same text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
