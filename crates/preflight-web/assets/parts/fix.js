import { ApiError, post } from '../core/api.js';
import { fill, freshId, h } from '../core/dom.js';
import { languageOf } from '../core/languages.js';
import { load, save } from '../core/storage.js';
import { configuration } from './configuration.js';
import { notice } from './notice.js';
import { prose } from './prose.js';
import { targetPicker } from './target-picker.js';
/** @import { About, Finished, Fix, Prose } from '../types.js' */

const CHOSEN = 'target';

/**
 * What to change: for the target that answered, or for any other that is picked.
 * @param {{about: About, finished: Finished}} options
 * @returns {HTMLElement}
 */
export function fixPanel({ about, finished }) {
  const { target } = finished.report;
  const known = target && about.targets.some(each => each.id === target.id) ? target.id : null;
  const selected = known ?? load(CHOSEN) ?? 'nginx';
  const place = h('div', { class: 'stack', 'aria-busy': 'false' });
  const general = finished.report.causes[0]?.fixes.find(fix => fix.target === 'any')?.blocks ?? [];
  const id = freshId('fix-target');
  let turn = 0;

  /** @param {string} target */
  async function show(target) {
    const mine = ++turn;
    place.setAttribute('aria-busy', 'true');
    const shown = await drawn(finished.id, target, general);
    if (mine !== turn) return;
    fill(place, shown);
    place.setAttribute('aria-busy', 'false');
  }

  const picker = targetPicker({
    targets: about.targets, selected, id,
    onChange: target => {
      save(CHOSEN, target);
      void show(target);
    },
  });
  void show(picker.value);
  return h('div', { class: 'fix stack' },
    h('div', { class: 'fix-head' },
      h('h4', null, 'What to change'),
      h('label', { class: 'row', for: id }, h('span', { class: 'muted' }, 'on'), picker),
      h('span', { class: 'muted small' }, answeredBy(target, known !== null))),
    place);
}

/**
 * @param {Finished['report']['target']} target
 * @param {boolean} known
 * @returns {string}
 */
function answeredBy(target, known) {
  if (!target) return 'Who answered left no mark: choose what you run.';
  const { name, certainty, shown_by } = target;
  const sure = certainty === 'certain' ? '' : `, ${certainty}`;
  return `${known ? 'It answered' : `${name} answered`} (${shown_by}${sure})`;
}

/**
 * @param {number} report
 * @param {string} target
 * @param {Prose[]} general what helps whatever the target
 * @returns {Promise<HTMLElement[]>}
 */
async function drawn(report, target, general) {
  try {
    /** @type {Fix} */
    const fix = await post('/api/fix', { report, target });
    return [
      prose(fix.blocks.length > 0 ? fix.blocks : general, languageOf('', target)),
      fix.files.length > 0 ? configuration(fix.files, target).element : null,
      fix.reason ? notice({ kind: 'note', text: fix.reason }) : null,
    ].filter(part => part !== null);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return [notice({ kind: 'warning', text: error.reason, correction: error.correction })];
  }
}
