import { h, svg } from '../../core/dom.js';

/**
 * An arrow between two lanes, with words on it. The same stands in a sentence beside it.
 * @param {{from: string, to: string, via?: string[], label: string, kind: string}} arrow lanes by their
 *   ids; those of `via` passed it on
 * @returns {HTMLElement}
 */
export function arrow({ from, to, via = [], label, kind }) {
  const ends = { 'data-from': from, 'data-to': to };
  return h('span', { ...ends, class: `seq-arrow ${kind}`, 'aria-hidden': 'true' },
    h('span', { class: 'seq-label', title: label }, label),
    h('span', { class: 'seq-shaft' }, via.map(lane => h('span', { ...ends, class: 'seq-via', 'data-lane': lane })), head()));
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

/**
 * Puts the mark of a lane that passes it on where the arrow crosses it.
 * @param {HTMLElement} mark
 * @param {(lane: string | undefined) => number} index
 */
export function cross(mark, index) {
  const { lane = '', from = '', to = '' } = mark.dataset;
  const [start, end] = [index(from), index(to)].sort((one, other) => one - other);
  mark.style.setProperty('--at', String((index(lane) - (start ?? 0)) / Math.max(1, (end ?? 0) - (start ?? 0))));
}

function head() {
  return svg('svg', { class: 'seq-tip', viewBox: '0 0 6 8', width: 6, height: 8 },
    svg('path', { d: 'M0 0l6 4-6 4z', fill: 'currentColor' }));
}
