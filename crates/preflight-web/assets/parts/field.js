import { fill, freshId, h } from '../core/dom.js';
import { said } from './words.js';

/**
 * Writes what is wrong with a field, and what to do; null takes it away.
 * @typedef {(text: string | null, correction?: string | null) => void} WriteProblem
 */

/**
 * A control with its label, a hint, and the place for what is wrong with it.
 * @template {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} C
 * @param {{label: string, control: C, hint?: string, class?: string}} options
 * @returns {{element: HTMLElement, control: C, problem: WriteProblem}}
 */
export function field({ label, control, hint, class: kind = '' }) {
  control.id ||= freshId('field');
  const problemId = `${control.id}-problem`;
  const hintId = `${control.id}-hint`;
  const wrong = h('p', { class: 'problem', id: problemId, hidden: true });
  const described = (/** @type {boolean} */ isWrong) => {
    const ids = [isWrong && problemId, hint && hintId].filter(Boolean).join(' ');
    if (ids) control.setAttribute('aria-describedby', ids);
    else control.removeAttribute('aria-describedby');
  };
  described(false);
  const element = h('div', { class: `field ${kind}` },
    h('label', { for: control.id }, label), control, wrong,
    hint ? h('p', { class: 'hint', id: hintId }, hint) : null);

  /** @type {WriteProblem} */
  function problem(text, correction) {
    fill(wrong, text && said(text), correction && [' ', said(correction)]);
    wrong.hidden = !text;
    described(Boolean(text));
    if (text) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  }

  return { element, control, problem };
}

/**
 * Choices that are called as they are; the empty one is the usual.
 * @param {...string} values
 * @returns {[value: string, label: string][]}
 */
export function named(...values) {
  return values.map(value => [value, value || 'as usual']);
}

/**
 * A list to choose from.
 * @param {[value: string, label: string][]} options
 * @returns {HTMLSelectElement}
 */
export function choices(options) {
  return h('select', null, options.map(([value, label]) => h('option', { value }, label)));
}

/**
 * A box to tick, with its words beside it.
 * @param {string} label
 * @param {string} [hint]
 * @returns {{element: HTMLElement, control: HTMLInputElement}}
 */
export function box(label, hint) {
  const control = h('input', { type: 'checkbox', id: freshId('box') });
  const hintId = `${control.id}-hint`;
  if (hint) control.setAttribute('aria-describedby', hintId);
  const element = h('div', { class: 'box' },
    h('label', { class: 'choice' }, control, label),
    hint ? h('p', { class: 'hint', id: hintId }, hint) : null);
  return { element, control };
}
