import { expect, test } from '@jest/globals';
import { checkSettings } from './docker-settings.js';
import { firstName, nextName } from './container-name.js';
import { launchToken, runId } from '../../../domain/ids.js';

test.each([
  [{}, []],
  [{ host: '/run/docker.sock', network: 'reports' }, []],
  [{ host: 'unix:///run/docker.sock' }, []],
  [{ host: 'tcp://docker.example:2375' }, []],
  [{ host: 'ssh://docker.example' }, ['host']],
  [{ host: 5, network: 'a b', colour: 'red' }, ['colour', 'host', 'network']],
  [{ network: 'host' }, ['network']],
  [{ network: 'container:other' }, ['network']],
])('settings %j have problems with %j', (settings, paths) => {
  expect(checkSettings({ kind: 'docker', ...settings }).map(({ path }) => path)).toEqual(paths);
});

test('a container is named after its token, and anew by whoever takes it over', () => {
  const name = firstName(launchToken(runId('01JD0000000000000000000000'), 2, 3));
  expect(name).toBe('flotilla-01jd0000000000000000000000-2-3');
  expect(nextName(name)).toBe(`${name}-taken-2`);
  expect(nextName(nextName(name))).toBe(`${name}-taken-3`);
});
