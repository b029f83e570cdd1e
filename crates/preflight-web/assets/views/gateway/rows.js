import { h } from '../../core/dom.js';
import { capital, said } from '../../parts/words.js';
/** @import { Child, GatewayDecision } from '../../types.js' */

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/**
 * The decisions one by one, the newest first. Rows that stay are not drawn anew.
 * @returns {{update: (all: GatewayDecision[], now: {comparing: boolean}) => HTMLElement}}
 */
export function rows() {
  const body = h('tbody', null);
  const edited = h('th', { scope: 'col' }, 'Under the edited policy');
  const none = h('p', { class: 'muted' }, 'No decision yet. Requests with an Origin header show here as they come.');
  const table = h('table', { class: 'decision-rows' },
    h('caption', { class: 'unseen' }, 'Decisions, the newest first'),
    h('thead', null, h('tr', null,
      ['Time', 'Request', 'Origin', 'Decision', 'Policy', 'Status', 'Took'].map(name => h('th', { scope: 'col' }, name)), edited)),
    body);
  const element = h('div', null, none, table);
  /** @type {WeakMap<GatewayDecision, HTMLTableRowElement>} */
  const drawn = new WeakMap();

  /**
   * @param {GatewayDecision[]} all
   * @param {{comparing: boolean}} now
   */
  function update(all, { comparing }) {
    table.classList.toggle('comparing', comparing);
    edited.hidden = !comparing;
    none.hidden = all.length > 0;
    table.hidden = all.length === 0;
    let next = body.firstElementChild;
    for (const each of all) {
      const known = drawn.get(each);
      const element = known ?? row(each);
      if (!known) drawn.set(each, element);
      if (element === next) next = next.nextElementSibling;
      else body.insertBefore(element, next);
    }
    while (next) {
      const behind = next.nextElementSibling;
      next.remove();
      next = behind;
    }
    return element;
  }

  return { update };
}

/**
 * @param {GatewayDecision} decision
 * @returns {HTMLTableRowElement}
 */
function row(decision) {
  const { time, method, target, origin, request_method: asked, request_headers: names, status, failure, policy, duration } = decision;
  const preflight = asked !== null && h('span', { class: 'muted' }, `for ${asked}${names ? ` with ${names}` : ''}`);
  return h('tr', { class: decision.edited?.changes ? 'changes' : null },
    h('td', { class: 'decision-time' }, h('time', { datetime: time, title: time }, clock(time))),
    h('td', { class: 'decision-request' }, h('span', { class: 'mono' }, h('strong', null, method), ' ', target), preflight && [' ', preflight]),
    h('td', { class: 'mono decision-origin' }, origin),
    h('td', null, verdictChip(decision)),
    h('td', { class: 'decision-policy' }, policy === null ? '–' : h('code', null, `policy[${policy}]`)),
    h('td', { class: 'decision-status' }, status, failure && h('span', { class: 'muted' }, ` ${failure.replaceAll('-', ' ')}`)),
    h('td', { class: 'decision-took' }, took(duration)),
    h('td', { class: 'decision-edited' }, under(decision)));
}

/**
 * @param {GatewayDecision} decision
 * @returns {Child}
 */
function under({ edited }) {
  if (!edited) return h('span', { class: 'muted' }, 'Not told enough to say');
  if (!edited.changes) return h('span', { class: 'muted' }, 'The same');
  return [verdictChip(edited), ' ', h('span', { class: 'small' }, said(edited.why))];
}

/**
 * @param {{verdict: string, allowed: boolean | null}} decision
 * @returns {HTMLElement}
 */
export function verdictChip({ verdict, allowed }) {
  const colour = allowed === null ? '' : allowed ? 'allowed' : 'refused';
  return h('span', { class: `chip ${colour}` }, verdictWords(verdict));
}

/**
 * @param {string} verdict
 * @returns {string}
 */
export function verdictWords(verdict) {
  return capital(verdict.replaceAll('-', ' '));
}

/**
 * @param {string} time
 * @returns {string}
 */
export function clock(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : CLOCK.format(date);
}

/**
 * @param {number} seconds
 * @returns {string}
 */
export function took(seconds) {
  const milliseconds = seconds * 1000;
  if (milliseconds >= 1000) return `${seconds.toFixed(1)} s`;
  if (milliseconds < 1) return `${(milliseconds * 1000).toFixed(0)} µs`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}
