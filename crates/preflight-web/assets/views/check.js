import { fill, h } from '../core/dom.js';
import { keep } from '../core/route.js';
import { copyButton } from '../parts/copy-button.js';
import { examination } from '../parts/examination.js';
import { linkTo, taken } from '../parts/elsewhere.js';
import { requestForm } from '../parts/request-form.js';
import { addressOf, fieldsIn, finishedIn } from './check/address.js';
import { examples, fromAddress } from './check/examples.js';
import { pasteField } from './check/paste.js';
/** @import { Context, Fields, View } from '../types.js' */

const TITLE = 'Check';
const RUN_KEYS = navigator.platform.startsWith('Mac') ? '⌘ Enter' : 'Ctrl Enter';

/**
 * Would a browser let this request through? Why not? What to change?
 * @param {Context} context
 * @returns {View}
 */
export function view({ route, about, announce }) {
  const handed = taken(route.state);
  const shared = handed ?? fieldsIn(route.state);
  const before = finishedIn(history.state);
  const exam = examination({ about, announce });
  const form = requestForm({ about, fields: shared, onChange: () => form.problem(null, null) });
  const request = h('details', { class: 'check-request', open: shared !== null },
    h('summary', null, 'The request'), form.element);
  const paste = pasteField({ onRead });
  const outcome = h('div', { class: 'check-outcome' });
  const note = shared && !handed && fromAddress(shared, before !== null);
  const kept = h('div', { class: 'check-kept', hidden: !before }, keptWords());
  const there = h('p', null, shared && before ? tryLink(shared) : null);
  const button = h('button', { class: 'button primary' },
    'Run the check ', h('kbd', { 'aria-hidden': 'true' }, RUN_KEYS));

  /** @param {Fields} fields */
  function onRead(fields) {
    form.fill(completed(fields, form.read()));
    form.problem(null, null);
    request.open = true;
  }

  async function run() {
    if (!(await paste.settled())) return;
    if (note) note.remove();
    const fields = form.read();
    if (fields.url === '') {
      return complain('url', 'there is no URL to check', 'Paste a request above, or write one here.');
    }
    fill(outcome, exam.element);
    bringIntoView(outcome);
    const { finished, failure } = await exam.run('/api/check', fields);
    // The button that was pressed, an example or “Cancel”, is gone.
    if (document.activeElement === document.body) button.focus();
    if (failure?.field) complain(failure.field, failure.reason, failure.correction);
    else bringIntoView(outcome);
    if (!finished) return;
    keep(addressOf(fields), { finished });
    kept.hidden = false;
    fill(there, tryLink(fields));
  }

  /** @type {typeof form.problem} */
  function complain(field, text, correction) {
    request.open = true;
    form.problem(field, text, correction);
  }

  /** @param {Fields} fields */
  function example(fields) {
    paste.clear();
    onRead(fields);
    void run();
  }

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    void run();
  }

  /** @param {KeyboardEvent} event */
  function keydown(event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
  }

  if (before) exam.show(before);
  fill(outcome, before ? exam.element : examples(example));
  const element = h('div', { class: 'check' },
    h('form', { class: 'check-asked', novalidate: true, on: { submit, keydown } },
      h('h1', null, TITLE), paste.element, note || null, h('div', { class: 'check-run' }, button), there, kept, request),
    outcome);

  function dispose() {
    paste.dispose();
    exam.cancel();
  }

  return { title: TITLE, element, dispose };
}

/**
 * What a pasted request does not say stays as it was chosen: whose page, whose verdict, whose words.
 * @param {Fields} fields
 * @param {Fields} chosen
 * @returns {Fields}
 */
function completed(fields, { origin, browsers, target, read }) {
  return {
    ...fields,
    origin: fields.origin || origin,
    browsers: fields.browsers?.length ? fields.browsers : browsers,
    read: fields.read?.length ? fields.read : read,
    target: fields.target ?? target,
  };
}

/**
 * Where the page is narrow, what comes of the request is further down.
 * @param {HTMLElement} outcome
 */
function bringIntoView(outcome) {
  if (outcome.getBoundingClientRect().top > innerHeight / 2) outcome.scrollIntoView();
}

/** @param {Fields} fields */
const tryLink = fields => linkTo('try', fields, 'Try it in this browser');

function keptWords() {
  return [
    h('p', { class: 'hint' }, 'This check is in the address now, to be shared or opened again. ',
      'Bodies, cookies, and the values of headers that may be secret are left out.'),
    copyButton(() => location.href, 'to this check', 'Copy link'),
  ];
}
