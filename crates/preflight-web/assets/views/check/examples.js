import { ApiError, get } from '../../core/api.js';
import { fill, h } from '../../core/dom.js';
import { link } from '../../core/route.js';
import { notice } from '../../parts/notice.js';
import { said } from '../../parts/words.js';
/** @import { Fields, Scenario } from '../../types.js' */

/** Of the clinic's scenarios those that most people meet first. */
const FIRST = ['no-cors-headers', 'options-method-not-allowed', 'wildcard-with-credentials'];

/**
 * What to know of a request that came with the address.
 * @param {Fields} fields
 * @param {boolean} ran whether its check is shown too
 * @returns {HTMLElement | null}
 */
export function fromAddress({ headers = [] }, ran) {
  const empty = headers.filter(([, value]) => value === '').map(([name]) => `\`${name}\``);
  const missing = empty.length > 0 ? `the address leaves out the value of ${empty.join(', ')}: write it again` : null;
  const text = ran ? missing : 'This request came with the address. Nothing was sent yet.';
  return text ? notice({ kind: 'note', text, correction: ran ? null : missing }) : null;
}

/**
 * What stands there before the first check: three requests that fail for real, one click away.
 * @param {(fields: Fields) => void} onChoose
 * @returns {HTMLElement}
 */
export function examples(onChoose) {
  const list = h('ul', { class: 'examples' }, h('li', { class: 'muted' }, 'Opening the clinic …'));
  const element = h('div', { class: 'check-empty stack' },
    h('h2', null, 'Would a browser let this request through?'),
    h('p', { class: 'measure muted' },
      'preflight sends what browsers would send, says where each of them stops and why, and writes the ',
      'configuration that puts it right. Try it on a server of this machine that is broken on purpose:'),
    list,
    h('p', null, h('a', { href: link('clinic') }, 'All of the clinic')));
  void load(list, onChoose);
  return element;
}

/**
 * @param {HTMLElement} list
 * @param {(fields: Fields) => void} onChoose
 */
async function load(list, onChoose) {
  try {
    /** @type {{scenarios: Scenario[]}} */
    const { scenarios } = await get('/api/clinic');
    const found = FIRST.flatMap(id => scenarios.find(scenario => scenario.id === id) ?? []);
    fill(list, (found.length > 0 ? found : scenarios.slice(0, FIRST.length)).map(scenario => h('li', null,
      h('button', { type: 'button', class: 'example', on: { click: () => onChoose(scenario.request) } },
        h('strong', null, said(scenario.title)),
        h('span', { class: 'mono muted' }, `${scenario.request.method ?? 'GET'} ${scenario.request.url}`)))));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    fill(list, h('li', null, notice({ kind: 'warning', text: error.reason, correction: error.correction })));
  }
}
