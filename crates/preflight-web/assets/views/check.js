import { fill, h } from '../core/dom.js';
import { keep } from '../core/route.js';
import { examination } from '../parts/examination.js';
import { requestForm } from '../parts/request-form.js';
import { addressOf, fieldsIn, finishedIn } from './check/address.js';
import { examples } from './check/examples.js';
import { pasteField } from './check/paste.js';
/** @import { Context, Fields, Finished, View } from '../types.js' */

const TITLE = 'Check';

/**
 * Would a browser let this request through? Why not? What to change?
 * @param {Context} context
 * @returns {View}
 */
export function view({ route, about, announce }) {
  const shared = fieldsIn(route.state);
  const before = finishedIn(history.state);
  const exam = examination({ about, announce });
  const form = requestForm({ about, fields: shared, onChange: () => form.problem(null, null) });
  const request = h('details', { class: 'check-request', open: shared !== null }, h('summary', null, 'The request'), form.element);
  const paste = pasteField({ onRead });
  const outcome = h('div', { class: 'check-outcome' });
  const button = h('button', { class: 'button primary' }, 'Run the check ', h('kbd', { 'aria-hidden': 'true' }, RUN_KEYS));

  /** @param {Fields} fields */
  function onRead(fields) {
    form.fill({ ...KEPT(form.read()), ...fields });
    form.problem(null, null);
    request.open = true;
  }

  /** @param {Event} [event] */
  async function run(event) {
    event?.preventDefault();
    if (!(await paste.settled())) return;
    const fields = form.read();
    if (fields.url === '') return complain();
    fill(outcome, exam.element);
    await start(fields);
  }

  /** @param {Fields} fields */
  async function start(fields) {
    button.setAttribute('aria-disabled', 'true');
    const finished = await exam.run('/api/check', fields);
    button.removeAttribute('aria-disabled');
    if (finished) remember(fields, finished);
  }

  function complain() {
    request.open = true;
    form.problem('url', 'there is no URL to check', 'Paste a request above, or write one here.');
  }

  /** @param {Fields} fields */
  function example(fields) {
    paste.clear();
    onRead(fields);
    void run();
  }

  /** @param {KeyboardEvent} event */
  function keydown(event) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void run();
  }

  if (before) exam.show(before);
  fill(outcome, before ? exam.element : examples({ shared: shared !== null, onChoose: example }));
  const element = h('div', { class: 'check' },
    h('form', { class: 'check-asked', novalidate: true, on: { submit: event => void run(event), keydown } },
      h('h1', null, TITLE),
      paste.element,
      h('div', { class: 'check-run' }, button),
      request),
    outcome);
  return {
    title: TITLE,
    element,
    dispose: () => {
      paste.dispose();
      exam.cancel();
    },
  };
}

const RUN_KEYS = navigator.platform.startsWith('Mac') ? '⌘ Enter' : 'Ctrl Enter';

/**
 * What a pasted request does not say stays as it was chosen: whose verdict, and for whom.
 * @param {Fields} fields
 */
const KEPT = ({ origin, browsers, target, read }) => ({ origin, browsers, target, read });

/**
 * @param {Fields} fields
 * @param {Finished} finished
 */
function remember(fields, finished) {
  keep(addressOf(fields), { finished });
}
