import { fill, freshId, h } from '../../core/dom.js';
import { TYPED } from '../../parts/header-rows.js';
import { issues } from './issues.js';
/** @import { Child } from '../../types.js' */
/** @import { Issue } from './issues.js' */

/**
 * A list of texts, one in each row.
 * @typedef {object} Entries
 * @property {HTMLElement} element
 * @property {() => string[]} read
 * @property {(values: string[]) => void} write
 * @property {(value: string, select?: string) => void} add a row, with the focus on it and part of it selected
 * @property {(issues: Issue[]) => void} problems
 * @property {(row: number | null) => void} focus on a row, or on what is left
 * @property {(row: number) => HTMLElement | undefined} place what a row shows below its field
 */

/**
 * @typedef {object} Row
 * @property {HTMLElement} element
 * @property {HTMLInputElement} input
 * @property {ReturnType<typeof issues>} issues
 * @property {HTMLElement} below
 */

/**
 * @param {object} options
 * @param {string} options.one `origin`: what a row holds
 * @param {string} [options.placeholder]
 * @param {string[]} [options.offered] while one types
 * @param {() => void} options.onChange
 * @param {(what: string) => void} options.onRemove before a row with text goes
 * @param {Child} [options.presets] beside the button that adds a row
 * @returns {Entries}
 */
export function entries({ one, placeholder, offered = [], onChange, onRemove, presets }) {
  const names = h('datalist', { id: freshId('offered') }, offered.map(name => h('option', { value: name })));
  const list = h('ol', { class: 'entries' });
  const general = issues(freshId('issues'));
  /** @type {Row[]} */
  let rows = [];
  const more = h('button', { type: 'button', class: 'button quiet small', on: { click: () => add('') } }, `Add ${article(one)} ${one}`);

  /**
   * Several may come at once: then they are numbered at the end.
   * @param {string} value
   * @param {number} at
   * @returns {Row}
   */
  function insert(value, at) {
    const input = h('input', { class: 'mono', value, placeholder, list: offered.length > 0 ? names.id : null, ...TYPED, on: { input: onChange } });
    const below = h('div', { class: 'entry-below' });
    const made = { element: h('li', { class: 'entry' }), input, issues: issues(freshId('issues')), below };
    const button = h('button', { type: 'button', class: 'button quiet small', on: { click: () => remove(made) } }, '✕');
    input.addEventListener('keydown', event => keydown(event, made));
    input.addEventListener('paste', event => paste(event, made));
    fill(made.element, h('div', { class: 'entry-line' }, input, button), below, made.issues.element);
    list.insertBefore(made.element, list.children[at] ?? null);
    rows.splice(at, 0, made);
    return made;
  }

  /**
   * @param {number} at
   * @returns {Row}
   */
  function blank(at) {
    const made = insert('', at);
    number();
    return made;
  }

  /** Every row says which it is. */
  function number() {
    rows.forEach(({ input, element }, at) => {
      const name = `${one.charAt(0).toUpperCase()}${one.slice(1)} ${at + 1}`;
      input.setAttribute('aria-label', name);
      element.querySelector('button')?.setAttribute('aria-label', `Remove ${name.toLowerCase()}`);
    });
  }

  /** @param {Row} row */
  function remove(row) {
    const at = rows.indexOf(row);
    if (row.input.value.trim()) onRemove(row.input.value.trim());
    rows.splice(at, 1);
    row.element.remove();
    number();
    focus(at);
    onChange();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {Row} row
   */
  function keydown(event, row) {
    if (event.key === 'Enter') {
      event.preventDefault();
      if (row.input.value.trim()) blank(rows.indexOf(row) + 1).input.focus();
    } else if (event.key === 'Backspace' && row.input.value === '' && rows.length > 1) {
      event.preventDefault();
      remove(row);
    }
  }

  /**
   * Several at once become several rows.
   * @param {ClipboardEvent} event
   * @param {Row} row
   */
  function paste(event, row) {
    const parts = (event.clipboardData?.getData('text') ?? '').split(/[\s,"'[\]]+/).filter(Boolean);
    if (parts.length < 2) return;
    event.preventDefault();
    const at = rows.indexOf(row);
    const filled = row.input.value.trim() !== '';
    parts.forEach((part, n) => insert(part, at + n + (filled ? 1 : 0)));
    number();
    if (!filled) remove(row);
    onChange();
  }

  /** @type {Entries['add']} */
  function add(value, select) {
    const { input } = rows.find(({ input }) => input.value.trim() === '') ?? blank(rows.length);
    input.value = value;
    input.focus();
    const at = select ? value.indexOf(select) : -1;
    if (at >= 0 && select) input.setSelectionRange(at, at + select.length);
    if (value) onChange();
  }

  /** @type {Entries['focus']} */
  function focus(row) {
    (rows[row ?? rows.length] ?? rows.at(-1))?.input.focus();
    if (rows.length === 0) more.focus();
  }

  /** @type {Entries['write']} */
  function write(values) {
    rows = [];
    fill(list);
    values.forEach((value, at) => insert(value, at));
    number();
  }

  /** @type {Entries['problems']} */
  function problems(all) {
    rows.forEach((row, at) => row.issues.show(all.filter(issue => issue.row === at), row.input));
    general.show(all.filter(issue => issue.row === null));
  }

  return {
    element: h('div', { class: 'entries-part' }, list, general.element, h('div', { class: 'row entries-more' }, more, presets), names),
    read: () => rows.map(({ input }) => input.value),
    write,
    add,
    problems,
    focus,
    place: row => rows[row]?.below,
  };
}

/**
 * A button that writes an entry.
 * @param {string} label
 * @param {() => void} press
 * @param {string} [title]
 * @returns {HTMLElement}
 */
export function preset(label, press, title) {
  return h('button', { type: 'button', class: 'preset', title, on: { click: press } }, label);
}

/**
 * @param {string} word
 * @returns {string}
 */
function article(word) {
  return /^[aeiou]/.test(word) ? 'an' : 'a';
}
