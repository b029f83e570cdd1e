import { decode } from '../../core/share.js';
import { load, save } from '../../core/storage.js';
import { shareable } from '../check/address.js';
import { readPolicies } from './file.js';
import { initial, restored, written } from './state.js';
/** @import { About } from '../../types.js' */
/** @import { BuildState } from './state.js' */
/** @import { Readable } from './file.js' */

const KEY = 'build';

/**
 * What was written at the last visit, else what stands there at the first.
 * @param {About} about
 * @returns {BuildState}
 */
export function lastState(about) {
  try {
    return restored(JSON.parse(load(KEY) ?? 'null'), about) ?? initial(about);
  } catch {
    return initial(about);
  }
}

/**
 * Secrets of the request are not kept: whoever listens at our port after us can read it.
 * @param {BuildState} state
 */
export function keepState(state) {
  save(KEY, JSON.stringify({ ...state, request: shareable(state.request) }));
}

/**
 * The state with a file's policies.
 * @param {BuildState} state
 * @param {Readable} file
 * @returns {BuildState}
 */
export function withFile(state, { policies, rest }) {
  return { ...state, policies: policies.map(written), selected: 0, rest };
}

/**
 * What a link holds: everything, or the text of a policy file.
 * @param {string} link
 * @param {BuildState} state that a file's policies go into
 * @param {About} about
 * @returns {Promise<BuildState | null>} null where it holds neither
 */
export async function shared(link, state, about) {
  const held = decode(link);
  if (typeof held !== 'object' || held === null || !('toml' in held)) return restored(held, about);
  const read = await readPolicies(String(held.toml));
  return 'policies' in read ? withFile(state, read) : null;
}
