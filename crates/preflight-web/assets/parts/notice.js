import { h } from '../core/dom.js';

/**
 * A sentence that stands out: what is wrong or worth knowing, and what to do.
 * @param {{kind: 'error' | 'warning' | 'note' | 'passed', text: string, correction?: string | null}} says
 * @returns {HTMLElement}
 */
export function notice({ kind, text, correction }) {
  return h('div', { class: `notice ${kind}`, role: kind === 'error' ? 'alert' : null },
    h('p', null, sentence(text)),
    correction ? h('p', { class: 'muted' }, sentence(correction)) : null);
}

/**
 * Reasons come in lower case and without a full stop, as error messages have them.
 * @param {string} text
 * @returns {string}
 */
export function sentence(text) {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?:…]$/.test(start) ? start : `${start}.`;
}
