import { policy } from './state.js';
/** @import { Problem, WrittenPolicy } from '../../types.js' */
/** @import { BuildState, ListField } from './state.js' */

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
 * The state after the step that puts a problem right.
 * @param {BuildState} state
 * @param {Problem} problem
 * @param {number | null} row of the entry that the problem is about
 * @returns {BuildState}
 */
export function mended(state, { policy: at, field, mend }, row) {
  if (at === null || !mend) return state;
  if (mend.does === 'first') return moved(state, at, 0);
  const policies = state.policies.map((policy, each) => {
    if (each !== at) return policy;
    if (mend.does === 'set') return /** @type {WrittenPolicy} */ ({ ...policy, [mend.field]: mend.value });
    const list = policy[/** @type {ListField} */ (field)];
    return { ...policy, [field]: changed(list, mend, row) };
  });
  return { ...state, policies };
}

/**
 * @param {string[]} list
 * @param {NonNullable<Problem['mend']>} mend
 * @param {number | null} row
 * @returns {string[]}
 */
function changed(list, mend, row) {
  if (mend.does === 'add') return [...list, mend.value];
  if (row === null) return list;
  if (mend.does === 'write') return list.with(row, mend.value);
  return mend.does === 'remove' ? list.toSpliced(row, 1) : list;
}
