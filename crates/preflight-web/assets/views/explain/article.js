import { ApiError } from '../../core/api.js';
import { fill, h } from '../../core/dom.js';
import { notice } from '../../parts/notice.js';

/**
 * Where answers stand: the last one that was asked for.
 * @returns {{element: HTMLElement, show: (load: (signal: AbortSignal) => Promise<Node>) => Promise<void>, reach: (heading?: string) => void, cancel: () => void}}
 *   `reach` moves the focus to the part of this name, or else to the title
 */
export function article() {
  const element = h('article', { class: 'explain-answer', 'aria-busy': 'false' });
  let asking = new AbortController();

  /** @param {(signal: AbortSignal) => Promise<Node>} load */
  async function show(load) {
    asking.abort();
    const mine = new AbortController();
    asking = mine;
    element.setAttribute('aria-busy', 'true');
    const shown = await load(mine.signal).catch(error => {
      if (mine.signal.aborted) return null;
      if (!(error instanceof ApiError)) throw error;
      return notice({ kind: 'error', text: error.reason, correction: error.correction });
    });
    if (mine.signal.aborted) return;
    fill(element, shown);
    element.setAttribute('aria-busy', 'false');
  }

  /** @param {string} [heading] */
  function reach(heading) {
    const part = heading ? element.querySelector(`[data-part="${CSS.escape(heading)}"]`) : null;
    const place = part ?? element.querySelector('h2');
    if (!(place instanceof HTMLElement)) return;
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: part ? 'start' : 'nearest' });
  }

  return { element, show, reach, cancel: () => asking.abort() };
}
