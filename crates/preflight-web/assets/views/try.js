import { ApiError, stream } from '../core/api.js';
import { thisBrowser } from '../core/browser.js';
import { fill, h } from '../core/dom.js';
import { taken } from '../parts/elsewhere.js';
import { notice } from '../parts/notice.js';
import { requestForm } from '../parts/request-form.js';
import { attemptOf, tryFrom } from '../parts/try-frame.js';
import { fieldsIn } from './check/address.js';
import { confirmed } from './try/confirm.js';
import { outcome } from './try/outcome.js';
import { placeChoice } from './try/place.js';
/** @import { CheckEvent, Context, Fields, Report, View } from '../types.js' */

const TITLE = 'Try it here';

/** Methods that ask for nothing to be changed. */
const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/**
 * This browser sends the request itself, and what it says stands beside what the model says.
 * @param {Context} context
 * @returns {View}
 */
export function view({ route, about, announce }) {
  if (!about.try_page) return { title: TITLE, element: unavailable() };
  const browser = thisBrowser();
  const form = requestForm({ about, fields: taken(route.state) ?? fieldsIn(route.state), offline: true, engines: false, onChange: changed });
  const place = placeChoice({ own: about.try_page });
  const button = h('button', { class: 'button primary' }, `Send it with ${browser.name}`);
  const results = h('div', { class: 'try-outcome' }, introduction(browser.name));
  /** @type {AbortController | null} */
  let running = null;

  function changed() {
    form.problem(null, null);
    const fields = form.read();
    place.show(originIn(fields), fields);
  }

  /** @param {Fields} fields */
  const originIn = fields => fields.origin ?? about.default_origin;

  /** @param {Event} [event] */
  async function submit(event) {
    event?.preventDefault();
    if (running) return running.abort();
    const fields = form.read();
    if (!URL.canParse(fields.url)) return form.problem('url', 'there is no URL to send to', 'Write it in full, with https:// or http://.');
    if (!SAFE.includes((fields.method ?? 'GET').toUpperCase()) && !(await confirmed(fields))) return undefined;
    const mine = new AbortController();
    running = mine;
    button.textContent = 'Stop';
    await run(fields, mine.signal);
    running = null;
    button.textContent = `Send it with ${browser.name}`;
    return undefined;
  }

  /**
   * @param {Fields} fields
   * @param {AbortSignal} signal
   */
  async function run(fields, signal) {
    const shown = outcome({ about, browser, wanted: fields.read ?? [] });
    fill(results, shown.element);
    if (results.getBoundingClientRect().top > innerHeight / 2) results.scrollIntoView();
    try {
      const page = await place.stand(originIn(fields), signal);
      shown.standsAt(page);
      const asked = { ...fields, origin: page };
      const modelled = model(asked, signal).then(shown.report, error => shown.noReport(known(error)));
      shown.seen(await tryFrom(page, attemptOf(fields), signal));
      await modelled;
      shown.done(asked);
      announce(shown.inWords());
    } catch (error) {
      fill(results, failure(error, fields, signal));
    }
  }

  /**
   * @param {unknown} error
   * @param {Fields} fields
   * @param {AbortSignal} signal
   * @returns {Node}
   */
  function failure(error, fields, signal) {
    if (signal.aborted) return notice({ kind: 'note', text: 'Stopped. What was sent by then may have arrived.' });
    return place.refused(known(error), fields, () => void submit());
  }

  place.element.addEventListener('change', changed);
  changed();
  const element = h('div', { class: 'try' },
    h('form', { class: 'try-asked stack', novalidate: true, on: { submit: event => void submit(event) } },
      h('h1', null, TITLE), form.element, place.element,
      notice({ kind: 'warning', text: 'This really sends the request, from this machine, with the cookies that this browser has for its host.' }),
      h('div', null, button)),
    results);
  return { title: TITLE, element, dispose: () => running?.abort() };
}

/**
 * @param {unknown} error
 * @returns {ApiError}
 */
function known(error) {
  if (error instanceof ApiError) return error;
  throw error;
}

/**
 * What the model says of the same request: it sends what is harmless of it.
 * @param {Fields} fields
 * @param {AbortSignal} signal
 * @returns {Promise<Report>}
 */
async function model(fields, signal) {
  /** @type {Report | null} */
  let report = null;
  await stream('/api/check', { ...fields, browsers: undefined, send_actual: false }, (/** @type {CheckEvent} */ { event, data }) => {
    if (event === 'report') report = data.report;
  }, signal);
  if (!report) throw new ApiError('the check broke off before its report', 'Send it again.', 0);
  return report;
}

/**
 * @param {string} browser
 * @returns {HTMLElement}
 */
function introduction(browser) {
  return h('div', { class: 'stack measure' },
    h('h2', null, 'The real thing beside the model'),
    h('p', null, `A page of another origin on this machine sends the request with ${browser}’s own fetch(). At the same time preflight examines it, and both stand beside each other here: what a script gets in ${browser}, and what the model of each browser says.`),
    h('p', null, 'Where they differ, the cause is in this browser: its caches, its extensions, its permissions, its cookies. Or the model is wrong, and then we would like to hear of it.'));
}

/** @returns {HTMLElement} */
function unavailable() {
  return h('div', { class: 'stack measure' }, h('h1', null, TITLE),
    notice({ kind: 'note', text: 'This workbench is open to a network. The page that sends requests stands on the machine of the workbench only, where your browser is not.', correction: 'Start preflight ui on your own machine.' }));
}
