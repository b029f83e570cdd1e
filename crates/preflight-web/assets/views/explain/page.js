import { ApiError, get } from '../../core/api.js';
import { fill, freshId, h } from '../../core/dom.js';
import { link } from '../../core/route.js';
import { encode } from '../../core/share.js';
import { load, save } from '../../core/storage.js';
import { codeLine } from '../../parts/code-block.js';
import { notice } from '../../parts/notice.js';
import { prose } from '../../parts/prose.js';
import { targetPicker } from '../../parts/target-picker.js';
import { capital, worded } from '../../parts/words.js';
import { causeList } from './failures.js';
/** @import { PageKind, ReferenceFix, ReferencePage } from '../../types.js' */

/** The target that was picked last, in any view. */
const CHOSEN = 'target';
/** Where none was: the server that most people have. */
const USUAL = 'nginx';

/** @type {Record<PageKind, string>} */
const KINDS = { cause: 'Cause', status: 'Status', header: 'Header', concept: 'Word' };

/**
 * A page of the reference, to be read.
 * @param {ReferencePage} page
 * @returns {HTMLElement}
 */
export function referencePage(page) {
  const { kind, id, title, sections, causes, fixes, also_called: also } = page;
  return h('div', { class: 'page stack' },
    h('header', { class: 'page-head' },
      h('p', { class: 'page-kind' }, h('span', { class: 'chip' }, KINDS[kind]), h('code', null, id)),
      h('h2', null, worded(capital(title))),
      also.length > 0 && h('p', { class: 'muted small' }, 'Also called ', also.join(', '))),
    sections.map(({ heading, blocks }) => part(page, heading, prose(blocks))),
    causes.length > 0 && part(page, 'Causes', causeList(causes)),
    fixes.length > 0 && part(page, 'In the words of', fixPicker(page)),
    seen(page));
}

/**
 * @param {ReferencePage} page
 * @param {string} heading
 * @param {Node} content
 * @returns {HTMLElement}
 */
function part({ kind, id }, heading, content) {
  const name = heading.toLowerCase().replaceAll(' ', '-');
  return h('section', { class: 'page-part' },
    h('h3', { 'data-part': name }, h('a', { class: 'page-anchor', href: link('explain', [kind, id, name]) }, heading)),
    content);
}

/**
 * What to change on a target of choice.
 * @param {ReferencePage} page
 * @returns {HTMLElement}
 */
function fixPicker({ id: cause, fixes }) {
  const known = [load(CHOSEN), USUAL].find(target => fixes.some(fix => fix.target === target)) ?? fixes[0]?.target ?? null;
  const place = h('div', { 'aria-live': 'polite', 'aria-busy': 'false' });
  const id = freshId('words-of');
  let turn = 0;

  /** @param {string} target */
  async function show(target) {
    const mine = ++turn;
    place.setAttribute('aria-busy', 'true');
    const shown = await fixOf(cause, target);
    if (mine !== turn) return;
    fill(place, shown);
    place.setAttribute('aria-busy', 'false');
  }

  const picker = targetPicker({
    targets: fixes.map(({ target, name, kind }) => ({ id: target, name, kind })), selected: known, id,
    onChange: target => {
      save(CHOSEN, target);
      void show(target);
    },
  });
  void show(picker.value);
  return h('div', { class: 'stack tight' }, h('label', { class: 'unseen', for: id }, 'Target'), h('div', null, picker), place);
}

/**
 * @param {string} cause
 * @param {string} target
 * @returns {Promise<HTMLElement>}
 */
async function fixOf(cause, target) {
  try {
    /** @type {ReferenceFix} */
    const fix = await get(`/api/reference/cause/${encodeURIComponent(cause)}/fixes/${encodeURIComponent(target)}`);
    return prose(fix.blocks);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return notice({ kind: 'warning', text: error.reason, correction: error.correction });
  }
}

/**
 * Where it can be seen: in the clinic, and on a server of the user's own.
 * @param {ReferencePage} page
 * @returns {HTMLElement | null}
 */
function seen(page) {
  const { clinic, probe, check } = page;
  if (!clinic && !probe) return null;
  return part(page, 'See it', h('div', { class: 'stack tight measure' },
    probe && h('p', null, 'Put your server’s URL and your page’s origin into the command, or fill in the form:'),
    probe && codeLine({ label: 'the command', content: probe, language: 'shell' }),
    h('div', { class: 'row' },
      check && h('a', { class: 'button', href: link('check', [], encode(check)) }, 'Check your server for it'),
      clinic && h('a', { class: 'button', href: link('clinic', [clinic]) }, 'See it fail in the clinic'))));
}
