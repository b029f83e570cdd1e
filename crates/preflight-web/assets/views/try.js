import { h } from '../core/dom.js';
/** @import { Context, View } from '../types.js' */

/**
 * @param {Context} _context
 * @returns {View}
 */
export function view(_context) {
  return { title: 'Try it here', element: h('div', null, h('h1', null, 'Try it here'), h('p', null, 'This browser sends the request itself.')) };
}
