import { h } from '../core/dom.js';
/** @import { Evidence, Exchange } from '../types.js' */

/**
 * A request and its response as text: headers, body, timings. What is at fault is marked.
 * @param {Exchange} exchange
 * @param {Evidence[]} evidence of this exchange
 * @returns {HTMLElement}
 */
export function exchangeDetails(exchange, evidence) {
  return h('div', { class: 'exchange', 'data-faults': evidence.length }, `${exchange.request.method} ${exchange.request.url}`);
}
