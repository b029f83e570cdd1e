import { counted } from '../../parts/words.js';
/** @import { GatewayDecision } from '../../types.js' */

/** How often it is said what is new, in milliseconds: more would talk without end. */
const SAYS = 15_000;

/**
 * Sums up new decisions for those who do not see the page.
 * @param {(text: string) => void} announce
 * @returns {{hear: (decisions: GatewayDecision[]) => void, cancel: () => void}}
 */
export function teller(announce) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let [all, refused] = [0, 0];

  function say() {
    announce(`${counted(all, 'new decision')}, ${refused} refused.`);
    [timer, all, refused] = [undefined, 0, 0];
  }

  /** @param {GatewayDecision[]} decisions */
  function hear(decisions) {
    all += decisions.length;
    refused += decisions.filter(each => each.allowed === false).length;
    if (all > 0) timer ??= setTimeout(say, SAYS);
  }

  return { hear, cancel: () => clearTimeout(timer) };
}
