"use strict";

// How long a frame of another origin may take to start before it counts as out of reach.
const FRAME_PATIENCE = 3_000;

const NAMES = { chromium: "Chromium", firefox: "Firefox", webkit: "WebKit" };

// The engine of this browser, as far as it says so.
const ENGINE = (() => {
  const agent = navigator.userAgent;
  if (/firefox\//i.test(agent)) return "firefox";
  if (/chrome\/|chromium\//i.test(agent)) return "chromium";
  return /applewebkit\//i.test(agent) ? "webkit" : null;
})();

const element = (id) => document.getElementById(id);

// What a script sees, in words.
function inWords({ outcome, status, read = {} }) {
  if (outcome === "allowed") {
    const values = Object.entries(read).map(([name, value]) =>
      value === null ? `, ${name} hidden` : `, ${name}: ${value}`);
    return `status ${status}${values.join("")}`;
  }
  return { blocked: "TypeError", unanswered: "no answer", "not-run": "not run" }[outcome];
}

// Whether two outcomes are the same to a script.
const same = (a, b) => inWords(a) === inWords(b);

// Which engines expect what: one line where they agree.
function expectations({ expected }) {
  if (ENGINE) return [[NAMES[ENGINE], expected[ENGINE]]];
  const all = Object.entries(expected);
  const agree = all.every(([, each]) => same(each, all[0][1]));
  return agree ? [["", all[0][1]]] : all.map(([engine, each]) => [NAMES[engine], each]);
}

const matches = (scenario, seen) => expectations(scenario).some(([, each]) => same(each, seen));

// Performs a scenario on a page of its own origin, in a frame.
function performInFrame(scenario) {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = `performs ${scenario.id}`;
  // The origin `null` comes of the sandbox that the answer itself asks for.
  const origin = scenario.page === "null" ? location.origin : scenario.page;
  frame.src = `${origin}/frame/${scenario.id}`;
  return new Promise((resolve) => {
    const end = (seen) => {
      clearTimeout(patience);
      removeEventListener("message", listen);
      frame.remove();
      resolve(seen);
    };
    const listen = ({ source, data }) => {
      if (source !== frame.contentWindow || data.id !== scenario.id) return;
      if (data.started) clearTimeout(patience);
      if (data.seen) end(data.seen);
    };
    const patience = setTimeout(() => end({ outcome: "not-run" }), FRAME_PATIENCE);
    addEventListener("message", listen);
    document.body.append(frame);
  });
}

const performHere = (scenario) =>
  scenario.page === location.origin ? perform(scenario) : performInFrame(scenario);

// One scenario's row on the page.
class Row {
  constructor(scenario) {
    this.scenario = scenario;
    this.article = element("row").content.firstElementChild.cloneNode(true);
    const find = (selector) => this.article.querySelector(selector);
    const { id, title, request, page } = scenario;
    this.article.id = id;
    Object.assign(find(".title"), { textContent: title, href: `/causes/${id}` });
    const words = [request.method, request.url.replace(/^http:\/\/127\.0\.0\.1:\d+/, "")];
    if (request.credentials === "include") words.push("with credentials");
    if (page !== location.origin) words.push(`from ${page}`);
    find(".request code").textContent = words.join(" ");
    find(".expected dd").append(...expectations(scenario).map(([name, each]) =>
      paragraph(ENGINE || !name ? inWords(each) : `${name}: ${inWords(each)}`)));
    find(".console").append(...consoles(scenario));
    find(".command").textContent = scenario.command;
    find(".run").addEventListener("click", () => this.run());
    find(".run").setAttribute("aria-label", `Run: ${title}`);
  }

  async run() {
    this.show("running", "…", "running");
    const seen = await performHere(this.scenario);
    const match = matches(this.scenario, seen);
    if (seen.outcome === "not-run") {
      this.show("skipped", "–", "not run: this page is out of reach, see the foot of this page");
    } else {
      this.show(match ? "good" : "bad", match ? "✓" : "✗", seen.error ?? inWords(seen));
    }
    return { id: this.scenario.id, page: this.scenario.page, seen, matches: match };
  }

  show(state, mark, text) {
    this.article.dataset.state = state;
    this.article.querySelector(".mark").textContent = mark;
    const lines = [paragraph(text)];
    // The mark alone says it to the eye; read aloud it would be a symbol's name.
    if (state === "good") lines.push(paragraph("as expected", "unseen"));
    if (state === "bad") lines.push(paragraph("not as expected", "verdict"));
    this.article.querySelector(".seen dd").replaceChildren(...lines);
  }
}

function paragraph(text, className = "") {
  return Object.assign(document.createElement("p"), { textContent: text, className });
}

// What each engine's console says, the visiting one's first.
function consoles({ expected }) {
  const engines = Object.keys(expected).sort((a, b) => (b === ENGINE) - (a === ENGINE));
  return engines.flatMap((engine) => {
    const block = document.createElement("pre");
    block.tabIndex = 0;
    block.textContent = expected[engine].console.join("\n") || "(nothing)";
    return [paragraph(`${NAMES[engine]}'s console says:`), block];
  });
}

// Runs these rows one after the other, so that the console stays in order.
async function runAll(rows) {
  const progress = element("progress");
  const button = element("run-all");
  button.disabled = true;
  const results = [];
  for (const row of rows) {
    progress.textContent = `Running ${results.length + 1} of ${rows.length} …`;
    results.push(await row.run());
  }
  const skipped = results.filter((r) => r.seen.outcome === "not-run").length;
  const matching = results.filter((r) => r.matches).length;
  const rest = skipped ? `, ${skipped} not run` : "";
  progress.textContent = `${matching} of ${rows.length} as expected${rest}`;
  button.disabled = false;
  // For tests: everything that was seen.
  window.clinicResults = { engine: ENGINE, origin: location.origin, scenarios: results };
}

async function start() {
  const clinic = await (await fetch("/clinic.json")).json();
  const rows = clinic.scenarios.map((scenario) => new Row(scenario));
  const groups = Map.groupBy
    ? Map.groupBy(rows, (row) => row.scenario.group)
    : rows.reduce((map, row) => {
        const group = row.scenario.group;
        return map.set(group, [...(map.get(group) ?? []), row]);
      }, new Map());
  for (const [group, members] of groups) {
    const section = document.createElement("section");
    const title = Object.assign(document.createElement("h2"), { textContent: group });
    section.append(title, ...members.map((row) => row.article));
    element("scenarios").append(section);
  }
  element("progress").textContent =
    `${rows.length} scenarios` + (ENGINE ? `, expected for ${NAMES[ENGINE]}` : "");
  element("https-page").href = clinic.pages.https;
  element("chromium").textContent = ["chromium", "--user-data-dir=/tmp/preflight-clinic"]
    .concat(clinic.chromiumFlags.map((flag) => `"${flag}"`), `${location.origin}/?run`)
    .join(" \\\n  ");
  element("run-all").addEventListener("click", () => runAll(rows));
  // `?run` runs everything, `?run=<id>` one scenario.
  const asked = new URLSearchParams(location.search).get("run");
  if (asked !== null) {
    await runAll(asked ? rows.filter((row) => row.scenario.id === asked) : rows);
    // For tests of WebKitGTK, which tells nothing but its console.
    console.info(`clinic: ${JSON.stringify(window.clinicResults)}`);
  }
}

start();
