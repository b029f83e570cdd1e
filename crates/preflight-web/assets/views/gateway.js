import { h } from '../core/dom.js';
/** @import { Context, View } from '../types.js' */

/**
 * @param {Context} _context
 * @returns {View}
 */
export function view(_context) {
  return { title: 'Gateway', element: h('div', null, h('h1', null, 'Gateway'), h('p', null, 'What the gateway decides, live.')) };
}
