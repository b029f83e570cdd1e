// Colours for configuration. One pass of one regular expression for each language; no alternative
// of it can match a text in two ways, so that it takes linear time whatever the text.
import { h } from './dom.js';

const DOUBLE = String.raw`"(?:[^"\\\n]|\\.)*"?`;
const SINGLE = String.raw`'(?:[^'\\\n]|\\.)*'?`;
const BACKTICK = '`(?:[^`\\\\]|\\\\[^])*`?';
const TRIPLE = String.raw`"""[^]*?(?:"""|$)`;
const CHARACTER = String.raw`'(?:[^'\\\n]|\\.[\w{}]*)'`;
const SLASHES = String.raw`\/\/[^\n]*`;
const BLOCK = String.raw`\/\*[^]*?(?:\*\/|$)`;
const HASH = String.raw`(?<!\S)#(?!\[)[^\n]*`;
const DASHES = String.raw`--[^\n]*`;
const MARKUP = String.raw`<!--[^]*?(?:-->|$)`;

const C_WORDS = 'if else for while do switch case default break continue return new class const static public private protected this null true false void int string throw try catch finally import';

/**
 * @typedef {object} Language
 * @property {string[]} comments
 * @property {string[]} strings
 * @property {Set<string>} words its keywords
 * @property {boolean} directives whether the first word of a line says what the line does
 * @property {boolean} keys whether what stands before `:` or `=` is a name
 * @property {boolean} markup whether it has tags
 */

/**
 * @param {string[]} comments
 * @param {string[]} strings
 * @param {string} words
 * @param {{directives?: boolean, keys?: boolean, markup?: boolean}} [lines]
 * @returns {Language}
 */
const language = (comments, strings, words, { directives = false, keys = false, markup = false } = {}) =>
  ({ comments, strings, words: new Set(words.split(' ')), directives, keys, markup });

/** @type {Record<string, Language>} */
const LANGUAGES = {
  conf: language([HASH], [DOUBLE, SINGLE], 'on off always if else elseif unless', { directives: true }),
  yaml: language([HASH], [DOUBLE, SINGLE], 'true false null yes no', { keys: true }),
  json: language([SLASHES, BLOCK], [DOUBLE], 'true false null', { keys: true }),
  toml: language([HASH], [TRIPLE, DOUBLE, SINGLE], 'true false', { keys: true }),
  js: language([SLASHES, BLOCK], [DOUBLE, SINGLE, BACKTICK], `${C_WORDS} function async await let var of in typeof undefined export from interface type`),
  python: language([HASH], [TRIPLE, DOUBLE, SINGLE], 'def class return if elif else for while in not and or is None True False import from as with try except finally raise lambda pass async await yield'),
  ruby: language([HASH], [DOUBLE, SINGLE], 'def class module end do if elsif else unless return nil true false require and or not then'),
  go: language([SLASHES, BLOCK], [DOUBLE, BACKTICK, CHARACTER], 'func package import return if else for range var const type struct interface map nil true false switch case default go defer string int bool'),
  rust: language([SLASHES, BLOCK], [DOUBLE, CHARACTER], 'fn let mut pub use mod struct enum impl trait match if else for while loop return async await move const static self Self true false as in where'),
  java: language([SLASHES, BLOCK], [TRIPLE, DOUBLE, SINGLE], `${C_WORDS} package final boolean extends implements`),
  csharp: language([SLASHES, BLOCK], [DOUBLE, SINGLE], `${C_WORDS} using namespace var bool async await readonly`),
  php: language([SLASHES, BLOCK, HASH], [DOUBLE, SINGLE], `${C_WORDS} function use namespace array foreach as fn`),
  hcl: language([HASH, SLASHES, BLOCK], [DOUBLE], 'resource variable output module true false null for in if', { keys: true }),
  xml: language([MARKUP], [DOUBLE, SINGLE], '', { markup: true }),
  lua: language([DASHES], [DOUBLE, SINGLE], 'local function end if then else elseif for in do return nil true false and or not'),
  vcl: language([HASH, SLASHES, BLOCK], [DOUBLE], 'sub if else elsif elseif set unset return call vcl import include true false synth pass hash'),
  shell: language([HASH], [DOUBLE, SINGLE], 'if then else fi for in do done export curl preflight', { directives: true }),
};

/** @type {Record<string, string>} */
const BY_ENDING = {
  conf: 'conf', cfg: 'conf', htaccess: 'conf', caddyfile: 'conf', yaml: 'yaml', yml: 'yaml', json: 'json', toml: 'toml',
  js: 'js', cjs: 'js', mjs: 'js', ts: 'js', mts: 'js', tsx: 'js', jsx: 'js', py: 'python', rb: 'ruby', ru: 'ruby', go: 'go', rs: 'rust',
  java: 'java', kt: 'java', cs: 'csharp', php: 'php', tf: 'hcl', hcl: 'hcl', xml: 'xml', html: 'xml', config: 'xml', lua: 'lua', vcl: 'vcl',
  sh: 'shell', _headers: 'yaml', bash: 'shell', console: 'shell', rust: 'rust', javascript: 'js', typescript: 'js', csharp: 'csharp', ruby: 'ruby', python: 'python',
};

/** In what the targets are configured. */
const BY_TARGET = new Map(Object.entries({
  conf: 'nginx apache apache-htaccess haproxy lighttpd caddy',
  yaml: 'envoy traefik traefik-labels gateway-api ingress-nginx kong apisix google-load-balancer',
  json: 's3 gcs api-gateway api-gateway-rest cloudfront azure-storage azure-front-door cloudflare-transform-rules alb',
  js: 'express fastify koa hono nestjs nextjs nextjs-headers nextjs-rewrites sveltekit vite webpack-dev-server angular-cli cloudflare-workers supabase firebase vercel netlify aws-lambda',
  python: 'fastapi flask django django-cors-headers aiohttp',
  ruby: 'rails', php: 'laravel php', go: 'go go-rs-cors', rust: 'axum actix tower-http', java: 'spring', csharp: 'aspnet',
  xml: 'iis tomcat azure-apim', vcl: 'varnish',
}).flatMap(([language, targets]) => targets.split(' ').map(target => [target, language])));

/**
 * The language of a file, by the end of its name; by its target where the name does not tell.
 * @param {string} name
 * @param {string | null} [target]
 * @returns {string} empty where it is unknown: then it is shown without colours
 */
export function languageOf(name, target = null) {
  const ending = name.toLowerCase().split(/[./]/).at(-1) ?? '';
  return BY_ENDING[ending] ?? BY_TARGET.get(target ?? '') ?? '';
}

/** @type {Map<string, RegExp>} */
const expressions = new Map();

/**
 * @param {string} name
 * @param {Language} language
 * @returns {RegExp}
 */
function expressionOf(name, { comments, strings }) {
  const known = expressions.get(name);
  if (known) return known;
  const made = new RegExp(
    `(?<comment>${comments.join('|')})|(?<string>${strings.join('|')})|(?<number>\\b\\d[\\w.]*)|(?<word>[A-Za-z_$@][\\w$-]*)|(?<line>\\n)`, 'g');
  expressions.set(name, made);
  return made;
}

/**
 * The text in colours: strings and spans, for `h`.
 * @param {string} text
 * @param {string} name as `languageOf` has it
 * @returns {(string | HTMLElement)[]}
 */
export function highlight(text, name) {
  const language = LANGUAGES[name] ?? LANGUAGES[languageOf(name, name)];
  if (!language) return [text];
  /** @type {(string | HTMLElement)[]} */
  const pieces = [];
  let written = 0;
  let first = true;
  for (const match of text.matchAll(expressionOf(name, language))) {
    const groups = match.groups ?? {};
    const kind = kindOf(groups, language, first, text, match.index + match[0].length);
    first = groups.line !== undefined;
    if (!kind) continue;
    if (match.index > written) pieces.push(text.slice(written, match.index));
    pieces.push(h('span', { class: `hl-${kind}` }, match[0]));
    written = match.index + match[0].length;
  }
  pieces.push(text.slice(written));
  return pieces;
}

/**
 * @param {Record<string, string | undefined>} groups
 * @param {Language} language
 * @param {boolean} first whether it is the first of its line
 * @param {string} text
 * @param {number} end where it ends in the text
 * @returns {string | null}
 */
function kindOf(groups, language, first, text, end) {
  if (groups.comment !== undefined) return 'comment';
  const isKey = language.keys && first && /^["']?[ \t]?[:=]/.test(text.slice(end, end + 3));
  if (groups.string !== undefined) return isKey ? 'name' : 'string';
  if (groups.number !== undefined) return 'number';
  if (groups.word === undefined) return null;
  if (isKey) return 'name';
  if (language.directives && first) return 'word';
  if (language.markup) return '</'.includes(text[end - groups.word.length - 1] ?? ' ') ? 'word' : text[end] === '=' ? 'name' : null;
  return language.words.has(groups.word) ? 'word' : null;
}
