// Runs in every document before any script of its own, and keeps what must not happen, and what is pressed.
const faults = [];
globalThis.faultsSeen = faults;
addEventListener('securitypolicyviolation', event => {
  faults.push(`against the policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample} at ${event.sourceFile}:${event.lineNumber}`);
}, true);
addEventListener('error', event => {
  const resource = event.target?.src ?? event.target?.href;
  faults.push(resource ? `not loaded: ${resource}` : `uncaught: ${event.message} at ${event.filename}:${event.lineno}`);
}, true);
addEventListener('unhandledrejection', event => {
  faults.push(`unhandled: ${event.reason?.stack ?? event.reason}`);
});
performance.setResourceTimingBufferSize(10000);
addEventListener('pointerdown', event => {
  globalThis.pressed = event.target;
}, true);
