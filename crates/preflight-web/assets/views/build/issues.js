import { fill, h } from '../../core/dom.js';
import { said } from '../../parts/words.js';
/** @import { Problem } from '../../types.js' */

/**
 * A problem as the form shows it: at a row, with its step.
 * @typedef {object} Issue
 * @property {number | null} row
 * @property {Problem} problem
 * @property {() => void} mend takes the step
 */

/**
 * The place for problems of one control.
 * @param {string} id by which the control names it
 * @returns {{element: HTMLElement, show: (issues: Issue[], control?: Element | null) => void}}
 */
export function issues(id) {
  const element = h('div', { class: 'issues', id });
  let shown = '';
  /** @type {Issue[]} */
  let current = [];

  /**
   * @param {Issue[]} issues
   * @param {Element | null} [control] the control that they are about
   */
  function show(issues, control = null) {
    const wrong = issues.some(({ problem }) => problem.severity === 'error');
    control?.toggleAttribute('aria-invalid', false);
    if (wrong) control?.setAttribute('aria-invalid', 'true');
    if (issues.length > 0) control?.setAttribute('aria-describedby', id);
    else control?.removeAttribute('aria-describedby');
    current = issues;
    // What is the same stays, so that nobody loses the focus of a button.
    const said = JSON.stringify(issues.map(({ problem }) => [problem.id, problem.reason, problem.mend]));
    if (said === shown) return;
    shown = said;
    fill(element, issues.map(({ problem }, at) => issue(problem, () => current[at]?.mend())));
  }

  return { element, show };
}

/**
 * @param {Problem} problem
 * @param {() => void} mend
 * @returns {HTMLElement}
 */
function issue(problem, mend) {
  const note = problem.severity === 'note';
  return h('p', { class: note ? 'problem note' : 'problem' },
    h('span', { class: 'problem-word' }, note ? 'Note: ' : 'Problem: '),
    said(problem.reason), ' ',
    problem.mend && h('button', { type: 'button', class: 'mend', on: { click: mend } }, problem.mend.says));
}
