// The scenarios of the clinic.
import type { Engine, Fields } from './request.js';

export interface Scenario {
  id: string;
  title: string;
  case: string;
  group: string;
  request: Fields;
  page: string;
  command: string;
  expected: { [E in Engine]?: 'allowed' | 'blocked' };
  mend: 'gateway' | null;
  /** Why no gateway puts it right. */
  why_not: string | null;
}
