import { fill, h } from '../../core/dom.js';
import { box, field } from '../../parts/field.js';
import { verdictWords } from './rows.js';
/** @import { GatewayDecision } from '../../types.js' */

/**
 * Which decisions are shown, how, and whether new ones join them.
 * @param {{onChange: () => void}} options
 * @returns {{element: HTMLElement, update: (all: GatewayDecision[], now: {comparing: boolean}) => void, shown: () => GatewayDecision[], grouped: () => boolean, chooseOrigin: (origin: string) => void}}
 */
export function filters({ onChange }) {
  const origin = h('select', { on: { change: onChange } });
  const verdict = h('select', { on: { change: onChange } });
  const changes = box('Only what would change');
  const together = box('By origin and decision');
  changes.control.addEventListener('change', onChange);
  together.control.addEventListener('change', onChange);
  const pause = h('button', { type: 'button', class: 'button', on: { click: toggle } }, 'Pause');
  /** @type {GatewayDecision[]} */
  let latest = [];
  /** @type {GatewayDecision[] | null} */
  let frozen = null;

  function toggle() {
    frozen = frozen ? null : latest;
    onChange();
  }

  /**
   * @param {GatewayDecision[]} all
   * @param {{comparing: boolean}} now
   */
  function update(all, { comparing }) {
    latest = all;
    offer(origin, 'Every origin', [...new Set(all.map(each => each.origin ?? ''))].sort(), each => each);
    offer(verdict, 'Every decision', [...new Set(all.map(each => each.verdict))].sort(), verdictWords);
    changes.element.hidden = !comparing;
    const newest = frozen?.[0]?.number ?? 0;
    const fresh = frozen ? all.filter(each => each.number > newest).length : 0;
    fill(pause, frozen ? `Resume${fresh > 0 ? ` (${fresh} new)` : ''}` : 'Pause');
  }

  function shown() {
    const only = !changes.element.hidden && changes.control.checked;
    // What was frozen may have been decided anew by another policy since.
    const byNumber = new Map(latest.map(each => [each.number, each]));
    const all = frozen ? frozen.map(each => byNumber.get(each.number) ?? each) : latest;
    return all.filter(each =>
      (origin.value === '' || each.origin === origin.value)
      && (verdict.value === '' || each.verdict === verdict.value)
      && (!only || each.edited?.changes));
  }

  const element = h('div', { class: 'gateway-filters' },
    field({ label: 'Origin', control: origin }).element,
    field({ label: 'Decision', control: verdict }).element,
    together.element, changes.element, pause);
  return {
    element,
    update,
    shown,
    grouped: () => together.control.checked,
    chooseOrigin: chosen => {
      together.control.checked = false;
      origin.value = chosen;
      onChange();
      origin.focus();
    },
  };
}

/**
 * Offers these values, and keeps the one that is chosen.
 * @param {HTMLSelectElement} select
 * @param {string} all the words for no choice
 * @param {string[]} values
 * @param {(value: string) => string} words
 */
function offer(select, all, values, words) {
  const chosen = select.value;
  const wanted = ['', ...new Set(chosen ? [...values, chosen] : values)].filter((value, at) => at === 0 || value !== '');
  const offered = [...select.options].map(option => option.value);
  if (offered.length === wanted.length && offered.every((value, at) => value === wanted[at])) return;
  fill(select, wanted.map(value => h('option', { value }, value === '' ? all : words(value))));
  select.value = chosen;
}
