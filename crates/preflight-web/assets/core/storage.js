// What the browser keeps for this page. Where it keeps nothing (private windows, switched off), the
// page works all the same and forgets when it is closed.

/** @type {Map<string, string>} */
const forgotten = new Map();

/**
 * @param {string} key
 * @returns {string | null}
 */
export function load(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return forgotten.get(key) ?? null;
  }
}

/**
 * @param {string} key
 * @param {string} value
 */
export function save(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    forgotten.set(key, value);
  }
}
