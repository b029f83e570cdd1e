import { ApiError, stream } from '../core/api.js';
import { fill, h } from '../core/dom.js';
import { notice } from './notice.js';
import { differences, headline, headlineWords, reportParts, side } from './report.js';
import { sequence, sequenceOf } from './sequence.js';
/** @import { About, CheckEvent, Failure, Finished } from '../types.js' */

/**
 * One of both, or neither where another run took its place.
 * @typedef {{finished: Finished | null, failure: Failure | null}} Outcome
 */

/**
 * A check from its first exchange to its report: the diagram draws itself, then all that was found.
 * @typedef {object} Examination
 * @property {HTMLElement} element
 * @property {(path: string, body: unknown) => Promise<Outcome>} run asks an endpoint that tells of a check
 * @property {(finished: Finished) => void} show one that was made before
 * @property {() => void} cancel
 */

/**
 * @param {{about: About, announce: (text: string) => void}} options
 * @returns {Examination}
 */
export function examination({ about, announce }) {
  const element = h('div', { class: 'examination stack' });
  /** @type {AbortController | null} */
  let running = null;

  /**
   * @param {ReturnType<typeof sequence>} drawn
   * @param {Finished} finished
   */
  function present(drawn, finished) {
    const { report } = finished;
    const { cause, more } = reportParts(finished, { about, onEvidence: exchange => drawn.reveal(exchange) });
    fill(element,
      headline(report), differences(report, about), side(report),
      h('div', { class: 'examination-parts' }, drawn.element, cause, more));
  }

  /** @type {Examination['run']} */
  async function run(path, body) {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    const drawn = sequence();
    /** @type {Finished | null} */
    let finished = null;
    /** @type {Failure | null} */
    let failure = null;
    fill(element, waiting(() => mine.abort()), drawn.element);
    /** @param {CheckEvent} event */
    const onEvent = event => {
      if (mine.signal.aborted) return;
      drawn.show(event);
      if (event.event === 'report') finished = event.data;
    };
    try {
      await stream(path, body, onEvent, mine.signal);
    } catch (error) {
      failure = failureOf(error, mine.signal);
    }
    if (running !== mine) return { finished: null, failure: null };
    running = null;
    // Who left does not hear of a report that came at the same moment.
    return conclude(drawn, mine.signal.aborted ? null : finished, failure);
  }

  /**
   * @param {ReturnType<typeof sequence>} drawn
   * @param {Finished | null} finished
   * @param {Failure | null} failure
   * @returns {Outcome}
   */
  function conclude(drawn, finished, failure) {
    drawn.stop();
    if (finished) {
      present(drawn, finished);
      announce(`${finished.report.outcome}: ${headlineWords(finished.report)}`);
      return { finished, failure: null };
    }
    const why = failure ?? { reason: 'the check broke off before its report', correction: 'Run it again.' };
    fill(element, noResult(why), drawn.element);
    return { finished: null, failure: why };
  }

  return {
    element,
    run,
    show: finished => present(sequenceOf(finished.report), finished),
    cancel: () => running?.abort(),
  };
}

/** What a check that somebody cancelled ends with. */
const CANCELLED = { reason: 'cancelled', correction: null };

/**
 * @param {Failure} why
 * @returns {Node[]}
 */
function noResult(why) {
  const heading = h('h2', { class: 'headline' },
    h('span', { class: 'chip unreachable' }, why === CANCELLED ? 'Cancelled' : 'No result'));
  if (why === CANCELLED) return [heading];
  // The sentence about a field stands there.
  return [heading, why.field
    ? notice({ kind: 'note', text: 'Nothing was sent: a part of the request is wrong.' })
    : notice({ kind: 'error', text: why.reason, correction: why.correction })];
}

/**
 * @param {unknown} error
 * @param {AbortSignal} signal
 * @returns {Failure}
 */
function failureOf(error, signal) {
  if (signal.aborted) return CANCELLED;
  if (error instanceof ApiError) return error;
  if (!(error instanceof TypeError)) throw error;
  return { reason: 'the connection to preflight broke', correction: 'Is `preflight ui` still running?' };
}

/**
 * @param {() => void} cancel
 * @returns {HTMLElement}
 */
function waiting(cancel) {
  return h('div', { class: 'headline' },
    h('h2', { class: 'chip working' }, 'Checking'),
    h('button', { type: 'button', class: 'button small', on: { click: cancel } }, 'Cancel'));
}
