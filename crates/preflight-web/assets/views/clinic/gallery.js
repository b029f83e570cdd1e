import { fill, h } from '../../core/dom.js';
import { link } from '../../core/route.js';
import { field } from '../../parts/field.js';
import { capital, worded } from '../../parts/words.js';
/** @import { Scenario } from '../../types.js' */
/** @typedef {ReturnType<typeof import('./progress.js').seenScenarios>} Seen */

/**
 * All scenarios, by what has to change first.
 * @param {{scenarios: Scenario[], seen: Seen}} options
 * @returns {{element: HTMLElement, mark: (id: string | null) => void, tick: (id: string) => void}}
 *   `mark` shows which one is open, `tick` that one was run
 */
export function gallery({ scenarios, seen }) {
  const rows = new Map(scenarios.map(scenario => [scenario.id, row(scenario, seen.has(scenario.id))]));
  const headings = [...new Set(scenarios.map(scenario => scenario.group))];
  const groups = headings.map(heading =>
    group(heading, scenarios.filter(each => each.group === heading).flatMap(({ id }) => rows.get(id) ?? [])));
  const filter = h('input', { type: 'search', placeholder: '401, wildcard, redirect …', autocomplete: 'off', spellcheck: 'false' });
  const count = h('p', { class: 'muted small' });
  const none = h('p', { class: 'muted', hidden: true }, 'No scenario has these words.');

  function counted() {
    fill(count, `${scenarios.filter(({ id }) => seen.has(id)).length} of ${scenarios.length} seen`);
  }

  function narrow() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const scenario of scenarios) {
      const text = textOf(scenario);
      const item = rows.get(scenario.id);
      if (item) item.element.hidden = !words.every(word => text.includes(word));
    }
    for (const each of groups) each.element.hidden = each.rows.every(({ element }) => element.hidden);
    none.hidden = groups.some(each => !each.element.hidden);
  }

  filter.addEventListener('input', narrow);
  counted();
  return {
    element: h('div', { class: 'clinic-gallery stack', on: { keydown } },
      h('div', { class: 'clinic-filter' }, field({ label: 'Filter', control: filter }).element, count),
      groups.map(each => each.element), none),
    mark: id => rows.forEach((each, of) => each.current(of === id)),
    tick: id => {
      seen.add(id);
      rows.get(id)?.ticked();
      counted();
    },
  };
}

/**
 * @param {string} heading
 * @param {Row[]} rows
 */
function group(heading, rows) {
  const element = h('section', null, h('h2', { class: 'clinic-group' }, heading), h('ul', { class: 'clinic-rows' }, rows.map(each => each.element)));
  return { element, rows };
}

/** @typedef {ReturnType<typeof row>} Row */

/**
 * @param {Scenario} scenario
 * @param {boolean} seen
 */
function row({ id, title, case: symptom }, seen) {
  const tick = h('span', { class: 'clinic-tick' });
  const anchor = h('a', { class: 'clinic-row', href: link('clinic', [id]) },
    tick, h('span', { class: 'clinic-title' }, worded(capital(title))), h('span', { class: 'clinic-case' }, worded(capital(symptom))), h('span', { class: 'clinic-id mono' }, id));
  const ticked = () => fill(tick, h('span', { 'aria-hidden': 'true' }, '✓'), h('span', { class: 'unseen' }, 'seen: '));
  if (seen) ticked();
  return {
    element: h('li', null, anchor),
    ticked,
    current: (/** @type {boolean} */ is) => {
      if (!is) return anchor.removeAttribute('aria-current');
      anchor.setAttribute('aria-current', 'true');
      anchor.scrollIntoView({ block: 'nearest' });
    },
  };
}

/**
 * What a scenario is found by.
 * @param {Scenario} scenario
 * @returns {string}
 */
function textOf({ id, title, case: name, request, group }) {
  return [id, title, name, group, request.method, request.credentials, ...(request.headers ?? []).flat()].join(' ').toLowerCase();
}

/**
 * The arrows go up and down the list, as Tab does with more steps.
 * @param {KeyboardEvent} event
 */
function keydown(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const list = event.currentTarget;
  if (!step || !(list instanceof HTMLElement)) return;
  const stops = [...list.querySelectorAll('input, a')].filter(each => each instanceof HTMLElement && each.offsetParent !== null);
  const next = stops[stops.findIndex(each => each === event.target) + step];
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}
