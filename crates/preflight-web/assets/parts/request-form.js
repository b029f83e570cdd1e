import { h } from '../core/dom.js';
/** @import { About, Fields } from '../types.js' */

/**
 * The parts of a request as fields. `read` has what is written in them; `fill` writes it; `problem`
 * puts a sentence at the field it is about, and moves the focus there.
 * @param {{about: About, fields: Fields | null, onChange: (fields: Fields) => void}} options
 * @returns {{element: HTMLElement, read: () => Fields, fill: (fields: Fields) => void, problem: (field: keyof Fields | null, text: string) => void}}
 */
export function requestForm({ fields }) {
  return { element: h('fieldset', { class: 'request-form' }), read: () => fields ?? { url: '' }, fill: () => {}, problem: () => {} };
}
