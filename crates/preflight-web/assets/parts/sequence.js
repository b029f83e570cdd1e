import { fill, h } from '../core/dom.js';
import { exchangeDetails, faults } from './exchange.js';
import { specLink } from './evidence.js';
import { duration, timingBar } from './timing.js';
import { worded } from './words.js';
import { arrow, cross, place } from './sequence/arrow.js';
import { lanesFor } from './sequence/lanes.js';
import { answerLabel, answeredWords, endWords, refusals, sentWords } from './sequence/words.js';
/** @import { CheckEvent, Exchange, Report, Sending } from '../types.js' */

/**
 * @typedef {object} Step
 * @property {Sending} sending
 * @property {Exchange | null} exchange
 * @property {HTMLElement} element
 * @property {HTMLElement} summary
 * @property {HTMLElement} body
 * @property {HTMLElement} faults
 */

/**
 * The diagram of page, browser, layers and server, which draws itself as the exchanges happen. It is
 * a list of sentences; where there is room, the sentences are drawn as arrows between lanes.
 * @returns {{element: HTMLElement, show: (event: CheckEvent) => void, reveal: (exchange: number) => void, stop: () => void}}
 *   `show` takes the events of a check; `reveal` opens an exchange and scrolls to it; `stop` says that no more comes
 */
export function sequence() {
  const heads = h('div', { class: 'seq-heads', 'aria-hidden': 'true' });
  const lines = h('div', { class: 'seq-lines', 'aria-hidden': 'true' });
  const list = h('ol', { class: 'seq-steps' });
  const drawing = h('div', { class: 'seq-drawing' }, heads, h('div', { class: 'seq-field' }, lines, list));
  const element = h('section', { class: 'sequence', 'aria-label': 'What was sent, step by step' }, h('h3', { class: 'unseen' }, 'What was sent'), drawing);
  const probes = probeFold();
  /** @type {Map<number, Step>} */
  const steps = new Map();
  let lanes = lanesFor('');
  let longest = Number.MIN_VALUE;

  function lay() {
    const all = lanes.all();
    drawing.style.setProperty('--lanes', String(all.length));
    fill(heads, all.map(lane => h('div', { class: 'seq-head' }, h('strong', null, lane.name), h('span', null, lane.place))));
    fill(lines, all.map((_, at) => place(h('span', { class: 'seq-line' }), at, at)));
    for (const { summary } of steps.values()) draw(summary);
    for (const step of list.querySelectorAll('.seq-plain')) draw(step);
  }

  /** @param {Element} part */
  function draw(part) {
    for (const each of part.querySelectorAll('.seq-arrow')) {
      const { from = '', to = '' } = /** @type {HTMLElement} */ (each).dataset;
      place(/** @type {HTMLElement} */ (each), lanes.index(from), lanes.index(to));
      for (const crossed of each.querySelectorAll('.seq-via')) cross(/** @type {HTMLElement} */ (crossed), lanes.index);
    }
  }

  /** @param {Sending} sending */
  function send(sending) {
    const step = stepFor(sending);
    steps.set(sending.index, step);
    const to = lanes.host(sending.url);
    fill(step.summary, h('span', { class: 'seq-sentence' }, `${sentWords(sending)} …`),
      arrow({ from: 'browser', to, label: requestLabel(sending), kind: `${sending.kind} waiting` }));
    if (sending.kind === 'probe') probes.add(step.element, list);
    else list.append(step.element);
    lay();
  }

  /**
   * @param {number} index
   * @param {Exchange} exchange
   */
  function answer(index, exchange) {
    const step = steps.get(index);
    if (!step) return;
    step.exchange = exchange;
    const [writer = '', ...via] = lanes.answered(exchange);
    const failed = exchange.response ? '' : ' failed';
    fill(step.summary,
      h('span', { class: 'seq-sentence' }, `${sentWords(step.sending)}. ${answeredWords(exchange)}`),
      h('span', { class: 'seq-time', 'aria-hidden': 'true' }, duration(exchange.timing_ms.total ?? 0), timingBar(exchange.timing_ms)),
      arrow({ from: 'browser', to: writer, via, label: requestLabel(step.sending), kind: exchange.kind }),
      arrow({ from: writer, to: 'browser', via, label: answerLabel(exchange), kind: `answer${failed}` }));
    fill(step.body, exchangeDetails(exchange, []));
    if (exchange.kind !== 'probe') longest = Math.max(longest, exchange.timing_ms.total ?? 0);
    drawing.style.setProperty('--longest', String(longest));
    lay();
  }

  /** @param {Report} report */
  function finish(report) {
    const blamed = report.causes.flatMap(cause => cause.evidence);
    const [root] = report.causes;
    for (const [index, step] of steps) {
      const evidence = blamed.filter(each => each.exchange === index);
      if (step.exchange) fill(step.body, exchangeDetails(step.exchange, evidence));
      if (step.sending.kind === 'probe') continue;
      const decisive = root?.evidence.filter((each, at) => each.exchange === index && (at === 0 || each.needed)) ?? [];
      step.element.classList.toggle('refused', decisive.length > 0);
      fill(step.faults, faults(decisive));
    }
    const before = root?.evidence.filter(each => (each.exchange ?? null) === null && each.needed) ?? [];
    list.append(end(report, before));
    lay();
  }

  /** @type {(event: CheckEvent) => void} */
  function show({ event, data }) {
    if (event === 'asked') {
      lanes = lanesFor(data.origin);
      list.append(plain(`The page at ${data.origin} calls fetch: ${data.method} ${data.url}`,
        arrow({ from: 'page', to: 'browser', label: `fetch ${data.method}`, kind: 'call' })));
      lay();
    } else if (event === 'sending') send(data);
    else if (event === 'answered') answer(data.index, data.exchange);
    else if (event === 'report') finish(data.report);
    else stop();
  }

  function stop() {
    for (const waiting of list.querySelectorAll('.waiting')) waiting.classList.replace('waiting', 'failed');
  }

  /** @param {number} index */
  function reveal(index) {
    const step = steps.get(index);
    const fold = step?.element.closest('.seq-probes')?.querySelector('details');
    const details = step?.element.querySelector('details');
    if (fold) fold.open = true;
    if (details) details.open = true;
    step?.summary.focus();
    step?.element.scrollIntoView({ block: 'center' });
  }

  return { element, show, reveal, stop };
}

/**
 * The diagram of a check that is done.
 * @param {Report} report
 * @returns {ReturnType<typeof sequence>}
 */
export function sequenceOf(report) {
  const drawn = sequence();
  const { url, origin, method } = report.request;
  drawn.show({ event: 'asked', data: { command: '', url, origin, method } });
  report.exchanges.forEach((exchange, index) => {
    const { method, url } = exchange.request;
    drawn.show({ event: 'sending', data: { index, kind: exchange.kind, purpose: exchange.purpose, method, url, browser: '' } });
    drawn.show({ event: 'answered', data: { index, exchange } });
  });
  drawn.show({ event: 'report', data: { id: 0, command: '', report, policy: null } });
  return drawn;
}

/**
 * @param {Sending} sending
 * @returns {Step}
 */
function stepFor(sending) {
  const summary = h('summary', { class: 'seq-summary' });
  const body = h('div', { class: 'seq-body' });
  const wrong = h('div');
  const element = h('li', { class: `seq-step ${sending.kind}` }, h('details', null, summary, body), wrong);
  return { sending, exchange: null, element, summary, body, faults: wrong };
}

/** Probes are no browser's: they stand together, folded, where the first of them was sent. */
function probeFold() {
  const inner = h('ol', { class: 'seq-steps' });
  const summary = h('summary', { class: 'seq-fold' });
  const element = h('li', { class: 'seq-probes' }, h('details', null, summary, inner));
  /**
   * @param {HTMLElement} step
   * @param {HTMLElement} list
   */
  const add = (step, list) => {
    inner.append(step);
    const count = inner.childElementCount;
    fill(summary, count === 1 ? '1 probe' : `${count} probes`, h('span', { class: 'muted' }, ': no browser’s requests, but sent to tell one cause from another'));
    if (!element.isConnected) list.append(element);
  };
  return { add };
}

/**
 * @param {string} sentence
 * @param {HTMLElement} drawn
 * @returns {HTMLElement}
 */
function plain(sentence, drawn) {
  return h('li', { class: 'seq-step' }, h('div', { class: 'seq-summary seq-plain' }, h('span', { class: 'seq-sentence' }, sentence), drawn));
}

/**
 * @param {Report} report
 * @param {import('../types.js').Evidence[]} before what was wrong before anything was sent
 * @returns {HTMLElement}
 */
function end(report, before) {
  const { allowed, label, sentence } = endWords(report);
  const made = plain(sentence, arrow({ from: 'browser', to: 'page', label, kind: allowed ? 'passed' : 'stopped' }));
  made.classList.add(allowed ? 'passed' : 'refused');
  for (const { names, refusal } of refusals(report)) {
    made.append(h('p', { class: 'seq-why' }, `Stopped in ${names}: `, worded(refusal.text), ' (', specLink(refusal.spec), ')'));
  }
  const wrong = faults(before);
  if (wrong) made.append(wrong);
  return made;
}

/**
 * @param {Sending} sending
 * @returns {string}
 */
function requestLabel({ method, url }) {
  try {
    const { pathname, search } = new URL(url);
    return `${method} ${pathname}${search}`;
  } catch {
    return `${method} ${url}`;
  }
}
