import { freshId, h } from '../core/dom.js';
import { box, choices, field, named } from './field.js';
import { TYPED, headerRows } from './header-rows.js';
import { targetPicker } from './target-picker.js';
/** @import { About, Credentials, Engine, Fields, Mode, Redirect, Space } from '../types.js' */

/** Methods that change nothing on a server: for these there is nothing to be careful with. */
const SAFE = ['GET', 'HEAD', 'OPTIONS'];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const HEADERS = ['Authorization', 'Content-Type', 'Accept', 'X-Requested-With', 'X-Api-Key', 'X-CSRF-Token', 'Range'];

/**
 * The parts of a request as fields.
 * @typedef {object} RequestForm
 * @property {HTMLElement} element
 * @property {() => Fields} read what is written in them
 * @property {(fields: Fields) => void} fill writes it
 * @property {(field: string | null, text: string | null, correction?: string | null) => void} problem
 *   puts a sentence at the field that it is about and moves the focus there; null takes all away
 */

/**
 * @param {{about: About, fields: Fields | null, onChange: (fields: Fields) => void, offline?: boolean, engines?: boolean}} options
 *   `offline`: for requests that are not sent, so that nothing is asked about sending; `engines`: whether
 *   it is asked whose verdict counts
 * @returns {RequestForm}
 */
export function requestForm({ about, fields, onChange, offline = false, engines = true }) {
  const parts = controls(about, () => changed());
  const read = () => readFrom(parts);

  function changed() {
    adapt(parts);
    onChange(read());
  }

  /** @type {RequestForm['problem']} */
  function problem(name, text, correction) {
    const places = placesOf(parts);
    for (const place of Object.values(places)) place.problem(null);
    if (name === null || text === null) return;
    const place = places[name] ?? parts.url;
    place.problem(text, correction);
    const fold = place.control.closest('details');
    if (fold) fold.open = true;
    place.control.focus();
  }

  const element = arrange(parts, offline, engines);
  element.addEventListener('input', changed);
  writeTo(parts, fields ?? { url: '' });
  return { element, read, fill: given => writeTo(parts, given), problem };
}

/**
 * @typedef {ReturnType<typeof controls>} Parts
 */

/**
 * @param {About} about
 * @param {() => void} changed
 */
function controls(about, changed) {
  const methods = h('datalist', { id: freshId('methods') }, METHODS.map(method => h('option', { value: method })));
  return {
    methods,
    method: field({ label: 'Method', control: h('input', { class: 'mono', list: methods.id, ...TYPED }) }),
    url: field({ label: 'URL', control: h('input', { class: 'mono', placeholder: 'https://api.example.com/users', ...TYPED, inputmode: 'url' }) }),
    origin: field({ label: 'Origin of the page', control: h('input', { class: 'mono', placeholder: about.default_origin, ...TYPED, inputmode: 'url' }) }),
    credentials: field({ label: 'Credentials', control: choices(named('same-origin', 'include', 'omit')) }),
    mode: field({ label: 'Mode', control: choices(named('cors', 'no-cors', 'same-origin')) }),
    redirect: field({ label: 'Redirect', control: choices(named('follow', 'error', 'manual')) }),
    cookies: field({ label: 'Cookies of this host', hint: 'That the browser has: they go along with credentials “include”.', control: h('input', { class: 'mono', placeholder: 'session=1; theme=dark', ...TYPED }) }),
    headers: headerRows({ names: HEADERS, onChange: changed }),
    body: field({ label: 'Body', control: h('textarea', { class: 'mono', rows: 3, spellcheck: 'false' }) }),
    engines: about.engines.map(engine => ({ id: engine.id, ...box(engine.name) })),
    read: field({ label: 'Response headers that the script reads', control: h('input', { class: 'mono', placeholder: 'x-total-count, etag', ...TYPED }) }),
    space: field({ label: 'The page was loaded from', control: choices([['', 'What its host resolves to'], ['public', 'The public network'], ['private', 'A private network'], ['loopback', 'This machine']]) }),
    cache: field({ label: 'Cache', control: choices(named('default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached')) }),
    referrer: field({ label: 'Referrer', control: h('input', { class: 'mono', placeholder: 'The page’s origin', ...TYPED }) }),
    referrerPolicy: field({ label: 'Referrer policy', control: choices(named('', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin', 'origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url')) }),
    target: field({ label: 'Fixes for', control: targetPicker({ targets: about.targets, selected: null, none: 'Whoever answered', onChange: changed }) }),
    sendActual: box('Send the request itself too', 'It may change something on the server. Without it, the check ends with the preflight.'),
    upload: box('The script listens for upload progress'),
    stream: box('The body is a stream'),
    insecure: box('Accept any certificate'),
  };
}

/**
 * Where a sentence about a field belongs, by the field's name.
 * @param {Parts} parts
 * @returns {Record<string, {control: HTMLElement, problem: (text: string | null, correction?: string | null) => void}>}
 */
function placesOf({ url, origin, method, headers, body, credentials, mode, redirect, cookies, read, space, cache, referrer, referrerPolicy }) {
  return { url, origin, method, headers, body, credentials, mode, redirect, cookies, read, cache, referrer, page_address: space, referrer_policy: referrerPolicy };
}

/**
 * @param {Parts} parts
 * @param {boolean} offline
 * @param {boolean} engines
 * @returns {HTMLElement}
 */
function arrange(parts, offline, engines) {
  const sending = [parts.read.element, parts.space.element, parts.cache.element, parts.referrer.element, parts.referrerPolicy.element, parts.target.element, parts.upload.element, parts.stream.element, parts.insecure.element];
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
      h('div', { class: 'stack' }, offline ? [parts.read.element, parts.upload.element] : sending)));
}

/**
 * What does not matter for this request is not shown.
 * @param {Parts} parts
 */
function adapt(parts) {
  const method = parts.method.control.value.trim().toUpperCase();
  parts.body.element.hidden = ['GET', 'HEAD', ''].includes(method) && !parts.body.control.value;
  parts.cookies.element.hidden = parts.credentials.control.value !== 'include' && !parts.cookies.control.value;
  parts.sendActual.element.hidden = method === '' || SAFE.includes(method);
}

/**
 * @param {Parts} parts
 * @returns {Fields}
 */
function readFrom(parts) {
  const text = (/** @type {{control: {value: string}}} */ { control }) => control.value.trim();
  const browsers = parts.engines.filter(engine => engine.control.checked).map(engine => engine.id);
  return {
    url: text(parts.url),
    origin: text(parts.origin) || undefined,
    method: text(parts.method) || undefined,
    headers: parts.headers.read(),
    body: parts.body.control.value || null,
    credentials: /** @type {Credentials} */ (parts.credentials.control.value),
    mode: /** @type {Mode} */ (parts.mode.control.value),
    redirect: /** @type {Redirect} */ (parts.redirect.control.value),
    cache: text(parts.cache),
    referrer: text(parts.referrer) || null,
    referrer_policy: text(parts.referrerPolicy) || null,
    cookies: text(parts.cookies) || undefined,
    browsers: browsers.length > 0 ? browsers : undefined,
    read: text(parts.read).split(/[\s,]+/).filter(Boolean),
    page_address: /** @type {Space | ''} */ (parts.space.control.value) || null,
    send_actual: parts.sendActual.control.checked && !parts.sendActual.element.hidden,
    upload_listener: parts.upload.control.checked,
    stream: parts.stream.control.checked,
    insecure: parts.insecure.control.checked,
    target: parts.target.control.value || null,
  };
}

/**
 * @param {Parts} parts
 * @param {Fields} fields
 */
function writeTo(parts, fields) {
  /** @type {Engine[]} */
  const browsers = fields.browsers?.length ? fields.browsers : parts.engines.map(engine => engine.id);
  parts.url.control.value = fields.url;
  parts.origin.control.value = fields.origin ?? '';
  parts.method.control.value = fields.method || 'GET';
  parts.headers.write(fields.headers ?? []);
  parts.body.control.value = fields.body ?? '';
  parts.credentials.control.value = fields.credentials ?? 'same-origin';
  parts.mode.control.value = fields.mode ?? 'cors';
  parts.redirect.control.value = fields.redirect ?? 'follow';
  parts.cache.control.value = fields.cache ?? 'default';
  parts.referrer.control.value = fields.referrer ?? '';
  parts.referrerPolicy.control.value = fields.referrer_policy ?? '';
  parts.cookies.control.value = fields.cookies ?? '';
  for (const engine of parts.engines) engine.control.checked = browsers.includes(engine.id);
  parts.read.control.value = (fields.read ?? []).join(', ');
  parts.space.control.value = fields.page_address ?? '';
  parts.target.control.value = fields.target ?? '';
  parts.sendActual.control.checked = fields.send_actual ?? false;
  parts.upload.control.checked = fields.upload_listener ?? false;
  parts.stream.control.checked = fields.stream ?? false;
  parts.insecure.control.checked = fields.insecure ?? false;
  adapt(parts);
}
