import { fill, freshId, h } from '../core/dom.js';
import { said } from './words.js';
/** @import { WriteProblem } from './field.js' */
/** @import { Pair } from '../types.js' */

/**
 * @typedef {object} HeaderRows
 * @property {HTMLElement} element
 * @property {HTMLElement} control what gets the focus
 * @property {WriteProblem} problem
 * @property {() => Pair[]} read
 * @property {(pairs: Pair[]) => void} write
 */

/**
 * The headers that a script sets, one in each row.
 * @param {{names: string[], onChange: () => void}} options `names` are offered while one types; `onChange` is
 *   called where a row is gone, other changes are `input` events
 * @returns {HeaderRows}
 */
export function headerRows({ names, onChange }) {
  const list = h('ol', { class: 'header-rows' });
  const wrong = h('p', { class: 'problem', hidden: true });
  const offered = h('datalist', { id: freshId('names') }, names.map(name => h('option', { value: name })));
  const add = h('button', {
    type: 'button', class: 'button quiet small', on: { click: () => row('', '').querySelector('input')?.focus() },
  }, 'Add a header');

  /**
   * @param {string} name
   * @param {string} value
   * @returns {HTMLElement}
   */
  function row(name, value) {
    const made = h('li', { class: 'header-row' },
      cell('Name', name, offered.id),
      cell('Value', value),
      h('button', {
        type: 'button', class: 'button quiet small', on: { click: () => remove(made) },
        'aria-label': name ? `Remove ${name}` : 'Remove this header',
      }, '✕'));
    list.append(made);
    return made;
  }

  /** @param {HTMLElement} made */
  function remove(made) {
    const next = made.nextElementSibling ?? made.previousElementSibling;
    made.remove();
    // The focus does not get lost with the row.
    (next?.querySelector('button') ?? add).focus();
    onChange();
  }

  /** @returns {Pair[]} */
  function read() {
    const pairs = [...list.children].map(made => {
      const [name, value] = made.querySelectorAll('input');
      return /** @type {Pair} */ ([name?.value.trim() ?? '', value?.value ?? '']);
    });
    return pairs.filter(([name]) => name !== '');
  }

  /** @type {WriteProblem} */
  function problem(text, correction) {
    fill(wrong, text && said(text), correction && [' ', said(correction)]);
    wrong.hidden = !text;
  }

  /** @param {Pair[]} pairs */
  function write(pairs) {
    fill(list);
    for (const [name, value] of pairs) row(name, value);
  }

  const element = h('fieldset', { class: 'field' },
    h('legend', { class: 'label' }, 'Headers'), list, wrong, offered, h('div', null, add));
  return {
    element,
    get control() {
      return list.querySelector('input') ?? add;
    },
    problem,
    read,
    write,
  };
}

/**
 * @param {'Name' | 'Value'} what
 * @param {string} value
 * @param {string} [list] of what is offered
 * @returns {HTMLInputElement}
 */
function cell(what, value, list) {
  return h('input', { class: 'mono', 'aria-label': `Header ${what.toLowerCase()}`, placeholder: what, value, list, ...TYPED });
}

/** For what is typed letter by letter: nobody corrects it. */
export const TYPED = { type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' };
