import { fill, h } from '../../core/dom.js';
/** @import { Problem, WrittenPolicy } from '../../types.js' */

/**
 * The policies in their order: the first whose paths match decides. With a single one there is
 * nothing to choose, so only another is offered, below its form.
 * @param {object} options
 * @param {(index: number) => void} options.onSelect
 * @param {() => void} options.onAdd
 * @param {(from: number, to: number) => void} options.onMove
 * @param {(index: number) => void} options.onRemove
 * @returns {{element: HTMLElement, below: HTMLElement, show: (policies: WrittenPolicy[], selected: number) => void, problems: (problems: Problem[]) => void}}
 */
export function policyList({ onSelect, onAdd, onMove, onRemove }) {
  const list = h('ol', { class: 'policies' });
  const add = h('button', { type: 'button', class: 'button quiet small', on: { click: onAdd } }, 'Add a policy for other paths');
  const below = h('div', { class: 'row policy-more' });
  const hint = h('p', { class: 'hint' }, 'The first policy whose paths match a request decides.');
  const foot = h('div', { class: 'row' }, hint);
  const element = h('div', { class: 'policy-list' }, list, foot);
  let drawn = '';

  /**
   * @param {WrittenPolicy[]} policies
   * @param {number} selected
   */
  function show(policies, selected) {
    const several = policies.length > 1;
    element.hidden = policies.length === 1;
    hint.hidden = !several;
    (several || policies.length === 0 ? foot : below).prepend(add);
    add.textContent = policies.length === 0 ? 'Add a policy' : 'Add a policy for other paths';
    const names = policies.map(nameOf);
    const now = JSON.stringify([names, selected]);
    if (now === drawn) return;
    drawn = now;
    const focused = list.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.does : null;
    fill(list, names.map((name, at) => row(name, at, at === selected, names.length)));
    // The buttons of the row are new: the focus goes on to their likes.
    const next = focused && (list.querySelector(`.selected [data-does="${focused}"]:not(:disabled)`) ?? list.querySelector('.selected button'));
    if (next instanceof HTMLElement) next.focus();
  }

  /**
   * @param {string} name
   * @param {number} at
   * @param {boolean} selected
   * @param {number} count
   * @returns {HTMLElement}
   */
  function row(name, at, selected, count) {
    const does = (/** @type {string} */ what, /** @type {string} */ sign, /** @type {boolean} */ can, /** @type {() => void} */ press) => h('button', {
      type: 'button', class: 'button quiet small', 'data-does': what, 'aria-label': `${what} policy ${at}`, disabled: !can, on: { click: press },
    }, sign);
    return h('li', { class: selected ? 'policy-row selected' : 'policy-row' },
      h('button', { type: 'button', class: 'policy-name', 'data-does': 'select', 'aria-current': selected ? 'true' : null, on: { click: () => onSelect(at) } },
        h('span', { class: 'policy-number' }, `policy ${at}`), h('span', { class: 'mono' }, name), h('span', { class: 'policy-state' })),
      does('Move up', '↑', at > 0, () => onMove(at, at - 1)),
      does('Move down', '↓', at < count - 1, () => onMove(at, at + 1)),
      does('Remove', '✕', true, () => onRemove(at)));
  }

  /** @param {Problem[]} problems */
  function problems(problems) {
    [...list.children].forEach((row, at) => {
      const wrong = problems.filter(({ policy, severity }) => policy === at && severity === 'error').length;
      const state = row.querySelector('.policy-state');
      if (state) fill(state, wrong > 0 ? h('span', { class: 'chip blocked' }, wrong === 1 ? '1 problem' : `${wrong} problems`) : null);
    });
  }

  return { element, below, show, problems };
}

/**
 * @param {WrittenPolicy} policy
 * @returns {string}
 */
function nameOf({ paths }) {
  const written = paths.map(path => path.trim()).filter(Boolean);
  return written.length > 0 ? written.join(', ') : 'every path';
}
