import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page, Route } from 'playwright-core';
import { ClusterQueueView } from '../../domain/contract/clusters.js';
import { RunQueueView } from '../../domain/contract/runs.js';
import { World } from '../journey/world.js';
import { describeWith } from '../needs.js';
import { fitsItsWidth, keepScreenshot, openTab, startChromium, type Tab } from './browser.js';

const COMMAND = `echo "Mode is $MODE"
if [ "$MODE" = quick ]; then exit 0; fi
i=0
while true; do i=$((i + 1)); echo "tick $i"; sleep 0.2; done`;

// One story: each test goes on where the one before it ended.
describeWith(['temporal', 'mongodb', 'chromium'], 'a newcomer with the page', (at) => {
  let world: World;
  let browser: Browser;
  let tab: Tab;
  let page: Page;
  let blocker: string;

  beforeAll(async () => {
    world = await World.start(at, { FLOTILLA_ALLOW_PROCESS_ENGINE: 'true' });
    await world.api.cluster('narrow', {
      description: 'One thing at a time',
      limits: { slots: 1, cpu: 1, memoryMiB: 1024 },
    });
    browser = await startChromium(at.chromium);
    tab = await openTab(browser, world.api.url);
    page = tab.page;
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await world.end();
  }, 60_000);

  test('is told what to do next where nothing has run yet', async () => {
    await page.goto('/');
    await page.getByText('Nothing has run yet').waitFor();
    expect(new URL(page.url()).pathname).toBe('/runs');
    await keepScreenshot(page, '01-nothing-yet');
    await page.getByRole('link', { name: 'Create a job' }).click();
  });

  test('is told at the field what is wrong, and creates a job', async () => {
    await page.getByRole('textbox', { name: 'Name', exact: true }).first().fill('Tick Tock');
    await page.getByRole('textbox', { name: 'Command', exact: true }).fill(COMMAND);
    await page.getByRole('button', { name: 'Create the job' }).click();
    await page.getByText('lower-case letters, digits and dashes').waitFor();
    await page.getByRole('textbox', { name: 'Name', exact: true }).first().fill('tick-tock');
    await page.getByRole('button', { name: 'Add a variable' }).click();
    await page.getByLabel('Variable', { exact: true }).fill('MODE');
    await page.getByLabel('Value of MODE').fill('slow');
    await page.getByLabel('CPU', { exact: true }).fill('0.1');
    await page.getByLabel('Memory', { exact: true }).fill('16');
    await keepScreenshot(page, '02-create-a-job');
    await page.getByRole('button', { name: 'Create the job' }).click();
    await page.getByRole('heading', { name: 'Launch tick-tock' }).waitFor();
  });

  test('sees what would happen before launching', async () => {
    blocker = (await world.api.launchCommand('narrow', 'sleep 600', { name: 'long-nap' })).id;
    await world.api.reaches(blocker, 'running');
    const outlook = page.getByRole('region', { name: 'What will happen' });
    await outlook.getByText('It fits into the cluster narrow.').waitFor();
    await outlook.getByText('Mode is $MODE').waitFor();
    await keepScreenshot(page, '03-launch');
    await page.getByRole('button', { name: 'Launch tick-tock' }).click();
  });

  test('sees why the run waits, and behind whom', async () => {
    const why = page.getByRole('region', { name: 'Why it waits' });
    await why.getByText('number 1 in the queue of narrow').waitFor();
    await why.getByRole('link', { name: 'long-nap' }).waitFor();
    await page.getByText('its log begins when its command does').waitFor();
    expect(await page.title()).toContain('queued');
    await keepScreenshot(page, '04-why-it-waits');
  });

  test('is told how many hold the cluster, also where they are too many to be listed', async () => {
    const path = '**/api/runs/*/queue';
    await page.route(path, async (route) => {
      const response = await route.fetch();
      const queue = RunQueueView.parse(await response.json());
      const holders = Array.from({ length: 50 }, (_, index) => ({
        ...queue.holders[0],
        runId: String(index).padStart(26, '0'),
      }));
      await route.fulfill({ response, json: { ...queue, holders, inUse: { ...queue.inUse, slots: 200 } } });
    });
    await page.getByRole('link', { name: 'and 194 more' }).waitFor();
    await page.unroute(path);
  });

  test('sees the log grow as soon as it has its turn', async () => {
    await world.api.json('POST', `/runs/${blocker}/cancel`, {});
    const log = page.getByRole('log', { name: 'Log lines' });
    await log.getByText('Mode is slow').waitFor();
    await log.getByText('tick 3', { exact: true }).waitFor();
    await log.getByText('tick 8', { exact: true }).waitFor();
    expect(await page.title()).toContain('running');
    await keepScreenshot(page, '05-live-log');
  });

  test('stops it with a reason', async () => {
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('seen enough');
    await page.getByRole('button', { name: 'Stop the run' }).click();
    await page.getByText('It was cancelled.').waitFor();
    await page.getByText('“seen enough”').waitFor();
    expect(await page.title()).toContain('cancelled');
    await page.getByText('complete', { exact: true }).waitFor();
    await keepScreenshot(page, '06-stopped');
  });

  test('runs it again with an edit, which changes only what was edited', async () => {
    await page.getByRole('link', { name: 'Run again with edits' }).click();
    await page.getByLabel('Value of MODE').fill('quick');
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByText('It has done its work.').waitFor();
    await page.getByRole('log', { name: 'Log lines' }).getByText('Mode is quick').waitFor();
    await page.getByText('run again of').waitFor();
    await keepScreenshot(page, '07-run-again');
  });

  test('finds both in the history by filter, and the filter is the address', async () => {
    await page.getByRole('link', { name: 'Runs', exact: true }).first().click();
    await page.getByRole('searchbox', { name: 'Search' }).fill('tick');
    const rows = page.getByRole('table', { name: 'Runs' }).getByRole('row');
    await page.waitForURL(/q=tick/);
    await rows.nth(2).waitFor();
    await page.getByRole('link', { name: 'long-nap' }).waitFor({ state: 'detached' });
    expect(await rows.count()).toBe(3); // with the heading
    await page.goto('/runs?job=tick-tock&state=cancelled,succeeded');
    await rows.nth(2).waitFor();
    const words = (await rows.allInnerTexts()).join('\n');
    expect([words.includes('cancelled'), words.includes('succeeded'), words.includes('long-nap')]).toEqual([
      true,
      true,
      false,
    ]);
    await keepScreenshot(page, '08-history');
  });

  test('chooses a filter right after typing another, and both hold', async () => {
    await page.goto('/runs');
    const mine = page.getByRole('checkbox', { name: 'Mine' });
    await mine.waitFor({ state: 'attached' });
    await page.getByRole('searchbox', { name: 'Search' }).fill('tick');
    await page.getByText('Mine', { exact: true }).click();
    await page.waitForURL(({ searchParams }) => searchParams.has('owner') && searchParams.get('q') === 'tick');
    expect(await mine.isChecked()).toBe(true);
  });

  test('clears the filters right after typing one, and none of it comes back', async () => {
    await page.goto('/runs?job=tick-tock');
    const clear = page.getByRole('button', { name: 'Clear filters' });
    await clear.waitFor();
    const search = page.getByRole('searchbox', { name: 'Search' });
    await search.fill('tick');
    await clear.click();
    await clear.waitFor({ state: 'detached' });
    expect(await search.inputValue()).toBe('');
    // Words count after a pause: when later ones do, earlier ones would have.
    await page.getByRole('textbox', { name: 'Label' }).fill('mode=slow');
    await page.waitForURL(({ searchParams }) => searchParams.has('label'));
    expect(new URL(page.url()).searchParams.has('q')).toBe(false);
  });

  test('can do with several at once what can be done with one', async () => {
    await page.goto('/runs?job=tick-tock&state=succeeded');
    await page
      .getByRole('checkbox', { name: /^Select tick-tock/ })
      .first()
      .check();
    await page.getByRole('toolbar', { name: 'Selected runs' }).getByRole('button', { name: 'Run again' }).click();
    await page.getByText('1 run launched again').waitFor();
    await page.getByRole('table', { name: 'Runs' }).getByRole('row').nth(2).waitFor();
  });

  test('sees what an edit of a job has changed', async () => {
    await page.goto('/jobs/tick-tock/edit');
    await page.getByText('YAML', { exact: true }).click();
    const yaml = page.getByLabel('The job as YAML');
    await yaml.fill((await yaml.inputValue()).replace('MODE: slow', 'MODE: quick'));
    await page.getByLabel('Why').fill('slow was too slow');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('tab', { name: 'Revisions' }).click();
    const revision = page.getByRole('article', { name: 'Revision 2' });
    await revision.getByText('MODE: slow').waitFor();
    await revision.getByText('MODE: quick').waitFor();
    await keepScreenshot(page, '09-revisions');
  });

  test('is asked about a launch only where it could go: to the only cluster, once that is known', async () => {
    const asked = new Set<unknown>();
    page.on('request', (request) => {
      if (request.url().includes('dryRun')) asked.add((request.postDataJSON() as { cluster?: string }).cluster);
    });
    const held = new Promise<Route>((hold) => {
      void page.route('**/api/clusters', hold, { times: 1 });
    });
    await world.api.json('PUT', '/jobs/anywhere', { command: 'echo hello' });
    await page.goto('/jobs/anywhere/launch');
    await page.getByRole('button', { name: 'Launch anywhere' }).waitFor();
    await (await held).continue();
    await page.getByText('It fits into the cluster narrow.').waitFor();
    expect([...asked]).toEqual(['narrow']);
  });

  test('sees the queue of a cluster, pauses it, and the run that waits says so', async () => {
    await page.goto('/clusters/narrow');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('new disks');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Reason: new disks').waitFor();
    const waiting = await world.api.launch({ job: 'tick-tock' });
    await page
      .getByRole('table', { name: 'Waiting, in grant order' })
      .getByRole('link', { name: 'tick-tock' })
      .waitFor();
    await keepScreenshot(page, '10-cluster');
    const path = '**/api/clusters/narrow/queue';
    const health = { ok: false, message: 'It does not answer.' };
    await page.route(path, async (route) => {
      const response = await route.fetch();
      const queue = ClusterQueueView.parse(await response.json());
      await route.fulfill({ response, json: { ...queue, cluster: { ...queue.cluster, health }, waitingTotal: 1001 } });
    });
    await page.getByText('unreachable', { exact: true }).waitFor();
    await page.getByText('paused', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'and 1000 more' }).click();
    await page.unroute(path);
    await page.waitForURL('/runs?cluster=narrow&state=queued');
    await page.getByRole('table', { name: 'Runs' }).getByRole('link', { name: 'tick-tock' }).waitFor();
    await page.goto(`/runs/${waiting.id}`);
    await page.getByText('the cluster narrow is paused (new disks)').waitFor();
  });

  test('can use it on a phone and in the dark', async () => {
    const phone = await openTab(browser, world.api.url, { width: 390, height: 844, dark: true });
    for (const path of [
      '/runs',
      '/jobs',
      '/jobs/tick-tock',
      '/jobs/new',
      '/jobs/tick-tock/launch',
      '/clusters',
      '/clusters/narrow',
      `/runs/${blocker}`,
    ]) {
      await phone.page.goto(path);
      await phone.page.getByRole('heading', { level: 1 }).waitFor();
      await phone.page.waitForLoadState('networkidle').catch(() => undefined); // pages that poll are never idle for long
      expect([path, await fitsItsWidth(phone.page)]).toEqual([path, true]);
    }
    await phone.page.goto('/runs');
    await phone.page.getByRole('link', { name: 'tick-tock' }).first().waitFor();
    await keepScreenshot(phone.page, '11-phone');
    await phone.page.goto(`/runs/${blocker}`);
    await phone.page.getByText('It was cancelled.').waitFor();
    await keepScreenshot(phone.page, '12-phone-run');
    expect(phone.complaints).toEqual([]);
    await phone.page.close();
  }, 120_000);

  test('an address that leads nowhere says so', async () => {
    await page.goto('/nowhere');
    await page.getByText('There is nothing here').waitFor();
  });

  test('the console of the browser had nothing to complain about', () => {
    expect(tab.complaints).toEqual([]);
  });
});
