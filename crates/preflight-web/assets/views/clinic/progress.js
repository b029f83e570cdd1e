import { load, save } from '../../core/storage.js';

const KEY = 'clinic-seen';

/**
 * Which scenarios were run, kept by the browser.
 * @returns {{has: (id: string) => boolean, add: (id: string) => void}}
 */
export function seenScenarios() {
  const seen = new Set((load(KEY) ?? '').split(' ').filter(Boolean));
  return {
    has: id => seen.has(id),
    add: id => {
      seen.add(id);
      save(KEY, [...seen].join(' '));
    },
  };
}
