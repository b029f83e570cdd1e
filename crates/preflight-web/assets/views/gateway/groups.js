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

  /**
   * @param {[GatewayDecision, ...GatewayDecision[]]} members the newest first
   * @param {boolean} comparing
   */
  function row(members, comparing) {
    const [newest] = members;
    const changing = members.filter(each => each.edited?.changes).length;
    const origin = newest.origin ?? '';
    return h('tr', { class: comparing && changing > 0 ? 'changes' : null },
      h('th', { scope: 'row' }, h('button', { type: 'button', class: 'group-origin mono', 'data-origin': origin, on: { click: () => onOrigin(origin) } }, origin)),
      h('td', null, verdictChip(newest)),
      h('td', null, members.length),
      h('td', null, clock(newest.time)),
      comparing && h('td', null, changing));
  }

  /**
   * @param {GatewayDecision[]} all
   * @param {{comparing: boolean}} now
   */
  function update(all, { comparing }) {
    changes.hidden = !comparing;
    /** @type {Map<string, [GatewayDecision, ...GatewayDecision[]]>} */
    const byKey = new Map();
    for (const each of all) {
      const key = `${each.verdict} ${each.origin ?? ''}`;
      const members = byKey.get(key);
      if (members) members.push(each);
      else byKey.set(key, [each]);
    }
    const sorted = [...byKey.values()].sort((a, b) => b.length - a.length);
    const focused = document.activeElement instanceof HTMLElement && body.contains(document.activeElement) ? [...body.querySelectorAll('button')].indexOf(/** @type {HTMLButtonElement} */ (document.activeElement)) : -1;
    fill(body, sorted.map(members => row(members, comparing)));
    if (focused >= 0) body.querySelectorAll('button')[focused]?.focus();
    return element;
  }

  return { update };
}
