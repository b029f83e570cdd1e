import { h } from '../core/dom.js';
import { codeSnippet } from './code-block.js';
/** @import { Prose } from '../types.js' */

/** @type {ReadonlySet<import('../types.js').ProseTag>} */
const TAGS = new Set([
  'p', 'ul', 'ol', 'li', 'code', 'strong', 'em', 'thead', 'tbody', 'tr', 'th', 'td', 'h3', 'h4', 'br', 'blockquote',
]);

/**
 * Draws Markdown, which comes as a tree.
 * @param {Prose[]} blocks
 * @param {string} [language] of the examples that do not say theirs
 * @returns {HTMLElement}
 */
export function prose(blocks, language = '') {
  return h('div', { class: 'prose' }, blocks.map(node => draw(node, language)));
}

/**
 * @param {Prose} node
 * @param {string} language
 * @returns {Node}
 */
function draw(node, language) {
  if (typeof node === 'string') return document.createTextNode(node);
  if (node.tag === 'pre') {
    return codeSnippet({ label: 'Example', content: textOf(node).trimEnd(), language: node.language ?? language });
  }
  const children = node.children.map(child => draw(child, language));
  if (node.tag === 'table') {
    const frame = { class: 'prose-table', tabindex: 0, role: 'region', 'aria-label': 'Table' };
    return h('div', frame, h('table', null, children));
  }
  if (node.tag === 'a') return anchor(node.href ?? '', children);
  const tag = TAGS.has(node.tag) ? node.tag : 'p';
  return h(tag, null, children);
}

/**
 * Only what leads to a page: no other scheme gets into `href`.
 * @param {string} href
 * @param {Node[]} children
 * @returns {Node}
 */
function anchor(href, children) {
  if (href.startsWith('#/')) return h('a', { href }, children);
  if (!/^https?:\/\//.test(href)) return h('span', null, children);
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, children);
}

/**
 * @param {Prose} node
 * @returns {string}
 */
export function textOf(node) {
  return typeof node === 'string' ? node : node.children.map(textOf).join('');
}
