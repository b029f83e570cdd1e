import { ApiError } from '../core/api.js';
import { h } from '../core/dom.js';
/** @import { Attempt, Fields, Seen } from '../types.js' */

/** How long the browser may take to load the try page. */
const STARTED = 5_000;
/** How long a request may take. */
const PATIENCE = 30_000;
/** How much longer its end may take to get here. */
const SLACK = 5_000;
/** The permission to ask servers of a nearer network, under its names since Chromium 142. */
const PERMISSIONS = 'local-network-access; local-network; loopback-network';

/**
 * What the try page is to send of a request.
 * @param {Fields} fields
 * @returns {Attempt}
 */
export function attemptOf(fields) {
  return {
    url: fields.url,
    method: fields.method ?? 'GET',
    headers: fields.headers ?? [],
    body: fields.body ?? null,
    credentials: fields.credentials ?? 'same-origin',
    mode: fields.mode ?? 'cors',
    redirect: fields.redirect ?? 'follow',
    cache: /** @type {RequestCache | undefined} */ (fields.cache || undefined),
    referrer_policy: /** @type {ReferrerPolicy | undefined} */ (fields.referrer_policy || undefined),
    upload_listener: fields.upload_listener ?? false,
    stream: fields.stream ?? false,
    patience: PATIENCE,
  };
}

/**
 * Has this browser send a request from a page of the origin `page`, in a frame that exists only for that.
 * @param {string} page
 * @param {Attempt} attempt
 * @param {AbortSignal} signal ends it
 * @returns {Promise<Seen>}
 */
export async function tryFrom(page, attempt, signal) {
  const frame = h('iframe', {
    hidden: true, title: `Sends the request from ${page}`, src: `${page}/`,
    sandbox: 'allow-scripts allow-same-origin', allow: PERMISSIONS,
  });
  const { port1: port, port2: theirs } = new MessageChannel();
  // Whoever gets the port is a page of that origin; what comes out of it comes from there.
  // A statement, since WebKit makes proper tail calls: as the function's value it would have no caller, and
  // the message no source.
  frame.addEventListener('load', () => {
    frame.contentWindow?.postMessage(attempt, page, [theirs]);
  }, { once: true });
  document.body.append(frame);
  try {
    return await answer(port, page, attempt.patience + SLACK, signal);
  } finally {
    port.close();
    frame.remove();
  }
}

/**
 * @param {MessagePort} port
 * @param {string} page
 * @param {number} patience
 * @param {AbortSignal} signal
 * @returns {Promise<Seen>}
 */
function answer(port, page, patience, signal) {
  return new Promise((resolve, reject) => {
    const late = () => reject(new ApiError(`the try page did not start at ${page}`,
      'A service worker of that origin, an extension, or a rule for https may be in the way.', 0));
    let timer = setTimeout(late, STARTED);
    signal.addEventListener('abort', () => reject(signal.reason));
    port.onmessage = ({ data }) => {
      clearTimeout(timer);
      if (data.seen) resolve(data.seen);
      else timer = setTimeout(late, patience);
    };
  });
}
