import { ApiError, get } from '../core/api.js';
import { fill, h } from '../core/dom.js';
import { notice } from '../parts/notice.js';
import { capital } from '../parts/words.js';
import { gallery } from './clinic/gallery.js';
import { seenScenarios } from './clinic/progress.js';
import { scenarioPanel } from './clinic/scenario.js';
/** @import { Context, Route, Scenario, View } from '../types.js' */

const TITLE = 'Clinic';

/**
 * An API that is broken in every known way, to see it fail, to read why, and to see it put right.
 * @param {Context} context
 * @returns {View}
 */
export function view({ route, about, announce }) {
  const seen = seenScenarios();
  const detail = h('div', { class: 'clinic-detail' });
  const welcome = h('div', { class: 'clinic-welcome' });
  const list = h('div', { class: 'clinic-list stack' }, welcome);
  const element = h('div', { class: 'clinic' }, h('h1', null, TITLE), list, detail);
  /** @type {Scenario[]} */
  let scenarios = [];
  /** @type {ReturnType<typeof gallery> | null} */
  let shown = null;
  /** @type {ReturnType<typeof scenarioPanel> | null} */
  let panel = null;

  /** @param {string | undefined} id */
  function choose(id) {
    panel?.dispose();
    panel = null;
    const at = scenarios.findIndex(scenario => scenario.id === id);
    const scenario = scenarios[at];
    element.classList.toggle('chosen', id !== undefined);
    shown?.mark(id ?? null);
    if (!scenario) return fill(detail, id === undefined ? null : unknown(id));
    const neighbours = { previous: scenarios[at - 1] ?? null, next: scenarios[at + 1] ?? null };
    panel = scenarioPanel({ scenario, neighbours, about, announce, onRun: () => shown?.tick(scenario.id) });
    fill(detail, panel.element);
    // Where there is no room for both, the list is gone, and the focus with it.
    return list.offsetParent === null ? panel.focus() : undefined;
  }

  async function load() {
    try {
      ({ scenarios } = await get('/api/clinic'));
      shown = gallery({ scenarios, seen });
      fill(welcome, introduction(scenarios));
      list.append(shown.element);
      choose(route.path[0]);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      list.append(notice({ kind: 'error', text: error.reason, correction: error.correction }));
    }
  }

  void load();
  return {
    title: titleOf(route, scenarios),
    element,
    update: given => {
      route = given;
      choose(given.path[0]);
      scrollTo(0, 0);
      return titleOf(given, scenarios);
    },
    dispose: () => panel?.dispose(),
  };
}

/**
 * @param {Route} route
 * @param {Scenario[]} scenarios
 * @returns {string}
 */
function titleOf(route, scenarios) {
  const scenario = scenarios.find(each => each.id === route.path[0]);
  return scenario ? `${capital(scenario.title)} · ${TITLE}` : TITLE;
}

/**
 * @param {Scenario[]} scenarios
 * @returns {HTMLElement}
 */
function introduction(scenarios) {
  const mended = scenarios.filter(scenario => scenario.mend).length;
  return h('div', { class: 'stack tight measure' },
    h('p', null, `On this machine stands a server for each of ${scenarios.length} ways in which a cross-origin request goes wrong. Choose one: see it fail for real, step by step; read why; and see it pass.`),
    h('p', { class: 'muted' }, `For ${mended} of them the fix is a policy: a real gateway with the smallest one is put before the server, and the same request is sent again. The others cannot be put right from outside, and say why.`));
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function unknown(id) {
  return notice({ kind: 'warning', text: `there is no scenario \`${id}\``, correction: 'Choose one of the list.' });
}
