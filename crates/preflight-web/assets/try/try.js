// Sends what the workbench around this page says, and nobody else: any page may know this address.
import { send } from './send.js';
/** @import { Attempt } from '../types.js' */

/** @type {HTMLMetaElement | null} */
const meta = document.querySelector('meta[name="workbench"]');
const workbench = (meta?.content ?? '').split(' ');

addEventListener('message', ({ source, origin, data, ports: [port] }) => {
  const isFramed = parent !== window && source === parent;
  if (!isFramed || !workbench.includes(origin) || !port) return;
  const attempt = /** @type {Attempt} */ (data);
  const stopped = new AbortController();
  port.onmessage = () => stopped.abort();
  port.postMessage({ started: location.origin });
  void send(attempt, stopped.signal).then(seen => port.postMessage({ seen }));
});
