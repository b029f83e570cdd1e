// The object of `check --format json`.
import type { Prose } from './explain.js';
import type { Credentials, Engine, Mode, Pair, Redirect } from './request.js';

export interface Report {
  version: number;
  preflight: string;
  request: {
    url: string;
    origin: string;
    origin_assumed: boolean;
    same_origin: boolean;
    method: string;
    headers: Pair[];
    credentials: Credentials;
    mode: Mode;
    redirect: Redirect;
    notes: string[];
  };
  outcome: 'allowed' | 'blocked' | 'unreachable';
  browsers: { [E in Engine | 'standard']?: Run | null };
  /** What blocks an engine that was asked, the root cause first. */
  causes: Cause[];
  warnings: Cause[];
  target: { id: string; certainty: Certainty; name: string; shown_by: string } | null;
  answered_apart?: { preflight: number; other: number; text: string } | null;
  readable_headers: string[];
  hidden_headers: string[];
  exchanges: Exchange[];
}

export type Certainty = 'certain' | 'likely' | 'possible';

export interface Spec {
  url: string;
  /** Empty for the algorithm as a whole. */
  step: string;
  algorithm: string;
}

export interface Run {
  outcome: 'allowed' | 'blocked';
  console?: string[] | null;
  refusal?: { text: string; spec: Spec } | null;
  actual_not_sent: boolean;
  asks_permission: boolean;
}

export interface Cause {
  id: string;
  title: string;
  certainty: Certainty;
  blocks: string[];
  spec?: Spec | null;
  evidence: Evidence[];
  note?: string | null;
  note_blocks?: Prose[];
  consequence_of?: string | null;
  fixes: { target: string; text: string; blocks: Prose[]; files: ConfigFile[] }[];
}

/** Of `header`, `status`, `body`, `request` and `connection` one says where. */
export interface Evidence {
  exchange?: number | null;
  header?: string | null;
  status?: number | null;
  body?: string | null;
  request?: string | null;
  connection?: string | null;
  seen?: string | null;
  needed?: string | null;
}

export interface ConfigFile {
  name: string;
  content: string;
}

export type ExchangeKind = 'preflight' | 'actual' | 'probe';

export interface Exchange {
  kind: ExchangeKind;
  purpose: string;
  request: { method: string; url: string; headers: Pair[] };
  response?: {
    status: number;
    http_version: string;
    headers: Pair[];
    body_excerpt: string;
    body_length: number;
    via_tls: boolean;
  } | null;
  error?: { side: 'client' | 'network' | 'server'; code: string; text: string } | null;
  layer?: Layer | null;
  /** Those in front of it that passed the response on, the innermost first. */
  through: Layer[];
  timing_ms: Timing;
}

export interface Layer {
  id: string;
  name: string;
  certainty: Certainty;
  evidence: string;
}

export interface Timing {
  dns?: number | null;
  connect?: number | null;
  tls?: number | null;
  first_byte?: number | null;
  total?: number | null;
}
