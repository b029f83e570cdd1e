import { ApiError, post } from '../../core/api.js';
import { debounced } from '../../core/dom.js';
import { asked } from './state.js';
/** @import { Failure, PolicyAnswer } from '../../types.js' */
/** @import { BuildState } from './state.js' */

/** How long one may pause while typing before an answer is asked for, in milliseconds. */
const PAUSE = 80;

/**
 * An answer, what it was given for, and the rows of what it speaks of.
 * @typedef {object} Answered
 * @property {PolicyAnswer} answer
 * @property {BuildState} given
 * @property {ReturnType<typeof asked>['row']} row
 * @property {number[]} origins
 */

/**
 * Asks what there is to say of a state. The last state counts: answers to others are dropped.
 * @param {{onAnswer: (answered: Answered) => void, onFailure: (failure: Failure) => void}} options
 * @returns {{ask: (state: BuildState) => void, cancel: () => void}}
 */
export function asking({ onAnswer, onFailure }) {
  let turn = 0;
  let sent = new AbortController();

  /**
   * @param {BuildState} state
   * @param {number} mine
   */
  async function send(state, mine) {
    sent.abort();
    sent = new AbortController();
    const { question, row, origins } = asked(state);
    try {
      const answer = /** @type {PolicyAnswer} */ (await post('/api/policy', question, sent.signal));
      if (mine === turn) onAnswer({ answer, given: state, row, origins });
    } catch (error) {
      if (mine === turn) onFailure(error instanceof ApiError ? error : { reason: String(error), correction: null });
    }
  }

  const soon = debounced(PAUSE, (/** @type {BuildState} */ state, /** @type {number} */ mine) => void send(state, mine));
  return {
    ask(state) {
      turn += 1;
      soon(state, turn);
    },
    cancel() {
      turn += 1;
      soon.cancel();
      sent.abort();
    },
  };
}
