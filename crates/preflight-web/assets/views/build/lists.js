import { freshId, h } from '../../core/dom.js';
import { worded } from '../../parts/words.js';
import { entries, preset } from './entries.js';
import { issues } from './issues.js';
/** @import { About } from '../../types.js' */
/** @import { Issue } from './issues.js' */

/**
 * What a part of the form does with its own field of a policy.
 * @typedef {object} ListPart
 * @property {HTMLElement} element
 * @property {() => string[]} read
 * @property {(values: string[]) => void} write
 * @property {(issues: Issue[]) => void} problems
 * @property {(row: number | null) => void} focus
 */

/** @typedef {{about: About, onChange: () => void, onRemove: (what: string) => void}} Options */

/**
 * @param {Options} options
 * @returns {ListPart & {place: (row: number) => HTMLElement | undefined}}
 */
export function originList({ onChange, onRemove }) {
  const list = entries({
    one: 'origin', placeholder: 'https://app.example.com', onChange, onRemove,
    presets: [
      preset('One site', () => list.add('https://app.example.com', 'app.example.com')),
      preset('All subdomains', () => list.add('https://*.example.com', 'example.com')),
      preset('localhost, any port', () => list.add('http://localhost:*')),
      preset('Any origin', () => list.add('*')),
    ],
  });
  return {
    ...list,
    element: part('Origins', 'Who may read the responses: scheme, host and port, as the browser writes them.', list.element),
  };
}

/**
 * @param {Options} options
 * @returns {ListPart}
 */
export function pathList({ onChange, onRemove }) {
  const list = entries({ one: 'path', placeholder: '/api/*', onChange, onRemove });
  return {
    ...list,
    element: part('Paths', 'What this policy speaks for: `/users` is that path, `/api/*` everything below. None means every path.', list.element),
  };
}

const HEADERS = ['Authorization', 'Content-Type', 'X-Requested-With', 'X-CSRF-Token', 'X-Api-Key', 'If-Match', 'Idempotency-Key'];

/**
 * @param {Options} options
 * @returns {ListPart}
 */
export function headerList({ about, onChange, onRemove }) {
  const list = entries({
    one: 'header', placeholder: 'Authorization', offered: HEADERS, onChange, onRemove,
    presets: [
      ...['Authorization', 'Content-Type', 'X-CSRF-Token'].map(name => preset(name, () => list.add(name))),
      preset('Any', () => list.add('*')),
    ],
  });
  const free = about.safelisted.request_headers.map(({ name, why }) => [h('dt', null, h('code', null, name)), h('dd', null, worded(why))]);
  return {
    ...list,
    element: part('Request headers', 'What scripts may send beyond the headers that need no entry.', list.element,
      h('details', null, h('summary', null, 'These need no entry'), h('dl', { class: 'free' }, free))),
  };
}

const EXPOSED = ['X-Request-Id', 'X-Total-Count', 'ETag', 'Link', 'Location', 'Retry-After', 'Content-Disposition', 'RateLimit-Remaining'];

/**
 * @param {Options} options
 * @returns {ListPart}
 */
export function exposeList({ about, onChange, onRemove }) {
  const list = entries({
    one: 'header', placeholder: 'X-Request-Id', offered: EXPOSED, onChange, onRemove,
    presets: [
      ...['ETag', 'Link', 'X-Total-Count'].map(name => preset(name, () => list.add(name))),
      preset('Any', () => list.add('*')),
    ],
  });
  const names = about.safelisted.response_headers;
  return {
    ...list,
    element: part('Response headers', 'What scripts may read beyond the headers that every script may.', list.element,
      h('details', null, h('summary', null, 'Every script may read these'),
        h('p', { class: 'free' }, names.flatMap((name, at) => [at > 0 ? ', ' : '', h('code', null, name)])))),
  };
}

/** What has a box of its own. */
const USUAL = ['PUT', 'PATCH', 'DELETE', '*'];

/**
 * @param {Options} options
 * @returns {ListPart}
 */
export function methodList({ about, onChange, onRemove }) {
  const list = entries({ one: 'method', placeholder: 'PROPFIND', offered: ['QUERY', 'PROPFIND', 'REPORT', 'PURGE'], onChange, onRemove });
  const shown = issues(freshId('issues'));
  const boxes = USUAL.map(method => ({ method, control: h('input', { type: 'checkbox', on: { change: onChange } }) }));
  const checked = () => boxes.filter(({ control }) => control.checked).map(({ method }) => method);
  const toggle = (/** @type {Node} */ control, /** @type {string} */ name, /** @type {boolean} */ fixed = false) =>
    h('label', { class: fixed ? 'toggle fixed' : 'toggle' }, control, name === '*' ? 'Any' : h('code', null, name));
  const always = about.safelisted.methods.map(method => toggle(h('input', { type: 'checkbox', checked: true, disabled: true }), method, true));

  return {
    element: part('Methods', `${about.safelisted.methods.join(', ')} need no entry. Methods are case-sensitive.`,
      h('div', { class: 'toggles' }, always, boxes.map(({ control, method }) => toggle(control, method))), shown.element, list.element),
    read: () => [...checked(), ...list.read()],
    write(values) {
      for (const { method, control } of boxes) control.checked = values.includes(method);
      // What has a box is written once; a second time it is a row, as it was written.
      const seen = new Set(USUAL);
      list.write(values.filter(value => !seen.delete(value)));
    },
    problems(all) {
      const before = checked().length;
      const own = all.flatMap(issue => (issue.row !== null && issue.row >= before ? [{ ...issue, row: issue.row - before }] : []));
      list.problems(own);
      shown.show(all.filter(issue => issue.row === null || issue.row < before));
    },
    focus(row) {
      const before = checked().length;
      if (row !== null && row >= before) list.focus(row - before);
      else boxes[0]?.control.focus();
    },
  };
}

/**
 * A part of the form with its name and what it means.
 * @param {string} name
 * @param {string} meaning
 * @param {...import('../../types.js').Child} children
 * @returns {HTMLFieldSetElement}
 */
export function part(name, meaning, ...children) {
  return h('fieldset', { class: 'policy-part' }, h('legend', null, name), h('p', { class: 'hint' }, worded(meaning)), children);
}
