// What the modules of this page hand to each other.
import type { About } from './request.js';

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
