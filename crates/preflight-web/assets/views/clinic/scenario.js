import { ApiError, post } from '../../core/api.js';
import { thisBrowser } from '../../core/browser.js';
import { fill, h } from '../../core/dom.js';
import { link } from '../../core/route.js';
import { comparison, consoleHint } from '../../parts/comparison.js';
import { linkTo } from '../../parts/elsewhere.js';
import { examination } from '../../parts/examination.js';
import { notice } from '../../parts/notice.js';
import { attemptOf, tryFrom } from '../../parts/try-frame.js';
import { capital, said, worded } from '../../parts/words.js';
/** @import { About, Finished, Scenario } from '../../types.js' */

/**
 * One scenario: what is asked, and what becomes of it.
 * @param {{scenario: Scenario, neighbours: {previous: Scenario | null, next: Scenario | null}, about: About,
 *   announce: (text: string) => void, onRun: () => void}} options
 * @returns {{element: HTMLElement, focus: () => void, dispose: () => void}}
 */
export function scenarioPanel({ scenario, neighbours, about, announce, onRun }) {
  const browser = thisBrowser();
  const exam = examination({ about, announce });
  const result = h('div', { class: 'stack' });
  const here = h('div', { class: 'clinic-here stack', 'aria-live': 'polite' });
  const stopped = new AbortController();
  /** @type {Finished | null} */
  let finished = null;

  const runButton = button('Run it', () => void run(false), true);
  const mendButton = button('Apply the fix', () => void run(true), false);
  const hereButton = button(`Run it in ${browser.name}`, () => void runHere(), false);
  mendButton.hidden = true;

  /** @param {boolean} mended */
  async function run(mended) {
    fill(here);
    fill(result, mended ? notice({ kind: 'note', text: BEHIND }) : null, exam.element);
    ({ finished } = await exam.run(`/api/clinic/${scenario.id}/run`, { mended }));
    if (!finished) return null;
    onRun();
    mendButton.hidden = scenario.mend === null;
    lead(scenario.mend && !mended ? mendButton : runButton);
    if (!mended && scenario.why_not) result.prepend(notice({ kind: 'note', text: scenario.why_not }));
    return finished;
  }

  /** @param {HTMLElement} first */
  function lead(first) {
    for (const each of [runButton, mendButton]) each.classList.toggle('primary', each === first);
  }

  async function runHere() {
    const done = finished ?? (await run(false));
    if (!done) return;
    const { url } = done.report.request;
    const compared = comparison({ about, browser, wanted: scenario.request.read ?? [] });
    compared.show(null, done.report);
    fill(here, h('h3', null, `In ${browser.name}`), compared.element);
    try {
      const { page } = await post('/api/try/stand', { origin: scenario.page }, stopped.signal);
      const seen = await tryFrom(page, attemptOf({ ...scenario.request, url }), stopped.signal);
      compared.show(seen, done.report);
      if (seen.outcome === 'blocked') here.append(consoleHint(done.report, browser.engine));
    } catch (error) {
      if (stopped.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      fill(here, notice({ kind: 'warning', text: error.reason, correction: ELSEWHERE }));
    }
  }

  const heading = h('h2', { class: 'clinic-heading', tabindex: -1 }, worded(capital(scenario.title)));
  const { method = 'GET', url } = scenario.request;
  const element = h('article', { class: 'stack' },
    h('p', { class: 'clinic-back' }, h('a', { href: link('clinic') }, 'All scenarios')),
    h('header', { class: 'stack tight' }, heading,
      h('p', { class: 'muted' }, said(scenario.case)),
      h('p', null, h('code', { class: 'clinic-request' }, `${method} ${url}`),
        h('span', { class: 'muted' }, ' from a page of ', h('code', null, scenario.page), asked(scenario)))),
    h('div', { class: 'row' }, runButton, mendButton, about.try_page ? hereButton : null,
      h('a', { class: 'button quiet', href: link('explain', ['cause', scenario.id]) }, 'Read about it'),
      linkTo('check', scenario.request, 'Open it in Check', 'button quiet')),
    here, result, neighbourhood(neighbours));
  return {
    element,
    focus: () => heading.focus(),
    dispose: () => {
      exam.cancel();
      stopped.abort();
    },
  };
}

const BEHIND = 'A gateway stands before the server now, with the smallest policy that lets this request through. This is the same request, sent to the gateway.';
const ELSEWHERE = 'The clinic’s own page can: leave `preflight clinic` running, and open what it prints.';

/**
 * @param {string} label
 * @param {() => void} click
 * @param {boolean} primary
 * @returns {HTMLButtonElement}
 */
function button(label, click, primary) {
  return h('button', { type: 'button', class: primary ? 'button primary' : 'button', on: { click } }, label);
}

/**
 * What else is said of the request.
 * @param {Scenario} scenario
 * @returns {string}
 */
function asked({ request }) {
  const headers = (request.headers ?? []).map(([name]) => name);
  const words = [
    request.credentials === 'include' && 'with credentials',
    request.mode !== 'cors' && `in mode ${request.mode}`,
    request.redirect !== 'follow' && `with redirect “${request.redirect}”`,
    headers.length > 0 && `with ${headers.join(', ')}`,
  ].filter(Boolean);
  return words.map(word => `, ${word}`).join('');
}

/**
 * @param {{previous: Scenario | null, next: Scenario | null}} neighbours
 * @returns {HTMLElement}
 */
function neighbourhood({ previous, next }) {
  return h('nav', { class: 'clinic-neighbours', 'aria-label': 'Scenarios beside it' },
    previous ? h('a', { href: link('clinic', [previous.id]), rel: 'prev' }, '← ', worded(capital(previous.title))) : null,
    next ? h('a', { href: link('clinic', [next.id]), rel: 'next' }, worded(capital(next.title)), ' →') : null);
}
