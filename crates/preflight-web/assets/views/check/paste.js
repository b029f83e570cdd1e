import { ApiError, post } from '../../core/api.js';
import { debounced, fill, h } from '../../core/dom.js';
import { link } from '../../core/route.js';
import { encode } from '../../core/share.js';
import { field } from '../../parts/field.js';
import { takeFiles } from '../../parts/file-taker.js';
import { said, worded } from '../../parts/words.js';
import { entryPicker } from './entries.js';
import { withoutAnswers } from './har.js';
/** @import { Explanation, Failure, Fields, Read } from '../../types.js' */

/** How long nobody types before the text is read, in milliseconds. */
const PAUSE = 200;

/**
 * @typedef {object} PasteField
 * @property {HTMLElement} element
 * @property {() => Promise<boolean>} settled reads what was typed last; false where it cannot be read
 * @property {() => void} clear
 * @property {() => void} dispose
 */

/**
 * The one field for everything: a URL, a copied request, a console message. It says what it is.
 * @param {{onRead: (fields: Fields) => void}} options called with the request that the text holds
 * @returns {PasteField}
 */
export function pasteField({ onRead }) {
  const control = h('textarea', {
    class: 'mono paste-text', rows: 3, placeholder: 'https://api.example.com/users',
    spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off',
  });
  const { element, problem } = field({
    label: 'Paste a URL, curl line, fetch call or console message', control,
    hint: 'Copied in the network panel: cURL, fetch, PowerShell, HAR. A file can be dropped here, too.',
  });
  const says = h('div', { class: 'paste-says', 'aria-live': 'polite' });
  const picker = entryPicker({ onChoose: number => { answered = readAnew(asked, number); } });
  const file = h('input', { type: 'file', class: 'unseen', accept: '.har,.json,.txt,text/plain' });
  takeFiles({ control: file, place: element, onText: take, onFailure: reason => problem(reason) });
  const opener = h('label', { class: 'button small paste-file' }, file, 'Open a HAR file');
  element.append(h('div', { class: 'row' }, opener), says, picker.element);
  let asked = '';
  /** @type {Failure | null} */
  let unreadable = null;
  /** @type {AbortController | null} */
  let reading = null;
  let answered = Promise.resolve();

  /** Resolves when the text of now was read, by this call or by the one before. */
  function read() {
    later.cancel();
    const text = control.value.trim();
    if (text !== asked) answered = readAnew(text);
    return answered;
  }

  /** @param {string} text */
  function take(text) {
    control.value = withoutAnswers(text);
    // The same file can be chosen again, once it was changed.
    file.value = '';
    void read();
  }

  /**
   * @param {string} text
   * @param {number | null} [entry] of a HAR
   */
  async function readAnew(text, entry = null) {
    reading?.abort();
    const mine = new AbortController();
    reading = mine;
    asked = text;
    unreadable = null;
    problem(null);
    if (text === '') return empty();
    try {
      show(await post('/api/read', { text: withoutAnswers(text), entry }, mine.signal));
    } catch (error) {
      if (mine.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      empty();
      problem(error.reason, error.correction);
      unreadable = error;
      // It may be read the next time: preflight was away, perhaps.
      asked = '';
    }
  }

  function empty() {
    fill(says);
    picker.show([], null);
  }

  /** @param {Read} found */
  function show({ says: words, fields, entries, entry, notes, explanation }) {
    picker.show(entries, entry);
    // While one types it is not wrong yet: it becomes so when it is run.
    unreadable = fields || explanation ? null : { reason: words, correction: null };
    fill(says,
      h('p', { class: unreadable ? 'muted' : null }, explanation || unreadable ? said(words) : ['Recognised: ', worded(words)]),
      notes.length > 0 && h('ul', { class: 'hint' }, notes.map(note => h('li', null, said(note)))),
      explanation && explained(explanation, asked));
    if (fields) onRead(fields);
  }

  const later = debounced(PAUSE, () => void read());
  control.addEventListener('input', later);
  return {
    element,
    settled: async () => {
      await read();
      if (!unreadable) return true;
      fill(says);
      if (picker.complain(unreadable.reason)) return false;
      problem(unreadable.reason, unreadable.correction);
      control.focus();
      return false;
    },
    clear: () => {
      control.value = '';
      asked = '';
      unreadable = null;
      problem(null);
      empty();
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
    failures.length > 1 && h('ul', null, failures.map(failure => h('li', null, said(failure.says)))),
    causes.length > 0 && h('p', null, 'It can be that'),
    causes.length > 0 && h('ul', { class: 'links' }, causes.slice(0, 3).map(cause =>
      h('li', null, h('a', { href: link('explain', ['cause', cause.id]) }, worded(cause.title))))),
    h('p', null, h('a', { href: link('explain', [], encode({ text })) }, 'Explain it in full'), '. The check tells which it is.'));
}
