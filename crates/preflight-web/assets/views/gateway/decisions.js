import { counted } from '../../parts/words.js';
/** @import { GatewayDecision, GatewayNews } from '../../types.js' */

/** How many are held. */
const HELD = 1000;

/**
 * The latest decisions of a gateway, by their number.
 * @returns {{add: (news: GatewayNews) => void, all: () => GatewayDecision[], forgetEdited: () => void, note: () => string}}
 *   `all`: the newest first; `note`: what is not among them
 */
export function decisions() {
  /** @type {Map<number, GatewayDecision>} */
  const held = new Map();
  let [total, missed, restarted] = [0, 0, false];

  /** @param {GatewayNews} news */
  function add(news) {
    const isAnother = (/** @type {GatewayDecision} */ each) => held.has(each.number) && held.get(each.number)?.time !== each.time;
    if (news.restarted || news.total < total || news.decisions.some(isAnother)) {
      held.clear();
      missed = 0;
      restarted = true;
    }
    total = news.total;
    missed += news.missed;
    for (const each of news.decisions) held.set(each.number, each);
    const surplus = [...held.keys()].slice(0, Math.max(0, held.size - HELD));
    for (const number of surplus) held.delete(number);
  }

  function forgetEdited() {
    for (const [number, each] of held) held.set(number, { ...each, edited: null });
  }

  function note() {
    const notes = [
      held.size < total
        ? `The latest ${held.size} of ${total} decisions since the gateway’s start.`
        : `${counted(total, 'decision')} since the gateway’s start.`,
      missed > 0 && `${counted(missed, 'decision')} came faster than they could be read.`,
      restarted && 'The gateway was started anew meanwhile.',
    ];
    return notes.filter(Boolean).join(' ');
  }

  return { add, all: () => [...held.values()].reverse(), forgetEdited, note };
}
