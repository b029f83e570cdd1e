// Policies as they are written, what the API says of them, and what targets make of them.
import type { ConfigFile, Report } from './report.js';
import type { Failure, Fields, Lack, MaxAge } from './request.js';

export interface PolicyConfig {
  paths: string[];
  allow_origins: string[];
  allow_methods: string[];
  allow_headers: string[];
  expose_headers: string[];
  allow_credentials: boolean;
  /** Seconds. */
  max_age: number | null;
  quiet: boolean;
  debug: boolean;
  shadow: boolean;
  dangerously_allow_insecure_origins: boolean;
  dangerously_allow_public_suffixes: boolean;
}

/** A policy as it is being written: a time may be anything. */
export type WrittenPolicy = Omit<PolicyConfig, 'max_age'> & { max_age: string | null };

/** The text of a policy file around its policies. */
export interface Rest {
  before: string;
  after: string;
  /** How many lines had a comment that is not kept. */
  comments_left_out: number;
}

export interface PolicyQuestion {
  policies: WrittenPolicy[];
  selected: number;
  target: string | null;
  approximate: boolean;
  listen?: string;
  upstream?: string;
  origins: string[];
  request: Fields | null;
  rest: Rest;
}

export interface PolicyAnswer {
  problems: Problem[];
  toml: string;
  origins: TriedOrigin[] | null;
  max_age: MaxAge[] | null;
  generated: Generated | null;
  trial: Trial | { fault: FieldFault } | null;
}

export interface TriedOrigin {
  origin: string;
  allowed: boolean;
  /** The entry that allows it, else the nearest. */
  entry: number | null;
  why: string | null;
  correction: string | null;
}

export interface Generated {
  files: ConfigFile[];
  notes: string | null;
  approximations: Shortfall[];
  shortfalls: Shortfall[];
  lacks: Lack[];
  /** Whether the files say where the target listens. */
  listens: boolean;
  /** Whether the files say what stands behind the target. */
  passes_on: boolean;
}

export interface Trial {
  outcome: 'allowed' | 'blocked' | 'unreachable' | 'undecided';
  decisions: Decision[];
  report: Report;
}

/** What is wrong with a request. */
export type FieldFault = Failure & { field: keyof Fields | null };

export interface Problem {
  /** None where it is about the target. */
  policy: number | null;
  field: keyof PolicyConfig | 'listen' | 'upstream';
  entry: number | null;
  severity: 'error' | 'note';
  id: string;
  reason: string;
  correction: string | null;
  mend: Mend | null;
}

/** What puts a problem right in one step. */
export type Mend = { says: string } & (
  | { does: 'write'; value: string }
  | { does: 'remove' }
  | { does: 'add'; value: string }
  | { does: 'set'; field: keyof PolicyConfig; value: string | boolean }
  | { does: 'first' }
);

export interface Shortfall {
  field: string;
  value: string;
  why: string;
  alternative: string;
}

/** As `policy explain --format json` has it. */
export interface Decision {
  kind: string;
  method: string;
  decision: string;
  verdict: string;
  policy: number | null;
  shadow: string | null;
  answered_by_policy: boolean;
  /** `mend` adds the entry that lets the request past. */
  rules: { rule: string; allowed: boolean | null; reason: string; place: Place | null; mend: Mend | null }[];
}

/** Where a rule is written. */
export interface Place {
  policy: number;
  field: keyof PolicyConfig;
  entry: number | null;
}

export type PolicyRead =
  | { policies: PolicyConfig[]; rest: Rest; notes: Fault[] }
  | { faults: Fault[]; left_out: number };

export interface Fault {
  line: number;
  column: number;
  width: number;
  id: string;
  reason: string;
  correction: string | null;
  severity: 'error' | 'note';
}
