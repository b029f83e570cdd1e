import { h } from '../core/dom.js';
/** @import { CheckEvent, Report } from '../types.js' */

/**
 * The diagram of page, browser, layers and server, which draws itself as the exchanges happen.
 * @returns {{element: HTMLElement, show: (event: CheckEvent) => void, reveal: (exchange: number) => void, stop: () => void}}
 *   `show` takes the events of a check; `reveal` opens an exchange and scrolls to it; `stop` says that no more comes
 */
export function sequence() {
  const element = h('section', { class: 'sequence', 'aria-label': 'What was sent' });
  return { element, show: () => {}, reveal: () => {}, stop: () => {} };
}

/**
 * The diagram of a check that is done.
 * @param {Report} report
 * @returns {ReturnType<typeof sequence>}
 */
export function sequenceOf(report) {
  const drawn = sequence();
  const { url, origin, method } = report.request;
  drawn.show({ event: 'asked', data: { command: '', url, origin, method } });
  report.exchanges.forEach((exchange, index) => {
    const { method, url } = exchange.request;
    drawn.show({ event: 'sending', data: { index, kind: exchange.kind, purpose: exchange.purpose, method, url, browser: '' } });
    drawn.show({ event: 'answered', data: { index, exchange } });
  });
  drawn.show({ event: 'report', data: { id: '', command: '', report, policy: null } });
  return drawn;
}
