// What a gateway that is watched decides.
import type { Failure } from './request.js';

/** An entry of a gateway's `/decisions`, with its number and what an edited policy would decide. */
export interface GatewayDecision {
  /** Counted from 1 at the gateway's start. */
  number: number;
  time: string;
  method: string;
  target: string;
  origin: string | null;
  request_method: string | null;
  request_headers: string | null;
  status: number;
  verdict: string;
  /** Whether the page may go on; null where nothing is decided. */
  allowed: boolean | null;
  policy: number | null;
  failure: string | null;
  /** In seconds. */
  duration: number;
  edited: EditedDecision | null;
}

export interface EditedDecision {
  verdict: string;
  allowed: boolean | null;
  /** Whether that is something else to the page than what was decided. */
  changes: boolean;
  policy: number | null;
  why: string;
}

export interface GatewayNews {
  total: number;
  /** How many were made that the gateway keeps no more. */
  missed: number;
  restarted: boolean;
  /** Newest last. */
  decisions: GatewayDecision[];
}

export interface GatewayMetrics {
  requests: number;
  refused: number;
  by_status: Record<string, number>;
  by_verdict: Record<string, number>;
  failures: Record<string, number>;
  connections_open: number;
  /** That all requests took together. */
  seconds: number;
  upstreams: Record<string, boolean>;
}

export type GatewayEvent =
  | { event: 'decisions'; data: GatewayNews }
  | { event: 'metrics'; data: GatewayMetrics }
  /** Why the edited policy cannot be used. */
  | { event: 'policy'; data: Failure }
  | { event: 'failed'; data: GatewayFailure };

export interface GatewayFailure extends Failure {
  /** What starts a gateway, where none is. */
  command?: string | null;
}
