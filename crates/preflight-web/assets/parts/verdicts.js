import { h } from '../core/dom.js';
import { copyButton } from './copy-button.js';
import { specLink } from './evidence.js';
import { worded } from './words.js';
/** @import { About, Report, Run } from '../types.js' */

/**
 * How it ends in each browser, why, and what its console says, word for word.
 * @param {Report} report
 * @param {About} about
 * @returns {HTMLElement}
 */
export function verdicts(report, about) {
  const engines = [...about.engines, { id: /** @type {const} */ ('standard'), name: 'The standard' }];
  return h('ul', { class: 'verdicts' }, engines.map(({ id, name }) => {
    const run = report.browsers[id];
    return run && h('li', { class: 'verdict' },
      h('div', { class: 'verdict-head' }, h('strong', null, name), outcomeChip(run.outcome)),
      h('div', { class: 'verdict-body' }, reason(run, id === 'standard'), consoleLines(run, name)));
  }));
}

/**
 * In a word, with a colour that is not the only sign.
 * @param {'allowed' | 'blocked' | 'unreachable' | 'undecided'} outcome
 * @returns {HTMLElement}
 */
export function outcomeChip(outcome) {
  const words = { allowed: 'Allowed', blocked: 'Blocked', unreachable: 'No answer', undecided: 'Undecided' };
  return h('span', { class: `chip ${outcome}` }, words[outcome]);
}

/**
 * @param {Run} run
 * @param {boolean} standard
 * @returns {HTMLElement}
 */
function reason(run, standard) {
  const words = [
    run.refusal ? h('span', null, worded(`${upper(run.refusal.text)} (`), specLink(run.refusal.spec), ').') : null,
    run.actual_not_sent ? 'Judged by the preflight alone: the request itself was not sent.' : null,
    run.asks_permission ? 'It asks the user first whether the page may reach the local network.' : null,
    run.outcome === 'allowed' && !run.actual_not_sent ? 'The script gets the response.' : null,
    standard ? h('span', { class: 'muted' }, 'The Fetch standard to the letter; its verdict does not count.') : null,
  ];
  return h('p', null, words.filter(Boolean).flatMap(word => [word, ' ']));
}

/**
 * @param {Run} run
 * @param {string} name
 * @returns {HTMLElement | null}
 */
function consoleLines({ console: lines }, name) {
  if (!lines?.length) return null;
  return h('div', { class: 'console' },
    h('div', { class: 'console-lines' }, lines.map(line => h('samp', null, line))),
    copyButton(lines.join('\n'), `the console lines of ${name}`));
}

/**
 * @param {string} text
 * @returns {string}
 */
function upper(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
