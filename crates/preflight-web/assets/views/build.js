import { ApiError, post } from '../core/api.js';
import { debounced, fill, h } from '../core/dom.js';
import { keep, link } from '../core/route.js';
import { decode, encode } from '../core/share.js';
import { load, save } from '../core/storage.js';
import { notice } from '../parts/notice.js';
import { importer, readPolicies, shareButton } from './build/file.js';
import { output } from './build/output.js';
import { policyForm } from './build/policy-form.js';
import { policyList } from './build/policy-list.js';
import { asked, initial, nothingElse, policy, restored, written } from './build/state.js';
import { mended } from './build/steps.js';
import { trial } from './build/trial.js';
import { undoBar } from './build/undo.js';
/** @import { Context, PolicyAnswer, Route, View } from '../types.js' */
/** @import { BuildState } from './build/state.js' */

const TITLE = 'Build';
const KEY = 'build';
/** How long one may pause while typing before an answer is asked for, in milliseconds. */
const PAUSE = 80;

/**
 * A policy, the configuration that says it, and what a browser would do with it.
 * @param {Context} context
 * @returns {View}
 */
export function view({ route, about, announce }) {
  /** @type {BuildState} */
  let state = restored(kept(), about) ?? initial(about);
  let version = 0;
  /** @type {AbortController | null} */
  let asking = null;
  const ask = debounced(PAUSE, () => void answer());
  const remember = debounced(PAUSE, () => save(KEY, JSON.stringify(state)));

  const undo = undoBar({ announce, onUndo: before => replace(before) });
  const removing = (/** @type {string} */ what) => undo.offer(`Removed ${what}`, collected());
  const form = policyForm({
    about, onChange: changed, onRemove: removing,
    tried: { read: () => state.origins, write: origins => { state.origins = origins; } },
  });
  const list = policyList({
    onSelect: at => replace({ ...state, selected: at }),
    onAdd: () => replace({ ...state, policies: [...state.policies, policy({ paths: state.policies.length > 0 ? ['/other/*'] : [] })], selected: state.policies.length }),
    onMove: move,
    onRemove: at => {
      removing(`policy ${at}`);
      replace({ ...state, policies: state.policies.filter((_, each) => each !== at), selected: Math.max(0, at - (at >= state.selected ? 1 : 0)) });
    },
  });
  const side = output({ about, onChange: changed });
  const tried = trial({ about, onChange: changed });
  const files = importer({ onOpen: file => {
    undo.offer('Another file was opened', collected());
    const { comments_left_out: comments } = file.rest;
    if (comments > 0) announce(`${comments} comments within policies are not kept.`);
    replace({ ...state, policies: file.policies.map(written), selected: 0, rest: file.rest });
  } });
  const failure = h('div', { class: 'build-failure' });
  const rest = h('p', { class: 'hint build-rest' });

  /** What is in the fields now. */
  function collected() {
    const policies = state.policies.map((each, at) => (at === state.selected ? form.read() : each));
    return { ...state, policies, ...side.read(), request: tried.read() };
  }

  function changed() {
    state = collected();
    version += 1;
    list.show(state.policies, state.selected);
    remember();
    ask();
  }

  /**
   * Puts another state in the fields.
   * @param {BuildState} next
   */
  function replace(next) {
    state = next;
    const chosen = state.policies[state.selected];
    form.element.hidden = !chosen;
    form.write(chosen ?? policy());
    side.write(state);
    tried.write(state.request);
    rest.hidden = !state.rest.before && !state.rest.after && state.rest.comments_left_out === 0;
    fill(rest, restWords(state));
    version += 1;
    list.show(state.policies, state.selected);
    remember();
    ask();
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  function move(from, to) {
    const policies = collected().policies.slice();
    const [moved] = policies.splice(from, 1);
    if (moved) policies.splice(to, 0, moved);
    replace({ ...state, policies, selected: to });
  }

  async function answer() {
    asking?.abort();
    asking = new AbortController();
    const mine = version;
    const { question, row, origins } = asked(state);
    try {
      const said = /** @type {PolicyAnswer} */ (await post('/api/policy', question, asking.signal));
      if (mine === version) show(said, row, origins);
    } catch (error) {
      if (mine !== version) return;
      const known = error instanceof ApiError;
      fill(failure, notice({ kind: 'error', text: known ? error.reason : String(error), correction: known ? error.correction : null }));
    }
  }

  /**
   * @param {PolicyAnswer} said
   * @param {ReturnType<typeof asked>['row']} row
   * @param {number[]} origins
   */
  function show(said, row, origins) {
    const mine = version;
    const { selected } = state;
    const issues = said.problems.filter(problem => problem.policy === selected).map(problem => ({
      row: row(problem),
      problem,
      // A step was offered for what stood there then.
      mend: () => mine === version && replace(mended(collected(), problem, row(problem))),
    }));
    const found = said.origins?.map(each => ({ ...each, entry: row({ policy: selected, field: 'allow_origins', entry: each.entry }) })) ?? null;
    fill(failure);
    list.problems(said.problems);
    form.show(issues, { ...said, origins: found }, origins);
    side.show(said);
    tried.show(said);
  }

  /** @param {Route} to */
  async function opened(to) {
    const shared = decode(to.state);
    if (shared === null) return;
    // From here on what is kept counts, or the next visit would undo the work of this one.
    keep(link('build'));
    const toml = typeof shared === 'object' && 'toml' in shared ? String(shared.toml) : null;
    const read = toml === null ? null : await readPolicies(toml);
    const next = read && 'policies' in read
      ? { ...state, policies: read.policies.map(written), selected: 0, rest: read.rest }
      : restored(shared, about);
    if (!next) return fill(failure, notice({ kind: 'error', text: 'this link holds no policy' }));
    undo.offer('What the link holds was opened', collected());
    return replace(next);
  }

  replace(state);
  void opened(route);
  const startOver = () => {
    undo.offer('Started over', collected());
    replace({ ...initial(about), target: state.target, rest: nothingElse() });
  };
  const element = h('div', { class: 'build' },
    h('div', { class: 'build-head' }, h('h1', null, TITLE),
      h('div', { class: 'row' },
        h('button', { type: 'button', class: 'button quiet small', on: { click: files.open } }, 'Open a file'),
        shareButton(() => link('build', [], encode(state))),
        h('button', { type: 'button', class: 'button quiet small', on: { click: startOver } }, 'Start over')),
      undo.element),
    failure,
    h('form', { class: 'build-policy', novalidate: true, on: { submit: event => event.preventDefault() } }, list.element, rest, form.element, list.below),
    side.element,
    tried.element,
    files.element);
  return {
    title: TITLE,
    element,
    update: to => {
      void opened(to);
      return TITLE;
    },
    dispose: () => {
      asking?.abort();
      ask.cancel();
      remember.cancel();
      save(KEY, JSON.stringify(state));
    },
  };
}

/** @returns {unknown} */
function kept() {
  try {
    return JSON.parse(load(KEY) ?? 'null');
  } catch {
    return null;
  }
}

/**
 * @param {BuildState} state
 * @returns {string}
 */
function restWords({ rest }) {
  const others = rest.before || rest.after ? 'The rest of the file stays as it is, and is in the export.' : '';
  const comments = rest.comments_left_out === 1 ? 'A comment within the policies is not kept.' : `${rest.comments_left_out} comments within the policies are not kept.`;
  return [others, rest.comments_left_out > 0 ? comments : ''].filter(Boolean).join(' ');
}
