import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startFakeAws, type FakeAws } from '../fakes/aws/start-fake-aws.js';
import { World } from '../journey/world.js';
import { describeWith } from '../needs.js';
import { keepScreenshot, openTab, startChromium } from './browser.js';

describeWith(['temporal', 'mongodb', 'chromium'], 'a cluster of machines at ECS, in a browser', (at) => {
  let aws: FakeAws;
  let world: World;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const instances = [
      { cpu: 4096, memory: 8192 },
      { cpu: 2048, memory: 4096, gpu: 1 },
    ];
    aws = await startFakeAws({ tasks: 'pretended', clusters: [{ name: 'machines', instances }] });
    world = await World.start(at, {
      AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
    });
    const { region, url: endpoint } = aws;
    const engine = { kind: 'ecs', cluster: 'machines', region, endpoint, launchType: 'EC2' } as const;
    await world.api.cluster('machines', { engine, limits: { slots: 3 } });
    browser = await startChromium(at.chromium);
    page = (await openTab(browser, world.api.url)).page;
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await world.end();
    await aws.stop();
  }, 60_000);

  test('takes its limits from its machines, and keeps what was set by hand', async () => {
    await page.goto('/clusters/machines');
    await page.getByRole('button', { name: 'Limits and queue' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Take them from its machines' }).click();
    await dialog.getByText('2 machines; free of it just now').waitFor();
    await keepScreenshot(page, '40-limits-from-machines');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const { items } = (await world.api.json('GET', '/clusters')) as { items: { limits: unknown }[] };
    expect(items[0]?.limits).toEqual({ slots: 3, cpu: 6, memoryMiB: 12_288, gpu: 1 });
  });
});
