import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { FiringPage, ScheduleView } from '../../domain/contract/schedules.js';
import { until } from '../journey/until.js';
import { World } from '../journey/world.js';
import { describeWith } from '../needs.js';
import { keepScreenshot, openTab, startChromium, type Tab } from './browser.js';

// One story: each test goes on where the one before it ended.
describeWith(['temporal', 'mongodb', 'chromium'], 'what was tried by hand goes on a schedule', (at) => {
  let world: World;
  let browser: Browser;
  let tab: Tab;
  let page: Page;

  beforeAll(async () => {
    world = await World.start(at, { FLOTILLA_ALLOW_PROCESS_ENGINE: 'true' });
    await world.api.cluster('local', { limits: { slots: 4 } });
    browser = await startChromium(at.chromium);
    tab = await openTab(browser, world.api.url);
    page = tab.page;
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await world.end();
  }, 60_000);

  const schedule = async () => ScheduleView.parse(await world.api.json('GET', '/schedules/report'));
  const firings = async () => FiringPage.parse(await world.api.json('GET', '/schedules/report/firings')).items;
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });

  test('a new job gets two parameters', async () => {
    await page.goto('/jobs/new');
    await field('Name').first().fill('report');
    await field('Command').fill('echo day {{ day }} to the depth of {{ depth }}');
    await page.getByLabel('CPU', { exact: true }).fill('0.1');
    await page.getByLabel('Memory', { exact: true }).fill('16');
    const parameters = [
      { name: 'day', kind: 'date', standard: '2026-11-24' },
      { name: 'depth', kind: 'integer', standard: '3' },
    ];
    for (const [index, { name, kind, standard }] of parameters.entries()) {
      await page.getByRole('button', { name: 'Add a parameter' }).click();
      const row = page.getByRole('group', { name: 'Parameters' });
      await row.getByRole('textbox', { name: 'Name' }).nth(index).fill(name);
      await row.getByLabel('Kind').nth(index).selectOption(kind);
      await row.getByRole('textbox', { name: 'Default' }).nth(index).fill(standard);
    }
    await page.getByRole('button', { name: 'Create the job' }).click();
    await page.getByRole('heading', { name: 'Launch report' }).waitFor();
  });

  test('it is launched by hand with a value of its own', async () => {
    await page.getByLabel('depth').fill('7');
    await page.getByText("echo day '2026-11-24' to the depth of '7'").waitFor();
    await page.getByRole('button', { name: 'Launch report' }).click();
    await page.getByText('It has done its work.').waitFor();
    await page.getByRole('log', { name: 'Log lines' }).getByText('day 2026-11-24 to the depth of 7').waitFor();
  });

  test('it goes on a schedule each minute, whose next times are shown while one writes', async () => {
    await page.goto('/schedules/new?job=report');
    await page.getByRole('textbox', { name: 'Cron line' }).fill('* * * * *');
    await page.getByRole('region', { name: 'What comes next' }).getByText('Every minute').waitFor();
    await page.getByLabel('depth').fill('5');
    await keepScreenshot(page, '20-new-schedule');
    await page.getByRole('button', { name: 'Create the schedule' }).click();
    await page.getByRole('heading', { name: 'report', level: 1 }).waitFor();
    expect(await schedule()).toMatchObject({ cron: '* * * * *', parameters: { depth: 5 } });
  });

  test('a schedule whose job has not been read yet cannot be saved, so that its parameters stay', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/api/jobs/report', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto('/schedules/report/edit');
    const save = page.getByRole('button', { name: 'Save' });
    await save.waitFor();
    expect(await save.isDisabled()).toBe(true);
    answer();
    await page.getByLabel('depth').waitFor();
    expect(await page.getByLabel('depth').inputValue()).toBe('5');
    await save.click();
    await page.getByText('nothing changed').waitFor();
    expect((await schedule()).parameters).toEqual({ depth: 5 });
    await page.unroute('**/api/jobs/report');
  });

  test('it is paused with a note that everybody reads', async () => {
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('month end');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByText('month end').waitFor();
    expect((await schedule()).paused).toMatchObject({ note: 'month end' });
  });

  test('times of the past are made up for by a backfill, which shows them first', async () => {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Backfill past times…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('From').fill(minutesAgo(10));
    await dialog.getByLabel('Until').fill(minutesAgo(9));
    await dialog.getByRole('button', { name: 'Make 2 runs' }).click();
    await until(
      'both have run',
      firings,
      (found) => found.filter(({ isBackfill, state }) => isBackfill && state === 'succeeded').length === 2,
    );
    await page.getByText('made later by a backfill').nth(1).waitFor();
    await keepScreenshot(page, '21-schedule');
  });

  test('its run is compared with the one by hand: they differ in their depth', async () => {
    await page.goto('/runs?job=report');
    const boxes = page.getByRole('checkbox', { name: /^Select report/ });
    await boxes.first().check();
    await boxes.last().check();
    await page.getByRole('link', { name: 'Compare' }).click();
    const row = page.getByRole('table', { name: 'Side by side' }).getByRole('row', { name: /depth/ });
    await row.waitFor();
    expect(await row.getByRole('cell').allInnerTexts()).toEqual(['7', '5']);
    await page.getByText('The logs differ first in line 1').waitFor();
    await keepScreenshot(page, '22-compare');
  });

  test('the console of the browser had nothing to complain about', () => {
    expect(tab.complaints).toEqual([]);
  });
});

/** As a `datetime-local` field takes it: the browser's zone is this machine's. */
function minutesAgo(minutes: number): string {
  const at = Date.now() - minutes * 60_000;
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
