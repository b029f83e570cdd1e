import { h } from '../core/dom.js';
import { link } from '../core/route.js';
import { encode } from '../core/share.js';
import { causeCard } from './cause.js';
import { codeBlock, codeLine } from './code-block.js';
import { said, sentence, worded } from './words.js';
import { outcomeChip, verdicts } from './verdicts.js';
/** @import { About, Finished, Report } from '../types.js' */

/**
 * How it ended, in one line.
 * @param {Report} report
 * @returns {HTMLElement}
 */
export function headline(report) {
  return h('h2', { class: 'headline', tabindex: -1 }, outcomeChip(report.outcome), h('span', null, worded(headlineWords(report))));
}

/**
 * @param {Report} report
 * @returns {string}
 */
export function headlineWords({ outcome, causes, request }) {
  const [root] = causes;
  if (root && outcome !== 'allowed') return sentence(root.title);
  if (outcome === 'unreachable') return 'No server answered.';
  if (request.same_origin) return 'CORS does not apply: the URL is of the page’s own origin.';
  return 'Browsers let this request through.';
}

/**
 * All that a check found, but for the diagram.
 * @param {Finished} finished
 * @param {{about: About, onEvidence?: (exchange: number) => void}} options
 * @returns {{cause: HTMLElement | null, more: HTMLElement}} the root cause with its fix, and the rest
 */
export function reportParts(finished, { about, onEvidence }) {
  const { report } = finished;
  const [root, ...others] = report.causes;
  const options = { about, finished, onEvidence, lead: false };
  const consequences = others.filter(cause => cause.consequence_of);
  const besides = others.filter(cause => !cause.consequence_of);
  const more = h('div', { class: 'report-more stack' },
    part('In each browser', verdicts(report, about)),
    besides.length > 0 && part('Also in the way', besides.map(cause => causeCard(cause, options))),
    consequences.length > 0 && part('What merely follows from it', consequences.map(cause => causeCard(cause, options))),
    report.warnings.length > 0 && part('Warnings', report.warnings.map(cause => causeCard(cause, options))),
    notes(report),
    readable(report),
    policy(finished),
    part('The same on the command line', codeLine({ label: 'the command', content: finished.command, language: 'shell' })));
  return { cause: root ? causeCard(root, { ...options, lead: true }) : null, more };
}

/**
 * @param {string} heading
 * @param {...import('../types.js').Child} children
 * @returns {HTMLElement}
 */
function part(heading, ...children) {
  return h('section', { class: 'report-part' }, h('h3', null, heading), children);
}

/**
 * @param {Report} report
 * @returns {HTMLElement | null}
 */
function notes({ request, answered_apart: apart }) {
  const all = [
    request.origin_assumed ? `The page’s origin was assumed: ${request.origin}.` : null,
    ...request.notes,
    apart ? apart.text : null,
  ].filter(note => note !== null);
  return all.length > 0 ? part('Notes', h('ul', null, all.map(note => h('li', null, said(note))))) : null;
}

/**
 * @param {Report} report
 * @returns {HTMLElement | null}
 */
function readable({ readable_headers: readable, hidden_headers: hidden }) {
  if (readable.length + hidden.length === 0) return null;
  const line = (/** @type {string} */ words, /** @type {string[]} */ names) =>
    names.length > 0 && h('p', null, words, h('span', { class: 'mono' }, names.join(', ')));
  return part('Response headers', line('The script can read: ', readable), line('Hidden from it: ', hidden));
}

/**
 * @param {Finished} finished
 * @returns {HTMLElement | null}
 */
function policy({ policy }) {
  return policy && part('The smallest policy that lets it through',
    codeBlock({ name: 'preflight.toml', content: policy.toml }),
    h('p', null, h('a', { href: link('build', [], encode({ toml: policy.toml })) }, 'Open it in Build')));
}
