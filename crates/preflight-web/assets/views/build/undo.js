import { fill, h } from '../../core/dom.js';
/** @import { BuildState } from './state.js' */

/** How many steps back. */
const STEPS = 50;

/**
 * What was taken away can be brought back, one step after the other.
 * @param {{announce: (text: string) => void, onUndo: (before: BuildState) => void}} options
 * @returns {{element: HTMLElement, offer: (what: string, before: BuildState) => void}}
 */
export function undoBar({ announce, onUndo }) {
  const element = h('div', { class: 'undo row' });
  /** @type {{what: string, before: BuildState}[]} */
  let steps = [];

  function draw() {
    const last = steps.at(-1);
    fill(element, last && [
      h('span', { class: 'muted small' }, `${last.what}.`),
      h('button', { type: 'button', class: 'button small', on: { click: back } }, 'Undo'),
    ]);
  }

  function back() {
    const last = steps.pop();
    if (!last) return;
    onUndo(last.before);
    announce('Undone.');
    draw();
    element.querySelector('button')?.focus();
  }

  return {
    element,
    offer(what, before) {
      steps = [...steps, { what, before }].slice(-STEPS);
      announce(`${what}. It can be undone.`);
      draw();
    },
  };
}
