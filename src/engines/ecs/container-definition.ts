import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { LaunchSpec } from '../../../domain/engine.js';
import { secretsIn } from '../../../domain/secrets.js';
import type { EcsSettings } from './ecs-settings.js';

/** The name of the main container in every task of ours; never looked up in an answer, where it may be missing. */
export const CONTAINER = 'main';

const STREAM_PREFIX = 'flotilla';

/** What cannot be overridden for a single run, and so decides which task definition a run needs. */
export function containerDefinition(
  spec: LaunchSpec,
  entryPoint: string[] | undefined,
  settings: EcsSettings,
  logGroup: string,
  onFargate: boolean,
): ContainerDefinition {
  const secrets = secretsIn(spec.env)
    .map(({ variable, secret }) => ({ name: variable, valueFrom: secretAddress(secret, settings) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    name: CONTAINER,
    image: spec.image ?? '',
    essential: true,
    ...(entryPoint === undefined ? {} : { entryPoint }),
    // On EC2 a container needs a size here too; each run brings its own.
    ...(onFargate ? {} : { memory: 512 }),
    stopTimeout: onFargate ? Math.min(120, Math.max(2, spec.stopGraceSeconds)) : Math.max(1, spec.stopGraceSeconds),
    ...(secrets.length === 0 ? {} : { secrets }),
    // A shell as process 1 does not hear SIGTERM unless it says so; behind an init process it does.
    linuxParameters: { initProcessEnabled: true },
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': logGroup,
        'awslogs-region': settings.region,
        'awslogs-stream-prefix': STREAM_PREFIX,
        // Said in full: since June 2025 the default loses what overflows its buffer, and nothing tells of it.
        ...(settings.logMode === 'blocking'
          ? { mode: 'blocking' }
          : { mode: 'non-blocking', 'max-buffer-size': '25m' }),
      },
    },
  };
}

/**
 * The entry point of a task definition cannot be overridden, only the words behind it: text is always behind `sh -ec`,
 * and of a list the first word is the program. An empty list runs what the image says.
 */
export function spellCommand(command: LaunchSpec['command']): { entryPoint?: string[]; override: string[] } {
  if (typeof command === 'string') return { entryPoint: ['sh', '-ec'], override: [command] };
  const [program, ...rest] = command;
  return program === undefined ? { override: [] } : { entryPoint: [program], override: rest };
}

/** The log stream of a task's main container: computed, since ECS tells it nowhere. */
export const streamOf = (taskArn: string): string => `${STREAM_PREFIX}/${CONTAINER}/${taskArn.split('/').at(-1) ?? ''}`;

const secretAddress = (secret: string, { secretPrefix = '' }: EcsSettings): string =>
  secret.startsWith('arn:') ? secret : secretPrefix + secret;
