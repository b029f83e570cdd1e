import { post } from '../../core/api.js';
import { fill, freshId, h } from '../../core/dom.js';
import { codeBlock } from '../../parts/code-block.js';
import { notice } from '../../parts/notice.js';
import { attemptOf } from '../../parts/try-frame.js';
/** @import { ApiError } from '../../core/api.js' */
/** @import { Attempt, Fields } from '../../types.js' */

/**
 * Where the page stands that sends the request: servers allow origins by name.
 * @param {{own: string}} options the try page's own origin
 * @returns {{element: HTMLElement, show: (origin: string, fields: Fields) => void,
 *   stand: (origin: string, signal: AbortSignal) => Promise<string>,
 *   refused: (error: ApiError, fields: Fields, again: () => void) => HTMLElement}}
 *   `show` names the origin of the form; `stand` resolves with the origin where the page then stands; `refused` says
 *   why not, and offers what is possible
 */
export function placeChoice({ own }) {
  const name = freshId('place');
  const exactly = h('input', { type: 'radio', name, checked: true });
  const ours = h('input', { type: 'radio', name });
  const named = h('code');
  const cookies = h('p', { class: 'hint' });

  /** @type {ReturnType<typeof placeChoice>['show']} */
  function show(origin, { credentials }) {
    fill(named, origin);
    fill(cookies, exactly.checked && credentials === 'include' ? framed(origin) : null);
  }

  /** @type {ReturnType<typeof placeChoice>['stand']} */
  async function stand(origin, signal) {
    if (ours.checked) return own;
    return (await post('/api/try/stand', { origin }, signal)).page;
  }

  /** @type {ReturnType<typeof placeChoice>['refused']} */
  function refused({ reason, correction }, fields, again) {
    const instead = () => {
      ours.checked = true;
      again();
    };
    return h('div', { class: 'stack' },
      notice({ kind: 'error', text: reason, correction }),
      ours.checked ? null : h('div', { class: 'row' },
        h('button', { type: 'button', class: 'button', on: { click: instead } }, 'Send it from ', h('code', null, own), ' instead')),
      h('p', null, 'Or open a page of that origin, and paste this into its console:'),
      codeBlock({ name: 'fetch()', content: call(attemptOf(fields)), language: 'js', wrap: true }));
  }

  const element = h('fieldset', { class: 'field' },
    h('legend', { class: 'label' }, 'The page that sends it stands at'),
    h('div', { class: 'stack tight' },
      h('label', { class: 'choice' }, exactly, h('span', null, 'Exactly the origin above, ', named)),
      h('label', { class: 'choice' }, ours, h('span', null, 'An origin of its own, ', h('code', null, own)))),
    cookies);
  return { element, show, stand, refused };
}

/**
 * A page in a frame of another site has fewer cookies than the same page in its own window.
 * @param {string} origin
 * @returns {string | null}
 */
function framed(origin) {
  if (!URL.canParse(origin)) return null;
  const { hostname } = new URL(origin);
  if (hostname === location.hostname) return null;
  return `It stands in a frame of ${location.hostname}, another site: cookies with SameSite=Lax or Strict stay out. To have those of ${hostname}, open the workbench at http://${hostname}:${location.port}.`;
}

/**
 * The request as a script writes it.
 * @param {Attempt} attempt
 * @returns {string}
 */
function call({ url, method, headers, body, credentials, mode, redirect }) {
  const init = {
    method,
    headers: headers.length > 0 ? headers : undefined,
    body: body ?? undefined,
    credentials,
    mode: mode === 'cors' ? undefined : mode,
    redirect: redirect === 'follow' ? undefined : redirect,
  };
  return `await fetch(${JSON.stringify(url)}, ${JSON.stringify(init, null, 2)})\n`;
}
