/**
 * A state as a piece of a URL: JSON in UTF-8 in the URL-safe alphabet of base64.
 * @param {unknown} state
 * @returns {string}
 */
export function encode(state) {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * The state again, as it was encoded; null where the text is none. Whoever reads it looks at each
 * member before using it: a link is written by anybody.
 * @param {string | null} text
 * @returns {unknown}
 */
export function decode(text) {
  if (!text) return null;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, char => char.charCodeAt(0));
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}
