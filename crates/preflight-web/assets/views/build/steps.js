/** @import { Problem, WrittenPolicy } from '../../types.js' */
/** @import { BuildState, ListField } from './state.js' */

/**
 * The state after the step that puts a problem right.
 * @param {BuildState} state
 * @param {Problem} problem
 * @param {number | null} row of the entry that the problem is about
 * @returns {BuildState}
 */
export function mended(state, { policy: at, field, mend }, row) {
  if (at === null || !mend) return state;
  if (mend.does === 'first') {
    const moved = state.policies[at];
    return moved ? { ...state, policies: [moved, ...state.policies.toSpliced(at, 1)], selected: 0 } : state;
  }
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
