// The shapes of the API (src/api) and of what the modules of this page hand to each other.
// Only the type checker reads these files; they are not served.
export type * from './types/page.js';
export type * from './types/request.js';
export type * from './types/report.js';
export type * from './types/check.js';
export type * from './types/policy.js';
export type * from './types/explain.js';
export type * from './types/clinic.js';
export type * from './types/gateway.js';
export type * from './types/try.js';
