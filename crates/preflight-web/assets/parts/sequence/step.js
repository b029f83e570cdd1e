// A step of the diagram: a sentence, the same as arrows, and what can be opened below.
import { fill, h } from '../../core/dom.js';
import { exchangeDetails, faults } from '../exchange.js';
import { specLink } from '../evidence.js';
import { duration, timingBar } from '../timing.js';
import { worded } from '../words.js';
import { arrow } from './arrow.js';
import { answerLabel, answeredWords, endWords, refusals, requestLabel, sentWords } from './words.js';
/** @import { Evidence, Exchange, Report, Sending } from '../../types.js' */

/** A request that was sent, and its answer once it came. */
export class Step {
  element = h('li', { class: 'seq-step' });
  summary = h('summary', { class: 'seq-summary' });
  #body = h('div', { class: 'seq-body' });
  #faults = h('div');
  /** @type {Exchange | null} */
  #exchange = null;

  /**
   * @param {Sending} sending
   * @param {string} to the lane that it goes to, as far as is known
   */
  constructor(sending, to) {
    this.sending = sending;
    this.element.classList.add(sending.kind);
    this.element.append(h('details', null, this.summary, this.#body), this.#faults);
    fill(this.summary, sentenceOf(`${sentWords(sending)} …`),
      arrow({ from: 'browser', to, label: requestLabel(sending), kind: `${sending.kind} waiting` }));
  }

  /**
   * @param {Exchange} exchange
   * @param {string[]} lanes that the answer came from and through, the writer first
   */
  answer(exchange, [writer = '', ...via]) {
    const { sending } = this;
    const failed = exchange.response ? '' : ' failed';
    this.#exchange = exchange;
    fill(this.summary,
      sentenceOf(`${sentWords(sending)}. ${answeredWords(exchange)}`),
      time(exchange),
      arrow({ from: 'browser', to: writer, via, label: requestLabel(sending), kind: sending.kind }),
      arrow({ from: writer, to: 'browser', via, label: answerLabel(exchange), kind: `answer${failed}` }));
    fill(this.#body, exchangeDetails(exchange, []));
  }

  /**
   * Marks what is at fault in it.
   * @param {Evidence[]} evidence of any cause
   * @param {Evidence[]} decisive that of the root cause
   */
  blame(evidence, decisive) {
    if (this.#exchange) fill(this.#body, exchangeDetails(this.#exchange, evidence));
    if (this.sending.kind === 'probe') return;
    this.element.classList.toggle('refused', decisive.length > 0);
    fill(this.#faults, faults(decisive));
  }

  /** Opens it, with the fold that it may stand in, and moves the focus there. */
  reveal() {
    for (const fold of [this.element.closest('.seq-probes'), this.element]) {
      const details = fold?.querySelector('details');
      if (details) details.open = true;
    }
    this.summary.focus();
    this.element.scrollIntoView({ block: 'center' });
  }
}

/** Probes are no browser's: they stand together, folded, where the first of them was sent. */
export class Probes {
  element = h('li', { class: 'seq-probes' });
  #summary = h('summary', { class: 'seq-fold' });
  #list = h('ol', { class: 'seq-steps' });

  constructor() {
    this.element.append(h('details', null, this.#summary, this.#list));
  }

  /** @param {HTMLElement} step */
  add(step) {
    this.#list.append(step);
    const count = this.#list.childElementCount;
    fill(this.#summary, count === 1 ? '1 probe' : `${count} probes`,
      h('span', { class: 'muted' }, ': no browser’s requests, but sent to tell one cause from another'));
  }
}

/**
 * The script asks.
 * @param {{origin: string, method: string, url: string}} asked
 * @returns {HTMLElement}
 */
export function beginning({ origin, method, url }) {
  return plain(`The page at ${origin} calls fetch: ${method} ${url}`,
    arrow({ from: 'page', to: 'browser', label: `fetch ${method}`, kind: 'call' }));
}

/**
 * What the script gets, and why.
 * @param {Report} report
 * @param {Evidence[]} before what was wrong before anything was sent
 * @returns {HTMLElement}
 */
export function end(report, before) {
  const { allowed, label, sentence } = endWords(report);
  const made = plain(sentence, arrow({ from: 'browser', to: 'page', label, kind: allowed ? 'passed' : 'stopped' }));
  made.classList.add(allowed ? 'passed' : 'refused');
  for (const { names, refusal: { text, spec } } of refusals(report)) {
    made.append(h('p', { class: 'seq-why' }, `Stopped in ${names}: `, worded(text), ' (', specLink(spec), ')'));
  }
  made.append(faults(before) ?? '');
  return made;
}

/**
 * @param {string} sentence
 * @param {HTMLElement} drawn
 * @returns {HTMLElement}
 */
function plain(sentence, drawn) {
  return h('li', { class: 'seq-step' }, h('div', { class: 'seq-summary' }, sentenceOf(sentence), drawn));
}

/**
 * @param {string} text
 * @returns {HTMLElement}
 */
function sentenceOf(text) {
  return h('span', { class: 'seq-sentence' }, text);
}

/**
 * @param {Exchange} exchange
 * @returns {HTMLElement | null} null where nothing went over a network
 */
function time({ timing_ms: timing }) {
  if (!timing.total) return null;
  return h('span', { class: 'seq-time', 'aria-hidden': 'true' }, duration(timing.total), timingBar(timing));
}
