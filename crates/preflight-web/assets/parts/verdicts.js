import { h } from '../core/dom.js';
/** @import { About, Report } from '../types.js' */

/**
 * How it ends in each browser, why, and what its console says, word for word.
 * @param {Report} report
 * @param {About} about
 * @returns {HTMLElement}
 */
export function verdicts(report, about) {
  return h('ul', { class: 'verdicts' }, about.engines.map(engine => h('li', null, engine.name, ' ', report.browsers[engine.id]?.outcome)));
}
