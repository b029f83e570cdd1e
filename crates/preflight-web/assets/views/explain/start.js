import { h } from '../../core/dom.js';

/** Messages as consoles print them: one of each engine, and names of pages. */
const EXAMPLES = [
  ['Chrome', "Access to fetch at 'https://api.example.com/orders' from origin 'https://shop.example.com' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource."],
  ['Firefox', 'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.com/orders. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 401.'],
  ['Safari', 'Request header field X-Trace is not allowed by Access-Control-Allow-Headers.\nFetch API cannot load https://api.example.com/orders due to access control checks.'],
  ['A status', '405 on OPTIONS'],
  ['A header', 'Access-Control-Allow-Credentials'],
];

/**
 * What stands here before anything is asked.
 * @param {(text: string) => void} onChoose
 * @returns {HTMLElement}
 */
export function start(onChoose) {
  return h('div', { class: 'stack measure' },
    h('p', null, 'Consoles say that a request was blocked, and seldom why. Paste their lines as they are, with everything around them: you get what they say, what they leave open, and the command that decides.'),
    h('h2', null, 'Try one'),
    h('ul', { class: 'examples' }, EXAMPLES.map(([name = '', text = '']) => h('li', null,
      h('button', { type: 'button', class: 'example', on: { click: () => onChoose(text) } },
        h('strong', null, name), h('span', { class: 'mono muted' }, text))))));
}

/**
 * Where the text tells nothing.
 * @param {number} matches
 * @returns {HTMLElement}
 */
export function unknown(matches) {
  const pages = matches === 1 ? 'One page of the reference has it' : `${matches} pages of the reference have it`;
  return h('div', { class: 'stack measure' },
    h('h2', null, 'Nothing in this text is known'),
    h('p', null, matches > 0
      ? `${pages}: see the list.`
      : 'Copy the whole message of the browser’s console, with the URLs in it. Messages of an application’s own are not known; what the browser printed before them is.'));
}
