/** @type {Map<string, Promise<void>>} */
const loading = new Map();

/**
 * Loads a style sheet, once. The page's bar is painted meanwhile.
 * @param {string} name of a file in `style/`
 * @returns {Promise<void>} fulfilled also where it does not load: then the page is plain, but there
 */
export function style(name) {
  const known = loading.get(name);
  if (known) return known;
  const sheet = document.createElement('link');
  sheet.rel = 'stylesheet';
  sheet.href = `style/${name}.css`;
  /** @type {Promise<void>} */
  const loaded = new Promise(resolve => {
    sheet.addEventListener('load', () => resolve());
    sheet.addEventListener('error', () => resolve());
  });
  loading.set(name, loaded);
  document.head.append(sheet);
  return loaded;
}
