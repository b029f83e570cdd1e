// A request opened in another view. The address leaves out what may be secret; what is opened from here
// comes whole, by way of this module.
import { h } from '../core/dom.js';
import { link, parse } from '../core/route.js';
import { addressOf } from '../views/check/address.js';
/** @import { Fields } from '../types.js' */

/** @type {{state: string, fields: Fields} | null} */
let handed = null;

/**
 * @param {'check' | 'try'} view
 * @param {Fields} fields
 * @param {string} words
 * @param {string} [kind] the link's class
 * @returns {HTMLAnchorElement}
 */
export function linkTo(view, fields, words, kind) {
  const state = parse(addressOf(fields))?.state ?? '';
  const click = () => {
    handed = { state, fields };
  };
  return h('a', { href: link(view, [], state), class: kind, on: { click } }, words);
}

/**
 * The request that was handed over with this address, whole; null where it came from somewhere else.
 * @param {string | null} state
 * @returns {Fields | null}
 */
export function taken(state) {
  const fields = handed?.state === state ? handed.fields : null;
  handed = null;
  return fields;
}
