import { fill, h } from '../../core/dom.js';
import { requestForm } from '../../parts/request-form.js';
import { headline } from '../../parts/report.js';
import { sequenceOf } from '../../parts/sequence.js';
import { outcomeChip, verdicts } from '../../parts/verdicts.js';
import { said } from '../../parts/words.js';
/** @import { About, Decision, Fields, FieldFault, PolicyAnswer, Trial } from '../../types.js' */
/** @import { Mendable } from './steps.js' */

/**
 * What a browser would do with the policy: a request to try, and how it ends. Nothing is sent.
 * @param {{about: About, onChange: () => void, onMend: (problem: Mendable) => void}} options
 * @returns {{element: HTMLElement, read: () => Fields, write: (fields: Fields) => void, show: (answer: PolicyAnswer) => void}}
 */
export function trial({ about, onChange, onMend }) {
  const form = requestForm({ about, fields: null, onChange, offline: true });
  const outcome = h('div', { class: 'trial-outcome stack' });
  let shown = '';
  /** Whether the focus was at something of the outcome that is drawn anew. */
  let wanted = false;

  /** @param {Mendable} problem */
  function mend(problem) {
    wanted = true;
    onMend(problem);
  }

  /** @param {PolicyAnswer} answer */
  function show({ trial, problems }) {
    const wrong = problems.some(({ severity }) => severity === 'error');
    const now = JSON.stringify([trial, wrong]);
    if (now === shown) return;
    shown = now;
    if (!trial) fill(outcome, h('p', { class: 'muted' }, wrong ? 'As soon as the policy has no problem, the request is tried on it.' : 'Write a URL to try.'));
    else if ('fault' in trial) fill(outcome, faulty(trial.fault));
    else fill(outcome, parts(trial, about, mend));
    if (wanted) /** @type {HTMLElement | null} */ (outcome.querySelector('.headline'))?.focus();
    wanted = false;
  }

  return {
    element: h('section', { class: 'trial' },
      h('div', { class: 'trial-request' },
        h('h2', null, 'What would a browser do with it?'),
        h('p', { class: 'hint' }, 'A request to try. The browsers’ model and the policy answer each other here; nothing is sent.'),
        form.element),
      outcome),
    read: form.read,
    write: form.fill,
    show,
  };
}

/**
 * @param {FieldFault} fault
 * @returns {HTMLElement}
 */
function faulty({ reason, correction }) {
  return h('div', { class: 'notice error' }, h('p', null, said(reason)), correction ? h('p', { class: 'muted' }, said(correction)) : null);
}

/**
 * @param {Trial} trial
 * @param {About} about
 * @param {(problem: Mendable) => void} onMend
 * @returns {import('../../types.js').Child}
 */
function parts({ outcome, decisions, report }, about, onMend) {
  const undecided = outcome === 'undecided';
  const head = undecided
    ? h('h2', { class: 'headline', tabindex: -1 }, outcomeChip('undecided'), h('span', null, 'No policy speaks for this path: what the application answers decides.'))
    : headline(report);
  return [
    head,
    decisions.length > 0 && h('div', { class: 'decisions' }, decisions.map(each => decision(each, onMend))),
    // What the application would answer is not known.
    undecided ? null : [sequenceOf(report).element, verdicts(report, about)],
  ];
}

/** @type {Record<string, string>} */
const KINDS = { preflight: 'The preflight', actual: 'The request itself' };

/**
 * @param {Decision} decision
 * @param {(problem: Mendable) => void} onMend
 * @returns {HTMLElement}
 */
function decision({ kind, method, rules, answered_by_policy: atOnce }, onMend) {
  return h('section', { class: 'decision' },
    h('h3', null, KINDS[kind] ?? kind, ' ', h('code', null, method), ' ', h('span', { class: 'decision-by' }, atOnce ? 'answered by the policy' : 'passed on to the application')),
    h('ol', { class: 'rules' }, rules.map(({ rule, allowed, reason, place, mend }) => h('li', { class: sign(allowed) },
      h('span', { class: 'rule-name' }, rule), h('span', { class: 'unseen' }, WORD[sign(allowed)] ?? ''), h('span', null, said(reason), ' ',
        mend && place && h('button', { type: 'button', class: 'mend', on: { click: () => onMend({ ...place, mend }) } }, mend.says))))));
}

/** @type {Record<string, string>} */
const WORD = { passed: 'passed: ', refused: 'refused: ', silent: 'has no say: ' };

/**
 * @param {boolean | null} allowed
 * @returns {string}
 */
function sign(allowed) {
  return allowed === null ? 'silent' : allowed ? 'passed' : 'refused';
}
