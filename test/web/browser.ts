import { existsSync } from 'node:fs';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { fromLocal } from '../../src/core/time.js';
import { shared } from '../support/shared.js';
import { openCounty, rooms, type County } from './county.js';
import { memoryNetwork } from './memory-network.js';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
export const noBrowser = !existsSync(CHROMIUM);
if (noBrowser) console.warn(`page tests skipped: there is no browser at ${CHROMIUM} (set CHROMIUM_PATH)`);

/** The clock of the browser; what stands in the groups is half an hour old. */
const TODAY = '2026-03-18T10:00';

export const VISIT = '【入户走访】\n户主：田大川\n走访时间：3月18日\n人均纯收入：1.26万元';

/** Gives each test a county and a browser without a past. */
export function withBrowser() {
  let browser: Browser;
  let pageDir: string;
  let faults: string[];
  const today = fromLocal(TODAY);
  const suite = { county: undefined as unknown as County, open, pageDir: () => pageDir };

  beforeAll(async () => {
    pageDir = await shared<string>('page');
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-gpu'],
    });
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    faults = [];
    suite.county = await openCounty({
      pageDir,
      network: memoryNetwork(rooms(), '小助手', today.getTime() - 1800_000),
    });
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((c) => c.close()));
    await suite.county.stop();
    expect(faults).toEqual([]); // nothing blocked by the content policy, no error of the page
  });

  async function open(path = '/rooms/r1', phone = false): Promise<Page> {
    const size = phone ? { width: 375, height: 812 } : { width: 1280, height: 800 };
    const context = await browser.newContext({ viewport: size, hasTouch: phone, isMobile: phone });
    await context.clock.setFixedTime(today);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (line) => {
      if (/Content Security Policy|Warning:/.test(line.text())) faults.push(line.text());
    });
    await page.goto(suite.county.url + path);
    return page;
  }
  return suite;
}

export const bubble = (page: Page, text: string): Locator => page.locator('.bubble', { hasText: text });
export const box = (page: Page): Locator => page.getByLabel('消息内容');

export async function speakAs(page: Page, name: string): Promise<void> {
  await page.getByLabel('以谁的身份发言').fill(name);
  await page.locator('.ant-select-item-option', { hasText: name }).click();
}

export async function say(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await box(page).press('Enter');
  await bubble(page, text.split('\n')[0]!).waitFor();
}

/** Chooses from the menu of a bubble. */
export async function menu(page: Page, text: string, item: string): Promise<void> {
  await bubble(page, text).click({ button: 'right' });
  await page.getByRole('menuitem', { name: item }).click();
}

export async function stored(county: County, path: string) {
  return (await (await county.call('GET', path)).json()) as {
    sender: string;
    text: string;
    mentions: string[];
  }[];
}
