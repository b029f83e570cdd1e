import { fill, h } from '../core/dom.js';
import { load, save } from '../core/storage.js';
import { field } from '../parts/field.js';
import { comparison } from './gateway/comparison.js';
import { decisions } from './gateway/decisions.js';
import { filters } from './gateway/filters.js';
import { groups } from './gateway/groups.js';
import { numbers } from './gateway/numbers.js';
import { rows } from './gateway/rows.js';
import { status } from './gateway/status.js';
import { teller } from './gateway/teller.js';
import { watcher } from './gateway/watch.js';
/** @import { Context, GatewayNews, View } from '../types.js' */
/** @import { WatchState } from './gateway/watch.js' */

const TITLE = 'Gateway';
/** Where the address is kept that was watched last. */
const KEPT = 'gateway';
const USUAL = '127.0.0.1:9090';

/**
 * What a running gateway decides, and what an edited policy would change.
 * @param {Context} context
 * @returns {View}
 */
export function view({ about, announce }) {
  const store = decisions();
  const figures = numbers();
  const tells = teller(announce);
  const filter = filters({ onChange: () => draw() });
  const single = rows();
  const grouped = groups({ onOrigin: filter.chooseOrigin });
  const compare = comparison({ about, onChange: () => begin() });
  const watching = watcher({ onNews, onMetrics: figures.update, onPolicy: compare.problem, onState });
  const state = status();
  const control = h('input', { class: 'mono', value: load(KEPT) ?? USUAL, required: true, spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off' });
  const admin = field({ label: 'Admin address', control });
  const button = h('button', { class: 'button primary' }, 'Watch');
  const held = h('p', { class: 'muted small' });
  const table = h('div', { class: 'gateway-table', tabindex: 0, role: 'region', 'aria-label': 'Decisions' });
  const live = h('div', { class: 'stack', hidden: true }, figures.element, compare.element, filter.element, held, table);

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
    tells.hear(news.decisions);
    draw();
  }

  /** @param {WatchState} now */
  function onState(now) {
    const address = control.value.trim();
    fill(button, watching.active() ? 'Stop' : 'Watch');
    button.classList.toggle('primary', !watching.active());
    control.readOnly = watching.active();
    if (now.kind === 'watching') {
      save(KEPT, address);
      live.hidden = false;
    } else figures.rest();
    state.show(now, { admin: address || USUAL, known: !live.hidden });
    if (now.kind === 'refused') admin.problem(now.failure.reason, now.failure.correction);
  }

  function draw() {
    const comparing = compare.active();
    filter.update(store.all(), { comparing });
    const drawn = (filter.grouped() ? grouped : single).update(filter.shown(), { comparing });
    if (table.firstElementChild !== drawn) fill(table, drawn);
    compare.summarize(store.all());
    held.textContent = store.note();
  }

  const element = h('div', { class: 'gateway stack' },
    h('h1', null, TITLE),
    h('form', { class: 'gateway-address', on: { submit } }, admin.element, button, state.word),
    state.element, live);
  if (load(KEPT)) begin();
  else onState({ kind: 'idle' });
  return {
    title: TITLE,
    element,
    update: () => TITLE,
    dispose: () => {
      tells.cancel();
      watching.stop();
      compare.dispose();
    },
  };
}
