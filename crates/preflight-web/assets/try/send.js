/** @import { Attempt, Network, Pair, Seen } from '../types.js' */

/** How much of a body is shown, in bytes. */
const EXCERPT = 2048;
/** How long to wait for it: some bodies never end. */
const BODY_PATIENCE = 2_000;
/** Until the browser has written down how a request went. */
const TIMING_PATIENCE = 50;

/**
 * Sends a request as a page's script does, and says what the script saw.
 * @param {Attempt} attempt
 * @param {AbortSignal} stopped
 * @returns {Promise<Seen>}
 */
export async function send(attempt, stopped) {
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(attempt.patience)]);
  const begun = performance.now();
  const seen = await (attempt.upload_listener ? byXhr(attempt, signal) : byFetch(attempt, signal));
  const duration = performance.now() - begun;
  await delay(TIMING_PATIENCE);
  return { ...seen, duration, network: network(attempt.url, begun) };
}

/** @typedef {Omit<Seen, 'duration' | 'network'>} Outcome */

/** @type {Omit<Outcome, 'outcome' | 'error'>} */
const NOTHING = { status: null, type: null, redirected: false, url: null, headers: [], body: null, cut: false };

/**
 * @param {Attempt} attempt
 * @param {AbortSignal} signal
 * @returns {Promise<Outcome>}
 */
async function byFetch(attempt, signal) {
  /** @type {Request} */
  let request;
  try {
    request = requestOf(attempt, signal);
  } catch (error) {
    return { ...NOTHING, outcome: 'impossible', error: described(error) };
  }
  try {
    const response = await fetch(request);
    const { status, type, redirected, url } = response;
    const read = await excerpt(response);
    return { outcome: 'allowed', status, type, redirected, url, headers: [...response.headers], ...read };
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    return { ...NOTHING, outcome: timedOut ? 'unanswered' : 'blocked', error: described(error) };
  }
}

/**
 * @param {Attempt} attempt
 * @param {AbortSignal} signal
 * @returns {Request}
 */
function requestOf(attempt, signal) {
  const { url, method, headers, credentials, mode, redirect, cache, body, stream } = attempt;
  /** @type {RequestInit & {duplex?: 'half'}} */
  const init = { method, headers, credentials, mode, redirect, cache, referrerPolicy: attempt.referrer_policy, signal };
  if (body !== null) init.body = stream ? new Blob([body]).stream() : body;
  if (stream) init.duplex = 'half';
  return new Request(url, init);
}

/**
 * The beginning of the body.
 * @param {Response} response
 * @returns {Promise<Pick<Outcome, 'body' | 'cut' | 'error'>>}
 */
async function excerpt(response) {
  if (!response.body) return { body: null, cut: false, error: null };
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const late = delay(BODY_PATIENCE).then(() => ({ done: false, value: undefined }));
  let [body, length] = ['', 0];
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late]);
      if (done) return { body: body + decoder.decode(), cut: false, error: null };
      if (value) body += decoder.decode(value.subarray(0, EXCERPT - length), { stream: true });
      length += value?.length ?? EXCERPT;
      if (length <= EXCERPT) continue;
      void reader.cancel();
      return { body, cut: true, error: null };
    }
  } catch (error) {
    return { body, cut: true, error: described(error) };
  }
}

/**
 * By XMLHttpRequest, which alone can listen to an upload.
 * @param {Attempt} attempt
 * @param {AbortSignal} signal
 * @returns {Promise<Outcome>}
 */
function byXhr({ url, method, headers, credentials, body }, signal) {
  const xhr = new XMLHttpRequest();
  return new Promise(resolve => {
    const failed = (/** @type {Outcome['outcome']} */ outcome, /** @type {unknown} */ error) =>
      resolve({ ...NOTHING, outcome, error: described(error) });
    xhr.onload = () => resolve({ ...answerOf(xhr), redirected: xhr.responseURL !== new URL(url).href });
    xhr.onerror = () => failed('blocked', new Error('the request’s error event'));
    xhr.onabort = () => failed(signal.reason?.name === 'TimeoutError' ? 'unanswered' : 'blocked', signal.reason);
    signal.addEventListener('abort', () => xhr.abort());
    try {
      xhr.open(method, url);
      xhr.withCredentials = credentials === 'include';
      for (const [name, value] of headers) xhr.setRequestHeader(name, value);
      xhr.upload.addEventListener('progress', () => {});
      xhr.send(body);
    } catch (error) {
      failed('impossible', error);
    }
  });
}

/**
 * @param {XMLHttpRequest} xhr
 * @returns {Outcome}
 */
function answerOf(xhr) {
  const lines = xhr.getAllResponseHeaders().split('\r\n').filter(Boolean);
  const headers = lines.map(line => /** @type {Pair} */ (line.split(/: ?(.*)/s).slice(0, 2)));
  const cut = xhr.responseText.length > EXCERPT;
  const body = xhr.responseText.slice(0, EXCERPT);
  return { ...NOTHING, outcome: 'allowed', status: xhr.status, url: xhr.responseURL, headers, body, cut, error: null };
}

/**
 * What the browser's network panel knows and tells scripts: little, unless the server sends
 * `Timing-Allow-Origin`.
 * @param {string} url
 * @param {number} begun
 * @returns {Network | null}
 */
function network(url, begun) {
  const name = URL.canParse(url) ? new URL(url).href.replace(/#.*/s, '') : url;
  const entries = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByName(name, 'resource'));
  const entry = entries.findLast(each => each.startTime >= begun);
  if (!entry) return null;
  const { nextHopProtocol, requestStart, responseStart, transferSize } = entry;
  const detailed = requestStart > 0;
  return {
    protocol: nextHopProtocol || null,
    first_byte: detailed ? responseStart - requestStart : null,
    from_cache: detailed && transferSize === 0,
  };
}

/**
 * @param {unknown} error
 * @returns {Seen['error']}
 */
function described(error) {
  return error instanceof Error ? { name: error.name, message: error.message } : { name: 'Error', message: String(error) };
}

/**
 * @param {number} milliseconds
 * @returns {Promise<void>}
 */
function delay(milliseconds) {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
