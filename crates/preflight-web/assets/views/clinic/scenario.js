import { fill, h } from '../../core/dom.js';
import { link } from '../../core/route.js';
import { linkTo } from '../../parts/elsewhere.js';
import { examination } from '../../parts/examination.js';
import { notice } from '../../parts/notice.js';
import { capital, said, worded } from '../../parts/words.js';
import { runHere } from './here.js';
/** @import { About, Finished, Scenario } from '../../types.js' */

/**
 * One scenario: what is asked, and what becomes of it.
 * @param {{scenario: Scenario, neighbours: {previous: Scenario | null, next: Scenario | null}, about: About,
 *   announce: (text: string) => void, onRun: () => void}} options
 * @returns {{element: HTMLElement, focus: () => void, dispose: () => void}}
 */
export function scenarioPanel({ scenario, neighbours, about, announce, onRun }) {
  const exam = examination({ about, announce });
  const here = runHere({ about, scenario });
  const result = h('div', { class: 'stack' });
  /** @type {Finished | null} */
  let finished = null;

  /** @param {boolean} mended */
  async function run(mended) {
    here.clear();
    fill(result,
      mended ? notice({ kind: 'note', text: BEHIND }) : null,
      !mended && scenario.why_not ? notice({ kind: 'note', text: scenario.why_not }) : null,
      exam.element);
    ({ finished } = await exam.run(`/api/clinic/${scenario.id}/run`, { mended }));
    if (!finished) return;
    onRun();
    mendButton.hidden = scenario.mend === null;
    const next = scenario.mend && !mended ? mendButton : runButton;
    for (const each of [runButton, mendButton]) each.classList.toggle('primary', each === next);
  }

  async function inThisBrowser() {
    if (!finished) await run(false);
    if (finished) await here.run(finished.report);
  }

  const runButton = button('Run it', () => void run(false));
  const mendButton = button('Apply the fix', () => void run(true));
  runButton.classList.add('primary');
  mendButton.hidden = true;
  const heading = h('h2', { class: 'clinic-heading', tabindex: -1 }, worded(capital(scenario.title)));
  const element = h('article', { class: 'stack' },
    h('p', { class: 'clinic-back' }, h('a', { href: link('clinic') }, 'All scenarios')),
    h('header', { class: 'stack tight' }, heading, question(scenario)),
    h('div', { class: 'row' }, runButton, mendButton,
      about.try_page ? button(`Run it in ${here.name}`, () => void inThisBrowser()) : null,
      h('a', { class: 'button quiet', href: link('explain', ['cause', scenario.id]) }, 'Read about it'),
      linkTo('check', scenario.request, 'Open it in Check', 'button quiet')),
    here.element, result, neighbourhood(neighbours));

  function dispose() {
    exam.cancel();
    here.dispose();
  }

  return { element, focus: () => heading.focus(), dispose };
}

const BEHIND = 'A gateway stands before the server now, with the smallest policy that lets this request through. This is the same request, sent to the gateway.';
/**
 * @param {string} label
 * @param {() => void} click
 * @returns {HTMLButtonElement}
 */
function button(label, click) {
  return h('button', { type: 'button', class: 'button', on: { click } }, label);
}

/**
 * Who asks whom for what.
 * @param {Scenario} scenario
 * @returns {HTMLElement[]}
 */
function question(scenario) {
  const { method = 'GET', url } = scenario.request;
  return [
    h('p', { class: 'muted' }, said(scenario.case)),
    h('p', null, h('code', { class: 'clinic-request' }, `${method} ${url}`),
      h('span', { class: 'muted' }, ' from a page of ', h('code', null, scenario.page), asked(scenario))),
  ];
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
