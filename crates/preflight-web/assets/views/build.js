import { h } from '../core/dom.js';
/** @import { Context, View } from '../types.js' */

/**
 * @param {Context} _context
 * @returns {View}
 */
export function view(_context) {
  return { title: 'Build', element: h('div', null, h('h1', null, 'Build'), h('p', null, 'A policy, and the configuration that says it.')) };
}
