import { fieldsFrom } from '../check/address.js';
/** @import { About, Fields, PolicyConfig, PolicyQuestion, Problem, Rest, WrittenPolicy } from '../../types.js' */

/**
 * Everything that is written in the view.
 * @typedef {object} BuildState
 * @property {WrittenPolicy[]} policies
 * @property {number} selected
 * @property {string | null} target
 * @property {boolean} approximate
 * @property {string} listen
 * @property {string} upstream
 * @property {string[]} origins to try
 * @property {Fields} request to try
 * @property {Rest} rest
 */

/** @typedef {'paths' | 'allow_origins' | 'allow_methods' | 'allow_headers' | 'expose_headers'} ListField */

/** @type {readonly ListField[]} */
const LISTS = ['paths', 'allow_origins', 'allow_methods', 'allow_headers', 'expose_headers'];

/**
 * @param {Partial<WrittenPolicy>} [given]
 * @returns {WrittenPolicy}
 */
export function policy(given = {}) {
  return {
    paths: [], allow_origins: [], allow_methods: [], allow_headers: [], expose_headers: [],
    allow_credentials: false, max_age: null, quiet: false, debug: false, shadow: false,
    dangerously_allow_insecure_origins: false, dangerously_allow_public_suffixes: false,
    ...given,
  };
}

/**
 * A policy as the API has it.
 * @param {PolicyConfig} config
 * @returns {WrittenPolicy}
 */
export function written(config) {
  return { ...config, max_age: config.max_age === null ? null : timeText(config.max_age) };
}

/**
 * Seconds as a policy's file has them.
 * @param {number} seconds
 * @returns {string}
 */
export function timeText(seconds) {
  if (seconds > 0 && seconds % 3600 === 0) return `${seconds / 3600}h`;
  if (seconds > 0 && seconds % 60 === 0) return `${seconds / 60}m`;
  return `${seconds}s`;
}

/** @returns {Rest} */
const nothingElse = () => ({ before: '', after: '', comments_left_out: 0 });

/**
 * What stands there at the first visit.
 * @param {About} about
 * @returns {BuildState}
 */
export function initial(about) {
  const origin = 'https://app.example.com';
  return {
    policies: [policy({ allow_origins: [origin], allow_methods: ['PUT'], allow_headers: ['Content-Type'] })],
    selected: 0,
    target: about.targets.some(target => target.id === 'nginx') ? 'nginx' : (about.targets[0]?.id ?? null),
    approximate: false,
    listen: '',
    upstream: '',
    origins: [origin, `${origin}:8443`, 'https://app.example.com.evil.example'],
    request: {
      url: 'https://api.example.com/users', origin, method: 'PUT',
      headers: [['Content-Type', 'application/json']], body: '{}', credentials: 'same-origin',
    },
    rest: nothingElse(),
  };
}

/**
 * A state that was kept or shared; a link is written by anybody, so each member is looked at.
 * @param {unknown} value
 * @param {About} about
 * @returns {BuildState | null} null where there are no policies in it
 */
export function restored(value, about) {
  const given = record(value);
  if (!given || !Array.isArray(given.policies)) return null;
  const usual = initial(about);
  const policies = given.policies.map(record).filter(each => each !== null).map(policyIn);
  const target = about.targets.find(each => each.id === given.target)?.id ?? usual.target;
  const rest = record(given.rest);
  return {
    policies,
    selected: typeof given.selected === 'number' && policies[given.selected] ? given.selected : 0,
    target,
    approximate: given.approximate === true,
    listen: text(given.listen),
    upstream: text(given.upstream),
    origins: Array.isArray(given.origins) ? texts(given.origins) : usual.origins,
    request: fieldsFrom(given.request) ?? usual.request,
    rest: { before: text(rest?.before), after: text(rest?.after), comments_left_out: 0 },
  };
}

/**
 * @param {Record<string, unknown>} given
 * @returns {WrittenPolicy}
 */
function policyIn(given) {
  const made = policy({ max_age: typeof given.max_age === 'string' ? given.max_age : null });
  for (const field of LISTS) made[field] = texts(given[field]);
  for (const flag of /** @type {const} */ (['allow_credentials', 'quiet', 'debug', 'shadow', 'dangerously_allow_insecure_origins', 'dangerously_allow_public_suffixes'])) {
    made[flag] = given[flag] === true;
  }
  return made;
}

/**
 * What is asked of the API. Rows in which nothing is written yet are not asked about.
 * @param {BuildState} state
 * @returns {{question: PolicyQuestion, row: (problem: Pick<Problem, 'policy' | 'field' | 'entry'>) => number | null, origins: number[]}}
 *   `row` is the row of an entry that the answer names; `origins` are the rows of the origins
 */
export function asked(state) {
  const filled = (/** @type {string[]} */ list) => list.flatMap((entry, at) => (entry.trim() ? [at] : []));
  const rows = state.policies.map(each => Object.fromEntries(LISTS.map(field => [field, filled(each[field])])));
  const policies = state.policies.map((each, at) => {
    const lists = LISTS.map(field => [field, (rows[at]?.[field] ?? []).map(row => (each[field][row] ?? '').trim())]);
    return { ...each, max_age: each.max_age?.trim() || null, ...Object.fromEntries(lists) };
  });
  const origins = filled(state.origins);
  const { selected, target, approximate, listen, upstream, request, rest } = state;
  return {
    question: {
      policies, selected, target, approximate, listen, upstream, rest,
      origins: origins.map(row => state.origins[row] ?? ''),
      request: request.url ? request : null,
    },
    row: ({ policy, field, entry }) => (policy === null || entry === null ? null : (rows[policy]?.[field]?.[entry] ?? null)),
    origins,
  };
}

/**
 * @param {unknown} value
 * @returns {Record<string, unknown> | null}
 */
function record(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? /** @type {Record<string, unknown>} */ (value) : null;
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function text(value) {
  return typeof value === 'string' ? value : '';
}

/**
 * @param {unknown} value
 * @returns {string[]}
 */
function texts(value) {
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
}
