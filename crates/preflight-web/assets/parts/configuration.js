import { fill, h } from '../core/dom.js';
import { codeBlock } from './code-block.js';
import { tabs } from './tabs.js';
/** @import { ConfigFile } from '../types.js' */

/**
 * The files of a configuration: one is shown as it is, several as tabs.
 * @param {ConfigFile[]} files
 * @param {string | null} [target] the target's id, by which the language is known
 * @returns {{element: HTMLElement, update: (files: ConfigFile[], target?: string | null) => void}}
 */
export function configuration(files, target = null) {
  const element = h('div', { class: 'configuration' });
  let shown = '';

  /**
   * @param {ConfigFile[]} files
   * @param {string | null} [target]
   */
  function update(files, target = null) {
    const [only] = files;
    if (files.length < 2) return fill(element, only ? codeBlock({ ...only, target }) : null);
    const items = files.map(file => ({ id: file.name, label: file.name, panel: () => codeBlock({ ...file, target }) }));
    const selected = files.some(file => file.name === shown) ? shown : only?.name;
    const onSelect = (/** @type {string} */ name) => {
      shown = name;
    };
    return fill(element, tabs({ label: 'Files', items, selected, onSelect }).element);
  }

  update(files, target);
  return { element, update };
}
