import { h } from '../core/dom.js';
import { worded } from './words.js';
/** @import { Evidence, Spec } from '../types.js' */

/**
 * Where a line of evidence was seen: `Access-Control-Allow-Origin`, `the status`, …
 * @param {Evidence} evidence
 * @returns {string}
 */
function placeOf({ header, status, body, request, connection }) {
  if (header) return header;
  if (status !== null && status !== undefined) return 'Status';
  if (body !== null && body !== undefined) return 'Body';
  if (request !== null && request !== undefined) return request ? `Request’s ${request}` : 'Request';
  return connection ? 'Connection' : 'Exchange';
}

/**
 * What was seen, and what was needed instead.
 * @param {Evidence} evidence
 * @returns {HTMLElement}
 */
export function evidenceLine(evidence) {
  const { seen, needed } = evidence;
  return h('div', { class: needed ? 'evidence refused' : 'evidence' },
    h('span', { class: 'evidence-place mono' }, placeOf(evidence)),
    h('span', { class: 'evidence-seen mono' }, seen ?? 'absent'),
    needed ? h('span', { class: 'evidence-needed' }, h('span', { class: 'muted' }, 'needed: '), worded(needed)) : null);
}

/**
 * A link to the place in a standard.
 * @param {Spec} spec
 * @returns {HTMLElement}
 */
export function specLink({ url, step, algorithm }) {
  const words = step ? `${algorithm}, step ${step}` : algorithm;
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, words);
}
