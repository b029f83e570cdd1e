import { fill, h } from '../../core/dom.js';
import { notice } from '../../parts/notice.js';
import { howToStart } from './start.js';
/** @import { WatchState } from './watch.js' */

/**
 * Whether a gateway is watched; if not, why, and how to start one.
 * @returns {{word: HTMLElement, element: HTMLElement, show: (state: WatchState, now: {admin: string, known: boolean}) => void}}
 *   `known`: whether it answered before, so that there is something to see
 */
export function status() {
  const word = h('span', { role: 'status' });
  const element = h('div', { class: 'gateway-state', 'aria-live': 'polite' });

  /**
   * @param {WatchState} state
   * @param {{admin: string, known: boolean}} now
   */
  function show(state, { admin, known }) {
    const failure = state.kind === 'lost' || state.kind === 'waiting' ? state.failure : null;
    const isNobody = failure === null || Boolean(failure.command);
    fill(word, chip(state));
    fill(element,
      failure && notice({ kind: 'warning', text: failure.reason, correction: isNobody ? null : failure.correction }),
      !known && isNobody ? howToStart(admin) : null);
  }

  return { word, element, show };
}

/**
 * @param {WatchState} state
 * @returns {HTMLElement | null}
 */
function chip({ kind }) {
  const words = { asking: 'Asking', watching: 'Watching', waiting: 'Waiting for a gateway', lost: 'Lost, asking again' };
  const colour = { asking: '', watching: 'allowed', waiting: 'warned', lost: 'warned' };
  if (kind === 'idle' || kind === 'refused') return null;
  return h('span', { class: `chip ${colour[kind]}` }, words[kind]);
}
