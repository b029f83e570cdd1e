import { fill, h } from '../../core/dom.js';
import { clock, verdictChip } from './rows.js';
/** @import { GatewayDecision } from '../../types.js' */

/**
 * The decisions by origin and verdict, the most frequent first.
 * @param {{onOrigin: (origin: string) => void}} options
 * @returns {{update: (all: GatewayDecision[], now: {comparing: boolean}) => HTMLElement}}
 */
export function groups({ onOrigin }) {
  const body = h('tbody', null);
  const changes = h('th', { scope: 'col' }, 'Would change');
  const element = h('table', { class: 'decision-groups' },
    h('caption', { class: 'unseen' }, 'Decisions by origin'),
    h('thead', null, h('tr', null, ['Origin', 'Decision', 'Requests', 'Latest'].map(name => h('th', { scope: 'col' }, name)), changes)),
    body);

  /** @type {Map<string, HTMLTableRowElement>} */
  let drawn = new Map();

  /**
   * @param {GatewayDecision[]} all
   * @param {{comparing: boolean}} now
   */
  function update(all, { comparing }) {
    changes.hidden = !comparing;
    const focused = document.activeElement;
    const sorted = [...grouped(all)].sort(([, a], [, b]) => b.length - a.length);
    const next = new Map(sorted.map(([key, members]) => {
      const element = drawn.get(key) ?? row(members[0], onOrigin);
      count(element, members, comparing);
      return [key, element];
    }));
    const order = [...next.values()];
    // A row that stays where it is keeps the focus that is in it.
    if (order.length !== body.rows.length || order.some((element, at) => element !== body.rows[at])) {
      fill(body, order);
      if (focused instanceof HTMLElement && body.contains(focused)) focused.focus();
    }
    drawn = next;
    return element;
  }

  return { update };
}

/**
 * By origin and verdict, each with its members, the newest first.
 * @param {GatewayDecision[]} all
 * @returns {Map<string, [GatewayDecision, ...GatewayDecision[]]>}
 */
function grouped(all) {
  /** @type {Map<string, [GatewayDecision, ...GatewayDecision[]]>} */
  const groups = new Map();
  for (const each of all) {
    const key = `${each.verdict} ${each.origin ?? ''}`;
    const members = groups.get(key);
    if (members) members.push(each);
    else groups.set(key, [each]);
  }
  return groups;
}

/**
 * @param {GatewayDecision} decision one of the group
 * @param {(origin: string) => void} onOrigin
 * @returns {HTMLTableRowElement}
 */
function row(decision, onOrigin) {
  const origin = decision.origin ?? '';
  return h('tr', null,
    h('th', { scope: 'row' }, h('button', { type: 'button', class: 'group-origin mono', on: { click: () => onOrigin(origin) } }, origin)),
    h('td', null, verdictChip(decision)),
    h('td', { 'data-label': 'Requests' }),
    h('td', { 'data-label': 'Latest' }),
    h('td', { 'data-label': 'Would change' }));
}

/**
 * @param {HTMLTableRowElement} row
 * @param {[GatewayDecision, ...GatewayDecision[]]} members
 * @param {boolean} comparing
 */
function count(row, members, comparing) {
  const [, , requests, latest, changes] = row.cells;
  const changing = members.filter(each => each.edited?.changes).length;
  row.classList.toggle('changes', comparing && changing > 0);
  if (!requests || !latest || !changes) return;
  requests.textContent = String(members.length);
  latest.textContent = clock(members[0].time);
  changes.textContent = String(changing);
  changes.hidden = !comparing;
}
