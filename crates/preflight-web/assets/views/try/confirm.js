import { h } from '../../core/dom.js';
/** @import { Fields } from '../../types.js' */

/**
 * Asks before a request is sent that may change something.
 * @param {Fields} fields
 * @returns {Promise<boolean>}
 */
export function confirmed({ method = '', url }) {
  const dialog = h('dialog', { class: 'confirm', 'aria-labelledby': 'confirm-title' },
    h('form', { method: 'dialog', class: 'stack' },
      h('h2', { id: 'confirm-title' }, `Really send ${method}?`),
      h('p', { class: 'mono' }, url),
      h('p', null, 'The server may change or delete something: it cannot tell this request from one of the real page.'),
      h('div', { class: 'row' },
        h('button', { class: 'button primary', value: 'send' }, `Send ${method}`),
        h('button', { class: 'button', value: '', autofocus: true }, 'Cancel'))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'send');
    });
  });
}
