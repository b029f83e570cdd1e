import { load, save } from './storage.js';

const TOKEN = 'token';

/** What the API answers in the place of a result: what is wrong, and what to do. */
export class ApiError extends Error {
  /**
   * @param {string} reason
   * @param {string | null} correction
   * @param {number} status 0 where no answer came
   * @param {string | null} [field] the field of the form that it is about
   */
  constructor(reason, correction, status, field = null) {
    super(reason);
    this.reason = reason;
    this.correction = correction;
    this.status = status;
    this.field = field;
  }
}

const KEY = /^#(token|ticket)=([\w-]+)/;

/**
 * Whether an address has something to be let in by.
 * @param {string} hash
 */
export function isKey(hash) {
  return KEY.test(hash);
}

/**
 * Is let in by the token of the address that `preflight ui` printed, or by the ticket of the one that it
 * opened. A token that was there before stays until the new one has proved good: a stranger's link
 * locks nobody out.
 * @param {string} hash
 * @returns {Promise<void>}
 */
export async function enter(hash) {
  const [, kind, secret = ''] = KEY.exec(hash) ?? [];
  const token = kind === 'ticket' ? await redeemed(secret) : secret;
  if (token === '') return;
  const tried = await fetch('/api/about', { headers: { Authorization: `Bearer ${token}` } });
  if (tried.ok || !hasToken()) save(TOKEN, token);
}

/**
 * @param {string} ticket
 * @returns {Promise<string>} the token; empty where the ticket is used or too old
 */
async function redeemed(ticket) {
  const response = await fetch('/api/enter', posted({ ticket }));
  return response.ok ? String((await response.json()).token) : '';
}

/** Whether there is a token to ask with. */
export function hasToken() {
  return Boolean(load(TOKEN));
}

/**
 * @template T
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
export async function get(path, signal) {
  return (await ask(path, { signal })).json();
}

/**
 * @template T
 * @param {string} path
 * @param {unknown} body
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
export async function post(path, body, signal) {
  return (await ask(path, posted(body, signal))).json();
}

/**
 * Reads server-sent events until the stream ends or the signal aborts it.
 * @template {{event: string, data: unknown}} E
 * @param {string} path
 * @param {unknown} body
 * @param {(event: E) => void} onEvent
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export async function stream(path, body, onEvent, signal) {
  const response = await ask(path, posted(body, signal));
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = eventIn(block);
      if (event) onEvent(/** @type {E} */ (event));
    }
  }
}

/**
 * @param {string} block
 * @returns {{event: string, data: unknown} | null} null for a comment, which keeps the line open
 */
function eventIn(block) {
  let event = 'message';
  /** @type {string[]} */
  const data = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) event = line.slice(6).trim();
    else if (line.startsWith('data:')) data.push(line.slice(5));
  }
  return data.length > 0 ? { event, data: JSON.parse(data.join('\n')) } : null;
}

/**
 * @param {unknown} body
 * @param {AbortSignal} [signal]
 * @returns {RequestInit}
 */
function posted(body, signal) {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), signal };
}

/**
 * @param {string} path
 * @param {RequestInit} init
 * @returns {Promise<Response>}
 */
async function ask(path, init) {
  const headers = { ...init.headers, Authorization: `Bearer ${load(TOKEN) ?? ''}` };
  /** @type {Response} */
  let response;
  try {
    response = await fetch(path, { ...init, headers });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    const correction = 'Start `preflight ui` again, and open the address that it prints.';
    throw new ApiError('no answer from preflight', correction, 0);
  }
  if (!response.ok) throw await failure(response);
  return response;
}

/**
 * @param {Response} response
 * @returns {Promise<ApiError>}
 */
async function failure(response) {
  try {
    const { error } = await response.json();
    return new ApiError(String(error.reason), error.correction ?? null, response.status, error.field ?? null);
  } catch {
    return new ApiError(`the answer has status ${response.status} and no reason`, null, response.status);
  }
}
