import { ApiError, stream } from '../../core/api.js';
/** @import { Failure, GatewayEvent, GatewayFailure, GatewayMetrics, GatewayNews } from '../../types.js' */

/** How long until a gateway that does not answer is asked again, in milliseconds. */
const AGAIN = 3000;

/**
 * `waiting`: it never answered; `lost`: it did; `refused`: what was asked cannot be.
 * @typedef {{kind: 'idle' | 'asking' | 'watching'} | {kind: 'waiting' | 'lost' | 'refused', failure: GatewayFailure}} WatchState
 */

/**
 * Watches a gateway until it is told to stop. One that does not answer is asked again and again.
 * @param {{onNews: (news: GatewayNews) => void, onMetrics: (metrics: GatewayMetrics) => void, onPolicy: (problem: Failure) => void, onState: (state: WatchState) => void}} options
 * @returns {{start: (admin: string, policies: string | null) => void, stop: () => void, active: () => boolean}}
 */
export function watcher({ onNews, onMetrics, onPolicy, onState }) {
  /** @type {AbortController | null} */
  let current = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function end() {
    clearTimeout(timer);
    current?.abort();
    current = null;
  }

  /**
   * @param {string} admin
   * @param {string | null} policies
   */
  function start(admin, policies) {
    end();
    const mine = new AbortController();
    current = mine;
    onState({ kind: 'asking' });
    void ask({ admin, policies }, mine, false);
  }

  /**
   * @param {{admin: string, policies: string | null}} question
   * @param {AbortController} mine
   * @param {boolean} known whether it answered before
   */
  async function ask(question, mine, known) {
    let answered = known;
    /** @type {GatewayFailure} */
    let failure = { reason: 'the workbench stopped telling', correction: null };
    const onEvent = (/** @type {GatewayEvent} */ { event, data }) => {
      if (mine !== current) return;
      if (event === 'failed') failure = data;
      else if (event === 'metrics') onMetrics(data);
      else if (event === 'policy') onPolicy(data);
      else {
        answered = true;
        onState({ kind: 'watching' });
        onNews(data);
      }
    };
    try {
      await stream('/api/gateway/watch', question, onEvent, mine.signal);
    } catch (error) {
      if (mine.signal.aborted) return;
      const reasoned = error instanceof ApiError;
      if (reasoned && error.status >= 400) return refuse(error);
      failure = reasoned ? error : { reason: 'the workbench went away', correction: 'Start `preflight ui` again.' };
    }
    if (mine !== current) return;
    onState({ kind: answered ? 'lost' : 'waiting', failure });
    timer = setTimeout(() => void ask(question, mine, answered), AGAIN);
  }

  /** @param {ApiError} error */
  function refuse(error) {
    end();
    onState({ kind: 'refused', failure: error });
  }

  return {
    start,
    stop: () => {
      const was = current !== null;
      end();
      if (was) onState({ kind: 'idle' });
    },
    active: () => current !== null,
  };
}
