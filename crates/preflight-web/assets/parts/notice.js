import { h } from '../core/dom.js';
import { said } from './words.js';

/**
 * A sentence that stands out: what is wrong or worth knowing, and what to do.
 * @param {{kind: 'error' | 'warning' | 'note' | 'passed', text: string, correction?: string | null}} says
 * @returns {HTMLElement}
 */
export function notice({ kind, text, correction }) {
  return h('div', { class: `notice ${kind}`, role: kind === 'error' ? 'alert' : null },
    h('p', null, said(text)),
    correction ? h('p', { class: 'muted' }, said(correction)) : null);
}
