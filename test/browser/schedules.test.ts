import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { FiringPage, ScheduleView } from '../../domain/contract/schedules.js';
import { until } from '../journey/until.js';
import { World } from '../journey/world.js';
import { describeWith } from '../needs.js';
import { fitsItsWidth, keepScreenshot, openTab, startChromium, type Tab } from './browser.js';

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
  const saveShared = (word: string) =>
    world.api.json('PUT', '/jobs/shared', {
      command: `echo {{ who }} ${word}`,
      parameters: { who: { type: 'string', default: 'world' } },
      cluster: 'local',
    });
  /** What was read a moment ago is read again when one comes back to the tab. */
  const comeBackUntil = (words: string) =>
    until(
      words,
      async () => {
        await page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
        return page.getByText(words).count();
      },
      (count) => count > 0,
    );
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  /** Waits until it is told at the field for the name that there is one already. */
  const refusedAtName = (kind: string, name: string) =>
    page.locator('[id$="-error"]').getByText(`There is a ${kind} called ${name} already`).waitFor();

  test('a new job gets two parameters', async () => {
    await page.goto('/jobs/new');
    await field('Name').first().fill('report');
    await field('Command').fill('echo day {{ day }} to the depth of {{ depth }}');
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
    await page.getByText('names no parameter').waitFor({ state: 'hidden' });
    await page.getByLabel('CPU', { exact: true }).fill('0.1');
    await page.getByLabel('Memory', { exact: true }).fill('16');
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
    await keepScreenshot(page, '40-new-schedule');
    await page.getByRole('button', { name: 'Create the schedule' }).click();
    await page.getByRole('heading', { name: 'report', level: 1 }).waitFor();
    expect(await schedule()).toMatchObject({ cron: '* * * * *', parameters: { depth: 5 } });
  });

  test('another schedule of the job gets another name, and with the name of the first does not take its place', async () => {
    await page.goto('/schedules/new?job=report');
    await page.getByLabel('depth').fill('9');
    await until(
      'a name is suggested',
      () => field('Name').inputValue(),
      (name) => name === 'report-2',
    );
    await field('Name').fill('report');
    await page.getByRole('button', { name: 'Create the schedule' }).click();
    await refusedAtName('schedule', 'report');
    await keepScreenshot(page, '46-name-is-taken');
    expect(await schedule()).toMatchObject({ cron: '* * * * *', parameters: { depth: 5 } });
  });

  test('a new job or cluster with a name that is taken is refused, and leaves what has it as it is', async () => {
    await page.goto('/jobs/new');
    await field('Name').first().fill('report');
    await field('Command').fill('echo something else');
    await page.getByRole('button', { name: 'Create the job' }).click();
    await refusedAtName('job', 'report');
    expect(await world.api.json('GET', '/jobs/report')).toMatchObject({ revision: 1 });

    await page.goto('/clusters');
    await page.getByRole('button', { name: 'Connect a cluster' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('local');
    await dialog.getByLabel('Slots').fill('99');
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await refusedAtName('cluster', 'local');
    await keepScreenshot(page, '47-cluster-is-there');
    expect(await world.api.json('GET', '/clusters/local')).toMatchObject({ limits: { slots: 4 } });
  });

  test('only kinds of cluster that are taken can be chosen, each with settings that it has', async () => {
    await page.goto('/clusters');
    await page.getByRole('button', { name: 'Connect a cluster' }).click();
    const dialog = page.getByRole('dialog');
    const kinds = dialog.getByLabel('Kind').locator('option');
    await kinds.nth(3).waitFor({ state: 'attached' });
    expect(await kinds.allTextContents()).toEqual(['process', 'docker', 'ecs', 'simulated']);
    await dialog.getByLabel('Kind').selectOption('docker');
    const settings = dialog.getByLabel('Settings');
    expect(await settings.getAttribute('placeholder')).toBe('host: unix:///var/run/docker.sock');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('boxes');
    await settings.fill('just words');
    await dialog.getByRole('button', { name: 'Connect' }).click();
    await dialog.getByText('like `host: unix:///var/run/docker.sock`').waitFor();
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
    await keepScreenshot(page, '41-schedule');
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
    await keepScreenshot(page, '42-compare');
  });

  test('a list and a bound are fields of the launch form, which tells what is wrong before anything is sent', async () => {
    const parameters = {
      sizes: { type: 'array', items: { type: 'integer' }, minItems: 1, default: [1, 2] },
      pace: { type: 'integer', minimum: 1, maximum: 9, default: 4 },
    };
    const command = 'echo {{ pace }} {{ sizes }}';
    await world.api.json('PUT', '/jobs/bounded', { command, parameters, cluster: 'local' });
    await page.goto('/jobs/bounded/launch');
    await page.getByText('1 to 9').waitFor();
    await page.getByText("echo '4' '1' '2'").waitFor();
    await page.getByLabel('pace').fill('12');
    await page.getByText('must be <= 9').first().waitFor();
    const launch = page.getByRole('button', { name: 'Launch bounded' });
    await launch.and(page.locator(':disabled')).waitFor();
    await page.getByLabel('pace').fill('7');
    await page.getByLabel('sizes').first().fill('30');
    await page.keyboard.press('Enter');
    await page.getByText("echo '7' '1' '2' '30'").waitFor();
    await keepScreenshot(page, '43-launch-form');
    await launch.click();
    await page.getByText('It has done its work.').waitFor();
  });

  test('the next launch can take the values of the last run that succeeded', async () => {
    await page.goto('/jobs/bounded/launch');
    await page.getByRole('button', { name: /As in the last run that succeeded/ }).click();
    await page.getByText("echo '7' '1' '2' '30'").waitFor();
  });

  test('to run again shows first what would run', async () => {
    await page.goto('/runs?job=bounded');
    await page.getByRole('table', { name: 'Runs' }).getByRole('link', { name: 'bounded' }).click();
    await page.getByRole('button', { name: 'Run again', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('bounded, revision 1').waitFor();
    await dialog.getByText('sizes = [1,2,30], pace = 7').waitFor();
    await keepScreenshot(page, '44-run-again');
    await dialog.getByRole('button', { name: 'Run again' }).click();
    await page.getByText('run again of').waitFor();
  });

  test('an old revision is compared with any other, and brought back', async () => {
    for (const words of ['two', 'three'])
      await world.api.json('PUT', '/jobs/bounded', { command: `echo ${words}`, cluster: 'local' });
    await page.goto('/jobs/bounded');
    await page.getByRole('tab', { name: 'Revisions' }).click();
    await page.getByRole('combobox', { name: 'From revision' }).click();
    await page.getByRole('option', { name: '1', exact: true }).click();
    const difference = page.getByRole('region', { name: 'Compare revisions' });
    await difference.getByText('command: echo three').waitFor();
    await difference.getByText('{{ pace }}').waitFor();
    await keepScreenshot(page, '45-compare-revisions');
    const old = page.getByRole('article', { name: 'Revision 2' });
    await old.getByRole('button', { name: 'Make it the current one' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('three was too much');
    await page.getByRole('dialog').getByRole('button', { name: 'Make it the current one' }).click();
    const restored = page.getByRole('article', { name: 'Revision 4' });
    await restored.getByText('current', { exact: true }).waitFor();
    await restored.getByText('“three was too much”').waitFor();
  });

  test('what was typed for a launch stays while a colleague saves the job, and goes with the revision that it was typed for', async () => {
    await saveShared('one');
    await page.goto('/jobs/shared/launch');
    await page.getByLabel('who').fill('moon');
    await page.getByText("echo 'moon' one").waitFor();
    await saveShared('two');
    await comeBackUntil('The job has revision 2 now');
    expect(await page.getByLabel('who').inputValue()).toBe('moon');
    await keepScreenshot(page, '46-new-revision');
    await page.getByRole('button', { name: 'Launch shared' }).click();
    await page.getByRole('log', { name: 'Log lines' }).getByText('moon one').waitFor();
  });

  test('a new revision can be taken over into the launch form, which begins anew', async () => {
    await page.goto('/jobs/shared/launch');
    await page.getByLabel('who').fill('moon');
    await page.getByText("echo 'moon' two").waitFor();
    await saveShared('three');
    await comeBackUntil('The job has revision 3 now');
    await page.getByRole('button', { name: 'Take over revision 3' }).click();
    await page.getByText("echo 'world' three").waitFor();
    expect(await page.getByText('The job has revision').count()).toBe(0);
  });

  test('a launch form in which nothing has been filled in yet follows its job by itself', async () => {
    await saveShared('four');
    await comeBackUntil("echo 'world' four");
    expect(await page.getByText('The job has revision').count()).toBe(0);
  });

  test('all of it can be used on a phone and in the dark', async () => {
    const phone = await openTab(browser, world.api.url, { width: 390, height: 844, dark: true });
    const [newest, older] = await world.api.runs('job=report');
    for (const path of [
      '/schedules',
      '/schedules/report',
      '/schedules/report/edit',
      '/jobs/report/launch',
      `/runs/${newest?.id}/again`,
      `/runs/compare?a=${older?.id}&b=${newest?.id}`,
      '/activity',
      '/settings',
    ]) {
      await phone.page.goto(path);
      await phone.page.getByRole('heading', { level: 1 }).waitFor();
      await phone.page.waitForLoadState('networkidle').catch(() => undefined); // pages that poll are never idle for long
      expect([path, await fitsItsWidth(phone.page)]).toEqual([path, true]);
    }
    expect(phone.complaints).toEqual([]);
    await phone.page.close();
  }, 120_000);

  test('the console of the browser had nothing to complain about', () => {
    // The value that was too large was refused by a dry run, and so were the three names; browsers report both.
    const refusals = /400 \(Bad Request\)|412 \(Precondition Failed\)/;
    expect(tab.complaints.filter((words) => !refusals.test(words))).toEqual([]);
  });
});

/** As a `datetime-local` field takes it: the browser's zone is this machine's. */
function minutesAgo(minutes: number): string {
  const at = Date.now() - minutes * 60_000;
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
