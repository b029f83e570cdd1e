// The diagram in sentences: what is read where it cannot be seen, or has no room.
/** @import { Exchange, Report, Run, Sending } from '../../types.js' */
import { duration } from '../timing.js';

/**
 * @param {Sending} sending
 * @returns {string}
 */
export function sentWords({ kind, purpose, method, url }) {
  if (kind === 'preflight') return `The browser asks for permission first: ${method} ${url}`;
  if (kind === 'actual') return `The browser sends ${method} ${url}`;
  return `preflight sends a ${purpose ?? 'probe'}: ${method} ${url}`;
}

/**
 * @param {Exchange} exchange
 * @returns {string}
 */
export function answeredWords({ response, error, layer, through, timing_ms: timing }) {
  const time = timing.total ? ` after ${duration(timing.total)}` : '';
  if (!response) {
    const why = error ? `${error.text}. ${sideWords(error)}` : 'the connection broke';
    return `No answer${time}: ${why}.`;
  }
  const to = location(response.headers);
  const by = [layer?.name ?? 'The server', ...through.map(each => `through ${each.name},`)].join(' ');
  return `${by} answers ${response.status}${to ? `, a redirect to ${to},` : ''}${time}.`;
}

/**
 * The request's arrow.
 * @param {Sending} sending
 * @returns {string}
 */
export function requestLabel({ method, url }) {
  if (!URL.canParse(url)) return `${method} ${url}`;
  const { pathname, search } = new URL(url);
  return `${method} ${pathname}${search}`;
}

/**
 * The answer's arrow: `405`, or the code of the failure.
 * @param {Exchange} exchange
 * @returns {string}
 */
export function answerLabel({ response, error }) {
  if (!response) return error?.code ?? 'no answer';
  const to = location(response.headers);
  const leads = response.status >= 300 && response.status < 400 && to;
  return leads ? `${response.status} → ${to}` : String(response.status);
}

/**
 * How it ends for the page.
 * @param {Report} report
 * @returns {{allowed: boolean, label: string, sentence: string}}
 */
export function endWords(report) {
  const runs = Object.entries(report.browsers).filter(([id, run]) => run && id !== 'standard');
  const refuse = runs.filter(([, run]) => run?.outcome === 'blocked').map(([id]) => nameOf(id));
  if (report.outcome === 'unreachable') {
    return { allowed: false, label: 'TypeError', sentence: 'No server answered. The script gets a TypeError.' };
  }
  if (refuse.length === 0 && report.outcome === 'allowed') {
    const judged = runs.some(([, run]) => run?.actual_not_sent);
    return judged
      ? { allowed: true, label: 'permitted', sentence: 'The preflight permits the request, which was not sent itself.' }
      : { allowed: true, label: 'response', sentence: 'The script gets the response.' };
  }
  const all = refuse.length === runs.length;
  return {
    allowed: false,
    label: all ? 'TypeError' : `TypeError in ${refuse.join(', ')}`,
    sentence: `The script gets a TypeError${all ? '' : ` in ${refuse.join(' and ')}`}.`,
  };
}

const SIDES = {
  client: 'This machine is at fault',
  network: 'The way between is at fault',
  server: 'The server is at fault',
};

/**
 * On whose side an exchange failed.
 * @param {NonNullable<Exchange['error']>} error
 * @returns {string}
 */
export function sideWords({ side }) {
  return SIDES[side];
}

/**
 * Why browsers stop: those for the same reason together.
 * @param {Report} report
 * @returns {{names: string, refusal: NonNullable<Run['refusal']>}[]}
 */
export function refusals({ browsers }) {
  /** @type {Map<string, {names: string[], refusal: NonNullable<Run['refusal']>}>} */
  const groups = new Map();
  for (const [id, run] of Object.entries(browsers)) {
    if (id === 'standard' || !run?.refusal) continue;
    const { text, spec } = run.refusal;
    const group = groups.get(`${text} ${spec.url} ${spec.step}`) ?? { names: [], refusal: run.refusal };
    group.names.push(nameOf(id));
    groups.set(`${text} ${spec.url} ${spec.step}`, group);
  }
  return [...groups.values()].map(({ names, refusal }) => ({ names: names.join(', '), refusal }));
}

/**
 * @param {string} id
 * @returns {string}
 */
function nameOf(id) {
  return { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' }[id] ?? id;
}

/**
 * @param {[string, string][]} headers
 * @returns {string | undefined}
 */
function location(headers) {
  return headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
}
