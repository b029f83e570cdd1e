import { copy } from '../core/clipboard.js';
import { h } from '../core/dom.js';

/** How long the button says that it worked, in milliseconds. */
const SAYS_SO = 1600;

/**
 * @param {string | (() => string)} text what is copied; a function is asked when the button is pressed
 * @param {string} [what] `the console lines`: for those who hear the button without its surroundings
 * @param {string} [words] what stands on it
 * @returns {HTMLButtonElement}
 */
export function copyButton(text, what = '', words = 'Copy') {
  const label = h('span', { 'aria-live': 'polite' }, words);
  const press = async () => {
    const done = await copy(typeof text === 'string' ? text : text());
    label.textContent = done ? 'Copied' : 'Press Ctrl+C';
    setTimeout(() => {
      label.textContent = words;
    }, SAYS_SO);
  };
  return h('button', { type: 'button', class: 'button quiet small', on: { click: () => void press() } },
    label, what ? h('span', { class: 'unseen' }, ` ${what}`) : null);
}
