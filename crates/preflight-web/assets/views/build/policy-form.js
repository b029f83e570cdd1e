import { freshId, h } from '../../core/dom.js';
import { box } from '../../parts/field.js';
import { worded } from '../../parts/words.js';
import { issues } from './issues.js';
import { exposeList, headerList, methodList, originList, part, pathList } from './lists.js';
import { maxAge } from './max-age.js';
import { originTrial } from './origin-trial.js';
/** @import { About, PolicyAnswer, Problem, WrittenPolicy } from '../../types.js' */
/** @import { Issue } from './issues.js' */

/** @type {[flag: 'quiet' | 'debug' | 'shadow' | 'dangerously_allow_insecure_origins' | 'dangerously_allow_public_suffixes', label: string, hint: string][]} */
const RARE = [
  ['shadow', 'Shadow: count, but change nothing', 'To try a policy on real traffic first. No configuration is written for it.'],
  ['debug', 'Say in each response which rule decided', 'In the header Preflight-Decision, for preflight’s own gateway and middleware.'],
  ['quiet', 'Refuse with a bare 403', 'Instead of 204 with what is allowed. With 204 the console names the method or header that is missing.'],
  ['dangerously_allow_insecure_origins', 'Allow plain http: origins with credentials', 'Dangerous: whoever sits on the network between can then act for the user.'],
  ['dangerously_allow_public_suffixes', 'Allow *. before a public suffix with credentials', 'Dangerous: at https://*.github.io anybody can register a name, and then act for the user.'],
];

/**
 * One policy as a form.
 * @typedef {object} PolicyForm
 * @property {HTMLElement} element
 * @property {() => WrittenPolicy} read
 * @property {(policy: WrittenPolicy) => void} write
 * @property {(issues: Issue[], answer: PolicyAnswer, origins: number[]) => void} show what there is to say
 * @property {(field: Problem['field'], row: number | null) => void} focus
 * @property {() => void} find brings the first problem into sight, with the focus at it
 */

/**
 * @param {object} options
 * @param {About} options.about
 * @param {() => void} options.onChange
 * @param {(what: string) => void} options.onRemove before something goes
 * @param {{read: () => string[], write: (origins: string[]) => void}} options.tried the origins to try
 * @returns {PolicyForm}
 */
export function policyForm({ about, onChange, onRemove, tried }) {
  const options = { about, onChange, onRemove };
  const lists = {
    allow_origins: originList(options),
    allow_methods: methodList(options),
    allow_headers: headerList(options),
    expose_headers: exposeList(options),
    paths: pathList(options),
  };
  const age = maxAge(options);
  const trial = originTrial({ onChange, onRemove, origins: tried });
  const credentials = box('Requests may carry credentials');
  const follows = consequences();
  const creditIssues = issues(freshId('issues'));
  const rare = RARE.map(([flag, label, hint]) => ({ flag, ...box(label, hint) }));
  const fold = h('details', { class: 'rare' }, h('summary', null, 'Rarely needed'), h('div', { class: 'stack tight' }, rare.map(each => each.element)));
  lists.allow_origins.element.append(trial.element);
  for (const { control } of [credentials, ...rare]) control.addEventListener('change', changed);

  function changed() {
    follows.hidden = !credentials.control.checked;
    onChange();
  }

  /** @returns {WrittenPolicy} */
  function read() {
    const flags = /** @type {Record<typeof RARE[number][0], boolean>} */ (Object.fromEntries(rare.map(({ flag, control }) => [flag, control.checked])));
    return {
      paths: lists.paths.read(),
      allow_origins: lists.allow_origins.read(),
      allow_methods: lists.allow_methods.read(),
      allow_headers: lists.allow_headers.read(),
      expose_headers: lists.expose_headers.read(),
      allow_credentials: credentials.control.checked,
      max_age: age.read(),
      ...flags,
    };
  }

  /** @param {WrittenPolicy} policy */
  function write(policy) {
    for (const [field, list] of Object.entries(lists)) list.write(policy[/** @type {keyof typeof lists} */ (field)]);
    age.write(policy.max_age);
    credentials.control.checked = policy.allow_credentials;
    follows.hidden = !policy.allow_credentials;
    for (const { flag, control } of rare) control.checked = policy[flag];
    if (rare.some(({ control }) => control.checked)) fold.open = true;
    trial.write();
  }

  /** @type {PolicyForm['show']} */
  function show(all, answer, origins) {
    const of = (/** @type {string} */ field) => all.filter(({ problem }) => problem.field === field);
    for (const [field, list] of Object.entries(lists)) list.problems(of(field));
    age.problems(of('max_age'));
    age.kept(answer.max_age);
    creditIssues.show(of('allow_credentials'), credentials.control);
    trial.show(answer.origins ?? [], origins);
  }

  /** @type {PolicyForm['focus']} */
  function focus(field, row) {
    if (field in lists) lists[/** @type {keyof typeof lists} */ (field)].focus(row);
    else if (field === 'max_age') age.focus();
    else credentials.control.focus();
  }

  const element = h('div', { class: 'policy-form' },
    lists.allow_origins.element, lists.allow_methods.element, lists.allow_headers.element,
    part('Credentials', 'Cookies, HTTP authentication and client certificates.', credentials.element, creditIssues.element, follows),
    lists.expose_headers.element, age.element, lists.paths.element, fold);
  const find = () => {
    const wrong = element.querySelector('.problem:not(.note)');
    const control = element.querySelector('[aria-invalid="true"]') ?? wrong?.querySelector('button');
    if (control instanceof HTMLElement) control.focus();
    wrong?.scrollIntoView({ block: 'center' });
  };
  return { element, read, write, show, focus, find };
}

/** @returns {HTMLElement} */
function consequences() {
  return h('ul', { class: 'follows hint' }, [
    'Every origin that you allow can act as the user who is signed in: name few, and trust each.',
    '`*` is no wildcard any more: origins and response headers want names.',
    'The script has to ask for it: `fetch(url, { credentials: \'include\' })`.',
    'Cookies of another site also need `SameSite=None; Secure`, and some browsers block them all the same.',
  ].map(line => h('li', null, worded(line))));
}
