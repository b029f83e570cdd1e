import { h } from '../core/dom.js';
import { evidenceLine } from './evidence.js';
import { sideWords } from './sequence/words.js';
import { timingBar, timingTable } from './timing.js';
/** @import { Evidence, Exchange, Layer, Pair } from '../types.js' */

/**
 * A request and its response as text: headers, body, timings. What is at fault is marked.
 * @param {Exchange} exchange
 * @param {Evidence[]} evidence of this exchange
 * @returns {HTMLElement}
 */
export function exchangeDetails(exchange, evidence) {
  const { request, response, error, timing_ms: timing } = exchange;
  const asked = evidence.filter(each => each.request);
  const answered = evidence.filter(each => each.header);
  const faultyStatus = evidence.some(each => each.status);
  const times = timing.total ? [timingBar(timing), timingTable(timing)] : null;
  return h('div', { class: 'exchange' },
    h('section', null,
      h('h4', null, 'Request'),
      h('p', { class: 'mono' }, `${request.method} ${request.url}`),
      headerTable('Request headers', request.headers, asked, each => each.request ?? '')),
    h('section', null,
      h('h4', null, 'Response'),
      response && h('p', { class: faultyStatus ? 'mono faulty' : 'mono' }, `${response.http_version} ${response.status}`),
      response && headerTable('Response headers', response.headers, answered, each => each.header ?? ''),
      error && h('p', { class: 'faulty' }, `${error.text} (${error.code}). ${sideWords(error)}.`),
      response && bodyText(response.body_excerpt, response.body_length)),
    h('section', { class: 'exchange-foot' }, times, layerLines(exchange)));
}

/**
 * @param {string} label
 * @param {Pair[]} headers
 * @param {Evidence[]} evidence
 * @param {(evidence: Evidence) => string} nameOf
 * @returns {HTMLElement | null}
 */
function headerTable(label, headers, evidence, nameOf) {
  const has = (/** @type {Evidence} */ each) => headers.some(([name]) => same(name, nameOf(each)));
  const absent = evidence.filter(each => each.needed && !has(each) && (each.seen ?? null) === null);
  if (headers.length + absent.length === 0) return h('p', { class: 'muted' }, 'No headers.');
  return h('table', { class: 'headers', 'aria-label': label }, h('tbody', null,
    headers.map(([name, value]) => {
      const fault = evidence.find(each => same(name, nameOf(each)));
      return h('tr', { class: fault?.needed ? 'faulty' : null }, h('th', { scope: 'row' }, name),
        h('td', null, value, fault?.needed ? h('span', { class: 'needed' }, 'needed: ', fault.needed) : null));
    }),
    absent.map(each => h('tr', { class: 'faulty' }, h('th', { scope: 'row' }, nameOf(each)),
      h('td', null, 'absent', h('span', { class: 'needed' }, 'needed: ', each.needed))))));
}

/**
 * @param {string} one
 * @param {string} other
 * @returns {boolean}
 */
function same(one, other) {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * @param {string} excerpt
 * @param {number} length
 * @returns {HTMLElement}
 */
function bodyText(excerpt, length) {
  if (length === 0) return h('p', { class: 'muted' }, 'No body.');
  return h('div', { class: 'code' },
    h('div', { class: 'code-head' }, h('span', { class: 'code-name' }, `Body, ${length} bytes`)),
    h('pre', { tabindex: 0, role: 'region', 'aria-label': 'Body of the response' }, excerpt));
}

/**
 * @param {Exchange} exchange
 * @returns {HTMLElement | null}
 */
function layerLines({ layer, through }) {
  const line = (/** @type {Layer} */ each, /** @type {string} */ did) =>
    h('li', null,
      h('strong', null, each.name), ` ${did}`, each.certainty === 'certain' ? '' : ` (${each.certainty})`,
      h('span', { class: 'muted' }, `: ${each.evidence}`));
  if (!layer && through.length === 0) return null;
  return h('ul', { class: 'layers' },
    layer && line(layer, 'wrote this response'),
    through.map(each => line(each, 'passed it on')));
}

/**
 * What the causes have to say about one exchange.
 * @param {Evidence[]} evidence
 * @returns {HTMLElement | null}
 */
export function faults(evidence) {
  return evidence.length > 0 ? h('div', { class: 'faults' }, evidence.map(evidenceLine)) : null;
}
