import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { LogPage } from '../../domain/contract/logs.js';
import { until } from '../journey/until.js';
import { World } from '../journey/world.js';
import { describeWith } from '../needs.js';
import { keepScreenshot, openTab, startChromium } from './browser.js';

const LINES = 100_000;

describeWith(['temporal', 'mongodb', 'chromium'], 'the log on the page', (at) => {
  let world: World;
  let browser: Browser;
  let page: Page;
  let long: string;
  let complaints: string[];
  const log = () => page.getByRole('log', { name: 'Log lines' });
  const line = (text: string) => log().getByText(text, { exact: true });

  beforeAll(async () => {
    world = await World.start(at, { FLOTILLA_ALLOW_PROCESS_ENGINE: 'true' });
    await world.api.cluster('local', { limits: { slots: 4 } });
    browser = await startChromium(at.chromium);
    const tab = await openTab(browser, world.api.url);
    page = tab.page;
    complaints = tab.complaints;
    const command = `awk 'BEGIN { for (i = 1; i <= ${LINES}; i++) print "line " i " of many" (i % 1000 == 0 ? " \\033[31mmilestone\\033[0m" : "") }'`;
    long = (await world.api.launchCommand('local', command)).id;
    await world.api.ended(long, 120_000);
    await until(
      'the whole log has arrived',
      () => world.api.run(long),
      (run) => run.attempts[0]?.log.complete === true,
    );
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await world.end();
  }, 60_000);

  test('100,000 lines open at their end, and only those in sight exist', async () => {
    await page.goto(`/runs/${long}`);
    await log().getByText(`line ${LINES} of many`).waitFor();
    await page.getByText('100,000 lines').waitFor();
    expect(await page.evaluate('document.querySelectorAll(\'[role="log"] [data-index]\').length')).toBeLessThan(150);
  });

  test('the beginning is one key away', async () => {
    await log().focus();
    await page.keyboard.press('Home');
    await line('line 1 of many').waitFor();
  });

  test('any place in the middle is there when one scrolls to it', async () => {
    await log().evaluate((box) => {
      box.scrollTop = box.scrollHeight / 2;
    });
    await line('line 50010 of many').waitFor();
  });

  test('only what is in sight is drawn while one scrolls through everything', async () => {
    const most = await log().evaluate(
      (box) =>
        new Promise<number>((done) => {
          const { requestAnimationFrame: frame } = box.ownerDocument.defaultView;
          let [step, most] = [0, 0];
          const next = () => {
            most = Math.max(most, box.querySelectorAll('[data-index]').length);
            step += 1;
            box.scrollTop = (box.scrollHeight * step) / 120;
            if (step < 120) frame(next);
            else done(most);
          };
          frame(next);
        }),
    );
    expect(most).toBeLessThan(150);
  });

  test('a link to lines opens there and shows which', async () => {
    await page.goto(`/runs/${long}#L61234-L61240`);
    await line('line 61237 of many').waitFor();
    await page.getByText('Lines 61234 to 61240').waitFor();
    expect(await log().locator('[data-chosen]').count()).toBe(7);
    await keepScreenshot(page, '20-log-linked-lines');
  });

  test('a line number is a link to its line, and with Shift to all up to it', async () => {
    await log().getByRole('link', { name: 'Line 61236', exact: true }).click();
    await page.waitForURL(/#L61236$/);
    await log()
      .getByRole('link', { name: 'Line 61238', exact: true })
      .click({ modifiers: ['Shift'] });
    await page.waitForURL(/#L61236-L61238$/);
  });

  test('find looks through the whole log, and steps to and fro', async () => {
    await page.goto(`/runs/${long}`);
    await log().getByText(`line ${LINES} of many`).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('MILESTONE');
    await page.getByText('1 of 100', { exact: true }).waitFor();
    await log().getByRole('link', { name: 'Line 1000', exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('2 of 100', { exact: true }).waitFor();
    await log().getByRole('link', { name: 'Line 2000', exact: true }).waitFor();
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Shift+Enter');
    await page.getByText('100 of 100', { exact: true }).waitFor();
    await log().getByRole('link', { name: 'Line 100000', exact: true }).waitFor();
    await keepScreenshot(page, '21-log-find');
  });

  test('only the lines with a find can be shown, and the address keeps that', async () => {
    await page.getByRole('button', { name: 'Only lines with this text' }).click();
    await page.waitForURL(/only=true/);
    await page.reload();
    await log().getByRole('link', { name: 'Line 5000', exact: true }).waitFor();
    expect(await log().getByRole('link', { name: 'Line 5001', exact: true }).count()).toBe(0);
    await keepScreenshot(page, '22-log-only-finds');
  });

  test('colours are shown as colours, and times when asked for', async () => {
    await page.goto(`/runs/${long}#L1000`);
    const milestone = log().getByText('milestone').first();
    await milestone.waitFor();
    expect(await milestone.getAttribute('style')).toContain('--ansi-red');
    await page.getByRole('button', { name: 'Show times' }).click();
    await log()
      .getByText(/^\d\d:\d\d:\d\d\.\d{3}$/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Show times' }).click();
  });

  test('a growing log is followed until one scrolls up, and again from the bottom on', async () => {
    const run = await world.api.launchCommand(
      'local',
      'i=0; while true; do i=$((i + 1)); echo "tick $i"; sleep 0.05; done',
    );
    await page.goto(`/runs/${run.id}`);
    await line('tick 60').waitFor();
    await page.getByRole('button', { name: 'Following' }).waitFor();
    await log().hover();
    await page.mouse.wheel(0, -400);
    await page.getByRole('button', { name: 'Follow', exact: true }).waitFor();
    const place = await log().evaluate((box) => box.scrollTop);
    const total = await page
      .getByRole('region', { name: 'Log', exact: true })
      .getByText(/^\d+ lines/)
      .innerText();
    await page.getByText(total).waitFor({ state: 'detached' });
    expect(await log().evaluate((box) => box.scrollTop)).toBe(place);
    await log().focus();
    await page.keyboard.press('End');
    await page.getByRole('button', { name: 'Following' }).waitFor();
    await world.api.json('POST', `/runs/${run.id}/cancel`, {});
    await page.getByText('complete', { exact: true }).waitFor();
  });

  test('a long line can be wrapped', async () => {
    const run = await world.api.launchCommand(
      'local',
      `awk 'BEGIN { for (i = 0; i < 900; i++) printf "word%d ", i; print "end" }'; echo after`,
    );
    await world.api.ended(run.id);
    await page.goto(`/runs/${run.id}`);
    await line('after').waitFor();
    const height = () =>
      log()
        .locator('[data-index="0"]')
        .evaluate((row) => row.getBoundingClientRect().height);
    expect(await height()).toBeLessThan(25);
    await page.getByRole('button', { name: 'Wrap long lines' }).click();
    await until('the line is wrapped', height, (now) => now > 100);
    await page.getByRole('button', { name: 'Wrap long lines' }).click();
  });

  test('a log of which lines are missing is not called complete', async () => {
    const path = `**/api/runs/${long}/logs?*`;
    const note = 'The engine did not deliver the end of the log.';
    await page.route(path, async (route) => {
      const response = await route.fetch();
      const logPage = LogPage.parse(await response.json());
      await route.fulfill({ response, json: { ...logPage, head: { ...logPage.head, note } } });
    });
    await page.goto(`/runs/${long}`);
    await page.getByText(note).waitFor();
    await page.getByText('not complete', { exact: true }).waitFor();
    await page.unroute(path);
  });

  test('an empty log says why it is empty', async () => {
    const run = await world.api.launchCommand('local', 'true');
    await world.api.ended(run.id);
    await page.goto(`/runs/${run.id}`);
    await page.getByText('The command wrote nothing.').waitFor();
  });

  test('the console of the browser had nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });
});
