import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../../needs.js';

const main = join(import.meta.dirname, '../../../dist/test/fakes/aws/main.js');

// Whatever needs Temporal has been built before.
describeWith(['temporal'], 'npm run fake-aws', () => {
  test('says what to export, answers there, and ends in order at Ctrl-C', async () => {
    expect(existsSync(main)).toBe(true);
    const child = spawn(process.execPath, [main, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      let said = '';
      for await (const chunk of child.stdout) {
        said += String(chunk);
        if (said.includes('Clusters:')) break;
      }
      const url = /export AWS_ENDPOINT_URL=(\S+)/.exec(said)?.[1] ?? '';
      const answer = await fetch(url, { method: 'POST' });
      expect(((await answer.json()) as { __type: string }).__type).toBe('MissingAuthenticationTokenException');
    } finally {
      child.kill('SIGINT');
    }
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(0);
  });
});
