import { fill, freshId, h } from '../../core/dom.js';
import { TYPED } from '../../parts/header-rows.js';
import { issues } from './issues.js';
import { part } from './lists.js';
import { timeText } from './state.js';
/** @import { About, MaxAge } from '../../types.js' */
/** @import { Issue } from './issues.js' */

/** Times that people choose, in seconds. */
const TIMES = [0, 30, 60, 300, 600, 1800, 3600, 7200, 14_400, 43_200, 86_400];

/**
 * For how long browsers keep a permission: a text, and a slider with each engine's bound.
 * @param {{about: About, onChange: () => void}} options
 * @returns {{element: HTMLElement, read: () => string | null, write: (value: string | null) => void, problems: (issues: Issue[]) => void, focus: () => void, kept: (ages: MaxAge[] | null) => void}}
 */
export function maxAge({ about, onChange }) {
  const caps = about.max_age_caps.toSorted((a, b) => a.seconds - b.seconds);
  const times = [...new Set([...TIMES, ...caps.map(cap => cap.seconds)])].sort((a, b) => a - b);
  const shown = issues(freshId('issues'));
  const text = h('input', { class: 'mono', placeholder: 'not said', 'aria-label': 'Time', ...TYPED });
  const slider = h('input', { type: 'range', class: 'slider', min: 0, max: times.length - 1, step: 1, 'aria-label': 'Time, in steps' });
  const kept = h('ul', { class: 'kept' });
  const none = h('button', { type: 'button', class: 'preset', on: { click: () => set(null) } }, 'Do not say');

  /** The slider follows the text as far as it understands it. */
  function follow() {
    const seconds = secondsOf(text.value);
    const at = times.findLastIndex(time => time <= (seconds ?? 0));
    slider.value = String(Math.max(0, at));
    slider.classList.toggle('unset', text.value.trim() === '');
    slider.setAttribute('aria-valuetext', text.value.trim() || 'not said');
  }

  /** @param {string | null} value */
  function set(value) {
    text.value = value ?? '';
    follow();
    onChange();
  }

  text.addEventListener('input', () => {
    follow();
    onChange();
  });
  slider.addEventListener('input', () => set(timeText(times[slider.valueAsNumber] ?? 0)));
  const marks = h('ol', { class: 'marks', 'aria-hidden': 'true' }, caps.map(cap => {
    const mark = h('li', null, h('span', null, cap.name), h('span', null, timeWords(cap.seconds)));
    mark.style.setProperty('--at', String(times.indexOf(cap.seconds) / (times.length - 1)));
    return mark;
  }));
  follow();
  return {
    element: part('Max-Age', 'How long a browser may keep a preflight’s answer, and not ask again: `90s`, `10m`, `1h`.',
      h('div', { class: 'age' }, text, h('div', { class: 'age-slider' }, slider, marks), none), shown.element, kept),
    read: () => text.value.trim() || null,
    write(value) {
      text.value = value ?? '';
      follow();
    },
    problems: all => shown.show(all, text),
    focus: () => text.focus(),
    kept(ages) {
      fill(kept, (ages ?? []).map(({ engine, name, seconds }) => {
        const bounded = caps.some(cap => cap.engine === engine && cap.seconds === seconds) && seconds < (secondsOf(text.value) ?? 0);
        return h('li', null, `${name} keeps it ${seconds === 0 ? 'not at all' : timeWords(seconds)}`, bounded ? ', its bound' : '');
      }));
    },
  };
}

/**
 * @param {string} text
 * @returns {number | null}
 */
function secondsOf(text) {
  const [, count, unit = 's'] = /^(\d+)([smh]?)$/.exec(text.trim()) ?? [];
  return count === undefined ? null : Number(count) * ({ m: 60, h: 3600 }[unit] ?? 1);
}

/**
 * @param {number} seconds
 * @returns {string}
 */
function timeWords(seconds) {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  if (seconds % 60 === 0) return `${seconds / 60} min`;
  return `${seconds} s`;
}
