import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const screenshots = join(import.meta.dirname, '../../test-output/screenshots');

/** Starts the system's Chromium without anything of its own to say to the network. */
export async function startChromium(path: string): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A tab on this installation, and everything that its console complained about. */
export interface Tab {
  readonly page: Page;
  readonly complaints: string[];
}

interface TabOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
}

/** Opens a tab; `url` is where the page is served. */
export async function openTab(
  browser: Browser,
  url: string,
  { width = 1280, height = 860, dark = false }: TabOptions = {},
): Promise<Tab> {
  const page = await browser.newPage({
    baseURL: url,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
  });
  page.setDefaultTimeout(90_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { page, complaints };
}

/** Keeps what the page looks like now; CI publishes these. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`) });
}

/** True when nothing on the page is wider than the page: a phone would have to be scrolled sideways. */
export const fitsItsWidth = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth <= window.innerWidth');
