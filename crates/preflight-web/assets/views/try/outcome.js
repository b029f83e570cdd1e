import { fill, h } from '../../core/dom.js';
import { link } from '../../core/route.js';
import { comparison, consoleHint } from '../../parts/comparison.js';
import { linkTo } from '../../parts/elsewhere.js';
import { notice } from '../../parts/notice.js';
import { seenDetails } from '../../parts/seen.js';
import { worded } from '../../parts/words.js';
/** @import { ApiError } from '../../core/api.js' */
/** @import { About, Engine, Fields, Report, Seen } from '../../types.js' */

/**
 * What came of it, as it comes.
 * @param {{about: About, browser: {engine: Engine | null, name: string}, wanted: string[]}} options
 * @returns {{element: HTMLElement, standsAt: (page: string) => void, seen: (seen: Seen) => void,
 *   report: (report: Report) => void, noReport: (error: ApiError) => void, done: (fields: Fields) => void,
 *   inWords: () => string}}
 */
export function outcome({ about, browser, wanted }) {
  const compared = comparison({ about, browser, wanted });
  const page = h('p', { class: 'muted' }, 'Sending …');
  const details = h('div', { class: 'stack' });
  /** @type {Seen | null} */
  let seen = null;
  /** @type {Report | null} */
  let report = null;
  /** @type {string | undefined} */
  let pending;

  function draw() {
    compared.show(seen, report, pending);
    fill(details,
      seen ? [h('h2', null, `What a script gets in ${browser.name}`), seenDetails(seen)] : null,
      seen?.outcome === 'blocked' ? [consoleHint(report, browser.engine), why(report)] : null);
  }

  return {
    element: h('div', { class: 'stack' }, page, compared.element, details),
    standsAt: origin => fill(page, 'Sent by a page of ', h('code', null, origin), '.'),
    seen: given => {
      seen = given;
      draw();
    },
    report: given => {
      report = given;
      draw();
    },
    noReport: ({ reason, correction }) => {
      page.after(notice({ kind: 'warning', text: `The model has no verdict: ${reason}`, correction }));
      pending = 'No verdict';
      draw();
    },
    inWords: () => `${browser.name}: ${seen?.outcome}. The model: ${report?.outcome ?? 'none'}.`,
    done: fields => details.append(h('p', null,
      linkTo('check', fields, 'Open it in Check'), ': each exchange, the cause, and what to change.')),
  };
}

/**
 * @param {Report | null} report
 * @returns {HTMLElement | null}
 */
function why(report) {
  const root = report?.causes[0];
  return root ? h('p', null, 'Why: ', h('a', { href: link('explain', ['cause', root.id]) }, worded(root.title)), '.') : null;
}
