/** @import { Route, ViewName } from '../types.js' */

/** @type {readonly ViewName[]} */
export const VIEWS = ['check', 'build', 'explain', 'clinic', 'try', 'gateway'];

/**
 * What `#/explain/cause/auth-before-cors?s=STATE` asks for; null where there is no such view.
 * @param {string} hash
 * @returns {Route | null}
 */
export function parse(hash) {
  const [address, query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [name, ...path] = address.split('/').filter(Boolean).map(decoded);
  const view = VIEWS.find(each => each === (name ?? 'check'));
  return view ? { view, path, state: new URLSearchParams(query).get('s') } : null;
}

/**
 * The address of a view, for `href`.
 * @param {ViewName} view
 * @param {string[]} [path]
 * @param {string | null} [state] from `encode` of core/share.js
 * @returns {string}
 */
export function link(view, path = [], state = null) {
  const address = [view, ...path.map(encodeURIComponent)].join('/');
  return state ? `#/${address}?s=${state}` : `#/${address}`;
}

/**
 * Goes to a view, as a click on its link does.
 * @param {string} address from `link`
 */
export function go(address) {
  location.hash = address;
}

/**
 * Keeps the state in the address, without a step in the history and without drawing the view anew.
 * @param {string} address from `link`
 * @param {unknown} [beside] what the browser keeps for a reload and for the way back: `history.state`
 */
export function keep(address, beside = null) {
  try {
    history.replaceState(beside, '', address);
  } catch {
    // It is more than this browser keeps.
    history.replaceState(null, '', address);
  }
}

/**
 * @param {string} part
 * @returns {string}
 */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
