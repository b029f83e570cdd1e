import { fill, freshId, h } from '../core/dom.js';
import { said } from './words.js';
/** @import { Pair } from '../types.js' */

/**
 * The headers that a script sets, one in each row.
 * @param {{names: string[], onChange: () => void}} options `names` are offered while one types
 * @returns {{element: HTMLElement, control: HTMLElement, problem: (text: string | null, correction?: string | null) => void, read: () => Pair[], write: (pairs: Pair[]) => void}}
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
      h('input', { class: 'mono', 'aria-label': 'Header name', list: offered.id, value: name, placeholder: 'Name', ...TYPED }),
      h('input', { class: 'mono', 'aria-label': 'Header value', value, placeholder: 'Value', ...TYPED }),
      h('button', {
        type: 'button', class: 'button quiet small', 'aria-label': name ? `Remove ${name}` : 'Remove this header', on: { click: () => remove(made) },
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

  /**
   * @param {string | null} text
   * @param {string | null} [correction]
   */
  function problem(text, correction) {
    fill(wrong, text && said(text), correction && [' ', said(correction)]);
    wrong.hidden = !text;
  }

  /** @param {Pair[]} pairs */
  function write(pairs) {
    fill(list);
    for (const [name, value] of pairs) row(name, value);
  }

  const element = h('fieldset', { class: 'field', on: { input: onChange } },
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

/** For what is typed letter by letter: nobody corrects it. */
export const TYPED = { type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' };
