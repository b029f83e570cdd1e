import { h } from '../core/dom.js';
/** @import { Target } from '../types.js' */

/** @type {Record<string, string>} */
export const KINDS = {
  server: 'Web servers', gateway: 'Proxies and gateways', cdn: 'CDNs and hosting', 'object-store': 'Object stores',
  framework: 'Frameworks', runtime: 'Languages without a framework', function: 'Functions',
  'dev-server': 'Development servers',
  tunnel: 'Tunnels', firewall: 'Firewalls', 'access-proxy': 'Sign-in in front of a server',
};

/**
 * A list of all targets, by their kind.
 * @param {{targets: Pick<Target, 'id' | 'name' | 'kind'>[], selected: string | null, id?: string, none?: string, onChange: (target: string) => void}} options
 *   `none`: the words for no target, if that can be chosen
 * @returns {HTMLSelectElement}
 */
export function targetPicker({ targets, selected, id, none, onChange }) {
  const kinds = [...new Set([...Object.keys(KINDS), ...targets.map(target => target.kind)])];
  const groups = kinds.map(kind => {
    const members = targets.filter(target => target.kind === kind);
    return members.length > 0 && h('optgroup', { label: KINDS[kind] ?? kind },
      members.map(target => h('option', { value: target.id }, target.name)));
  });
  return h('select', {
    id, value: selected ?? '',
    on: { change: event => onChange(/** @type {HTMLSelectElement} */ (event.target).value) },
  }, none ? h('option', { value: '' }, none) : null, groups);
}
