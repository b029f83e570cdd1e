// The controls of the request's form, and how they are arranged.
import { freshId, h } from '../../core/dom.js';
import { box, choices, field, named } from '../field.js';
import { TYPED, headerRows } from '../header-rows.js';
import { targetPicker } from '../target-picker.js';
/** @import { About } from '../../types.js' */

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
/** Methods that change nothing on a server: for these there is nothing to be careful with. */
const SAFE = ['GET', 'HEAD', 'OPTIONS'];
const HEADERS = [
  'Authorization', 'Content-Type', 'Accept', 'X-Requested-With', 'X-Api-Key', 'X-CSRF-Token', 'Range',
];
const CACHE = named('default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached');
const REFERRER_POLICY = named(
  '', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin',
  'origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url');
/** @type {[string, string][]} */
const SPACES = [
  ['', 'What its host resolves to'], ['public', 'The public network'], ['private', 'A private network'],
  ['loopback', 'This machine'],
];

/**
 * @typedef {ReturnType<typeof usual> & ReturnType<typeof rare>} Controls
 */

/**
 * @param {About} about
 * @param {() => void} changed
 * @returns {Controls}
 */
export function controls(about, changed) {
  return { ...usual(about, changed), ...rare(about, changed) };
}

/**
 * @param {About} about
 * @param {() => void} changed
 */
function usual(about, changed) {
  const methods = h('datalist', { id: freshId('methods') }, METHODS.map(method => h('option', { value: method })));
  return {
    methods,
    method: field({ label: 'Method', control: h('input', { class: 'mono', list: methods.id, ...TYPED }) }),
    url: field({ label: 'URL', control: text('https://api.example.com/users') }),
    origin: field({ label: 'Origin of the page', control: text(about.default_origin) }),
    credentials: field({ label: 'Credentials', control: choices(named('same-origin', 'include', 'omit')) }),
    mode: field({ label: 'Mode', control: choices(named('cors', 'no-cors', 'same-origin')) }),
    redirect: field({ label: 'Redirect', control: choices(named('follow', 'error', 'manual')) }),
    cookies: field({
      label: 'Cookies of this host', hint: 'That the browser has: they go along with credentials “include”.',
      control: text('session=1; theme=dark'),
    }),
    headers: headerRows({ names: HEADERS, onChange: changed }),
    body: field({ label: 'Body', control: h('textarea', { class: 'mono', rows: 3, spellcheck: 'false' }) }),
    sendActual: box('Send the request itself too',
      'It may change something on the server. Without it, the check ends with the preflight.'),
    engines: about.engines.map(engine => ({ id: engine.id, ...box(engine.name) })),
  };
}

/**
 * @param {About} about
 * @param {() => void} changed
 */
function rare({ targets }, changed) {
  const picker = targetPicker({ targets, selected: null, none: 'Whoever answered', onChange: changed });
  return {
    read: field({ label: 'Response headers that the script reads', control: text('x-total-count, etag') }),
    space: field({ label: 'The page was loaded from', control: choices(SPACES) }),
    cache: field({ label: 'Cache', control: choices(CACHE) }),
    referrer: field({ label: 'Referrer', control: text('The page’s origin') }),
    referrerPolicy: field({ label: 'Referrer policy', control: choices(REFERRER_POLICY) }),
    target: field({ label: 'Fixes for', control: picker }),
    upload: box('The script listens for upload progress'),
    stream: box('The body is a stream'),
    insecure: box('Accept any certificate'),
  };
}

/**
 * @param {Controls} parts
 * @param {boolean} offline whether nothing is asked about sending
 * @param {boolean} engines whether it is asked whose verdict counts
 * @returns {HTMLElement}
 */
export function arrange(parts, offline, engines) {
  const { read, space, cache, referrer, referrerPolicy, target, upload, stream, insecure } = parts;
  const more = offline
    ? [read, upload]
    : [read, space, cache, referrer, referrerPolicy, target, upload, stream, insecure];
  return h('div', { class: 'request-form' },
    parts.methods,
    h('div', { class: 'request-line' }, parts.method.element, parts.url.element),
    parts.origin.element,
    h('div', { class: 'request-modes' }, parts.credentials.element, parts.mode.element, parts.redirect.element),
    parts.cookies.element,
    parts.headers.element,
    parts.body.element,
    offline ? null : parts.sendActual.element,
    engines ? h('fieldset', { class: 'field' }, h('legend', { class: 'label' }, 'Browsers'),
      h('div', { class: 'row' }, parts.engines.map(engine => engine.element))) : null,
    h('details', { class: 'request-more' }, h('summary', null, 'More'),
      h('div', { class: 'stack' }, more.map(each => each.element))));
}

/**
 * What does not matter for this request is not shown.
 * @param {Controls} parts
 */
export function adapt(parts) {
  const method = parts.method.control.value.trim().toUpperCase();
  parts.body.element.hidden = ['GET', 'HEAD', ''].includes(method) && !parts.body.control.value;
  parts.cookies.element.hidden = parts.credentials.control.value !== 'include' && !parts.cookies.control.value;
  parts.sendActual.element.hidden = method === '' || SAFE.includes(method);
}

/**
 * Where a sentence about a field belongs, by the field's name.
 * @param {Controls} parts
 * @returns {Record<string, {control: HTMLElement, problem: import('../field.js').WriteProblem}>}
 */
export function places({ url, origin, method, headers, body, credentials, mode, redirect, cookies, ...more }) {
  const { read, cache, referrer, referrerPolicy, space } = more;
  return {
    url, origin, method, headers, body, credentials, mode, redirect, cookies, read, cache, referrer,
    referrer_policy: referrerPolicy, page_address: space,
  };
}

/**
 * @param {string} placeholder
 * @returns {HTMLInputElement}
 */
function text(placeholder) {
  return h('input', { class: 'mono', placeholder, ...TYPED });
}
