import { get, post } from '../core/api.js';
import { debounced, h } from '../core/dom.js';
import { keep, link } from '../core/route.js';
import { decode, encode } from '../core/share.js';
import { field } from '../parts/field.js';
import { article } from './explain/article.js';
import { explained, summary } from './explain/failures.js';
import { referenceList } from './explain/list.js';
import { referencePage } from './explain/page.js';
import { start, unknown } from './explain/start.js';
/** @import { Context, Explained, ReferencePage, Route, View } from '../types.js' */

const TITLE = 'Explain';
/** How long nobody types before the text is explained, in milliseconds. */
const PAUSE = 150;
/** The longest text that is kept in the address; browsers and people stop at some length. */
const KEPT = 4000;
/** What is longer is a text, and not the name of a page. */
const NAME = 72;

/**
 * What a console message means; the reference of all causes, statuses, headers and words.
 * @param {Context} context
 * @returns {View}
 */
export function view({ route, about, announce }) {
  const list = referenceList();
  const answers = article();
  const control = h('textarea', {
    class: 'mono explain-text', rows: 3, spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off',
    placeholder: 'Access to fetch at … has been blocked by CORS policy: …', on: { keydown },
  });
  const later = debounced(PAUSE, () => void explain());
  control.addEventListener('input', later);

  /** @param {KeyboardEvent} event */
  function keydown(event) {
    const toList = event.key === 'ArrowDown' && !control.value.includes('\n');
    if (toList && list.focus()) event.preventDefault();
  }

  async function explain() {
    later.cancel();
    const text = control.value.trim();
    const isName = text.length <= NAME && !text.includes('\n');
    const matches = list.filter(isName ? text : '');
    keep(link('explain', [], text && text.length <= KEPT ? encode({ text }) : null));
    await answers.show(async signal => (text ? answer(text, matches, signal) : start(choose)));
  }

  /**
   * @param {string} text
   * @param {number} matches how many pages of the reference have the text in them
   * @param {AbortSignal} signal
   * @returns {Promise<Node>}
   */
  async function answer(text, matches, signal) {
    /** @type {Explained} */
    const answered = await post('/api/explain', { text }, signal);
    const { page, failures } = answered.explanation;
    list.mark(page ?? null);
    announce(summary(answered.explanation));
    if (page) return referencePage(await get(address(page), signal));
    return failures.length > 0 ? explained(answered, { about }) : unknown(matches);
  }

  /** @param {string} text */
  function choose(text) {
    control.value = text;
    void explain();
    control.focus();
  }

  /**
   * @param {string} address of a page
   * @param {AbortSignal} signal
   */
  async function page(address, signal) {
    /** @type {ReferencePage} */
    const page = await get(address, signal);
    if (!list.mark(page)) {
      // It was not looked for by what stands in the field.
      control.value = '';
      list.filter('');
      list.mark(page);
    }
    return referencePage(page);
  }

  /**
   * @param {Route} route
   * @param {boolean} moves whether somebody came here by a link of this view: then the focus follows
   * @returns {string} the title
   */
  function go({ path, state }, moves) {
    const [kind, id, heading] = path;
    later.cancel();
    if (kind && id) {
      const shown = answers.show(signal => page(address({ kind, id }), signal));
      void shown.then(() => (moves || heading) && answers.reach(heading));
      return `${id} · ${TITLE}`;
    }
    control.value = textIn(state);
    void explain().then(() => moves && control.focus({ preventScroll: true }));
    return TITLE;
  }

  const asked = field({ label: 'Paste what the console says, or type a status, a header or a word', control });
  const element = h('div', { class: 'explain' },
    h('div', { class: 'explain-asked' }, h('h1', null, TITLE), asked.element, list.element),
    answers.element);
  return {
    title: go(route, false),
    element,
    update: route => go(route, true),
    dispose: () => {
      later.cancel();
      answers.cancel();
      list.dispose();
    },
  };
}

/**
 * @param {{kind: string, id: string}} page
 * @returns {string}
 */
function address({ kind, id }) {
  return `/api/reference/${encodeURIComponent(kind)}/${encodeURIComponent(id)}`;
}

/**
 * @param {string | null} state
 * @returns {string}
 */
function textIn(state) {
  const given = /** @type {{text?: unknown} | null} */ (decode(state));
  return typeof given?.text === 'string' ? given.text : '';
}
