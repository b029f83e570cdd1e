import { fill, h } from '../../core/dom.js';
import { took } from './rows.js';
/** @import { GatewayMetrics } from '../../types.js' */

/** Over how long a rate is taken, in milliseconds. */
const SPAN = 10_000;

/**
 * How much the gateway has to do.
 * @returns {{element: HTMLElement, update: (metrics: GatewayMetrics) => void, rest: () => void}}
 *   `rest`: no more come for now, so that there are no rates
 */
export function numbers() {
  const element = h('dl', { class: 'gateway-numbers' });
  /** @type {{at: number, metrics: GatewayMetrics}[]} */
  let samples = [];

  /** @param {GatewayMetrics} metrics */
  function update(metrics) {
    const now = performance.now();
    // A gateway that was started anew counts from 0.
    if (metrics.requests < (samples.at(-1)?.metrics.requests ?? 0)) samples = [];
    samples.push({ at: now, metrics });
    // The first one older than the span begins it.
    while ((samples[1]?.at ?? now) <= now - SPAN) samples.shift();
    const [first] = samples;
    if (first) fill(element, figures(first.metrics, metrics, (now - first.at) / 1000));
  }

  function rest() {
    samples = samples.slice(-1);
    const [last] = samples;
    if (last) fill(element, figures(last.metrics, last.metrics, 0));
  }

  return { element, update, rest };
}

/**
 * @param {GatewayMetrics} then
 * @param {GatewayMetrics} now
 * @param {number} seconds between them
 * @returns {(Node | null)[]}
 */
function figures(then, now, seconds) {
  const each = (/** @type {number} */ count) => (seconds > 0 ? `${rounded(count / seconds)}/s` : '–');
  const requests = now.requests - then.requests;
  const failed = Object.values(now.failures).reduce((sum, count) => sum + count, 0);
  const healthy = Object.values(now.upstreams);
  const down = healthy.filter(isHealthy => !isHealthy).length;
  return [
    figure('Requests', each(requests), `${now.requests} in all`),
    figure('Refused', each(now.refused - then.refused), `${now.refused} in all`),
    figure('An answer takes', requests > 0 ? took((now.seconds - then.seconds) / requests) : '–', 'on average'),
    figure('Upstream failures', String(failed), 'since the start'),
    figure('Connections', String(now.connections_open), 'open'),
    healthy.length > 0 ? figure('Upstreams', down > 0 ? `${down} down` : 'healthy', `of ${healthy.length}`) : null,
  ];
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} unit
 * @returns {HTMLElement}
 */
function figure(name, value, unit) {
  return h('div', null, h('dt', null, name), h('dd', null, h('strong', null, value), ' ', h('span', { class: 'muted small' }, unit)));
}

/**
 * @param {number} rate
 * @returns {string}
 */
function rounded(rate) {
  return rate === 0 ? '0' : rate < 10 ? rate.toFixed(1) : rate.toFixed(0);
}
