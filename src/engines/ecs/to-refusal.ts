import type { Failure as EcsFailure } from '@aws-sdk/client-ecs';
import type { LaunchAnswer } from '../../../domain/engine.js';
import { deniedSentence, isDenied, nameOf, wordsOf } from './aws-errors.js';

export type Refused = Extract<LaunchAnswer, { kind: 'refused' }>;

/** RunTask answered, started nothing and said why. `wait`: ask again in seconds. */
export function refusalOfFailures(failures: readonly EcsFailure[]): Refused | 'wait' {
  const reasons = failures.map(({ reason }) => reason ?? '');
  const evidence = failures.map(({ reason = 'no reason given', detail, arn }) =>
    [reason, detail, arn === undefined ? undefined : `(${arn})`].filter((part) => part !== undefined).join(' '),
  );
  if (reasons.length === 0)
    return { kind: 'refused', code: 'capacity', evidence: ['ECS started nothing and gave no reason.'] };
  // With several machines each one may have its own reason; room on any of them would have been enough.
  if (reasons.some((reason) => isCapacity(reason))) return { kind: 'refused', code: 'capacity', evidence };
  if (reasons.includes('AGENT')) return 'wait';
  if (reasons.some((reason) => /^(MISSING|INACTIVE)$/.test(reason))) {
    const sentence = 'The ECS cluster or what belongs to it is not there any more, or not active.';
    return { kind: 'refused', code: 'engine-error', evidence: [sentence, ...evidence] };
  }
  const sentence = 'No machine of the ECS cluster has what the task asks for.';
  return { kind: 'refused', code: 'invalid-request', evidence: [sentence, ...evidence] };
}

/** RunTask was refused by an error; undefined when the error does not tell that nothing was started. */
export function refusalOfError(error: unknown, cluster: string): Refused | undefined {
  const words = wordsOf(error);
  const refused = (code: Refused['code'], ...sentences: string[]): Refused => ({
    kind: 'refused',
    code,
    evidence: [...sentences, words],
  });
  if (isCapacity(words)) return refused('capacity');
  if (isDenied(error)) return refused('engine-error', deniedSentence(words, 'ecs:RunTask'));
  switch (nameOf(error)) {
    case 'ClusterNotFoundException':
      return refused(
        'engine-error',
        `The ECS cluster "${cluster}" does not exist (any more), or is in another region.`,
      );
    case 'InvalidParameterException':
    case 'ClientException':
      if (/cluster .*(inactive|not active)|INACTIVE cluster/i.test(words)) {
        return refused('engine-error', `The ECS cluster "${cluster}" is not active any more.`);
      }
      return refused('invalid-request');
    case 'PlatformUnknownException':
    case 'PlatformTaskDefinitionIncompatibilityException':
    case 'UnsupportedFeatureException':
    case 'ValidationException':
    case 'SerializationException':
      return refused('invalid-request');
    case 'BlockedException':
      return refused('engine-error', 'AWS has blocked this account.');
    default:
      return undefined;
  }
}

/** No room now: by the reasons of RunTask, the words of Fargate, or a quota of tasks that may exist at a time. */
function isCapacity(words: string): boolean {
  return (
    /^RESOURCE:/.test(words) ||
    /capacity is unavailable|insufficient capacity|reached the limit on the number of (tasks|vCPU)/i.test(words) ||
    /limit.{0,80}PROVISIONING|PROVISIONING.{0,80}limit|concurrent tasks/i.test(words) ||
    /^LimitExceededException/.test(words)
  );
}
