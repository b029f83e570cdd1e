// What the page does that tries a request in this browser.
import type { Credentials, Mode, Pair, Redirect } from './request.js';

/** What the workbench tells the try page to send. */
export interface Attempt {
  url: string;
  method: string;
  headers: Pair[];
  body: string | null;
  credentials: Credentials;
  mode: Mode;
  redirect: Redirect;
  cache?: RequestCache;
  referrer_policy?: ReferrerPolicy;
  upload_listener: boolean;
  stream: boolean;
  /** How long it may take, in milliseconds. */
  patience: number;
}

/** What a script of this browser saw. */
export interface Seen {
  /** `unanswered`: it took too long. `impossible`: no script can make this request. */
  outcome: 'allowed' | 'blocked' | 'unanswered' | 'impossible';
  /** 0 where the script is not told. */
  status: number | null;
  type: ResponseType | null;
  redirected: boolean;
  url: string | null;
  headers: Pair[];
  /** Its beginning. */
  body: string | null;
  /** Whether there is more. */
  cut: boolean;
  error: { name: string; message: string } | null;
  /** In milliseconds. */
  duration: number;
  network: Network | null;
}

/** What the browser tells scripts of how the request went. */
export interface Network {
  protocol: string | null;
  /** In milliseconds; null where the server keeps it to itself. */
  first_byte: number | null;
  from_cache: boolean;
}
