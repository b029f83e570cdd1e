import { fill, h } from '../../core/dom.js';
import { said } from '../../parts/words.js';
import { entries } from './entries.js';
/** @import { TriedOrigin } from '../../types.js' */

/**
 * Origins to try on the policy: which entry allows each, and why none does.
 * @param {{onChange: () => void, onRemove: (what: string) => void, origins: {read: () => string[], write: (origins: string[]) => void}}} options
 * @returns {{element: HTMLElement, write: () => void, show: (tried: TriedOrigin[], rows: number[]) => void}}
 */
export function originTrial({ onChange, onRemove, origins }) {
  const list = entries({ one: 'origin to try', placeholder: 'https://another.example', onChange: changed, onRemove });

  function changed() {
    origins.write(list.read());
    onChange();
  }

  /**
   * @param {TriedOrigin[]} tried
   * @param {number[]} rows in which they are written
   */
  function show(tried, rows) {
    list.read().forEach((_, row) => {
      const answer = tried[rows.indexOf(row)];
      const place = list.place(row);
      if (place) fill(place, answer ? verdict(answer, row) : null);
    });
  }

  /**
   * @param {TriedOrigin} answer
   * @param {number} row
   * @returns {HTMLElement}
   */
  function verdict({ allowed, entry, why, correction }, row) {
    const chip = h('span', { class: `chip ${allowed ? 'allowed' : 'blocked'}` }, allowed ? 'Allowed' : 'Refused');
    const words = allowed ? (entry === null ? null : `by origin ${entry + 1}`) : said(why ?? '');
    const write = () => {
      list.write(list.read().map((text, at) => (at === row ? (correction ?? text) : text)));
      changed();
    };
    return h('p', { class: 'tried' }, chip, ' ', words,
      correction ? [' ', h('button', { type: 'button', class: 'mend', on: { click: write } }, `Write ${correction}`)] : null);
  }

  return {
    element: h('fieldset', { class: 'origin-trial' },
      h('legend', null, 'Which of these are allowed?'), list.element),
    write: () => list.write(origins.read()),
    show,
  };
}
