import { copy } from '../../core/clipboard.js';
import { ApiError, post } from '../../core/api.js';
import { fill, freshId, h } from '../../core/dom.js';
import { takeFiles } from '../../parts/file-taker.js';
import { said } from '../../parts/words.js';
/** @import { Fault, PolicyRead } from '../../types.js' */
/** @typedef {Exclude<PolicyRead, {faults: Fault[]}>} Readable */

/**
 * Opens a `preflight.toml`: pasted, chosen, or dropped.
 * @param {{onOpen: (file: Readable) => void}} options
 * @returns {{element: HTMLElement, open: () => void}}
 */
export function importer({ onOpen }) {
  const id = freshId('toml');
  const text = h('textarea', { class: 'mono', id, rows: 14, spellcheck: 'false', placeholder: '[[policy]]\nallow_origins = ["https://app.example.com"]' });
  const chosen = h('input', { type: 'file', accept: '.toml,text/plain', 'aria-label': 'A file' });
  const wrong = h('div', { class: 'faults-list', role: 'status' });
  const dialog = h('dialog', { class: 'import', 'aria-labelledby': `${id}-title` });

  /** @param {Event} event */
  async function submit(event) {
    event.preventDefault();
    const read = await readPolicies(text.value);
    if ('faults' in read) return fill(wrong, faultList(read.faults, text));
    dialog.close();
    onOpen(read);
  }

  /** @param {string} content */
  function take(content) {
    text.value = content;
    fill(wrong);
  }

  takeFiles({ control: chosen, place: dialog, onText: take, onFailure: reason => fill(wrong, h('p', null, said(reason))) });
  fill(dialog, h('form', { class: 'stack', on: { submit: event => void submit(event) } },
    h('h2', { id: `${id}-title` }, 'Open a preflight.toml'),
    h('div', { class: 'field' }, h('label', { for: id }, 'Paste it, drop it here, or choose the file'), text),
    chosen,
    wrong,
    h('div', { class: 'row' },
      h('button', { class: 'button primary' }, 'Open'),
      h('button', { type: 'button', class: 'button', on: { click: () => dialog.close() } }, 'Cancel'))));
  return {
    element: dialog,
    open() {
      fill(wrong);
      // The same file can be chosen again, once it was changed.
      chosen.value = '';
      dialog.showModal();
      text.focus();
    },
  };
}

/**
 * @param {string} toml
 * @returns {Promise<PolicyRead>}
 */
export async function readPolicies(toml) {
  try {
    return await post('/api/policy/read', { toml });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { faults: [{ line: 1, column: 1, width: 1, id: 'refused', severity: 'error', reason: error.reason, correction: error.correction }], left_out: 0 };
  }
}

/**
 * Each with its place, which a click selects.
 * @param {Fault[]} faults
 * @param {HTMLTextAreaElement} text
 * @returns {HTMLElement}
 */
function faultList(faults, text) {
  return h('ul', { class: 'stack tight' }, faults.map(fault => h('li', null,
    h('button', { type: 'button', class: 'mend', on: { click: () => select(fault, text) } }, `line ${fault.line}, column ${fault.column}`), ' ',
    said(fault.reason), fault.correction ? [' Write ', h('code', null, fault.correction), '.'] : null)));
}

/**
 * @param {Fault} fault
 * @param {HTMLTextAreaElement} text
 */
function select({ line, column, width }, text) {
  const lines = text.value.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  // Columns are characters, of which some have two units here.
  const units = (/** @type {number} */ characters) => [...(lines[line - 1] ?? '')].slice(0, characters).join('').length;
  text.focus();
  text.setSelectionRange(before + units(column - 1), before + units(column - 1 + width));
}

/**
 * A button that copies a link, and says so.
 * @param {() => string} address
 * @returns {HTMLElement}
 */
export function shareButton(address) {
  const label = h('span', { 'aria-live': 'polite' }, 'Copy a link to this');
  const press = async () => {
    const done = await copy(new URL(address(), location.href).href);
    label.textContent = done ? 'Link copied' : 'Press Ctrl+C';
    setTimeout(() => {
      label.textContent = 'Copy a link to this';
    }, 1600);
  };
  return h('button', { type: 'button', class: 'button quiet small', title: 'Everything is in the link itself; nothing is sent anywhere', on: { click: () => void press() } }, label);
}
