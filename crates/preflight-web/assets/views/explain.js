import { h } from '../core/dom.js';
/** @import { Context, View } from '../types.js' */

/**
 * @param {Context} _context
 * @returns {View}
 */
export function view(_context) {
  return { title: 'Explain', element: h('div', null, h('h1', null, 'Explain'), h('p', null, 'What a console message means.')) };
}
