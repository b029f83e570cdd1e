// The shapes of the API (src/api) and of what the modules of this page hand to each other.
// Only the type checker reads this file; it is not served.

// ---- The page itself -------------------------------------------------------------------------

export type ViewName = 'check' | 'build' | 'explain' | 'clinic' | 'try' | 'gateway';

export interface Route {
  view: ViewName;
  /** What follows the view's name: `['cause', 'auth-before-cors']`. */
  path: string[];
  /** What `decode` of core/share.js reads. */
  state: string | null;
}

export interface Context {
  route: Route;
  about: About;
  /** Tells it to those who do not see the page. */
  announce(text: string): void;
}

export interface View {
  /** For the window's title. */
  title: string;
  /** Holds one `h1`, which gets the focus. */
  element: HTMLElement;
  /** Another address of the same view: returns the title. Without it the view is made anew. */
  update?(route: Route): string;
  /** Ends what is still running. */
  dispose?(): void;
}

export type ViewModule = { view(context: Context): View };

export type Child = string | number | Node | null | undefined | false | Child[];

export interface Attributes {
  on?: { [E in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[E]) => void };
  value?: string | number | null;
  [name: string]: unknown;
}

// ---- Requests --------------------------------------------------------------------------------

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
  notes: string[];
  explanation: Explanation | null;
}

// ---- `check --format json` -------------------------------------------------------------------

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

// ---- POST /api/check and /api/clinic/{id}/run ------------------------------------------------

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
  | { event: 'report'; data: Finished }
  | { event: 'failed'; data: Failure };

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

// ---- Policies --------------------------------------------------------------------------------

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

// ---- Explain and the reference ---------------------------------------------------------------

/** `explain --format json` */
export interface Explanation {
  version: number;
  preflight: string;
  browser?: string | null;
  causes: ExplainedCause[];
  excluded: string[];
  next?: string | null;
  does_not_fix: { what: string; why: string }[];
  page?: { kind: string; id: string; title: string; sections: { heading: string; text: string }[] } | null;
  failures: ExplainedFailure[];
}

export interface ExplainedCause {
  id: string;
  title: string;
  certainty: Certainty;
  /** Markdown. */
  fix: string;
}

export interface ExplainedFailure {
  browser?: string | null;
  code?: { engine: string; name: string } | null;
  says: string;
  url?: string | null;
  origin?: string | null;
  method?: string | null;
  status?: number | null;
  on_preflight?: boolean | null;
  causes: ExplainedCause[];
  excluded: string[];
  next?: string | null;
  assumed: string[];
  does_not_fix: { what: string; why: string }[];
  see?: string | null;
}

export type PageKind = 'cause' | 'status' | 'header' | 'concept';

/** The answer to `POST /api/explain`. */
export interface Explained {
  explanation: Explanation;
  /** For each failure the request that decides. */
  checks: (Fields | null)[];
  words: FailureWords[];
}

export interface FailureWords {
  /** What to change where the first cause is the one. */
  fix: Prose[] | null;
  excluded: string[];
  see: { kind: PageKind; id: string } | null;
}

export interface Reference {
  groups: { heading: string; pages: ReferenceEntry[] }[];
}

export interface ReferenceEntry {
  kind: PageKind;
  id: string;
  title: string;
  /** What it is found by too. */
  words: string;
}

export interface ReferenceFix {
  target: string;
  name: string;
  blocks: Prose[];
}

export interface ReferencePage {
  kind: PageKind;
  id: string;
  title: string;
  also_called: string[];
  sections: { heading: string; blocks: Prose[] }[];
  causes: { id: string; title: string; certainty: Certainty }[];
  clinic: string | null;
  fixes: { target: string; name: string; kind: string }[];
  /** A command that shows it, with words in the places of the URL and the origin. */
  probe: string | null;
  check: Fields | null;
}

/** Markdown as a tree. */
export type Prose = string | { tag: ProseTag; href?: string; language?: string; children: Prose[] };

export type ProseTag =
  | 'p' | 'ul' | 'ol' | 'li' | 'pre' | 'code' | 'strong' | 'em' | 'a' | 'table' | 'thead' | 'tbody'
  | 'tr' | 'th' | 'td' | 'h3' | 'h4' | 'br' | 'blockquote';

// ---- The clinic and the gateway --------------------------------------------------------------

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

// ---- The try page ----------------------------------------------------------------------------

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
