// What a console means, and the pages of the reference.
import type { Certainty } from './report.js';
import type { Fields } from './request.js';

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
