import { policy } from './state.js';
/** @import { Problem, WrittenPolicy } from '../../types.js' */
/** @import { BuildState, ListField } from './state.js' */

/**
 * What a step puts right.
 * @typedef {Pick<Problem, 'policy' | 'field' | 'mend'>} Mendable
 */

/**
 * The state with one more policy. What is for every path would hide it if it came after that.
 * @param {BuildState} state
 * @returns {BuildState}
 */
export function added(state) {
  const { policies } = state;
  const everywhere = policies.findIndex(({ paths }) => paths.every(path => !path.trim()));
  const at = everywhere < 0 ? policies.length : everywhere;
  return { ...state, policies: policies.toSpliced(at, 0, policy({ paths: policies.length > 0 ? ['/api/*'] : [] })), selected: at };
}

/**
 * @param {BuildState} state
 * @param {number} at the policy to remove
 * @returns {BuildState}
 */
export function removed(state, at) {
  const selected = Math.max(0, state.selected - (at < state.selected ? 1 : 0));
  const policies = state.policies.toSpliced(at, 1);
  return { ...state, policies, selected: Math.min(selected, Math.max(0, policies.length - 1)) };
}

/**
 * @param {BuildState} state
 * @param {number} from
 * @param {number} to
 * @returns {BuildState}
 */
export function moved(state, from, to) {
  const one = state.policies[from];
  return one ? { ...state, policies: state.policies.toSpliced(from, 1).toSpliced(to, 0, one), selected: to } : state;
}

/**
 * The state after the step that puts a problem right, and the row that it was about.
 * @param {BuildState} state
 * @param {Mendable} problem
 * @param {BuildState} given the state that has the problem: since then, the entry may have moved
 * @param {number | null} near the row of the entry there
 * @returns {{state: BuildState, row: number | null}}
 */
export function mended(state, { policy: at, field, mend }, given, near) {
  const policy = at === null ? undefined : state.policies[at];
  if (at === null || !policy || !mend) return { state, row: near };
  if (mend.does === 'first') return { state: moved(state, at, 0), row: null };
  const put = (/** @type {Partial<WrittenPolicy>} */ change) => ({ ...state, policies: state.policies.with(at, { ...policy, ...change }) });
  if (mend.does === 'set') return { state: put({ [mend.field]: mend.value }), row: near };
  const list = policy[/** @type {ListField} */ (field)];
  if (mend.does === 'add') return { state: put({ [field]: [...list, mend.value] }), row: list.length };
  const entry = given.policies[at]?.[/** @type {ListField} */ (field)][near ?? -1];
  const row = near !== null && list[near] === entry ? near : list.findIndex(each => each === entry);
  if (row < 0) return { state, row: near };
  return { state: put({ [field]: mend.does === 'write' ? list.with(row, mend.value) : list.toSpliced(row, 1) }), row };
}
