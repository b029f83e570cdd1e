import { fill, h } from '../core/dom.js';
import { cross, place } from './sequence/arrow.js';
import { Lanes } from './sequence/lanes.js';
import { Probes, Step, beginning, end } from './sequence/step.js';
/** @import { CheckEvent, Exchange, Report, Sending } from '../types.js' */

/**
 * The diagram of page, browser, layers and server, which draws itself as the exchanges happen. It is
 * a list of sentences; where there is room, the sentences are drawn as arrows between lanes.
 */
class Sequence {
  #heads = h('div', { class: 'seq-heads', 'aria-hidden': 'true' });
  #lines = h('div', { class: 'seq-lines', 'aria-hidden': 'true' });
  #list = h('ol', { class: 'seq-steps' });
  #drawing = h('div', { class: 'seq-drawing' }, this.#heads, h('div', { class: 'seq-field' }, this.#lines, this.#list));
  #probes = new Probes();
  /** @type {Map<number, Step>} */
  #steps = new Map();
  #lanes = new Lanes('');
  /** How long the longest exchange of a browser took, in milliseconds. */
  #longest = Number.MIN_VALUE;

  element = h('section', { class: 'sequence', 'aria-label': 'What was sent, step by step' },
    h('h3', { class: 'unseen' }, 'What was sent'), this.#drawing);

  /**
   * Takes the events of a check.
   * @param {CheckEvent} event
   */
  show({ event, data }) {
    if (event === 'asked') this.#begin(data);
    else if (event === 'sending') this.#send(data);
    else if (event === 'answered') this.#answer(data.index, data.exchange);
    else if (event === 'report') this.#finish(data.report);
    this.#lay();
  }

  /** No more comes: what waits for an answer gets none. */
  stop() {
    for (const waiting of this.#list.querySelectorAll('.waiting')) waiting.classList.replace('waiting', 'failed');
  }

  /**
   * Opens an exchange and scrolls to it.
   * @param {number} exchange its place in the report
   */
  reveal(exchange) {
    this.#steps.get(exchange)?.reveal();
  }

  /** @param {{origin: string, method: string, url: string}} asked */
  #begin(asked) {
    this.#lanes = new Lanes(asked.origin);
    this.#list.append(beginning(asked));
  }

  /** @param {Sending} sending */
  #send(sending) {
    const step = new Step(sending, this.#lanes.to(sending.url));
    this.#steps.set(sending.index, step);
    if (sending.kind !== 'probe') return this.#list.append(step.element);
    this.#probes.add(step.element);
    if (!this.#probes.element.isConnected) this.#list.append(this.#probes.element);
    return undefined;
  }

  /**
   * @param {number} index
   * @param {Exchange} exchange
   */
  #answer(index, exchange) {
    this.#steps.get(index)?.answer(exchange, this.#lanes.from(exchange));
    if (exchange.kind === 'probe') return;
    this.#longest = Math.max(this.#longest, exchange.timing_ms.total ?? 0);
    this.#drawing.style.setProperty('--longest', String(this.#longest));
  }

  /** @param {Report} report */
  #finish(report) {
    const evidence = report.causes.flatMap(cause => cause.evidence);
    // The first line of evidence decides; others where they say what would have been needed.
    const decisive = (report.causes[0]?.evidence ?? []).filter((each, at) => at === 0 || each.needed);
    for (const [index, step] of this.#steps) {
      step.blame(evidence.filter(each => each.exchange === index), decisive.filter(each => each.exchange === index));
    }
    const before = decisive.filter(each => (each.exchange ?? null) === null && each.needed);
    this.#list.append(end(report, before));
  }

  /** Draws the lanes, of which an answer may show a new one, and every arrow between them. */
  #lay() {
    const lanes = this.#lanes.all();
    const index = (/** @type {string | undefined} */ id) => Math.max(0, lanes.findIndex(lane => lane.id === id));
    this.#drawing.style.setProperty('--lanes', String(lanes.length));
    fill(this.#heads, lanes.map(({ name, place }) =>
      h('div', { class: 'seq-head' }, h('strong', null, name), h('span', null, place))));
    fill(this.#lines, lanes.map((_, at) => place(h('span', { class: 'seq-line' }), at, at)));
    /** @type {NodeListOf<HTMLElement>} */
    const arrows = this.#list.querySelectorAll('.seq-arrow');
    for (const arrow of arrows) {
      place(arrow, index(arrow.dataset.from), index(arrow.dataset.to));
      /** @type {NodeListOf<HTMLElement>} */
      const marks = arrow.querySelectorAll('.seq-via');
      for (const mark of marks) cross(mark, index);
    }
  }
}

/**
 * An empty diagram, for the events of a check.
 * @returns {Sequence}
 */
export function sequence() {
  return new Sequence();
}

/**
 * The diagram of a check that is done.
 * @param {Report} report
 * @returns {Sequence}
 */
export function sequenceOf(report) {
  const drawn = new Sequence();
  const { url, origin, method } = report.request;
  drawn.show({ event: 'asked', data: { command: '', url, origin, method } });
  report.exchanges.forEach((exchange, index) => {
    const { kind, purpose, request: { method, url } } = exchange;
    drawn.show({ event: 'sending', data: { index, kind, purpose, method, url, browser: '' } });
    drawn.show({ event: 'answered', data: { index, exchange } });
  });
  drawn.show({ event: 'report', data: { id: 0, command: '', report, policy: null } });
  return drawn;
}
