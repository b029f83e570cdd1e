// What configuration is written in, as far as colours need to know.

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

const C_WORDS = `if else for while do switch case default break continue return new class const static public
  private protected this null true false void int string throw try catch finally import`;

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
  ({ comments, strings, words: new Set(words.split(/\s+/)), directives, keys, markup });

/** @type {Record<string, Language>} */
const LANGUAGES = {
  conf: language([HASH], [DOUBLE, SINGLE], 'on off always if else elseif unless', { directives: true }),
  yaml: language([HASH], [DOUBLE, SINGLE], 'true false null yes no', { keys: true }),
  json: language([SLASHES, BLOCK], [DOUBLE], 'true false null', { keys: true }),
  toml: language([HASH], [TRIPLE, DOUBLE, SINGLE], 'true false', { keys: true }),
  js: language([SLASHES, BLOCK], [DOUBLE, SINGLE, BACKTICK],
    `${C_WORDS} function async await let var of in typeof undefined export from interface type`),
  python: language([HASH], [TRIPLE, DOUBLE, SINGLE],
    `def class return if elif else for while in not and or is None True False import from as with try
    except finally raise lambda pass async await yield`),
  ruby: language([HASH], [DOUBLE, SINGLE],
    'def class module end do if elsif else unless return nil true false require and or not then'),
  go: language([SLASHES, BLOCK], [DOUBLE, BACKTICK, CHARACTER],
    `func package import return if else for range var const type struct interface map nil true false
    switch case default go defer string int bool`),
  rust: language([SLASHES, BLOCK], [DOUBLE, CHARACTER],
    `fn let mut pub use mod struct enum impl trait match if else for while loop return async await move
    const static self Self true false as in where`),
  java: language([SLASHES, BLOCK], [TRIPLE, DOUBLE, SINGLE], `${C_WORDS} package final boolean extends implements`),
  csharp: language([SLASHES, BLOCK], [DOUBLE, SINGLE], `${C_WORDS} using namespace var bool async await readonly`),
  php: language([SLASHES, BLOCK, HASH], [DOUBLE, SINGLE], `${C_WORDS} function use namespace array foreach as fn`),
  hcl: language([HASH, SLASHES, BLOCK], [DOUBLE], 'resource variable output module true false null for in if',
    { keys: true }),
  xml: language([MARKUP], [DOUBLE, SINGLE], '', { markup: true }),
  lua: language([DASHES], [DOUBLE, SINGLE],
    'local function end if then else elseif for in do return nil true false and or not'),
  vcl: language([HASH, SLASHES, BLOCK], [DOUBLE],
    'sub if else elsif elseif set unset return call vcl import include true false synth pass hash'),
  shell: language([HASH], [DOUBLE, SINGLE], 'if then else fi for in do done export curl preflight',
    { directives: true }),
};

/** By the end of a file's name, or as examples name it. */
const BY_NAME = inverted({
  conf: 'conf cfg htaccess caddyfile',
  yaml: 'yaml yml _headers',
  json: 'json',
  toml: 'toml',
  js: 'js cjs mjs ts mts jsx tsx javascript typescript',
  python: 'py python',
  ruby: 'rb ru ruby',
  go: 'go',
  rust: 'rs rust',
  java: 'java kt',
  csharp: 'cs csharp',
  php: 'php',
  hcl: 'tf hcl',
  xml: 'xml html config',
  lua: 'lua',
  vcl: 'vcl',
  shell: 'sh bash console shell',
});

/** In what the targets are configured. */
const BY_TARGET = inverted({
  conf: 'nginx apache apache-htaccess haproxy lighttpd caddy',
  yaml: 'envoy traefik traefik-labels gateway-api ingress-nginx kong apisix google-load-balancer',
  json: `s3 gcs api-gateway api-gateway-rest cloudfront azure-storage azure-front-door alb
    cloudflare-transform-rules`,
  js: `express fastify koa hono nestjs nextjs nextjs-headers nextjs-rewrites sveltekit vite
    webpack-dev-server angular-cli cloudflare-workers supabase firebase vercel netlify aws-lambda`,
  python: 'fastapi flask django django-cors-headers aiohttp',
  ruby: 'rails',
  php: 'laravel',
  go: 'go-rs-cors',
  rust: 'axum actix tower-http',
  java: 'spring',
  csharp: 'aspnet',
  xml: 'iis tomcat azure-apim',
  vcl: 'varnish',
});

/**
 * The name of a file's language, by the end of the file's name; by its target where that does not tell.
 * @param {string} name
 * @param {string | null} [target]
 * @returns {string} empty where it is unknown: then it is shown without colours
 */
export function languageOf(name, target = null) {
  const ending = name.toLowerCase().split(/[./]/).at(-1) ?? '';
  const known = target ?? '';
  return BY_NAME.get(ending) ?? BY_TARGET.get(known) ?? BY_NAME.get(known) ?? '';
}

/**
 * @param {string} name a language, an ending or a target
 * @returns {{name: string, language: Language} | null}
 */
export function languageNamed(name) {
  const known = languageOf(name, name);
  const language = LANGUAGES[known];
  return language ? { name: known, language } : null;
}

/**
 * @param {Record<string, string>} lists
 * @returns {Map<string, string>}
 */
function inverted(lists) {
  const pairs = Object.entries(lists).flatMap(([language, names]) =>
    names.split(/\s+/).map(name => /** @type {[string, string]} */ ([name, language])));
  return new Map(pairs);
}
