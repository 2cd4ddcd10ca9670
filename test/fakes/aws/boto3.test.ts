import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { describeWith } from '../../needs.js';
import { startFakeAws } from './start-fake-aws.js';

describeWith(['boto3'], "with AWS's own Python client", ({ boto3 }) => {
  test('the fake is taken for ECS and CloudWatch Logs by a client that knows nothing of it', async () => {
    const aws = await startFakeAws();
    try {
      const script = join(import.meta.dirname, 'boto3-session.py');
      const { stdout } = await promisify(execFile)(boto3, [script, aws.url]);
      const { seconds, arn, ...understood } = JSON.parse(stdout);
      expect(understood).toEqual({
        exitCode: 4,
        stopCode: 'EssentialContainerExited',
        lines: ['1', '2', '3'],
        clusters: ['default', 'flotilla'].map((name) => `arn:aws:ecs:eu-central-1:123456789012:cluster/${name}`),
        conflict: ['ConflictException', [arn]],
        missing: ['InvalidParameterException', null],
      });
      expect(seconds).toBeGreaterThan(0);
    } finally {
      await aws.stop();
    }
  });
});
