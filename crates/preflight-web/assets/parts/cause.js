import { h } from '../core/dom.js';
/** @import { About, Cause, Finished } from '../types.js' */

/**
 * A cause with what shows it, why, and what to change on the target that answered or on another.
 * @param {Cause} cause
 * @param {{about: About, finished: Finished, lead: boolean, onEvidence?: (exchange: number) => void}} options
 *   `lead`: the root cause, which is open and has the fix
 * @returns {HTMLElement}
 */
export function causeCard(cause, { lead }) {
  return h('section', { class: lead ? 'cause lead' : 'cause' }, h('h3', null, cause.title));
}
