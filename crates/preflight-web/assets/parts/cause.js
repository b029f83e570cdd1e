import { h } from '../core/dom.js';
import { languageOf } from '../core/languages.js';
import { link } from '../core/route.js';
import { evidenceLine, specLink } from './evidence.js';
import { fixPanel } from './fix.js';
import { prose } from './prose.js';
import { said } from './words.js';
/** @import { About, Cause, Finished } from '../types.js' */

/**
 * @typedef {object} CauseOptions
 * @property {About} about
 * @property {Finished} finished
 * @property {boolean} lead whether it is the root cause, which has the fix
 * @property {boolean} [open]
 * @property {(exchange: number) => void} [onEvidence] shows an exchange, by its place in the report
 */

/**
 * A cause with what shows it, why, and what to change on the target that answered or on another.
 * @param {Cause} cause
 * @param {CauseOptions} options
 * @returns {HTMLElement}
 */
export function causeCard(cause, { about, finished, lead, open = false, onEvidence }) {
  if (lead) {
    return h('section', { class: 'cause lead' },
      h('h3', null, 'What shows it'),
      facts(cause, about),
      shown(cause, onEvidence),
      fixPanel({ about, finished }));
  }
  return h('details', { class: 'cause', open },
    h('summary', null, said(cause.title)),
    h('div', { class: 'stack tight' }, facts(cause, about), shown(cause, onEvidence), change(cause)));
}

/**
 * What to change, in the first words that there are.
 * @param {Cause} cause
 * @returns {HTMLElement | null}
 */
function change({ fixes: [fix] }) {
  return fix ? prose(fix.blocks, languageOf('', fix.target)) : null;
}

/**
 * @param {Cause} cause
 * @param {About} about
 * @returns {HTMLElement}
 */
function facts(cause, about) {
  const names = cause.blocks.map(id => about.engines.find(engine => engine.id === id)?.name ?? id);
  const sure = { certain: 'Certain', likely: 'Likely', possible: 'Possible' }[cause.certainty];
  return h('p', { class: 'cause-facts' },
    h('span', null, sure),
    names.length > 0 ? h('span', null, `Blocks ${names.join(', ')}`) : null,
    cause.spec ? h('span', null, specLink(cause.spec)) : null,
    h('a', { href: link('explain', ['cause', cause.id]) },
      'Why, and what does not help', h('span', { class: 'unseen' }, `: ${cause.title}`)));
}

/**
 * @param {Cause} cause
 * @param {((exchange: number) => void) | undefined} onEvidence
 * @returns {HTMLElement}
 */
function shown({ evidence, note, note_blocks }, onEvidence) {
  return h('div', { class: 'cause-shown' },
    evidence.map(each => {
      const { exchange } = each;
      const jump = typeof exchange === 'number' && onEvidence && h('button', {
        type: 'button', class: 'button quiet small', on: { click: () => onEvidence(exchange) },
      }, 'Show', h('span', { class: 'unseen' }, ' the exchange'));
      return h('div', { class: 'cause-evidence' }, evidenceLine(each), jump || null);
    }),
    note_blocks ? prose(note_blocks) : note ? h('p', null, said(note)) : null);
}
