import { h } from '../../core/dom.js';
import { link } from '../../core/route.js';
import { encode } from '../../core/share.js';
import { codeLine } from '../../parts/code-block.js';
import { prose } from '../../parts/prose.js';
import { capital, counted, said, sentence, worded } from '../../parts/words.js';
/** @import { About, Certainty, ExplainedFailure, Explained, Explanation, FailureWords, Fields, PageKind } from '../../types.js' */

/** @type {Record<Certainty, string>} */
const SURE = { certain: 'Certain', likely: 'Likely', possible: 'Possible' };

/** The most causes that are listed before one asks for the rest. */
const LISTED = 5;

/**
 * The answer in one sentence, for those who do not see the page.
 * @param {Explanation} explanation
 * @returns {string}
 */
export function summary({ page, failures }) {
  const [first] = failures;
  if (page) return sentence(page.title);
  if (!first) return 'Nothing in this text is known.';
  const more = failures.length > 1 ? ` ${failures.length} requests failed.` : '';
  return `${sentence(first.says)} ${counted(first.causes.length, 'possible cause')}.${more}`;
}

/**
 * What the text says of each request.
 * @param {Explained} answer
 * @param {{about: About}} options
 * @returns {HTMLElement}
 */
export function explained({ explanation, checks, words }, { about }) {
  const { failures } = explanation;
  return h('div', { class: 'failures' }, failures.map((failure, at) => {
    const place = failures.length > 1 ? `${at + 1} of ${failures.length} requests` : null;
    return card(failure, { place, folded: at > 0, check: checks[at] ?? null, words: words[at] ?? null, about });
  }));
}

/**
 * Causes, each with how sure it is.
 * @param {{id: string, title: string, certainty: Certainty}[]} causes
 * @returns {HTMLElement}
 */
export function causeList(causes) {
  return h('ul', { class: 'suspects' }, causes.map(({ id, title, certainty }) => h('li', null,
    h('span', { class: `chip ${certainty}` }, SURE[certainty]),
    h('a', { href: link('explain', ['cause', id]) }, worded(capital(title))))));
}

/**
 * @param {ExplainedFailure} failure
 * @param {{place: string | null, folded: boolean, check: Fields | null, words: FailureWords | null, about: About}} context
 * @returns {HTMLElement}
 */
function card(failure, { place, folded, check, words, about }) {
  const [first, ...others] = failure.causes;
  return h('section', { class: 'failure stack' },
    h('header', { class: 'stack tight' },
      h('p', { class: 'failure-facts' }, place && h('strong', null, place), facts(failure, about)),
      h('h2', null, said(failure.says)),
      request(failure)),
    first && h('section', { class: 'stack tight' },
      h('h3', null, h('span', { class: `chip ${first.certainty}` }, SURE[first.certainty]), ' ',
        h('a', { href: link('explain', ['cause', first.id]) }, worded(sentence(first.title)))),
      words?.fix ? prose(words.fix) : null),
    next(failure, check),
    others.length > 0 && alsoPossible(others),
    folded
      ? h('details', null, h('summary', null, 'What does not fix it, and what the message rules out'), besides(failure, words))
      : besides(failure, words),
    words?.see ? more(words.see) : null);
}

/**
 * @param {{kind: PageKind, id: string}} page
 * @returns {HTMLElement}
 */
function more({ kind, id }) {
  const name = kind === 'concept' ? id.replaceAll('-', ' ') : h('code', null, id);
  return h('p', null, 'In general: ', h('a', { href: link('explain', [kind, id]) }, name));
}

/**
 * @param {ExplainedFailure} failure
 * @param {FailureWords | null} words
 * @returns {HTMLElement}
 */
function besides({ does_not_fix: remedies }, words) {
  return h('div', { class: 'failure-besides' },
    remedies.length > 0 && h('section', { class: 'stack tight' },
      h('h3', null, 'What does not fix it'),
      h('dl', { class: 'remedies' }, remedies.map(({ what, why }) =>
        h('div', null, h('dt', null, worded(capital(what))), h('dd', null, said(why)))))),
    words && words.excluded.length > 0 && h('section', { class: 'stack tight' },
      h('h3', null, 'What the message rules out'),
      h('ul', null, words.excluded.map(text => h('li', null, said(text))))));
}

/**
 * Whose message it is, and about which request.
 * @param {ExplainedFailure} failure
 * @param {About} about
 * @returns {HTMLElement[]}
 */
function facts({ browser, code, on_preflight: onPreflight, status }, about) {
  const engine = about.engines.find(engine => engine.id === browser)?.name;
  const whose = engine ? `${engine}’s console` : code ? `A message of ${code.engine}` : null;
  const leg = onPreflight === null || onPreflight === undefined
    ? 'the preflight or the request itself: the text does not tell'
    : onPreflight ? 'on the preflight' : 'on the request itself';
  const all = [whose, leg, status ? `status ${status}` : null].filter(fact => fact !== null);
  const pieces = all.map(fact => h('span', null, fact));
  return code ? [...pieces, h('code', null, code.name)] : pieces;
}

/**
 * @param {ExplainedFailure} failure
 * @returns {HTMLElement | null}
 */
function request({ url, origin, method }) {
  if (!url) return null;
  return h('p', { class: 'mono' }, method ? `${method} ` : '', url, origin ? h('span', { class: 'muted' }, ` from ${origin}`) : null);
}

/**
 * The probe that decides, as a command and as a filled form.
 * @param {ExplainedFailure} failure
 * @param {Fields | null} check
 * @returns {HTMLElement}
 */
function next({ next: command, assumed }, check) {
  if (!command || !check) {
    return h('section', { class: 'stack tight measure' },
      h('h3', null, 'Run next'),
      h('p', null, 'The text names no URL of a server. ', h('a', { href: link('check') }, 'Check the request'), ' to see what the server answers.'));
  }
  return h('section', { class: 'stack tight measure' },
    h('h3', null, 'Run next'),
    codeLine({ label: `the command for ${check.url}`, content: command, language: 'shell' }),
    assumed.length > 0 && h('ul', { class: 'hint' }, assumed.map(note => h('li', null, said(note)))),
    h('div', null, h('a', { class: 'button primary', href: link('check', [], encode(check)) }, 'Check it')));
}

/**
 * @param {ExplainedFailure['causes']} causes
 * @returns {HTMLElement}
 */
function alsoPossible(causes) {
  const rest = causes.slice(LISTED);
  return h('section', { class: 'stack tight' },
    h('h3', null, 'Also possible'),
    causeList(causes.slice(0, LISTED)),
    rest.length > 0 && h('details', null, h('summary', null, `${rest.length} more`), causeList(rest)));
}
