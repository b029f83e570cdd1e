import { h } from '../core/dom.js';
import { link } from '../core/route.js';
import { encode } from '../core/share.js';
import { causeCard } from './cause.js';
import { codeBlock, codeLine } from './code-block.js';
import { sideWords } from './sequence/words.js';
import { said, sentence, worded } from './words.js';
import { outcomeChip, verdicts } from './verdicts.js';
/** @import { About, Cause, Finished, Report } from '../types.js' */

/**
 * How it ended, in one line.
 * @param {Report} report
 * @returns {HTMLElement}
 */
export function headline(report) {
  return h('h2', { class: 'headline' },
    outcomeChip(report.outcome), h('span', null, worded(headlineWords(report))));
}

/**
 * Whose side it is where nobody answered.
 * @param {Report} report
 * @returns {HTMLElement | null}
 */
export function side({ outcome, exchanges }) {
  const error = exchanges.find(exchange => exchange.error)?.error;
  return outcome === 'unreachable' && error ? h('p', null, `${sideWords(error)}: ${error.text}.`) : null;
}

/**
 * Each browser's verdict in a word, where they differ.
 * @param {Report} report
 * @param {About} about
 * @returns {HTMLElement | null}
 */
export function differences({ browsers }, about) {
  const runs = about.engines.flatMap(({ id, name }) => (browsers[id] ? [{ name, outcome: browsers[id].outcome }] : []));
  if (new Set(runs.map(run => run.outcome)).size < 2) return null;
  return h('p', { class: 'headline-engines' },
    runs.map(({ name, outcome }) => h('span', null, name, ' ', outcomeChip(outcome))));
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
  const allowed = report.outcome === 'allowed';
  // Where nothing blocks, they are what there is to do.
  const warnings = list(allowed ? 'What to mind' : 'Warnings', report.warnings, { ...options, open: allowed });
  const more = h('div', { class: 'report-more stack' },
    allowed && warnings,
    part('In each browser', verdicts(report, about)),
    list('Also in the way', besides, options),
    list('What merely follows from it', consequences, options),
    !allowed && warnings,
    notes(report),
    readable(report),
    finished.policy && policyPart(finished.policy, report),
    part('The same on the command line',
      codeLine({ label: 'the command', content: finished.command, language: 'shell' })));
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
 * @param {string} heading
 * @param {Cause[]} causes
 * @param {import('./cause.js').CauseOptions} options
 * @returns {HTMLElement | null}
 */
function list(heading, causes, options) {
  return causes.length > 0 ? part(heading, causes.map(cause => causeCard(cause, options))) : null;
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
 * @param {NonNullable<Finished['policy']>} policy
 * @param {Report} report
 * @returns {HTMLElement}
 */
function policyPart({ config, toml }, { request, target }) {
  const state = encode({ policies: [config], target: target?.id, origins: [request.origin], request });
  return part('The smallest policy that lets it through',
    codeBlock({ name: 'preflight.toml', content: toml }),
    h('p', null, h('a', { href: link('build', [], state) }, 'Open it in Build')));
}
