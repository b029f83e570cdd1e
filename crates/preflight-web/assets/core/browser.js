/** @import { Engine } from '../types.js' */

/**
 * [User-agent client hints](https://wicg.github.io/ua-client-hints/#interface), which not every browser has.
 * @typedef {Navigator & {userAgentData?: {brands: {brand: string, version: string}[]}}} Hinting
 */

/** Names in user agents, the more particular ones first: they call themselves by each other's names. */
const AGENTS = /** @type {const} */ ([
  [/Firefox\/(\d+)/, 'Firefox', 'firefox'],
  [/Edg\/(\d+)/, 'Edge', 'chromium'],
  [/Chrom(?:e|ium)\/(\d+)/, 'Chromium', 'chromium'],
  [/Version\/([\d.]+).*Safari\//, 'Safari', 'webkit'],
  [/AppleWebKit\/(\d+)/, 'WebKit', 'webkit'],
]);

/**
 * The browser that shows this page, as far as it says so.
 * @returns {{engine: Engine | null, name: string}}
 */
export function thisBrowser() {
  const brands = (/** @type {Hinting} */ (navigator)).userAgentData?.brands ?? [];
  const real = brands.filter(({ brand }) => !/not.*brand/i.test(brand));
  const brand = real.find(each => each.brand !== 'Chromium') ?? real[0];
  if (brand) return { engine: 'chromium', name: `${brand.brand} ${brand.version}` };
  for (const [pattern, name, engine] of AGENTS) {
    const version = pattern.exec(navigator.userAgent)?.[1];
    if (version) return { engine, name: `${name} ${version}` };
  }
  return { engine: null, name: 'This browser' };
}
