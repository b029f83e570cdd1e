import { adapt, arrange, controls, places } from './request-form/controls.js';
/** @import { About, Credentials, Engine, Fields, Mode, Redirect, Space } from '../types.js' */
/** @import { Controls } from './request-form/controls.js' */

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
  const parts = controls(about, changed);
  const element = arrange(parts, offline, engines);

  function changed() {
    adapt(parts);
    onChange(readFrom(parts));
  }

  /** @type {RequestForm['problem']} */
  function problem(name, text, correction) {
    const known = places(parts);
    for (const place of Object.values(known)) place.problem(null);
    if (name === null || text === null) return;
    const place = known[name] ?? parts.url;
    place.problem(text, correction);
    const fold = place.control.closest('details');
    if (fold) fold.open = true;
    place.control.focus();
  }

  element.addEventListener('input', changed);
  writeTo(parts, fields ?? { url: '' });
  return { element, read: () => readFrom(parts), fill: given => writeTo(parts, given), problem };
}

/**
 * @param {Controls} parts
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
 * @param {Controls} parts
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
  parts.cache.control.value = fields.cache || 'default';
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
