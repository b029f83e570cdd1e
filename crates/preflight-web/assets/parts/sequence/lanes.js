// Who takes part: the page, the browser, and behind it for each host the layers that left their marks.
/** @import { Exchange } from '../../types.js' */

/**
 * @typedef {object} Lane
 * @property {string} id
 * @property {string} name
 * @property {string} place what stands below the name: an origin or a host
 */

/** Nobody's mark: the lane of a host of which no layer is known. */
export const SERVER = '';

/**
 * The lanes of a diagram, which grow as answers tell who is there.
 * @param {string} origin the page's
 * @returns {{all: () => Lane[], index: (id: string) => number, host: (url: string) => string, answered: (exchange: Exchange) => string[]}}
 *   `host` is the lane that a request goes to; `answered` has those that its response came from and
 *   through, the writer first
 */
export function lanesFor(origin) {
  /** @type {Map<string, {layers: {id: string, name: string}[]}>} */
  const hosts = new Map();

  /** @param {string} url */
  function hostOf(url) {
    const host = authority(url);
    const known = hosts.get(host) ?? { layers: [] };
    hosts.set(host, known);
    return { host, known };
  }

  /** @returns {Lane[]} */
  function all() {
    const servers = [...hosts].flatMap(([host, { layers }]) =>
      (layers.length > 0 ? layers : [{ id: SERVER, name: 'Server' }])
        .map(layer => ({ id: `${host} ${layer.id}`, name: layer.name, place: host })));
    return [{ id: 'page', name: 'Page', place: authority(origin) }, { id: 'browser', name: 'Browser', place: '' }, ...servers];
  }

  /** @param {string} url */
  function host(url) {
    const { host, known } = hostOf(url);
    return `${host} ${known.layers.at(-1)?.id ?? SERVER}`;
  }

  /** @param {Exchange} exchange */
  function answered({ request, layer, through }) {
    const { host, known } = hostOf(request.url);
    const writer = layer ? { id: layer.id, name: layer.name } : { id: SERVER, name: 'Server' };
    const path = [writer, ...through];
    // The outermost first: each stands before the one it passed the response on for.
    for (const { id, name } of path) {
      if (known.layers.some(each => each.id === id)) continue;
      const behind = known.layers.findIndex(each => path.slice(0, path.findIndex(step => step.id === id)).some(step => step.id === each.id));
      if (id === SERVER || behind < 0) insertLast(known.layers, { id, name });
      else known.layers.splice(behind, 0, { id, name });
    }
    return path.map(({ id }) => `${host} ${id}`);
  }

  return { all, host, answered, index: id => Math.max(0, all().findIndex(lane => lane.id === id)) };
}

/**
 * What nobody knows stands behind all that is known.
 * @param {{id: string, name: string}[]} layers
 * @param {{id: string, name: string}} layer
 */
function insertLast(layers, layer) {
  const unknown = layers.findIndex(each => each.id === SERVER);
  layers.splice(unknown < 0 ? layers.length : unknown, 0, layer);
}

/**
 * @param {string} url
 * @returns {string}
 */
export function authority(url) {
  try {
    return new URL(url).host || url;
  } catch {
    return url;
  }
}
