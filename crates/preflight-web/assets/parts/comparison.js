import { fill, h } from '../core/dom.js';
import { readings, seenBriefly } from './seen.js';
import { outcomeChip } from './verdicts.js';
/** @import { About, Engine, Report, Run, Seen } from '../types.js' */

/** Why a browser may do otherwise than its engine's model, in the order in which it is worth a look. */
const REASONS = [
  ['An answer from its cache', 'The browser may have kept the preflight’s answer, or the response. Tick “Disable cache” in DevTools and send again.'],
  ['An extension', 'Some block requests, some add CORS headers. A private window has none of them by default.'],
  ['A permission', 'Chromium asks before a page reaches into a nearer network; look beside the address bar.'],
  ['Its own cookies and certificates', 'This browser sends the cookies that it has, and trusts what you made it trust. The model has the fields of the form.'],
  ['A server that changed its mind', 'Both asked at the same time, not with the same request: caches and load balancers may answer differently.'],
];

/**
 * This browser's outcome beside the model's, as they come in.
 * @param {{about: About, browser: {engine: Engine | null, name: string}, wanted: string[]}} options `wanted`: the headers
 *   that the script wants to read
 * @returns {{element: HTMLElement, show: (seen: Seen | null, report: Report | null, pending?: string) => void}} `pending`: what
 *   stands for a model without a report
 */
export function comparison({ about, browser, wanted }) {
  const verdict = h('div', { role: 'status' });
  const rows = h('tbody');
  const table = h('div', { class: 'comparison-scroll' },
    h('table', { class: 'comparison' },
      h('thead', null, h('tr', null, ['Browser', 'Outcome', 'What the script gets'].map(name => h('th', { scope: 'col' }, name)))),
      rows));

  /** @type {ReturnType<typeof comparison>['show']} */
  function show(seen, report, pending = '…') {
    fill(rows,
      row(h('strong', null, browser.name), 'this browser', seen?.outcome, seen ? seenBriefly(seen, wanted) : '…'),
      about.engines.map(({ id, name }) => {
        const run = report?.browsers[id];
        const gets = run && report ? runBriefly(run, readings(wanted, report.readable_headers)) : pending;
        return row(name, id === browser.engine ? 'the model of this browser' : 'the model', run?.outcome, gets);
      }));
    const run = browser.engine && report?.browsers[browser.engine];
    fill(verdict, seen && run ? agreement(seen, run, browser.name, nameOf(about, browser.engine)) : null);
  }

  show(null, null);
  return { element: h('div', { class: 'stack' }, verdict, table), show };
}

/**
 * @param {string | HTMLElement} name
 * @param {string} kind
 * @param {Seen['outcome'] | Run['outcome'] | undefined} outcome
 * @param {string} words
 * @returns {HTMLElement}
 */
function row(name, kind, outcome, words) {
  return h('tr', null,
    h('th', { scope: 'row' }, name, h('span', { class: 'comparison-kind' }, kind)),
    h('td', null, outcome ? chip(outcome) : null),
    h('td', { class: 'mono' }, words));
}

/**
 * @param {Seen['outcome'] | Run['outcome']} outcome
 * @returns {HTMLElement}
 */
function chip(outcome) {
  if (outcome === 'impossible') return h('span', { class: 'chip warned' }, 'Not possible');
  return outcomeChip(outcome === 'unanswered' ? 'unreachable' : outcome);
}

/**
 * @param {Run} run
 * @param {string[]} read
 * @returns {string}
 */
function runBriefly(run, read) {
  if (run.outcome === 'blocked') return 'TypeError';
  if (run.actual_not_sent) return 'The preflight passes; the request itself was not sent';
  return [run.asks_permission ? 'The response, once the user permits it' : 'The response', ...read].join(', ');
}

/**
 * @param {Seen} seen
 * @param {Run} run
 * @param {string} browser
 * @param {string} model
 * @returns {HTMLElement}
 */
function agreement(seen, run, browser, model) {
  const same = seen.outcome === run.outcome;
  return h('div', { class: same ? 'notice passed' : 'notice warning' },
    h('p', null, h('strong', null, same
      ? `${browser} does what the model says for ${model}: ${seen.outcome}.`
      : `${browser} says ${seen.outcome}, the model says ${run.outcome} for ${model}.`)),
    same ? null : differences());
}

/** @returns {HTMLElement} */
function differences() {
  return h('div', { class: 'stack tight' },
    h('p', null, 'What it may be, first to look at first:'),
    h('ol', { class: 'comparison-reasons' }, REASONS.map(([what, words]) => h('li', null, h('strong', null, `${what}. `), words))));
}

/**
 * @param {About} about
 * @param {Engine | null} engine
 * @returns {string}
 */
function nameOf(about, engine) {
  return about.engines.find(({ id }) => id === engine)?.name ?? 'it';
}

/**
 * Where the browser says why: scripts are not told.
 * @param {Report | null} report
 * @param {Engine | null} engine
 * @returns {HTMLElement}
 */
export function consoleHint(report, engine) {
  const lines = (engine && report?.browsers[engine]?.console) || [];
  return h('div', { class: 'stack tight' },
    h('p', null, 'A script is told nothing but “TypeError”. This browser’s own reason stands in its console: open DevTools with ',
      h('kbd', null, 'F12'), ' or ', h('kbd', null, '⌥⌘I'), '.'),
    lines.length > 0 ? [
      h('p', null, 'By the model it reads:'),
      h('div', { class: 'console' }, h('div', { class: 'console-lines' }, lines.map(line => h('samp', null, line)))),
    ] : null);
}
