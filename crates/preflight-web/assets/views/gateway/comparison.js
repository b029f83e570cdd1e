import { ApiError, post } from '../../core/api.js';
import { debounced, fill, h } from '../../core/dom.js';
import { link } from '../../core/route.js';
import { encode } from '../../core/share.js';
import { field } from '../../parts/field.js';
import { counted } from '../../parts/words.js';
import { lastState } from '../build/opening.js';
import { asked } from '../build/state.js';
/** @import { About, Failure, GatewayDecision, PolicyAnswer } from '../../types.js' */

/** How long nobody types before decisions are made by the new text, in milliseconds. */
const PAUSE = 500;

/**
 * A policy by which each decision is made once more; `active` where there is one without a fault.
 * @param {{about: About, onChange: () => void}} options
 * @returns {{element: HTMLElement, policy: () => string | null, active: () => boolean, problem: (failure: Failure | null) => void, summarize: (all: GatewayDecision[]) => void, dispose: () => void}}
 */
export function comparison({ about, onChange }) {
  const control = h('textarea', { class: 'mono edited-policy', rows: 6, spellcheck: 'false', autocapitalize: 'off', placeholder: "[[policy]]\nallow_origins = ['https://app.example.com']" });
  const text = field({ label: 'The edited policy, as in preflight.toml', control });
  const summary = h('p', { class: 'edited-summary', role: 'status' });
  const toBuild = h('a', { class: 'button quiet', hidden: true }, 'Open it in Build');
  const later = debounced(PAUSE, change);
  control.addEventListener('input', later);
  let said = '';
  let wrong = false;

  function change() {
    later.cancel();
    said = '';
    toBuild.hidden = policy() === null;
    toBuild.href = link('build', [], encode({ toml: control.value }));
    onChange();
  }

  async function takeFromBuild() {
    try {
      const { question } = asked(lastState(about));
      /** @type {PolicyAnswer} */
      const { toml } = await post('/api/policy', { ...question, target: null, request: null });
      control.value = toml;
      change();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      text.problem(error.reason, error.correction);
    }
  }

  function clear() {
    control.value = '';
    change();
    control.focus();
  }

  const policy = () => control.value.trim() || null;
  const active = () => policy() !== null && !wrong;

  /** @param {GatewayDecision[]} all */
  function summarize(all) {
    const words = active() ? summaryOf(all) : '';
    // Said again only when it is another sentence.
    if (words !== said) fill(summary, words);
    said = words;
  }

  const element = h('details', { class: 'edited' },
    h('summary', null, 'What would an edited policy change?'),
    h('div', { class: 'stack tight' },
      text.element,
      h('div', { class: 'row' },
        h('button', { type: 'button', class: 'button', on: { click: () => void takeFromBuild() } }, 'Take the policy of Build'),
        h('button', { type: 'button', class: 'button quiet', on: { click: clear } }, 'Clear'),
        toBuild),
      summary));
  return {
    element,
    policy,
    active,
    problem: failure => {
      wrong = failure !== null;
      text.problem(failure?.reason ?? null, failure?.correction);
    },
    summarize,
    dispose: later.cancel,
  };
}

/**
 * @param {GatewayDecision[]} all
 * @returns {string}
 */
function summaryOf(all) {
  const told = all.filter(each => each.edited);
  const changing = told.filter(each => each.edited?.changes);
  const allowed = changing.filter(each => each.edited?.allowed).length;
  const refused = changing.filter(each => each.edited?.allowed === false).length;
  const untold = all.length - told.length;
  if (told.length === 0) return '';
  const parts = [
    allowed > 0 && `${allowed} would be allowed`,
    refused > 0 && `${refused} would be refused`,
    changing.length > allowed + refused && `${changing.length - allowed - refused} would be left to the application`,
  ].filter(Boolean).join(', ');
  const rest = untold > 0 ? ` ${counted(untold, 'other')}: too little is told of them, or the gateway keeps them no more.` : '';
  return `${changing.length} of ${told.length} would change${parts ? `: ${parts}` : ''}.${rest}`;
}
