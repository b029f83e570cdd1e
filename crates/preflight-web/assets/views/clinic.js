import { h } from '../core/dom.js';
/** @import { Context, View } from '../types.js' */

/**
 * @param {Context} _context
 * @returns {View}
 */
export function view(_context) {
  return { title: 'Clinic', element: h('div', null, h('h1', null, 'Clinic'), h('p', null, 'Every known way to break CORS, to try.')) };
}
