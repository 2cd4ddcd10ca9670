import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { until } from '../journey/until.js';
import { World } from '../journey/world.js';
import { describeWith } from '../needs.js';
import { keepScreenshot, openTab, startChromium } from './browser.js';

// One story: each test goes on where the one before it ended.
describeWith(['temporal', 'mongodb', 'chromium'], 'a company with tokens', (at) => {
  let world: World;
  let browser: Browser;
  let admin: Page;
  let viewer: Page;
  let firstToken: string;
  let madeToken: string;

  beforeAll(async () => {
    world = await World.start(at, { FLOTILLA_ALLOW_PROCESS_ENGINE: 'true', FLOTILLA_ACCESS: 'tokens' });
    browser = await startChromium(at.chromium);
    admin = (await openTab(browser, world.api.url)).page;
    viewer = (await openTab(browser, world.api.url)).page;
    const told = () => Promise.resolve(/flotilla_t_\S+/.exec(world.said)?.[0] ?? '');
    firstToken = await until('the first token is told', told, (token) => token !== '');
    const headers = { authorization: `Bearer ${firstToken}` };
    await world.api.raw('PUT', '/jobs/hello', { command: 'echo hello' }, headers);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await world.end();
  }, 60_000);

  const logIn = async (page: Page, token: string) => {
    await page.getByLabel('Your token').fill(token);
    await page.getByRole('button', { name: 'Log in' }).click();
  };

  test('the login stands in the place of a page, says what is wrong with a token, and leads on to the page', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await admin.route('**/api/session', async (route) => {
      await held;
      await route.continue();
    });
    await admin.goto('/jobs/hello');
    await admin.getByLabel('Asking who you are').waitFor();
    expect(await admin.getByRole('navigation').count()).toBe(0);
    answer();
    await admin.getByRole('heading', { name: 'Log in to Flotilla' }).waitFor();
    await admin.unroute('**/api/session');
    await keepScreenshot(admin, '30-login');
    await logIn(admin, 'flotilla_t_nonsense');
    await admin.getByRole('alert').waitFor();
    await logIn(admin, firstToken);
    await admin.getByRole('heading', { name: 'hello', level: 1 }).waitFor();
    await admin.getByRole('link', { name: 'Launch', exact: true }).waitFor();
  });

  test('an admin makes a token for somebody who only looks, and sees it this once', async () => {
    await admin.getByRole('link', { name: 'Settings' }).click();
    await admin.getByRole('button', { name: 'Create a token' }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel('Person').fill('vera');
    await dialog.getByLabel('For', { exact: false }).first().fill('looking around');
    await dialog.getByLabel('Role').selectOption('viewer');
    await keepScreenshot(admin, '31-create-token');
    await dialog.getByRole('button', { name: 'Create' }).click();
    const shown = dialog.getByLabel('The token');
    await shown.waitFor();
    madeToken = await shown.innerText();
    await keepScreenshot(admin, '32-token-shown-once');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await admin.getByRole('cell', { name: 'vera' }).waitFor();
    expect(await admin.content()).not.toContain(madeToken);
    await keepScreenshot(admin, '33-tokens');
  });

  test('who only looks is offered nothing else, and told so where a link leads to more', async () => {
    await viewer.goto('/jobs');
    await logIn(viewer, madeToken);
    await viewer.getByRole('link', { name: 'hello', exact: true }).waitFor();
    expect(await viewer.getByRole('link', { name: 'Launch' }).count()).toBe(0);
    expect(await viewer.getByRole('link', { name: 'Create a job' }).count()).toBe(0);
    expect(await viewer.getByRole('link', { name: 'Settings' }).count()).toBe(0);
    const asked: string[] = [];
    viewer.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await viewer.goto('/clusters');
    await viewer.getByText('No cluster is connected').waitFor();
    expect(await viewer.getByRole('button', { name: 'Connect a cluster' }).count()).toBe(0);
    expect(asked).toContain('/api/clusters');
    expect(asked).not.toContain('/api/discovered-clusters');
    await viewer.goto('/jobs/hello/launch');
    await viewer.getByText('Only a launcher may do this').waitFor();
    await keepScreenshot(viewer, '34-viewer');
  });

  test('the activity tells who made which token, and from where', async () => {
    await admin.getByRole('link', { name: 'Activity' }).click();
    const row = admin.getByRole('row', { name: /looking around/ });
    await row.getByText('made', { exact: true }).waitFor();
    await row.getByText('page', { exact: true }).waitFor();
    await keepScreenshot(admin, '35-activity');
  });

  test('a revoked token ends the session of its browser at once', async () => {
    await admin.getByRole('link', { name: 'Settings' }).click();
    await admin.getByRole('row', { name: /vera/ }).getByRole('button', { name: 'Revoke' }).click();
    await admin.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await admin.getByRole('row', { name: /vera/ }).getByText('revoked').waitFor();
    await viewer.getByRole('link', { name: 'Runs' }).click();
    await viewer.getByRole('heading', { name: 'Log in to Flotilla' }).waitFor();
  });

  test('whose session has ended while a form was open is shown the login, not an error without a way out', async () => {
    await admin.getByRole('button', { name: 'Create a token' }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel('Person').fill('late');
    await dialog.getByLabel('For', { exact: false }).first().fill('nothing');
    await admin.evaluate("fetch('/api/session', { method: 'DELETE' })");
    await dialog.getByRole('button', { name: 'Create' }).click();
    await admin.getByRole('heading', { name: 'Log in to Flotilla' }).waitFor();
  });
});
