// A request as the form has it, and what there is to choose from.
import type { Explanation } from './explain.js';

export type Pair = [name: string, value: string];
export type Engine = 'chromium' | 'firefox' | 'webkit';
export type Credentials = 'omit' | 'same-origin' | 'include';
export type Mode = 'cors' | 'no-cors' | 'same-origin';
export type Redirect = 'follow' | 'error' | 'manual';
export type Space = 'public' | 'private' | 'loopback';

/** A request as the form has it; what is empty or missing is as usual. */
export interface Fields {
  url: string;
  origin?: string;
  method?: string;
  headers?: Pair[];
  body?: string | null;
  credentials?: Credentials | null;
  mode?: Mode | null;
  redirect?: Redirect | null;
  cache?: string | null;
  referrer?: string | null;
  referrer_policy?: string | null;
  cookies?: string;
  browsers?: Engine[];
  read?: string[];
  page_address?: Space | null;
  send_actual?: boolean;
  upload_listener?: boolean;
  stream?: boolean;
  insecure?: boolean;
  target?: string | null;
}

export interface Failure {
  reason: string;
  correction: string | null;
  /** The field of the form that it is about. */
  field?: string | null;
}

export interface About {
  version: string;
  default_origin: string;
  /** The origin of the page that sends with this browser's own fetch(). */
  try_page: string | null;
  listens_on_loopback: boolean;
  targets: Target[];
  engines: { id: Engine; name: string }[];
  safelisted: {
    methods: string[];
    request_headers: { name: string; why: string }[];
    response_headers: string[];
  };
  max_age_caps: MaxAge[];
}

export interface Target {
  id: string;
  name: string;
  kind: string;
  proof: 'real-server' | 'schema' | 'text';
  cannot_express: Lack[];
}

export interface Lack {
  behaviour: string;
  text: string;
}

export interface MaxAge {
  engine: string;
  name: string;
  seconds: number;
}

export interface Read {
  kind: 'nothing' | 'unknown' | 'url' | 'curl' | 'curl-cmd' | 'fetch' | 'har' | 'powershell' | 'console' | 'name';
  says: string;
  fields: Fields | null;
  /** Of a HAR with several requests, those to choose from. */
  entries: Entry[];
  /** The number of the one whose fields these are. */
  entry: number | null;
  notes: string[];
  explanation: Explanation | null;
}

/** A request of a HAR. */
export interface Entry {
  number: number;
  method: string;
  /** Without its query. */
  url: string;
  /** null where the script got no answer. */
  status: number | null;
}
