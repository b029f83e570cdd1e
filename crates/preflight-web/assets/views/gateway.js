import { debounced, fill, h } from '../core/dom.js';
import { load, save } from '../core/storage.js';
import { field } from '../parts/field.js';
import { notice } from '../parts/notice.js';
import { counted } from '../parts/words.js';
import { comparison } from './gateway/comparison.js';
import { decisions } from './gateway/decisions.js';
import { filters } from './gateway/filters.js';
import { groups } from './gateway/groups.js';
import { numbers } from './gateway/numbers.js';
import { rows } from './gateway/rows.js';
import { howToStart } from './gateway/start.js';
import { watcher } from './gateway/watch.js';
/** @import { Context, GatewayNews, View } from '../types.js' */
/** @import { WatchState } from './gateway/watch.js' */

const TITLE = 'Gateway';
/** Where the address is kept that was watched last. */
const KEPT = 'gateway';
const USUAL = '127.0.0.1:9090';
/** How often it is said what is new, in milliseconds: more would talk without end. */
const SAYS = 15_000;

/**
 * What a running gateway decides, and what an edited policy would change.
 * @param {Context} context
 * @returns {View}
 */
export function view({ about, announce }) {
  const store = decisions();
  const figures = numbers();
  const filter = filters({ onChange: () => draw() });
  const single = rows();
  const grouped = groups({ onOrigin: origin => filter.chooseOrigin(origin) });
  const compare = comparison({ about, onChange: () => begin() });
  const watching = watcher({ onNews, onMetrics: figures.update, onPolicy: compare.problem, onState });
  const control = h('input', { class: 'mono', value: load(KEPT) ?? USUAL, required: true, spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off' });
  const admin = field({ label: 'Admin address', control });
  const button = h('button', { class: 'button primary' }, 'Watch');
  const word = h('span', { role: 'status' });
  const state = h('div', { class: 'gateway-state', 'aria-live': 'polite' });
  const missed = h('p', { class: 'muted small' });
  const table = h('div', { class: 'gateway-table', tabindex: 0, role: 'region', 'aria-label': 'Decisions' });
  const live = h('div', { class: 'stack', hidden: true }, figures.element, compare.element, filter.element, missed, table);
  let unsaid = { all: 0, refused: 0 };
  const speak = debounced(SAYS, say);

  function begin() {
    compare.problem(null);
    admin.problem(null);
    watching.start(control.value.trim(), compare.policy());
    store.forgetEdited();
    draw();
  }

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    if (watching.active()) watching.stop();
    else begin();
  }

  /** @param {GatewayNews} news */
  function onNews(news) {
    store.add(news);
    unsaid = {
      all: unsaid.all + news.decisions.length,
      refused: unsaid.refused + news.decisions.filter(each => each.allowed === false).length,
    };
    if (unsaid.all > 0 && unsaid.all === news.decisions.length) speak();
    draw();
  }

  function say() {
    announce(`${counted(unsaid.all, 'new decision')}, ${unsaid.refused} refused.`);
    unsaid = { all: 0, refused: 0 };
  }

  /** @param {WatchState} now */
  function onState(now) {
    fill(button, watching.active() ? 'Stop' : 'Watch');
    button.classList.toggle('primary', !watching.active());
    control.readOnly = watching.active();
    if (now.kind === 'watching') save(KEPT, control.value.trim());
    if (now.kind === 'watching' || now.kind === 'lost') live.hidden = false;
    if (now.kind !== 'watching') figures.rest();
    fill(word, chip(now));
    fill(state, shown(now));
    if (now.kind === 'refused') admin.problem(now.failure.reason, now.failure.correction);
  }

  /**
   * @param {WatchState} now
   * @returns {(Node | null)[]}
   */
  function shown(now) {
    const silent = now.kind === 'lost' || now.kind === 'waiting';
    return [
      silent ? notice({ kind: 'warning', text: now.failure.reason, correction: now.failure.command ? null : now.failure.correction }) : null,
      live.hidden && (!silent || now.failure.command) ? howToStart(control.value.trim() || USUAL) : null,
    ];
  }

  function draw() {
    const comparing = compare.active();
    const all = store.all();
    filter.update(all, { comparing });
    const kept = filter.shown();
    fill(table, filter.grouped() ? grouped.update(kept, { comparing }) : single.update(kept, { comparing }));
    compare.summarize(all);
    missed.textContent = store.note();
  }

  const element = h('div', { class: 'gateway stack' },
    h('h1', null, TITLE),
    h('form', { class: 'gateway-address', on: { submit } }, admin.element, button, word),
    state, live);
  if (load(KEPT)) begin();
  else onState({ kind: 'idle' });
  return {
    title: TITLE,
    element,
    update: () => TITLE,
    dispose: () => {
      speak.cancel();
      watching.stop();
      compare.dispose();
    },
  };
}

/**
 * @param {WatchState} state
 * @returns {HTMLElement | null}
 */
function chip({ kind }) {
  const words = { asking: 'Asking', watching: 'Watching', waiting: 'Waiting for a gateway', lost: 'Lost, asking again' };
  const colour = { asking: '', watching: 'allowed', waiting: 'warned', lost: 'warned' };
  if (kind === 'idle' || kind === 'refused') return null;
  return h('span', { class: `chip ${colour[kind]}` }, words[kind]);
}
