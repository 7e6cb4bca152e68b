// What must hold for every page of the product, whoever looks at it.
import { axeProblems } from './axe.mjs';

const NARROWEST = 320; // pixels of CSS: WCAG 2.2, 1.4.10 Reflow

/**
 * Collects what the browser complains about while `page` is used: errors of scripts, refused resources, broken policies.
 * Listening again on the same page begins anew.
 */
export function listen(page) {
  const complaints = [];
  for (const kind of ['console', 'pageerror', 'requestfailed']) page.removeAllListeners(kind);
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => {
    // A page that is left before its last picture came is no fault.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') complaints.push(`request: ${request.url()} ${request.failure()?.errorText}`);
  });
  return complaints;
}

/** Elements that reach over the right edge, when the page can be pushed sideways. */
export async function sidewaysProblems(page) {
  return page.evaluate(() => {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 0.5);
    return wide.slice(0, 5).map((one) => `wider than ${innerWidth} px: <${one.tagName.toLowerCase()} class="${one.getAttribute('class') ?? ''}">`);
  });
}

/** Language, title, one h1, and no key that has no words. */
export async function wordProblems(page, language) {
  return page.evaluate((wanted) => {
    const problems = [];
    if (document.documentElement.lang !== wanted) problems.push(`<html lang> is "${document.documentElement.lang}", not "${wanted}"`);
    if (document.title.trim() === '') problems.push('the title is empty');
    const headings = document.querySelectorAll('h1').length;
    if (headings !== 1) problems.push(`there are ${headings} h1`);
    const shown = `${document.title}\n${document.body.innerText}\n${[...document.querySelectorAll('*')]
      .flatMap((one) => [...one.attributes].map((attribute) => attribute.value))
      .join('\n')}`;
    for (const key of shown.match(/⟦[^⟧]*⟧/g) ?? []) problems.push(`no words for ${key}`);
    return problems;
  }, language);
}

/**
 * Everything at once, for one address.
 *
 * @param {import('playwright-core').Page} page in a context that has axe
 * @param {string} path
 * @param {{ language?: string, widths?: number[] }} [wish]
 * @returns {Promise<string[]>} nothing when all is well
 */
export async function pageProblems(page, path, { language = 'vi', widths = [1280, 360] } = {}) {
  await page.setViewportSize({ width: widths[0] ?? NARROWEST, height: 900 });
  const complaints = listen(page);
  const response = await page.goto(path, { waitUntil: 'load' });
  if (response === null || response.status() !== 200) return [`${path} answers ${response?.status()}`];
  const problems = await wordProblems(page, language);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const problem of await axeProblems(page)) problems.push(`${width} px: ${problem}`);
  }
  await page.setViewportSize({ width: NARROWEST, height: 900 });
  problems.push(...(await sidewaysProblems(page)), ...complaints);
  return [...new Set(problems)];
}
