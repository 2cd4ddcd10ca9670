import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { environment, readConfig } from '../../src/config/config.js';
import { describeWith } from '../needs.js';

const Service = z.object({
  environment: z.record(z.string(), z.string().nullable()).default({}),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()).optional() }).optional(),
  ports: z.array(z.object({ host_ip: z.string().optional() })).default([]),
  command: z.array(z.string()).nullish(),
});
const Compose = z.object({ services: z.record(z.string(), Service) });

describeWith(['compose'], 'docker-compose.yml', ({ compose }) => {
  let services: z.infer<typeof Compose>['services'];
  beforeAll(() => {
    const file = join(import.meta.dirname, '../../docker-compose.yml');
    const output = execFileSync(compose, ['-format', 'json', file], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    ({ services } = Compose.parse(JSON.parse(output)));
  });

  test('is read without a complaint, and names everything that Flotilla stands on', () => {
    expect(Object.keys(services).sort()).toEqual(
      ['api', 'mongodb', 'postgresql', 'temporal', 'temporal-ui', 'worker'].sort(),
    );
  });

  test('gives the API and the worker settings that Flotilla knows and accepts', () => {
    for (const name of ['api', 'worker']) {
      const given = services[name]?.environment ?? {};
      expect(Object.keys(given).filter((key) => !(key in environment.shape))).toEqual([]);
      const config = readConfig(
        Object.fromEntries(Object.entries(given).map(([key, value]) => [key, value ?? undefined])),
      );
      expect(config).toMatchObject({ allowProcessEngine: false, temporalAddress: 'temporal:7233' });
    }
  });

  test('starts nothing before what it needs is healthy, and opens its ports to this machine only', () => {
    for (const { depends_on: needs, ports } of Object.values(services)) {
      expect(Object.values(needs).map(({ condition }) => condition)).toEqual(
        Object.keys(needs).map(() => 'service_healthy'),
      );
      for (const needed of Object.keys(needs)) expect(services[needed]?.healthcheck?.test).toBeDefined();
      expect(ports.map(({ host_ip: address }) => address)).toEqual(ports.map(() => '127.0.0.1'));
    }
  });
});
