import { ApiError, post } from '../../core/api.js';
import { debounced, fill, h } from '../../core/dom.js';
import { link } from '../../core/route.js';
import { encode } from '../../core/share.js';
import { field } from '../../parts/field.js';
import { said, worded } from '../../parts/words.js';
/** @import { Explanation, Fields, Read } from '../../types.js' */

/** How long nobody types before the text is read, in milliseconds. */
const PAUSE = 200;

/**
 * The one field for everything: a URL, a copied request, a console message. It says what it is.
 * @param {{onRead: (fields: Fields) => void}} options called with the request that the text holds
 * @returns {{element: HTMLElement, focus: () => void, settled: () => Promise<boolean>, clear: () => void, dispose: () => void}}
 *   `settled` reads what was typed last; false where it holds no request
 */
export function pasteField({ onRead }) {
  const control = h('textarea', { class: 'mono paste-text', rows: 3, spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', placeholder: 'curl https://api.example.com/users -H …' });
  const { element, problem } = field({ label: 'Paste a URL, curl line, fetch call, HAR entry or console message', control });
  const says = h('div', { class: 'paste-says', 'aria-live': 'polite' });
  element.append(says);
  let asked = '';
  let good = true;
  /** @type {AbortController | null} */
  let reading = null;

  async function read() {
    later.cancel();
    const text = control.value.trim();
    if (text === asked) return;
    reading?.abort();
    asked = text;
    good = true;
    problem(null);
    if (text === '') return fill(says);
    const mine = new AbortController();
    reading = mine;
    try {
      show(await post('/api/read', { text }, mine.signal));
    } catch (error) {
      if (mine.signal.aborted) return undefined;
      if (!(error instanceof ApiError)) throw error;
      good = false;
      fill(says);
      problem(error.reason, error.correction);
    }
    return undefined;
  }

  /** @param {Read} found */
  function show({ says: words, fields, notes, explanation }) {
    fill(says,
      h('p', null, said(words)),
      notes.length > 0 && h('ul', { class: 'hint' }, notes.map(note => h('li', null, said(note)))),
      explanation && explained(explanation, asked));
    good = fields !== null;
    if (fields) onRead(fields);
  }

  const later = debounced(PAUSE, () => void read());
  control.addEventListener('input', later);
  return {
    element,
    focus: () => control.focus(),
    settled: async () => {
      await read();
      if (!good) control.focus();
      return good;
    },
    clear: () => {
      control.value = '';
      asked = '';
      good = true;
      problem(null);
      fill(says);
    },
    dispose: () => {
      later.cancel();
      reading?.abort();
    },
  };
}

/**
 * What a console message means, in short.
 * @param {Explanation} explanation
 * @param {string} text
 * @returns {HTMLElement}
 */
function explained({ failures, causes }, text) {
  return h('div', { class: 'notice note stack tight' },
    failures.map(failure => h('p', null, said(failure.says))),
    causes.length > 0 && h('ul', null, causes.slice(0, 3).map(cause =>
      h('li', null, h('a', { href: link('explain', ['cause', cause.id]) }, worded(cause.title))))),
    h('p', null, h('a', { href: link('explain', [], encode({ text })) }, 'Explain it in full'), '. Run the check to know which it is.'));
}
