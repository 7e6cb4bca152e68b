// Debian's Chromium, driven through playwright-core: fresh profile, no background traffic, no sandbox
// (the tests run as root in containers too), Vietnamese as the reader's language.
import { chromium } from 'playwright-core';

/** The widths every page is looked at: a small phone, a tablet, a desk. Pixels of CSS. */
export const WIDTHS = [360, 768, 1280];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts the browser named by `HOCVUSO_CHROMIUM`, by default /usr/bin/chromium.
 *
 * @param {string[]} [more] flags of this run
 */
export function launchBrowser(more = []) {
  return chromium.launch({
    executablePath: process.env.HOCVUSO_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: [...FLAGS, ...more],
  });
}

/**
 * A fresh reader: own cookies, own storage.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {{ base: string, width?: number, scripts?: boolean, size?: 0 | 1 | 2, contrast?: 'normal' | 'high' }} reader
 */
export async function openReader(browser, { base, width = 1280, scripts = true, size = 0, contrast = 'normal' }) {
  const context = await browser.newContext({
    baseURL: base,
    viewport: { width, height: width < 700 ? 740 : 900 },
    javaScriptEnabled: scripts,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    reducedMotion: 'reduce',
  });
  if (size !== 0 || contrast !== 'normal') {
    await context.addCookies([{ name: 'hv_look', value: `${size}.${contrast}`, url: base }]);
  }
  return context;
}

/**
 * Signs in through the form, as a person would.
 *
 * @param {import('playwright-core').Page} page
 * @param {{ login: string, password: string }} account
 */
export async function signIn(page, account) {
  await page.goto('/dang-nhap');
  const form = page.locator('form', { has: page.locator('input[name="password"]') });
  await form.locator('input[name="login"]').fill(account.login);
  await form.locator('input[name="password"]').fill(account.password);
  await Promise.all([page.waitForNavigation(), form.locator('button').first().click()]);
  if (new URL(page.url()).pathname === '/dang-nhap') {
    throw new Error(`sign-in as ${account.login} was refused: ${await page.locator('main').innerText()}`);
  }
}
