import { h } from '../core/dom.js';
import { codeBlock } from './code-block.js';
/** @import { Seen } from '../types.js' */

/**
 * What a script of this browser saw, whole.
 * @param {Seen} seen
 * @returns {HTMLElement}
 */
export function seenDetails(seen) {
  return h('div', { class: 'stack' },
    h('dl', { class: 'seen-facts' }, facts(seen).map(([name, value]) =>
      h('div', null, h('dt', null, name), h('dd', { class: 'mono' }, value)))),
    seen.outcome === 'allowed' && seen.type !== 'opaque' && seen.type !== 'opaqueredirect' ? headers(seen) : null,
    seen.body ? codeBlock({ name: seen.cut ? 'The body’s beginning' : 'The body', content: seen.body, language: language(seen), wrap: true }) : null);
}

/**
 * In a few words what the script got.
 * @param {Seen} seen
 * @param {string[]} wanted the headers that it wants to read
 * @returns {string}
 */
export function seenBriefly(seen, wanted) {
  if (seen.outcome === 'allowed') {
    if (seen.type === 'opaque') return 'An opaque response, of which it can read nothing';
    if (seen.type === 'opaqueredirect') return 'A redirect that it may not look into';
    return [`Status ${seen.status}`, ...readings(wanted, seen.headers.map(([name]) => name))].join(', ');
  }
  if (seen.outcome === 'unanswered') return 'No answer in time';
  return seen.error ? `${seen.error.name}: ${seen.error.message}` : 'Nothing';
}

/**
 * Which of the headers that a script wants it can read.
 * @param {string[]} wanted
 * @param {string[]} readable
 * @returns {string[]}
 */
export function readings(wanted, readable) {
  const names = readable.map(name => name.toLowerCase());
  return wanted.map(name => `${name} ${names.includes(name.toLowerCase()) ? 'readable' : 'hidden'}`);
}

/**
 * @param {Seen} seen
 * @returns {[name: string, value: string][]}
 */
function facts(seen) {
  const { network, error } = seen;
  /** @type {[string, string | null | undefined | false][]} */
  const all = [
    ['Status', seen.status === null ? null : String(seen.status)],
    ['Response type', seen.type],
    ['Address in the end', seen.redirected && seen.url],
    ['Error', error && `${error.name}: ${error.message}`],
    ['Protocol', network?.protocol],
    ['First byte', network?.first_byte != null && `${Math.round(network.first_byte)} ms`],
    ['Taken from', network?.from_cache && 'the browser’s cache'],
    ['Took', `${Math.round(seen.duration)} ms, the preflight included`],
  ];
  return all.flatMap(([name, value]) => (value ? [/** @type {[string, string]} */ ([name, value])] : []));
}

/**
 * @param {Seen} seen
 * @returns {HTMLElement}
 */
function headers(seen) {
  if (seen.headers.length === 0) return h('p', { class: 'muted' }, 'It can read no header of the response.');
  return h('table', { class: 'seen-headers' },
    h('caption', null, 'Headers that it can read'),
    h('tbody', null, seen.headers.map(([name, value]) =>
      h('tr', null, h('th', { scope: 'row' }, name), h('td', null, value)))));
}

/**
 * @param {Seen} seen
 * @returns {string}
 */
function language(seen) {
  const type = seen.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  return /json/.test(type) ? 'json' : /html|xml/.test(type) ? 'xml' : '';
}
