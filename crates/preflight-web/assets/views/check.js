import { h } from '../core/dom.js';
/** @import { Context, View } from '../types.js' */

/**
 * @param {Context} _context
 * @returns {View}
 */
export function view(_context) {
  return { title: 'Check', element: h('div', null, h('h1', null, 'Check'), h('p', null, 'Would a browser let this request through?')) };
}
