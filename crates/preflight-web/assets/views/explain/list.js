import { ApiError, get } from '../../core/api.js';
import { fill, h } from '../../core/dom.js';
import { link } from '../../core/route.js';
import { notice } from '../../parts/notice.js';
import { capital, worded } from '../../parts/words.js';
/** @import { Reference, ReferenceEntry } from '../../types.js' */

/** Where the list stands beside the text; elsewhere it is folded. */
const BESIDE = '(width >= 64rem)';

/**
 * @typedef {object} Item
 * @property {ReferenceEntry} page
 * @property {HTMLElement} element
 * @property {HTMLAnchorElement} anchor
 * @property {string} text what is searched, in lower case
 */

/**
 * The list of all pages of the reference. The arrows move in it.
 * @returns {{element: HTMLElement, filter: (text: string) => number, focus: () => boolean, mark: (page: {kind: string, id: string} | null) => boolean, dispose: () => void}}
 *   `filter` shows the pages that have all words of the text, and says how many; `focus` goes to the first;
 *   `mark` marks a page, and says whether it is among those that are shown
 */
export function referenceList() {
  /** @type {{element: HTMLElement, items: Item[]}[]} */
  let groups = [];
  let wanted = '';
  /** @type {{kind: string, id: string} | null} */
  let marked = null;
  const count = h('span', { class: 'muted' });
  const places = h('div', { class: 'reference-groups', on: { keydown } });
  const element = h('details', { class: 'reference' },
    h('summary', null, h('span', { class: 'label' }, 'Reference'), ' ', count),
    h('nav', { 'aria-label': 'Reference' }, places));
  const beside = matchMedia(BESIDE);
  const unfold = () => {
    element.open = beside.matches;
  };
  unfold();
  beside.addEventListener('change', unfold);

  const items = () => groups.flatMap(group => group.items);
  const shown = () => items().filter(item => !item.element.hidden).map(item => item.anchor);

  /** @param {string} text */
  function filter(text) {
    wanted = text;
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    for (const group of groups) {
      for (const item of group.items) item.element.hidden = !words.every(word => item.text.includes(word));
      group.element.hidden = group.items.every(item => item.element.hidden);
    }
    const [found, all] = [shown().length, items().length];
    fill(count, all === 0 ? '' : words.length > 0 ? `${found} of ${all} pages` : `${all} pages`);
    if (!beside.matches) element.open = words.length > 0 && found > 0 && found < all;
    return found;
  }

  /** @param {{kind: string, id: string} | null} page */
  function mark(page) {
    marked = page;
    for (const { page: { kind, id }, anchor } of items()) {
      if (kind !== page?.kind || id !== page.id) anchor.removeAttribute('aria-current');
      else {
        anchor.setAttribute('aria-current', 'page');
        if (beside.matches) anchor.scrollIntoView({ block: 'nearest' });
      }
    }
    return !page || shown().some(anchor => anchor.hasAttribute('aria-current'));
  }

  /** @param {KeyboardEvent} event */
  function keydown(event) {
    const all = shown();
    const at = all.findIndex(anchor => anchor === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    const next = to === undefined || at < 0 ? undefined : all[to];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  async function load() {
    try {
      /** @type {Reference} */
      const reference = await get('/api/reference');
      groups = reference.groups.map(group);
      fill(places, groups.map(each => each.element));
      filter(wanted);
      mark(marked);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      fill(places, notice({ kind: 'error', text: error.reason, correction: error.correction }));
    }
  }

  void load();
  return {
    element,
    filter,
    focus: () => {
      const [first] = shown();
      first?.focus();
      return first !== undefined && element.open;
    },
    mark,
    dispose: () => beside.removeEventListener('change', unfold),
  };
}

/**
 * @param {{heading: string, pages: ReferenceEntry[]}} group
 * @returns {{element: HTMLElement, items: Item[]}}
 */
function group({ heading, pages }) {
  const items = pages.map(page => {
    const anchor = h('a', { href: link('explain', [page.kind, page.id]) },
      page.kind === 'cause' ? null : h('code', { class: 'reference-id' }, page.id), ' ', worded(capital(page.title)));
    const text = [page.id, page.id.replaceAll('-', ' '), page.title, page.words].join('\n').toLowerCase();
    return { page, anchor, text, element: h('li', null, anchor) };
  });
  const element = h('section', null, h('h2', { class: 'label' }, heading), h('ul', { class: 'reference-pages' }, items.map(item => item.element)));
  return { element, items };
}
