// What POST /api/check and /api/clinic/{id}/run tell, and POST /api/fix.
import type { Prose } from './explain.js';
import type { PolicyConfig } from './policy.js';
import type { ConfigFile, Exchange, ExchangeKind, Report } from './report.js';

export interface Sending {
  index: number;
  kind: ExchangeKind;
  purpose: string | null;
  method: string;
  url: string;
  browser: string;
}

export type CheckEvent =
  | { event: 'asked'; data: { command: string; url: string; origin: string; method: string } }
  | { event: 'sending'; data: Sending }
  | { event: 'answered'; data: { index: number; exchange: Exchange } }
  | { event: 'report'; data: Finished };

export interface Finished {
  /** For `POST /api/fix`. */
  id: number;
  command: string;
  report: Report;
  /** The smallest policy that lets a blocked request through; none where no policy does, or should. */
  policy: { config: PolicyConfig; toml: string } | null;
}

export interface Fix {
  target: string;
  name: string;
  blocks: Prose[];
  files: ConfigFile[];
  /** Why no configuration is written. */
  reason: string | null;
}
