import { describe, expect, test } from '@jest/globals';
import { failureOf, isThrottling, isUncertain } from './aws-errors.js';

function awsError(name: string, message: string, status?: number): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

describe('errors of AWS', () => {
  test.each([
    ['ThrottlingException', 'Rate exceeded'],
    ['TooManyRequestsException', 'slow down'],
    ['InvalidParameterException', 'Request limit exceeded for ec2:DescribeSubnets'],
    ['InvalidParameterException', 'error occurred (RequestLimitExceeded): Rate exceeded for security groups'],
    ['ClientException', 'Too many concurrent attempts to create a new revision of the specified family.'],
  ])('%s, "%s", is throttling', (name, message) => {
    expect(isThrottling(awsError(name, message, 400))).toBe(true);
  });

  test.each([
    ['InvalidParameterException', "The subnet ID 'subnet-1' does not exist"],
    ['ClientException', 'Unable to describe task definition.'],
  ])('%s, "%s", is none', (name, message) => {
    expect(isThrottling(awsError(name, message, 400))).toBe(false);
  });

  test('no answer and a fault of the server leave open what was done; a refusal does not', () => {
    expect(isUncertain(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }))).toBe(true);
    expect(isUncertain(awsError('ServerException', 'x', 500))).toBe(true);
    expect(isUncertain(awsError('InvalidParameterException', 'x', 400))).toBe(false);
  });

  test.each([
    ['ExpiredTokenException', 400, 'engine-unreachable', "AWS does not accept Flotilla's credentials"],
    ['CredentialsProviderError', undefined, 'engine-unreachable', "AWS does not accept Flotilla's credentials"],
    ['AccessDeniedException', 400, 'engine-error', 'Add "ecs:ListTasks" to the policy'],
    ['ClusterNotFoundException', 400, 'engine-error', 'There is no such ECS cluster in eu-central-1'],
    ['ThrottlingException', 400, 'engine-unreachable', 'is asked too often'],
    ['ServerException', 500, 'engine-unreachable', 'could not be asked to list tasks'],
    ['InvalidParameterException', 400, 'engine-error', 'AWS refused to list tasks'],
  ])('%s has a sentence of its own', (name, status, code, words) => {
    const failure = failureOf(awsError(name, 'AWS says so', status), 'list tasks', 'ecs:ListTasks', 'eu-central-1');
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(words);
  });
});
