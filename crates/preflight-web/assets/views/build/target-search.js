import { fill, freshId, h } from '../../core/dom.js';
import { KINDS } from '../../parts/target-picker.js';
/** @import { Target } from '../../types.js' */

/**
 * The target, found by typing: a combobox with a list by kinds.
 * https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 * @param {{targets: Target[], onChange: () => void}} options
 * @returns {{element: HTMLElement, read: () => string | null, write: (target: string | null) => void}}
 */
export function targetSearch({ targets, onChange }) {
  const listId = freshId('targets');
  const input = h('input', {
    type: 'text', role: 'combobox', id: freshId('target'), autocomplete: 'off', spellcheck: 'false',
    'aria-controls': listId, 'aria-expanded': 'false', 'aria-autocomplete': 'list',
  });
  const list = h('div', { class: 'target-list', role: 'listbox', id: listId, 'aria-label': 'Targets', hidden: true });
  /** @type {Target | null} */
  let chosen = null;
  /** @type {HTMLElement[]} */
  let options = [];
  let active = -1;

  /** @param {string} words */
  function open(words) {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const found = targets.filter(({ id, name, kind }) => {
      const text = `${id} ${name} ${KINDS[kind] ?? kind}`.toLowerCase();
      return wanted.every(word => text.includes(word));
    });
    options = [];
    const kinds = [...new Set([...Object.keys(KINDS), ...targets.map(target => target.kind)])];
    fill(list, kinds.map(kind => group(kind, found.filter(target => target.kind === kind))),
      found.length === 0 ? h('p', { class: 'muted' }, 'There is no such target.') : null);
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    activate(words ? 0 : options.findIndex(option => option.dataset.target === chosen?.id));
  }

  /**
   * @param {string} kind
   * @param {Target[]} members
   * @returns {HTMLElement | null}
   */
  function group(kind, members) {
    if (members.length === 0) return null;
    const id = freshId('kind');
    return h('div', { role: 'group', 'aria-labelledby': id }, h('div', { class: 'target-kind', id }, KINDS[kind] ?? kind), members.map(option));
  }

  /**
   * @param {Target} target
   * @returns {HTMLElement}
   */
  function option(target) {
    const made = h('div', {
      class: 'target-option', role: 'option', id: freshId('option'), 'data-target': target.id, 'aria-selected': String(target === chosen),
      // Before the field loses the focus.
      on: { mousedown: event => event.preventDefault(), click: () => choose(target) },
    }, h('span', null, target.name), h('code', null, target.id));
    options.push(made);
    return made;
  }

  /** @param {number} at */
  function activate(at) {
    options[active]?.classList.remove('active');
    active = Math.min(Math.max(at, -1), options.length - 1);
    const now = options[active];
    now?.classList.add('active');
    now?.scrollIntoView({ block: 'nearest' });
    if (now) input.setAttribute('aria-activedescendant', now.id);
    else input.removeAttribute('aria-activedescendant');
  }

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
    input.value = chosen?.name ?? '';
  }

  /** @param {Target} target */
  function choose(target) {
    chosen = target;
    close();
    input.select();
    onChange();
  }

  /** @param {KeyboardEvent} event */
  function keydown(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) {
      event.preventDefault();
      if (list.hidden) open('');
      else activate(active < 0 && step < 0 ? options.length - 1 : Math.max(0, active + step));
    } else if (event.key === 'Enter' && !list.hidden) {
      event.preventDefault();
      const target = targets.find(({ id }) => id === options[active]?.dataset.target);
      if (target) choose(target);
    } else if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      close();
    }
  }

  input.addEventListener('keydown', keydown);
  input.addEventListener('input', event => {
    // The rest of the form need not hear what is merely searched for.
    event.stopPropagation();
    open(input.value);
  });
  input.addEventListener('click', () => {
    input.select();
    open('');
  });
  input.addEventListener('blur', close);
  return {
    element: h('div', { class: 'field target-search' }, h('label', { for: input.id }, 'Target'), input, list),
    read: () => chosen?.id ?? null,
    write(target) {
      chosen = targets.find(({ id }) => id === target) ?? null;
      input.value = chosen?.name ?? '';
    },
  };
}
