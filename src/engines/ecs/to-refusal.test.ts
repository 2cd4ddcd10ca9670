import { describe, expect, test } from '@jest/globals';
import { refusalOfError, refusalOfFailures } from './to-refusal.js';

const arn = 'arn:aws:ecs:eu-central-1:123456789012:container-instance/0a1b';

function awsError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });
}

describe('RunTask with failures instead of a task', () => {
  test.each([
    'RESOURCE:CPU',
    'RESOURCE:MEMORY',
    'RESOURCE:ENI',
    'RESOURCE:GPU',
    'RESOURCE:PORTS',
    'Capacity is unavailable at this time. Please try again later or in a different availability zone',
    "You've reached the limit on the number of tasks you can run concurrently",
    "You've reached the limit on the number of vCPUs you can run concurrently",
  ])('%s is a want of capacity', (reason) => {
    expect(refusalOfFailures([{ reason }])).toMatchObject({ kind: 'refused', code: 'capacity', evidence: [reason] });
  });

  test('the detail, with what was asked for and what there is, is kept', () => {
    const detail = 'Requested 4096 CPU units, 1024 available';
    expect(refusalOfFailures([{ reason: 'RESOURCE:CPU', detail, arn }])).toMatchObject({
      evidence: [`RESOURCE:CPU ${detail} (${arn})`],
    });
  });

  test('an agent that has lost its connection is waited for', () => {
    expect(refusalOfFailures([{ reason: 'AGENT', arn }])).toBe('wait');
  });

  test.each([
    ['ATTRIBUTE', 'invalid-request', 'No machine of the ECS cluster has what the task asks for.'],
    ['MISSING', 'engine-error', 'is not there any more'],
    ['INACTIVE', 'engine-error', 'not active'],
  ])('%s is final, in words', (reason, code, words) => {
    const refusal = refusalOfFailures([{ reason, arn }]);
    expect(refusal).toMatchObject({ kind: 'refused', code });
    expect(JSON.stringify(refusal)).toContain(words);
  });

  test('of several machines the one that is only full decides', () => {
    expect(refusalOfFailures([{ reason: 'ATTRIBUTE' }, { reason: 'AGENT' }, { reason: 'RESOURCE:CPU' }])).toMatchObject(
      {
        code: 'capacity',
      },
    );
    expect(refusalOfFailures([{ reason: 'ATTRIBUTE' }, { reason: 'AGENT' }])).toBe('wait');
  });

  test('no task and no reason is a want of capacity as well', () => {
    expect(refusalOfFailures([])).toMatchObject({ code: 'capacity' });
  });
});

describe('RunTask with an error', () => {
  test.each([
    ['ClientException', "You've reached the limit on the number of tasks in the PROVISIONING state", 'capacity'],
    ['LimitExceededException', 'The limit for the resource has been exceeded.', 'capacity'],
    ['ClusterNotFoundException', 'Cluster not found.', 'engine-error'],
    ['InvalidParameterException', 'The referenced cluster was inactive.', 'engine-error'],
    ['InvalidParameterException', "The subnet ID 'subnet-1' does not exist", 'invalid-request'],
    ['PlatformUnknownException', 'The specified platform version does not exist.', 'invalid-request'],
    ['BlockedException', 'Your AWS account was blocked.', 'engine-error'],
  ])('%s: %s', (name, message, code) => {
    const refusal = refusalOfError(awsError(name, message), 'analytics');
    expect(refusal?.code).toBe(code);
    expect(refusal?.evidence.at(-1)).toBe(`${name}: ${message}`);
  });

  test('a denied action is named, with where to allow it', () => {
    const message = 'User: arn:aws:iam::1:user/f is not authorized to perform: iam:PassRole on resource: arn:x';
    const refusal = refusalOfError(awsError('AccessDeniedException', message), 'analytics');
    expect(refusal?.code).toBe('engine-error');
    expect(refusal?.evidence[0]).toBe(
      'Flotilla\'s AWS role may not do iam:PassRole. Add "iam:PassRole" to the policy of Flotilla\'s role (docs/aws.md).',
    );
  });

  test('what leaves open whether something was started is no refusal', () => {
    for (const name of ['ServerException', 'TimeoutError', 'ThrottlingException', 'ECONNRESET']) {
      expect(refusalOfError(awsError(name, 'x'), 'analytics')).toBeUndefined();
    }
  });
});
