import { fill, freshId, h } from '../core/dom.js';

/**
 * @typedef {object} Tab
 * @property {string} id
 * @property {string | Node} label
 * @property {() => Node} panel made when the tab is first shown
 */

/**
 * Tabs as the keyboard expects them: the arrows, Home and End move, Tab goes on to the panel.
 * @param {{label: string, items: Tab[], selected?: string, onSelect?: (id: string) => void}} tabs
 * @returns {{element: HTMLElement, select: (id: string) => void}}
 */
export function tabs({ label, items, selected, onSelect }) {
  const stem = freshId('tab');
  const panel = h('div', { class: 'tab-panel', role: 'tabpanel', id: `${stem}-panel`, tabindex: 0 });
  const buttons = items.map(item => h('button', {
    type: 'button', class: 'tab', role: 'tab', id: `${stem}-${item.id}`, 'aria-controls': panel.id,
    on: { click: () => choose(item.id) },
  }, item.label));
  /** @type {Map<string, Node>} */
  const made = new Map();

  /** @param {string} id */
  function select(id) {
    const at = Math.max(0, items.findIndex(item => item.id === id));
    buttons.forEach((button, index) => {
      button.setAttribute('aria-selected', String(index === at));
      button.tabIndex = index === at ? 0 : -1;
    });
    const item = items[at];
    const button = buttons[at];
    if (!item || !button) return;
    const node = made.get(item.id) ?? item.panel();
    made.set(item.id, node);
    panel.setAttribute('aria-labelledby', button.id);
    fill(panel, node);
  }

  /** @param {string} id */
  function choose(id) {
    select(id);
    onSelect?.(id);
  }

  /** @param {KeyboardEvent} event */
  function keydown(event) {
    const at = buttons.findIndex(button => button === event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    const item = to === undefined ? undefined : items.at(to % items.length);
    if (at < 0 || to === undefined || !item) return;
    event.preventDefault();
    choose(item.id);
    buttons.at(to % buttons.length)?.focus();
  }

  select(selected ?? items[0]?.id ?? '');
  const list = h('div', { class: 'tabs-list', role: 'tablist', 'aria-label': label, on: { keydown } }, buttons);
  return { element: h('div', { class: 'tabs' }, list, panel), select };
}
