/** @import { Attributes, Child } from '../types.js' */

/**
 * An element with attributes and children. Text is text, never markup.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes | null} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

/**
 * The same for SVG.
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes | null} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function svg(tag, attributes, ...children) {
  return dress(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

/**
 * Puts these children in the place of those that are there.
 * @param {Element} element
 * @param {...Child} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...flat(children));
}

let last = 0;

/**
 * An id that no other element of the page has.
 * @param {string} stem
 * @returns {string}
 */
export function freshId(stem) {
  last += 1;
  return `${stem}-${last}`;
}

/**
 * The last call counts, once none has come for so long.
 * @template {unknown[]} A
 * @param {number} milliseconds
 * @param {(...values: A) => void} run
 * @returns {((...values: A) => void) & {cancel: () => void}}
 */
export function debounced(milliseconds, run) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const later = (/** @type {A} */ ...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...values), milliseconds);
  };
  return Object.assign(later, { cancel: () => clearTimeout(timer) });
}

/**
 * @template {Element} E
 * @param {E} element
 * @param {Attributes | null | undefined} attributes
 * @param {Child[]} children
 * @returns {E}
 */
function dress(element, attributes, children) {
  const { on = {}, value, ...others } = attributes ?? {};
  for (const [name, given] of Object.entries(others)) setAttribute(element, name, given);
  for (const [event, listener] of Object.entries(on)) {
    element.addEventListener(event, /** @type {EventListener} */ (listener));
  }
  element.append(...flat(children));
  // Last, since a select takes the value of an option that it has.
  if (value !== undefined && value !== null) setValue(element, String(value));
  return element;
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {unknown} given
 */
function setAttribute(element, name, given) {
  if (given === null || given === undefined) return;
  if (name.startsWith('aria-')) element.setAttribute(name, String(given));
  else if (given === true) element.setAttribute(name, '');
  else if (given !== false) element.setAttribute(name, String(given));
}

/**
 * @param {Element} element
 * @param {string} value
 */
function setValue(element, value) {
  const field = element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
  if (field) element.value = value;
  else element.setAttribute('value', value);
}

/**
 * @param {Child[]} children
 * @returns {(string | Node)[]}
 */
function flat(children) {
  return children
    .flat(3)
    .filter(child => child !== null && child !== undefined && child !== false)
    .map(child => (child instanceof Node ? child : String(child)));
}
