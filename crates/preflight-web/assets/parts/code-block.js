import { download } from '../core/clipboard.js';
import { h } from '../core/dom.js';
import { highlight } from '../core/highlight.js';
import { languageOf } from '../core/languages.js';
import { copyButton } from './copy-button.js';

/**
 * A file: its name, its text in colours, copy and download.
 * @param {{name: string, content: string, language?: string, target?: string | null, wrap?: boolean}} file
 * @returns {HTMLElement}
 */
export function codeBlock({ name, content, language, target, wrap }) {
  return h('div', { class: wrap ? 'code wrapped' : 'code' },
    h('div', { class: 'code-head' },
      h('span', { class: 'code-name' }, name),
      copyButton(content, name),
      h('button', { type: 'button', class: 'button quiet small', on: { click: () => download(name, content) } },
        'Download', h('span', { class: 'unseen' }, ` ${name}`))),
    // What scrolls must be reachable by the keyboard.
    h('pre', { tabindex: 0, role: 'region', 'aria-label': name },
      h('code', null, ...highlight(content, language ?? languageOf(name, target ?? null)))));
}

/**
 * A piece of configuration in the midst of a text.
 * @param {{label: string, content: string, language?: string}} piece
 * @returns {HTMLElement}
 */
export function codeSnippet({ label, content, language }) {
  return h('div', { class: 'code one-line' },
    h('pre', { tabindex: 0, role: 'region', 'aria-label': label }, h('code', null, ...highlight(content, language ?? ''))),
    copyButton(content, label));
}

/**
 * A line to copy, such as a command.
 * @param {{label: string, content: string, language?: string}} line
 * @returns {HTMLElement}
 */
export function codeLine({ label, content, language }) {
  return h('div', { class: 'code wrapped one-line' },
    h('pre', { tabindex: 0, role: 'region', 'aria-label': label },
      h('code', null, ...(language ? highlight(content, language) : [content]))),
    copyButton(content, label));
}
