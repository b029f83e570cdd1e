import { h } from '../core/dom.js';
/** @import { Timing } from '../types.js' */

/** @type {[part: 'dns' | 'connect' | 'tls' | 'first_byte' | 'rest', words: string][]} */
const PARTS = [
  ['dns', 'Name'], ['connect', 'Connection'], ['tls', 'TLS'], ['first_byte', 'First byte'], ['rest', 'Rest'],
];

/**
 * @param {number} milliseconds
 * @returns {string}
 */
export function duration(milliseconds) {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/**
 * Where the time went, as a bar. It says nothing to those who cannot see it: `timingTable` does.
 * @param {Timing} timing
 * @returns {HTMLElement}
 */
export function timingBar(timing) {
  const bar = h('span', { class: 'timing-bar', 'aria-hidden': 'true' }, stages(timing).map(({ part, time }) => {
    const piece = h('span', { class: `timing-${part}` });
    piece.style.setProperty('--time', String(time));
    return piece;
  }));
  bar.style.setProperty('--total', String(timing.total ?? 0));
  return bar;
}

/**
 * The same in numbers.
 * @param {Timing} timing
 * @returns {HTMLElement}
 */
export function timingTable(timing) {
  return h('dl', { class: 'timing' },
    stages(timing).map(({ part, words, time }) => h('div', null,
      h('dt', null, h('span', { class: `timing-key timing-${part}`, 'aria-hidden': 'true' }), words),
      h('dd', null, duration(time)))),
    h('div', null, h('dt', null, 'Total'), h('dd', null, duration(timing.total ?? 0))));
}

/**
 * @param {Timing} timing
 * @returns {{part: string, words: string, time: number}[]}
 */
function stages(timing) {
  const known = (timing.dns ?? 0) + (timing.connect ?? 0) + (timing.tls ?? 0) + (timing.first_byte ?? 0);
  const rest = Math.max(0, (timing.total ?? 0) - known);
  return PARTS.map(([part, words]) => ({ part, words, time: part === 'rest' ? rest : (timing[part] ?? 0) }))
    .filter(({ time }) => time > 0);
}
