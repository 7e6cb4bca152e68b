// axe-core on a page as it really is: injected before the page's own scripts by the browser itself, so that the
// page keeps its Content-Security-Policy and Trusted Types while it is looked at.
import axe from 'axe-core';

/** Makes axe ready in every page that `context` opens from now on. */
export async function bringAxe(context) {
  await context.addInitScript({ content: axe.source });
}

/**
 * What is wrong for readers with a disability: WCAG 2.2 A and AA, target size, and AAA contrast of text.
 *
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>} one line for each element that fails a rule
 */
export async function axeProblems(page) {
  const found = await page.evaluate(async () => {
    const result = await globalThis.axe.run(document, {
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
      rules: { 'target-size': { enabled: true }, 'color-contrast-enhanced': { enabled: true } },
      resultTypes: ['violations'],
    });
    return result.violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? rule.help}`),
    );
  });
  return found;
}
