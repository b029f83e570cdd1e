import { fill, freshId, h } from '../../core/dom.js';
import { codeBlock } from '../../parts/code-block.js';
import { configuration } from '../../parts/configuration.js';
import { box, field } from '../../parts/field.js';
import { TYPED } from '../../parts/header-rows.js';
import { tabs } from '../../parts/tabs.js';
import { said, worded } from '../../parts/words.js';
import { targetSearch } from './target-search.js';
/** @import { About, Generated, PolicyAnswer, Problem, Shortfall, Target } from '../../types.js' */
/** @import { BuildState } from './state.js' */

/**
 * The other side of the view: the configuration of a target, and the policy's file.
 * @param {{about: About, onChange: () => void, onFind: (problem: Problem) => void}} options `onFind` shows where a problem is
 * @returns {{element: HTMLElement, read: () => Pick<BuildState, 'target' | 'approximate' | 'listen' | 'upstream'>, write: (state: BuildState) => void, show: (answer: PolicyAnswer) => void, forget: () => void}}
 *   `forget` takes away what was written for another policy
 */
export function output({ about, onChange, onFind }) {
  const picker = targetSearch({ targets: about.targets, onChange });
  const approximate = box('Write the nearest safe alternative', 'Each place is marked in the file.');
  const listen = field({ label: 'Listens at', control: h('input', { class: 'mono', placeholder: '127.0.0.1:8080', ...TYPED }) });
  const upstream = field({ label: 'Passes requests on to', control: h('input', { class: 'mono', placeholder: 'http://127.0.0.1:3000', ...TYPED }) });
  const addresses = h('div', { class: 'addresses' }, listen.element, upstream.element);
  const shortfalls = h('div', { class: 'shortfalls' });
  const made = configuration([]);
  const missing = h('p', { class: 'muted nothing' });
  const lacks = h('details', { class: 'lacks' });
  const toml = keeper();
  for (const { control } of [approximate, listen, upstream]) control.addEventListener('input', onChange);
  const forTarget = h('div', { class: 'stack' }, picker.element, addresses, shortfalls, approximate.element, missing, made.element, lacks);
  const pages = tabs({
    label: 'What is written',
    items: [
      { id: 'target', label: 'Configuration', panel: () => forTarget },
      { id: 'toml', label: 'preflight.toml', panel: () => toml.element },
    ],
  });
  let files = '';

  /** @param {PolicyAnswer} answer */
  function show(answer) {
    const { generated, problems } = answer;
    const target = about.targets.find(({ id }) => id === picker.read());
    toml.show('preflight.toml', answer.toml);
    address(listen, problems.find(({ field }) => field === 'listen'));
    address(upstream, problems.find(({ field }) => field === 'upstream'));
    if (generated && target) return configure(generated, target);
    missing.hidden = false;
    fill(missing, nothing(problems, files !== '', onFind));
    forTarget.classList.add('stale');
  }

  /**
   * @param {Generated} generated
   * @param {Target} target
   */
  function configure(generated, target) {
    const short = [...generated.shortfalls, ...generated.approximations];
    forTarget.classList.remove('stale');
    listen.element.hidden = !generated.listens;
    upstream.element.hidden = !generated.passes_on;
    addresses.hidden = !generated.listens && !generated.passes_on;
    approximate.element.hidden = short.length === 0 && !approximate.control.checked;
    fill(shortfalls, shortfallList(short, target, generated.shortfalls.length > 0));
    const notes = generated.notes === null ? [] : [{ name: 'NOTES.md', content: generated.notes }];
    const all = [...generated.files, ...notes];
    missing.hidden = all.length > 0;
    if (short.length === 0) fill(missing, 'There is nothing to write.');
    else fill(missing, approximate.control.checked ? 'Nothing that it could express is left.' : 'Nothing is written until the policy changes, or the alternatives are accepted.');
    fill(lacks, lackList(generated, target));
    lacks.hidden = generated.lacks.length === 0;
    const now = JSON.stringify([target.id, all]);
    if (now === files) return;
    files = now;
    keepScroll(made.element, () => made.update(all, target.id));
  }

  return {
    element: h('section', { class: 'output', 'aria-label': 'What is written' }, pages.element),
    read: () => ({ target: picker.read(), approximate: approximate.control.checked, listen: listen.control.value.trim(), upstream: upstream.control.value.trim() }),
    write(state) {
      picker.write(state.target);
      approximate.control.checked = state.approximate;
      listen.control.value = state.listen;
      upstream.control.value = state.upstream;
    },
    show,
    forget() {
      files = '';
      made.update([]);
    },
  };
}

/** A file that is replaced only when it changed, where it was scrolled to. */
function keeper() {
  const element = h('div', { class: 'stack' });
  let shown = '';
  return {
    element,
    /**
     * @param {string} name
     * @param {string} content
     */
    show(name, content) {
      if (content === shown && element.firstChild) return;
      shown = content;
      keepScroll(element, () => fill(element, content ? codeBlock({ name, content }) : h('p', { class: 'muted' }, 'There is no policy yet.')));
    },
  };
}

/**
 * @param {HTMLElement} element
 * @param {() => void} change
 */
function keepScroll(element, change) {
  const before = element.querySelector('pre');
  const [top, left] = [before?.scrollTop ?? 0, before?.scrollLeft ?? 0];
  change();
  element.querySelector('pre')?.scrollTo({ top, left, behavior: 'instant' });
}

/**
 * @param {ReturnType<typeof field>} place
 * @param {Problem | undefined} problem
 */
function address(place, problem) {
  place.problem(problem?.reason ?? null);
  if (problem) place.element.hidden = false;
}

/**
 * @param {Problem[]} problems
 * @param {boolean} before whether something stands there from before
 * @param {(problem: Problem) => void} onFind
 * @returns {import('../../types.js').Child}
 */
function nothing(problems, before, onFind) {
  const wrong = problems.filter(({ severity }) => severity === 'error');
  const [first] = wrong;
  if (!first) return 'There is no policy that would change anything.';
  return [
    `${wrong.length === 1 ? 'A problem has' : `${wrong.length} problems have`} to be put right first${before ? '; below stands what was written before' : ''}. `,
    first.policy !== null && h('button', { type: 'button', class: 'mend', on: { click: () => onFind(first) } }, 'Show it'),
  ];
}

/**
 * @param {Shortfall[]} all
 * @param {Target} target
 * @param {boolean} refused
 * @returns {HTMLElement | null}
 */
function shortfallList(all, target, refused) {
  if (all.length === 0) return null;
  return h('div', { class: 'notice warning' },
    h('p', null, h('strong', null, refused ? `${target.name} cannot express all of this:` : 'This is not quite the policy:')),
    h('ul', null, all.map(({ field, value, why, alternative }) => h('li', null,
      h('code', null, value ? `${field}: ${value}` : field), ' ', said(why), ' ', h('span', { class: 'muted' }, said(alternative))))));
}

/** @type {Record<Target['proof'], string>} */
const PROOF = {
  'real-server': 'The real server runs this output in preflight’s tests, and browsers ask it.',
  schema: 'This output is checked against the vendor’s own schema.',
  text: 'This output is compared with the vendor’s documents by people.',
};

/**
 * @param {Generated} generated
 * @param {Target} target
 * @returns {import('../../types.js').Child}
 */
function lackList({ lacks }, target) {
  const id = freshId('lacks');
  return [
    h('summary', { id }, `What ${target.name} does otherwise, whatever it is told (${lacks.length})`),
    h('ul', { 'aria-labelledby': id }, lacks.map(({ text }) => h('li', null, worded(text)))),
    h('p', { class: 'hint' }, PROOF[target.proof]),
  ];
}
