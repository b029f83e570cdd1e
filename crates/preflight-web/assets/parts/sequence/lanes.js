// Who takes part: the page, the browser, and behind it for each host the layers that left their marks.
/** @import { Exchange } from '../../types.js' */

/**
 * @typedef {object} Lane
 * @property {string} id
 * @property {string} name
 * @property {string} place what stands below the name: an origin or a host
 */

/** @typedef {{id: string, name: string}} Layer */

/**
 * Who answers and left no mark.
 * @type {Layer}
 */
const SERVER = { id: '', name: 'Server' };

/** The lanes of a diagram, which grow as answers tell who is there. */
export class Lanes {
  /** @type {Map<string, Layer[]>} the outermost first */
  #hosts = new Map();

  /** @param {string} origin the page's */
  constructor(origin) {
    this.origin = origin;
  }

  /** @returns {Lane[]} */
  all() {
    const servers = [...this.#hosts].flatMap(([host, layers]) =>
      (layers.length > 0 ? layers : [SERVER]).map(({ id, name }) => ({ id: laneId(host, id), name, place: host })));
    return [
      { id: 'page', name: 'Page', place: authority(this.origin) },
      { id: 'browser', name: 'Browser', place: '' },
      ...servers,
    ];
  }

  /**
   * The lane that a request goes to, as far as is known.
   * @param {string} url
   * @returns {string}
   */
  to(url) {
    const host = authority(url);
    return laneId(host, this.#layersOf(host).at(-1)?.id ?? SERVER.id);
  }

  /**
   * The lanes that a response came from and through, the writer first.
   * @param {Exchange} exchange
   * @returns {string[]}
   */
  from({ request, layer, through }) {
    const host = authority(request.url);
    const layers = this.#layersOf(host);
    const path = [layer ?? SERVER, ...through];
    path.forEach(({ id, name }, at) => {
      if (layers.some(each => each.id === id)) return;
      // It stands before those for which it passes responses on; what is unknown stands behind all.
      const inner = path.slice(0, at).map(each => each.id);
      const behind = layers.findIndex(each => inner.includes(each.id) || each.id === SERVER.id);
      layers.splice(behind < 0 ? layers.length : behind, 0, { id, name });
    });
    return path.map(({ id }) => laneId(host, id));
  }

  /** @param {string} host */
  #layersOf(host) {
    const layers = this.#hosts.get(host) ?? [];
    this.#hosts.set(host, layers);
    return layers;
  }
}

/**
 * @param {string} host
 * @param {string} layer
 * @returns {string}
 */
function laneId(host, layer) {
  return `${host} ${layer}`;
}

/**
 * @param {string} url
 * @returns {string}
 */
function authority(url) {
  return (URL.canParse(url) && new URL(url).host) || url;
}
