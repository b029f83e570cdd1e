import { debounced, fill, h } from '../core/dom.js';
import { keep, link } from '../core/route.js';
import { encode } from '../core/share.js';
import { notice } from '../parts/notice.js';
import { asking } from './build/asking.js';
import { importer, shareButton } from './build/file.js';
import { keepState, lastState, shared, withFile } from './build/opening.js';
import { output } from './build/output.js';
import { policyForm } from './build/policy-form.js';
import { policyList } from './build/policy-list.js';
import { initial, policy } from './build/state.js';
import { added, mended, moved, removed } from './build/steps.js';
import { trial } from './build/trial.js';
import { undoBar } from './build/undo.js';
import { shareable } from './check/address.js';
/** @import { Context, Failure, PolicyAnswer, Problem, Route, View } from '../types.js' */
/** @import { Answered } from './build/asking.js' */
/** @import { BuildState } from './build/state.js' */

const TITLE = 'Build';
/** How long nothing may change before it is said to those who do not see it, in milliseconds. */
const QUIET = 900;
/** How long before it is written to where it is kept. */
const SOON = 200;

/**
 * A policy, the configuration that says it, and what a browser would do with it.
 * @param {Context} context
 * @returns {View}
 */
export function view({ route, about, announce }) {
  let state = lastState(about);
  /** Whether the first problem is to be shown with the next answer. */
  let wanted = false;
  /** Whether it came with the address, which any page can open: what is kept stays until this is edited. */
  let borrowed = false;
  const remember = debounced(SOON, keepOwn);
  const tell = teller(announce);
  const answers = asking({ onAnswer: show, onFailure: failed });
  const undo = undoBar({ announce, onUndo: replace });
  const form = policyForm({
    about, onChange: changed, onRemove: what => undo.offer(`Removed ${what}`, collected()),
    tried: { read: () => state.origins, write: origins => { state = { ...state, origins }; } },
  });
  const list = policyList({
    onSelect: at => replace({ ...state, selected: at }),
    onMove: (from, to) => replace(moved(state, from, to)),
    onAdd() {
      replace(added(state));
      form.focus('allow_origins', 0);
    },
    onRemove(at) {
      undo.offer(`Removed policy ${at}`, state);
      replace(removed(state, at));
    },
  });
  const side = output({ about, onChange: changed, onFind: find });
  const tried = trial({ about, onChange: changed, onMend: problem => replace(mended(state, problem, state, null).state) });
  const files = importer({ onOpen: file => open(withFile(state, file), 'Another file was opened') });
  const failure = h('div', { class: 'build-failure' });
  const rest = h('p', { class: 'hint' });

  /** What is in the fields now. */
  function collected() {
    const policies = state.policies.map((each, at) => (at === state.selected ? form.read() : each));
    return { ...state, policies, ...side.read(), request: tried.read() };
  }

  function keepOwn() {
    if (!borrowed) keepState(state);
  }

  function own() {
    // From here on what is kept counts, or the next visit would undo the work of this one.
    if (borrowed) keep(link('build'));
    borrowed = false;
  }

  function changed() {
    own();
    state = collected();
    settle();
  }

  function settle() {
    list.show(state.policies, state.selected);
    remember();
    answers.ask(state);
  }

  /**
   * Puts another state in the fields.
   * @param {BuildState} next
   */
  function replace(next) {
    own();
    state = next;
    const chosen = state.policies[state.selected];
    form.element.hidden = !chosen;
    form.write(chosen ?? policy());
    side.write(state);
    tried.write(state.request);
    fill(rest, restWords(state));
    settle();
  }

  /**
   * The same, so that it can be undone.
   * @param {BuildState} next
   * @param {string} what
   */
  function open(next, what) {
    undo.offer(what, state);
    side.forget();
    replace(next);
  }

  /** @param {Problem} problem */
  function find({ policy }) {
    wanted = true;
    replace({ ...state, selected: policy ?? state.selected });
  }

  /**
   * @param {Problem} problem
   * @param {BuildState} given
   * @param {number | null} near
   */
  function mend(problem, given, near) {
    const step = mended(state, problem, given, near);
    replace(step.state);
    // The button goes with its problem; the focus goes to what it was about.
    form.focus(problem.field, step.row);
  }

  /** @param {Answered} answered */
  function show({ answer, given, row, origins }) {
    const { selected } = state;
    const issues = answer.problems.filter(problem => problem.policy === selected).map(problem => ({
      row: row(problem),
      problem,
      mend: () => mend(problem, given, row(problem)),
    }));
    const found = answer.origins?.map(each => ({ ...each, entry: row({ policy: selected, field: 'allow_origins', entry: each.entry }) })) ?? null;
    fill(failure);
    list.problems(answer.problems);
    form.show(issues, { ...answer, origins: found }, origins);
    side.show(answer);
    tried.show(answer);
    tell(summary(answer));
    if (wanted) form.find();
    wanted = false;
  }

  /** @param {Failure} failed */
  function failed({ reason, correction }) {
    fill(failure, notice({ kind: 'error', text: reason, correction }));
  }

  /** @param {Route} to */
  async function follow(to) {
    if (!to.state) return;
    const next = await shared(to.state, state, about);
    if (!next) return failed({ reason: 'this link holds no policy', correction: null });
    keepOwn();
    borrowed = false;
    open(next, 'What the link holds was opened');
    borrowed = true;
    return undefined;
  }

  replace(state);
  void follow(route);
  const element = h('div', { class: 'build' },
    h('div', { class: 'build-head' }, h('h1', null, TITLE),
      h('div', { class: 'row' },
        small('Open a file', files.open),
        shareButton(() => link('build', [], encode({ ...state, request: shareable(state.request) }))),
        small('Start over', () => open({ ...initial(about), target: state.target }, 'Started over'))),
      undo.element),
    failure,
    h('div', { class: 'build-sides' },
      h('form', { class: 'build-policy', novalidate: true, on: { submit: event => event.preventDefault() } }, list.element, rest, form.element, list.below),
      side.element),
    tried.element,
    files.element);
  return {
    title: TITLE,
    element,
    update(to) {
      void follow(to);
      return TITLE;
    },
    dispose() {
      answers.cancel();
      tell.cancel();
      remember.cancel();
      keepOwn();
    },
  };
}

/**
 * @param {string} label
 * @param {() => void} press
 * @returns {HTMLElement}
 */
function small(label, press) {
  return h('button', { type: 'button', class: 'button quiet small', on: { click: press } }, label);
}

/**
 * Says what is new, once it stays; the first is no news.
 * @param {(text: string) => void} announce
 */
function teller(announce) {
  let told = '';
  return debounced(QUIET, (/** @type {string} */ text) => {
    if (told && told !== text) announce(text);
    told = text;
  });
}

/**
 * @param {PolicyAnswer} answer
 * @returns {string}
 */
function summary({ problems, trial }) {
  const count = (/** @type {string} */ severity) => problems.filter(problem => problem.severity === severity).length;
  const said = (/** @type {number} */ number, /** @type {string} */ word) => `${number} ${word}${number === 1 ? '' : 's'}`;
  const outcome = trial && 'outcome' in trial ? ` The request that is tried is ${trial.outcome}.` : '';
  return `${said(count('error'), 'problem')}, ${said(count('note'), 'note')}.${outcome}`;
}

/**
 * @param {BuildState} state
 * @returns {string}
 */
function restWords({ rest }) {
  const { before, after, comments_left_out: comments } = rest;
  const others = before || after ? 'The rest of the file stays as it is, and is in the export.' : '';
  const lost = comments === 1 ? 'A comment within the policies is not kept.' : `${comments} comments within the policies are not kept.`;
  return [others, comments > 0 ? lost : ''].filter(Boolean).join(' ');
}
