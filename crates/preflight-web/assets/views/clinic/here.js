import { ApiError, post } from '../../core/api.js';
import { thisBrowser } from '../../core/browser.js';
import { fill, h } from '../../core/dom.js';
import { comparison, consoleHint } from '../../parts/comparison.js';
import { notice } from '../../parts/notice.js';
import { attemptOf, tryFrom } from '../../parts/try-frame.js';
/** @import { About, Report, Scenario } from '../../types.js' */

const ELSEWHERE = 'The clinic’s own page can: leave `preflight clinic` running, and open what it prints.';

/**
 * A scenario's request sent by this browser, from the scenario's page.
 * @param {{about: About, scenario: Scenario}} options
 * @returns {{element: HTMLElement, name: string, run: (report: Report) => Promise<void>, clear: () => void, dispose: () => void}}
 *   `name` is the browser's; `run` sends to where the report's request went
 */
export function runHere({ about, scenario }) {
  const browser = thisBrowser();
  const element = h('div', { class: 'clinic-here stack', 'aria-live': 'polite' });
  const stopped = new AbortController();

  /** @param {Report} report */
  async function run(report) {
    const compared = comparison({ about, browser, wanted: scenario.request.read ?? [] });
    compared.show(null, report);
    fill(element, h('h3', null, `In ${browser.name}`), compared.element);
    try {
      const { page } = await post('/api/try/stand', { origin: scenario.page }, stopped.signal);
      const seen = await tryFrom(page, attemptOf({ ...scenario.request, url: report.request.url }), stopped.signal);
      compared.show(seen, report);
      if (seen.outcome === 'blocked') element.append(consoleHint(report, browser.engine));
    } catch (error) {
      if (stopped.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      fill(element, notice({ kind: 'warning', text: error.reason, correction: ELSEWHERE }));
    }
  }

  return { element, name: browser.name, run, clear: () => fill(element), dispose: () => stopped.abort() };
}
