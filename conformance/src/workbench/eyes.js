// How a person finds things in a page: by what they are and what they are called. Only what is seen
// counts. The names are those of https://www.w3.org/TR/accname-1.2/, as far as the page's elements go.

const plain = text => (text ?? '').replace(/\s+/g, ' ').trim();

const ROLES = {
  button: 'button:not([role]), input[type=submit], input[type=button], [role=button]',
  link: 'a[href]:not([role])',
  tab: '[role=tab]',
  field: 'input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea',
  list: 'select, [role=listbox]',
  box: 'input[type=checkbox], input[type=radio], [role=switch], [role=checkbox], [role=radio]',
  fold: 'summary',
  option: '[role=option]',
  heading: 'h1, h2, h3, h4',
  file: 'input[type=file]',
  region: 'main, nav, section, form, fieldset, details, dialog, table, output, figure, article, ul, ol, [role]',
  any: 'button, a[href], input, textarea, select, summary, [role=tab], [role=option], [role=switch]',
};

const isSeen = element => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false })
  && element.getClientRects().length > 0;

const byIds = (element, attribute) => (element.getAttribute(attribute) ?? '').split(/\s+/).filter(Boolean)
  .map(id => plain(document.getElementById(id)?.textContent)).join(' ');

function ownText(element) {
  let text = '';
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) text += node.data;
    else if (node.nodeType === Node.ELEMENT_NODE && node.getAttribute('aria-hidden') !== 'true'
      && !(node instanceof HTMLSelectElement)) text += ` ${ownText(node)} `;
  }
  return text;
}

const heading = element => element.querySelector(':scope > h1, :scope > h2, :scope > h3, :scope > h4, :scope > legend, :scope > summary, :scope > caption, :scope > header h1, :scope > header h2, :scope > header h3, :scope > div:first-child > h2, :scope > div:first-child > h3, :scope > div:first-child > h4');

function nameOf(element) {
  const named = plain(byIds(element, 'aria-labelledby')) || plain(element.getAttribute('aria-label'));
  if (named) return named;
  const labels = [...element.labels ?? []].map(label => plain(ownText(label))).filter(Boolean);
  if (labels.length > 0) return labels.join(' ');
  if (element.matches(ROLES.region) && !element.matches(ROLES.any)) {
    const title = heading(element);
    return title ? plain(ownText(title)) : '';
  }
  return plain(ownText(element)) || plain(element.value) || plain(element.title);
}

/** How well a name fits: 0 not at all, 3 exactly. */
function fit(name, wanted) {
  const [a, b] = [name.toLowerCase(), wanted.toLowerCase()];
  return a === b ? 3 : a.startsWith(b) ? 2 : a.includes(b) ? 1 : 0;
}

/** The element that fits best, the first of several; what is in a dialog that is open first of all. */
function find(role, wanted, nth) {
  const root = document.querySelector('dialog[open]') ?? document;
  const fitting = [...root.querySelectorAll(ROLES[role])]
    .filter(isSeen)
    .map(element => ({ element, fits: fit(nameOf(element), wanted) }))
    .filter(({ fits }) => fits > 0);
  const best = Math.max(...fitting.map(({ fits }) => fits));
  return fitting.filter(({ fits }) => fits === best)[nth ?? 0]?.element ?? null;
}

const names = role => [...document.querySelectorAll(ROLES[role])].filter(isSeen).map(nameOf);

/** Where to point at it: nothing may cover it. */
function place(role, wanted, nth) {
  const element = find(role, wanted, nth);
  if (!element) return { problem: `there is no ${role} “${wanted}” among ${JSON.stringify(names(role))}` };
  if (element.matches(':disabled')) return { problem: `“${wanted}” is disabled` };
  element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
  const box = [...element.getClientRects()].find(rect => rect.width > 0 && rect.height > 0)
    ?? element.labels?.[0]?.getBoundingClientRect();
  if (!box) return { problem: `“${wanted}” has no size` };
  const [x, y] = [Math.floor(box.x + box.width / 2), Math.floor(box.y + box.height / 2)];
  const hit = document.elementFromPoint(x, y);
  if (!isPartOf(element, hit)) return { problem: `“${wanted}” is covered by <${hit?.localName} class="${hit?.className}">` };
  globalThis.aimedAt = element;
  return { x, y };
}

const isPartOf = (element, hit) => hit
  && (element.contains(hit) || hit.closest('label')?.control === element || hit.contains(element) && hit.matches('label'));

const EYES = {
  place,
  /** Whether what was pressed last is not what was aimed at: it has moved away. */
  missed: () => globalThis.pressed ? !isPartOf(globalThis.aimedAt, globalThis.pressed) : false,
  names,
  /** The seen text of a region, or of the page. */
  text: region => {
    const element = region === 'main' ? document.querySelector('main') : region ? find('region', region) : document.body;
    return element ? plain(element.innerText) : null;
  },
  value: (role, wanted, nth) => {
    const element = find(role, wanted, nth);
    if (!element) return null;
    if (element.matches('[type=checkbox], [type=radio]')) return element.checked;
    return 'value' in element && !element.matches('button') ? element.value : nameOf(element);
  },
  attribute: (role, wanted, name) => find(role, wanted)?.getAttribute(name) ?? null,
  focused: () => {
    const element = document.activeElement;
    return element && element !== document.body ? { tag: element.localName, name: nameOf(element) } : null;
  },
  focus: (role, wanted, nth) => {
    const element = find(role, wanted, nth);
    element?.focus();
    return element !== null;
  },
  /** As a paste does it: the page may take it, else it is typed in one piece. */
  paste: text => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    return document.activeElement.dispatchEvent(event) && document.execCommand('insertText', false, text);
  },
  /** Marks the control for a file, for the driver to find it. */
  mark: (role, wanted) => {
    for (const each of document.querySelectorAll('[data-marked]')) delete each.dataset.marked;
    const element = find(role, wanted);
    if (element) element.dataset.marked = '';
    return element !== null;
  },
  /** As a file from outside is dropped: drivers have no pointer that carries one into the window. */
  drop: (role, wanted, name, content) => {
    const element = find(role, wanted);
    if (!element) return { problem: `there is no ${role} “${wanted}” among ${JSON.stringify(names(role))}` };
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([content], name));
    const isTaken = type => !element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, composed: true }));
    isTaken('dragenter');
    // Whoever lets one of these pass gets no drop, or has the browser leave the page for the file.
    return isTaken('dragover') && isTaken('drop') ? {} : { problem: `a file dropped at “${wanted}” is not taken` };
  },
  /** From now on notes how long each key takes: until the next frame, and where the engine tells it until that is seen. */
  timeKeys: () => {
    const times = { frames: [], shown: PerformanceObserver.supportedEntryTypes.includes('event') ? [] : null };
    globalThis.keyTimes = times;
    addEventListener('keydown', ({ timeStamp }) => {
      requestAnimationFrame(() => setTimeout(() => times.frames.push(performance.now() - timeStamp)));
    }, true);
    const keep = list => times.shown.push(...list.getEntriesByName('keydown').map(({ duration }) => duration));
    if (times.shown) new PerformanceObserver(keep).observe({ type: 'event', durationThreshold: 16 });
  },
  keyTimes: () => globalThis.keyTimes,
  /** As WebDriver chooses an option: its names are the options' words. */
  choose: (wanted, option) => {
    const list = find('list', wanted);
    const found = [...list?.options ?? []].map(each => ({ each, fits: fit(plain(each.textContent), option) }))
      .sort((a, b) => b.fits - a.fits)[0];
    if (!found || found.fits === 0) {
      return { problem: list ? `“${wanted}” has no option “${option}”` : `there is no list “${wanted}” among ${JSON.stringify(names('list'))}` };
    }
    list.focus();
    list.value = found.each.value;
    list.dispatchEvent(new Event('input', { bubbles: true }));
    list.dispatchEvent(new Event('change', { bubbles: true }));
    return {};
  },
  /** Takes the focus away, and scrolls a heading to the page's top. A list stays where its current item is. */
  rest: heading => {
    document.activeElement?.blur();
    for (const each of document.querySelectorAll('main *')) {
      if (each.scrollTop > 0 && !each.querySelector('[aria-current]')) each.scrollTop = 0;
    }
    const top = heading ? find('heading', heading)?.getBoundingClientRect().top ?? 0 : 0;
    const bar = document.querySelector('body > header')?.getBoundingClientRect().height ?? 0;
    scrollTo({ top: heading ? top + scrollY - bar - 16 : 0, behavior: 'instant' });
  },
  /** What was loaded, and from where. */
  loaded: () => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .map(({ name, initiatorType, transferSize, responseStatus }) => ({ name, initiatorType, transferSize, responseStatus: responseStatus ?? 0 })),
  painted: () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
  /** What is wider than the window, where the page can be moved sidewards. */
  sidewards: () => {
    const wider = document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth;
    if (wider <= 0) return null;
    const out = [...document.body.querySelectorAll('*')].filter(each => each.getBoundingClientRect().right > innerWidth + 0.5);
    return `the page is ${wider} px wider than the window: ${out.slice(0, 4).map(each => `<${each.localName} class="${each.className}">`).join(' ')}`;
  },
};
