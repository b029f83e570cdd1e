import { h } from '../core/dom.js';
/** @import { Child } from '../types.js' */

/**
 * A title as one: they come in lower case. `http` stays what it is.
 * @param {string} text
 * @returns {string}
 */
export function capital(text) {
  return /^https?\b/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * A reason as a sentence: they come in lower case and without a full stop, as error messages have them.
 * @param {string} text
 * @returns {string}
 */
export function sentence(text) {
  const start = capital(text);
  return /[.!?:…]$/.test(start) ? start : `${start}.`;
}

/**
 * So many of something whose plural ends in s.
 * @param {number} count
 * @param {string} what
 * @returns {string}
 */
export function counted(count, what) {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

/**
 * A line with what stands in backticks as code.
 * @param {string} text
 * @returns {Child[]}
 */
export function worded(text) {
  return text.split('`').map((piece, at) => (at % 2 === 1 ? h('code', null, piece) : piece));
}

/**
 * Both: a sentence with code in it.
 * @param {string} text
 * @returns {Child[]}
 */
export function said(text) {
  return worded(sentence(text));
}
