import { ApiError, enter, get, hasToken, isKey } from './core/api.js';
import { fill, h } from './core/dom.js';
import { VIEWS, parse } from './core/route.js';
import { style } from './core/style.js';
import { notice } from './parts/notice.js';
/** @import { About, Route, View, ViewModule, ViewName } from './types.js' */

/** @type {Record<ViewName, () => Promise<ViewModule>>} */
const MODULES = {
  check: () => import('./views/check.js'),
  build: () => import('./views/build.js'),
  explain: () => import('./views/explain.js'),
  clinic: () => import('./views/clinic.js'),
  try: () => import('./views/try.js'),
  gateway: () => import('./views/gateway.js'),
};

/** What the views look like; the bar needs none of it. */
const STYLES = ['report', 'request', 'check', 'build', 'explain', 'clinic', 'try', 'gateway'];

const main = /** @type {HTMLElement} */ (document.getElementById('content'));
const announcements = /** @type {HTMLElement} */ (document.getElementById('announcements'));

/** @type {{name: ViewName, view: View} | null} */
let shown = null;
/** @type {Promise<About> | null} */
let about = null;
let turn = 0;
/** Where whoever has no token yet wanted to go. */
let wanted = `#/${VIEWS[0]}`;

/** @param {string} text */
function announce(text) {
  // The same sentence twice is announced twice only if it was gone in between.
  announcements.textContent = '';
  requestAnimationFrame(() => {
    announcements.textContent = text;
  });
}

/** @param {boolean} first whether the page was just opened: then the focus stays where it is */
async function showRoute(first) {
  const mine = ++turn;
  const route = parse(location.hash);
  markCurrent(route);
  if (!route) return showError(new ApiError(`there is no view \`${location.hash}\``, 'Choose one above.', 404));
  if (shown?.name === route.view && shown.view.update) return entitle(shown.view.update(route));
  if (!hasToken()) return showError(new ApiError('the token is missing', null, 401));
  try {
    about ??= get('/api/about');
    const [{ view: open }, facts] = await Promise.all([MODULES[route.view](), about, ...STYLES.map(style)]);
    if (mine === turn) show(route.view, open({ route, about: facts, announce }), first);
  } catch (error) {
    about = null;
    if (mine === turn) showError(error);
  }
}

/**
 * @param {ViewName} name
 * @param {View} view
 * @param {boolean} first
 */
function show(name, view, first) {
  shown?.view.dispose?.();
  shown = { name, view };
  main.className = `view-${name}`;
  fill(main, view.element);
  entitle(view.title);
  const heading = main.querySelector('h1');
  if (first || !heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** @param {string} title */
function entitle(title) {
  document.title = `${title} · preflight`;
}

/** @param {Route | null} route */
function markCurrent(route) {
  for (const link of document.querySelectorAll('.bar-views a')) {
    const current = parse(new URL(/** @type {HTMLAnchorElement} */ (link).href).hash)?.view === route?.view;
    if (current) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

/** @param {unknown} error */
function showError(error) {
  shown?.view.dispose?.();
  shown = null;
  const known = error instanceof ApiError;
  const locked = known && error.status === 401;
  if (locked && parse(location.hash)) wanted = location.hash;
  const title = locked ? 'Open the address that preflight printed' : 'This did not work';
  main.className = 'view-error';
  fill(main, h('h1', null, title), locked ? tokenForm() : notice({
    kind: 'error',
    text: known ? error.reason : String(error),
    correction: known ? error.correction : 'This is a mistake in preflight: please report it.',
  }));
  entitle(title);
  announce(title);
}

/** @returns {HTMLElement} */
function tokenForm() {
  const field = h('input', { id: 'address', type: 'text', autocomplete: 'off', spellcheck: 'false' });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const start = field.value.indexOf('#token=');
    if (start >= 0) location.hash = field.value.slice(start);
    else field.setCustomValidity('The address ends with #token=…');
    field.reportValidity();
  };
  return h('form', { class: 'stack', on: { submit } },
    h('p', null, 'This page can make preflight send requests, so it wants the token of its address. ',
      h('code', null, 'preflight ui'), ' prints it when it starts, a new one each time.'),
    h('div', { class: 'field' },
      h('label', { for: 'address' }, 'The printed address'),
      field),
    h('div', null, h('button', { class: 'button primary', on: { click: () => field.setCustomValidity('') } }, 'Open')));
}

/** @param {boolean} first whether the page was just opened */
async function arrive(first) {
  const hash = location.hash;
  if (isKey(hash)) {
    history.replaceState(null, '', wanted);
    about = null;
    // Where no answer comes, the view says so.
    await enter(hash).catch(() => {});
  }
  await showRoute(first);
}

document.querySelector('.skip')?.addEventListener('click', event => {
  // The address after # is the view's: the link must not change it.
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', () => void arrive(false));
void arrive(true);

