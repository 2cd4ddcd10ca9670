import { expect, test } from '@jest/globals';
import { readConfig } from '../config/config.js';
import { appEnvironment } from './app-programs.js';
import type { Servers } from './servers.js';

const environmentOf = (env: Record<string, string>, temporalAddress: string) => {
  const servers = { temporalAddress, temporalUi: undefined, mongodbUri: 'mongodb://127.0.0.1:1/flotilla' };
  return appEnvironment(readConfig({ FLOTILLA_INSTALLATION: 'test', ...env }), servers as Servers, 7070); // nothing else of it is asked
};
const cloud = { TEMPORAL_API_KEY: 'k', TEMPORAL_NAMESPACE: 'ours.a1b2c', TEMPORAL_TLS_CLIENT_CERT_PATH: '/c.pem' };

test('a key and certificates for a Temporal elsewhere are not shown to the one that we bring along', () => {
  const environment = environmentOf(cloud, '127.0.0.1:7233');
  expect(environment['TEMPORAL_ADDRESS']).toBe('127.0.0.1:7233');
  // Present and undefined: taken away from what a child inherits.
  for (const name of [...Object.keys(cloud), 'TEMPORAL_TLS']) {
    expect([name, name in environment, environment[name]]).toEqual([name, true, undefined]);
  }
});

test('with the address of one elsewhere they are inherited as they are', () => {
  const environment = environmentOf({ ...cloud, TEMPORAL_ADDRESS: 'cloud:7233' }, 'cloud:7233');
  for (const name of Object.keys(cloud)) expect(name in environment).toBe(false);
});
