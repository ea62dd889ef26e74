// Copyright (c) 2026 The tcp-lifecycle authors
//
// SPDX-License-Identifier: GPL-2.0-only
//
// Where one is, and how one gets on: buttons, slider, keys, settings.

let current = -1;
let playing = null;

function sentencesOf(step) {
  return reasonOf(step).join(" ");
}

function showWhy() {
  const line = byId("why");
  if (current < 0) {
    line.replaceChildren(say("start"));
    return;
  }
  const step = steps[current];
  const parts = [sentencesOf(step)];
  for (const change of changesOf(step)) parts.push(" ", html("b", {}, change));
  const clauses = clausesOf(step);
  if (clauses) parts.push(" ", html("small", {}, "(" + clauses + ")"));
  line.replaceChildren(...parts);
}

/** Everything that depends on the step. */
function show() {
  drawLadder(current);
  drawDiagrams(current);
  showHeader(current);
  showWindows(current);
  showWhy();
  const time = current >= 0 ? steps[current].time : 0;
  const place = say("step", { number: current + 1, count: steps.length });
  byId("slider").value = current + 1;
  byId("slider").setAttribute("aria-valuetext", place + ", " + span(time));
  byId("clock").textContent = "t = " + span(time) + " · " + place;
  byId("first").disabled = byId("back").disabled = current < 0;
  byId("last").disabled = byId("next").disabled = current >= steps.length - 1;
  document.querySelectorAll("#steps li").forEach((line, index) => line.classList.toggle("now", index === current));
}

function go(step) {
  current = Math.min(Math.max(step, -1), steps.length - 1);
  show();
  if (current >= steps.length - 1) stop();
}

function stop() {
  if (playing !== null) clearInterval(playing);
  playing = null;
  byId("play").textContent = say("play");
}

function togglePlay() {
  if (playing !== null) {
    stop();
    return;
  }
  if (current >= steps.length - 1) current = -1;
  playing = setInterval(() => go(current + 1), 1800);
  byId("play").textContent = say("pause");
  go(current + 1);
}

/** Everything that depends on the language and the notation. */
function showWords() {
  document.documentElement.lang = settings.language;
  document.querySelectorAll("[data-word]").forEach(one => { one.textContent = say(one.dataset.word); });
  for (const name of ["first", "back", "next", "last", "theme", "larger", "smaller"]) {
    byId(name).title = say(name);
    byId(name).setAttribute("aria-label", say(name));
  }
  byId("print").textContent = say("print");
  byId("play").textContent = say(playing === null ? "play" : "pause");
  byId("slider").setAttribute("aria-label", say("time"));
  byId("ladder").setAttribute("aria-label", say("ladder"));
  byId("language").title = byId("language").ariaLabel = say("language");
  byId("notation").title = byId("notation").ariaLabel = say("notation");
  byId("help").querySelector("summary").title = say("keys");
  for (const option of byId("notation").options) option.textContent = say(option.value);
  const about = [say("source") + ": " + data.source];
  data.ends.forEach((end, index) => about.push(nameOf(index) + ": " + end.profile));
  byId("about").replaceChildren(about.join(" · "));
  data.faults.split("\n").filter(rule => rule).forEach(rule =>
    byId("about").append(" · " + say("fault") + ": ", html("code", {}, rule)));
  const keys = [["→  PgDn  n", "keyNext"], ["←  PgUp  p", "keyBack"], ["Home  End", "keyEnds"], ["a", "keyPlay"],
    ["l", "language"], ["t", "notation"], ["d", "theme"], ["+  −", "larger"]];
  byId("keys").replaceChildren(...keys.map(([key, word]) => html("tr", {}, html("td", {}, key), html("td", {}, say(word)))));
  byId("steps").replaceChildren(...steps.map(step => {
    const changes = changesOf(step).join(", ");
    const clauses = clausesOf(step);
    return html("li", {}, span(step.time) + ": " + sentencesOf(step) + (changes ? " " + changes : "") +
      (clauses ? " (" + clauses + ")" : ""));
  }));
}

function changeLanguage(language) {
  settings.language = LANGUAGES.includes(language) ? language : "en";
  byId("language").value = settings.language;
  showWords();
  show();
}

function changeNotation(notation) {
  settings.notation = notation === "packetdrill" ? "packetdrill" : "textbook";
  byId("notation").value = settings.notation;
  showWords();
  show();
}

function changeTheme(theme) {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = theme || (dark ? "light" : "dark");
}

function changeSize(factor) {
  settings.size = Math.min(2.5, Math.max(0.6, settings.size * factor));
  document.documentElement.style.setProperty("--size", settings.size);
  show();
}

const KEYS = {
  ArrowRight: () => go(current + 1), PageDown: () => go(current + 1), n: () => go(current + 1), " ": () => go(current + 1),
  ArrowLeft: () => go(current - 1), PageUp: () => go(current - 1), p: () => go(current - 1), Backspace: () => go(current - 1),
  Home: () => go(-1), End: () => go(steps.length - 1), a: togglePlay, d: () => changeTheme(),
  l: () => changeLanguage(LANGUAGES[(LANGUAGES.indexOf(settings.language) + 1) % LANGUAGES.length]),
  t: () => changeNotation(settings.notation === "textbook" ? "packetdrill" : "textbook"),
  "+": () => changeSize(1.1), "-": () => changeSize(1 / 1.1),
};

function onKey(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey || event.altKey || event.metaKey || !(key in KEYS)) return;
  const name = event.target.tagName;
  const own = /^(Arrow|Page|Home|End)/.test(key);
  // A list, a slider and a button keep the keys that are theirs.
  if (name === "SELECT" || (name === "INPUT" && own)) return;
  if (key === " " && (name === "BUTTON" || name === "SUMMARY")) return;
  KEYS[key]();
  event.preventDefault();
}

/** The address may say where to begin: page.html#step=12&lang=ko&theme=dark&labels=packetdrill */
function readAddress() {
  const said = new URLSearchParams(location.hash.slice(1));
  if (said.get("theme")) changeTheme(said.get("theme") === "dark" ? "dark" : "light");
  if (said.get("labels")) settings.notation = said.get("labels") === "packetdrill" ? "packetdrill" : "textbook";
  const asked = said.get("lang") || (navigator.language || "en").slice(0, 2);
  settings.language = LANGUAGES.includes(asked) ? asked : "en";
  current = Math.min(Math.max(Number(said.get("step") || 0) - 1, -1), steps.length - 1);
}

function begin() {
  byId("name").textContent = data.name;
  byId("story").textContent = data.story;
  for (const language of LANGUAGES) byId("language").append(html("option", { value: language }, table.languages[language]));
  for (const notation of ["textbook", "packetdrill"]) byId("notation").append(html("option", { value: notation }, notation));
  readAddress();
  byId("slider").max = steps.length;
  byId("first").addEventListener("click", () => go(-1));
  byId("back").addEventListener("click", () => go(current - 1));
  byId("next").addEventListener("click", () => go(current + 1));
  byId("last").addEventListener("click", () => go(steps.length - 1));
  byId("play").addEventListener("click", togglePlay);
  byId("slider").addEventListener("input", () => go(Number(byId("slider").value) - 1));
  byId("language").addEventListener("change", event => changeLanguage(event.target.value));
  byId("notation").addEventListener("change", event => changeNotation(event.target.value));
  byId("theme").addEventListener("click", () => changeTheme());
  byId("larger").addEventListener("click", () => changeSize(1.1));
  byId("smaller").addEventListener("click", () => changeSize(1 / 1.1));
  byId("print").addEventListener("click", () => window.print());
  byId("ladder").addEventListener("click", event => {
    const rung = event.target.closest("[data-step]");
    if (rung) go(Number(rung.dataset.step) - 1);
  });
  document.addEventListener("keydown", onKey);
  let waiting = null;
  window.addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 100);
  });
  // On paper the ladder is there as a whole, and all steps in words.
  let before = null;
  window.addEventListener("beforeprint", () => {
    before = [current, byId("all").open];
    byId("all").open = true;
    go(steps.length - 1);
  });
  window.addEventListener("afterprint", () => {
    byId("all").open = before[1];
    go(before[0]);
  });
  changeLanguage(settings.language);
  changeNotation(settings.notation);
}

begin();
