// Colours for configuration. One pass of one regular expression for each language; no alternative
// of it can match a text in two ways, so that it takes linear time whatever the text.
import { h } from './dom.js';
import { languageNamed } from './languages.js';
/** @import { Language } from './languages.js' */

/** @type {Map<string, RegExp>} */
const expressions = new Map();

/**
 * The text in colours: strings and spans, for `h`.
 * @param {string} text
 * @param {string} name of a language, as `languageOf` of core/languages.js has it
 * @returns {(string | HTMLElement)[]}
 */
export function highlight(text, name) {
  const known = languageNamed(name);
  if (!known) return [text];
  /** @type {(string | HTMLElement)[]} */
  const pieces = [];
  let written = 0;
  let first = true;
  for (const match of text.matchAll(expressionOf(known.name, known.language))) {
    const groups = match.groups ?? {};
    const end = match.index + match[0].length;
    const kind = kindOf(groups, known.language, first, text, end);
    first = groups.line !== undefined;
    if (!kind) continue;
    if (match.index > written) pieces.push(text.slice(written, match.index));
    pieces.push(h('span', { class: `hl-${kind}` }, match[0]));
    written = end;
  }
  pieces.push(text.slice(written));
  return pieces;
}

/**
 * @param {string} name
 * @param {Language} language
 * @returns {RegExp}
 */
function expressionOf(name, { comments, strings }) {
  const known = expressions.get(name);
  if (known) return known;
  const made = new RegExp([
    `(?<comment>${comments.join('|')})`,
    `(?<string>${strings.join('|')})`,
    String.raw`(?<number>\b\d[\w.]*)`,
    String.raw`(?<word>[A-Za-z_$@][\w$-]*)`,
    String.raw`(?<line>\n)`,
  ].join('|'), 'g');
  expressions.set(name, made);
  return made;
}

/**
 * @param {Record<string, string | undefined>} groups
 * @param {Language} language
 * @param {boolean} first whether it is the first of its line
 * @param {string} text
 * @param {number} end where it ends in the text
 * @returns {string | null}
 */
function kindOf({ comment, string, number, word }, language, first, text, end) {
  if (comment !== undefined) return 'comment';
  const isKey = language.keys && first && /^["']?[ \t]?[:=]/.test(text.slice(end, end + 3));
  if (string !== undefined) return isKey ? 'name' : 'string';
  if (number !== undefined) return 'number';
  if (word === undefined) return null;
  if (isKey) return 'name';
  if (language.markup) return markupKind(text[end - word.length - 1], text[end]);
  return (language.directives && first) || language.words.has(word) ? 'word' : null;
}

/**
 * @param {string | undefined} before
 * @param {string | undefined} after
 * @returns {string | null} of a tag's name or an attribute's
 */
function markupKind(before, after) {
  if (before === '<' || before === '/') return 'word';
  return after === '=' ? 'name' : null;
}
