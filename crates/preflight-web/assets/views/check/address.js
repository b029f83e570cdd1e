// A check in the address, to be shared and opened again: without what may be secret.
import { link } from '../../core/route.js';
import { decode, encode } from '../../core/share.js';
/** @import { Fields, Finished, Pair } from '../../types.js' */

/** Request headers whose values tell nothing about anybody. */
const HARMLESS = [
  'accept', 'accept-language', 'cache-control', 'content-language', 'content-type', 'range', 'x-requested-with',
];
const TEXTS = [
  'origin', 'method', 'credentials', 'mode', 'redirect', 'cache', 'referrer', 'referrer_policy', 'cookies', 'body',
  'page_address', 'target',
];
const SECRET_QUERY = /token|key|secret|sig|pass|auth|code|session|jwt|cred/i;

/**
 * @param {Fields} fields
 * @returns {string}
 */
export function addressOf(fields) {
  return link('check', [], encode(shareable(fields)));
}

/**
 * A request without what may be secret.
 * @param {Fields} fields
 * @returns {Fields}
 */
export function shareable(fields) {
  /** @type {Fields} */
  const shared = { ...fields, url: withoutSecrets(fields.url), headers: (fields.headers ?? []).map(harmless) };
  if (shared.referrer) shared.referrer = withoutSecrets(shared.referrer);
  delete shared.body;
  delete shared.cookies;
  // Whoever opens a link did not decide this.
  delete shared.send_actual;
  delete shared.insecure;
  return shared;
}

/**
 * What an address asks to check.
 * @param {string | null} state
 * @returns {Fields | null}
 */
export function fieldsIn(state) {
  return fieldsFrom(decode(state));
}

/**
 * A request that was kept or shared. Anybody can write an address, so each member is looked at.
 * @param {unknown} value
 * @returns {Fields | null}
 */
export function fieldsFrom(value) {
  const given = /** @type {Record<string, unknown> | null} */ (value);
  if (typeof given !== 'object' || given === null || typeof given.url !== 'string') return null;
  const fields = /** @type {Record<string, unknown>} */ ({ url: given.url });
  for (const name of TEXTS) {
    if (typeof given[name] === 'string') fields[name] = given[name];
  }
  for (const name of ['upload_listener', 'stream']) fields[name] = given[name] === true;
  for (const name of ['browsers', 'read']) fields[name] = texts(given[name]);
  if (Array.isArray(given.headers)) fields.headers = given.headers.map(texts).filter(pair => pair.length === 2);
  return /** @type {Fields} */ (/** @type {unknown} */ (fields));
}

/**
 * What the browser kept beside the address, for a reload and for the way back.
 * @param {unknown} kept
 * @returns {Finished | null}
 */
export function finishedIn(kept) {
  const given = /** @type {{finished?: Finished} | null} */ (kept);
  return typeof given === 'object' ? (given?.finished ?? null) : null;
}

/**
 * @param {Pair} pair
 * @returns {Pair}
 */
function harmless([name, value]) {
  return [name, HARMLESS.includes(name.toLowerCase()) ? value : ''];
}

/**
 * @param {string} text
 * @returns {string}
 */
function withoutSecrets(text) {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  const secret = [...url.searchParams.keys()].filter(name => SECRET_QUERY.test(name));
  if (!url.username && !url.password && !url.hash && secret.length === 0) return text;
  url.username = '';
  url.password = '';
  // It is never sent, and where people log in by OAuth it holds the token.
  url.hash = '';
  for (const name of secret) url.searchParams.set(name, '');
  return url.href;
}

/**
 * @param {unknown} list
 * @returns {string[]}
 */
function texts(list) {
  return Array.isArray(list) ? list.filter(each => typeof each === 'string') : [];
}
