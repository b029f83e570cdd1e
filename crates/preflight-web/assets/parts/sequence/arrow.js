import { h, svg } from '../../core/dom.js';

/**
 * An arrow between two lanes, with words on it. The same stands in a sentence beside it.
 * @param {{from: string, to: string, label: string, kind: string}} arrow lanes by their ids
 * @returns {HTMLElement}
 */
export function arrow({ from, to, label, kind }) {
  return h('span', { class: `seq-arrow ${kind}`, 'aria-hidden': 'true', 'data-from': from, 'data-to': to },
    h('span', { class: 'seq-label', title: label }, label),
    h('span', { class: 'seq-shaft' }, head()));
}

/**
 * Puts a part of the drawing between two lanes, by their numbers.
 * @param {HTMLElement} part
 * @param {number} from
 * @param {number} to
 * @returns {HTMLElement}
 */
export function place(part, from, to) {
  part.style.setProperty('--left', String(Math.min(from, to)));
  part.style.setProperty('--span', String(Math.abs(to - from)));
  part.classList.toggle('back', to < from);
  return part;
}

function head() {
  return svg('svg', { class: 'seq-tip', viewBox: '0 0 6 8', width: 6, height: 8 }, svg('path', { d: 'M0 0l6 4-6 4z', fill: 'currentColor' }));
}
