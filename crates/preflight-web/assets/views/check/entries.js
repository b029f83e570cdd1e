import { fill, h } from '../../core/dom.js';
import { field } from '../../parts/field.js';
/** @import { Entry } from '../../types.js' */

/**
 * Which request of a HAR with several: it is there while there is something to choose.
 * @param {{onChoose: (number: number) => void}} options
 * @returns {{element: HTMLElement, show: (entries: Entry[], chosen: number | null) => void, complain: (text: string) => boolean}}
 *   `complain` says at the list what is missing; false where there is none
 */
export function entryPicker({ onChoose }) {
  const control = h('select', { on: { change: () => control.value && onChoose(Number(control.value)) } });
  const { element, problem } = field({ label: 'Which of its requests?', control });
  let shown = '';
  element.hidden = true;
  return {
    element,
    show(entries, chosen) {
      const now = JSON.stringify(entries);
      // Whoever is choosing keeps the list that he is in.
      if (now !== shown) fill(control, h('option', { value: '' }, 'Choose one'), entries.map(option));
      shown = now;
      control.value = String(chosen ?? '');
      element.hidden = entries.length === 0;
      problem(null);
    },
    complain(text) {
      if (element.hidden) return false;
      problem(text);
      control.focus();
      return true;
    },
  };
}

/**
 * @param {Entry} entry
 * @returns {HTMLOptionElement}
 */
function option({ number, method, url, status }) {
  return h('option', { value: number }, `${number}: ${method} (${status ?? 'no answer'}) ${url}`);
}
