// Copyright (c) 2026 The tcp-lifecycle authors
//
// SPDX-License-Identifier: GPL-2.0-only
//
// The page's data, its words in three languages, and small helpers.

const data = JSON.parse(document.getElementById("data").textContent);
const table = JSON.parse(document.getElementById("words").textContent);
const LANGUAGES = Object.keys(table.languages);
const settings = { language: "en", notation: "textbook", size: 1 };

/** A text by its key, with values in the place of names such as {end}. */
function say(key, values) {
  const entry = table.words[key];
  const text = entry ? entry[LANGUAGES.indexOf(settings.language)] : key;
  return text.replace(/\{(\w+)\}/g, (all, name) => (values && name in values ? values[name] : all));
}

function has(key) {
  return key in table.words;
}

function byId(id) {
  return document.getElementById(id);
}

/** An HTML element with attributes and children, which may be texts. */
function html(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  made.append(...children);
  return made;
}

/** An SVG element. */
function svg(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  made.append(...children);
  return made;
}

/** A number with at most this number of decimals. */
function decimals(value, most) {
  return String(Number(value.toFixed(most)));
}

/** A length of time in units that a person reads: 20.001 ms, 4 min 1.17 s, 2 h 20 ms. */
function span(ns) {
  if (ns < 1e9) return decimals(ns / 1e6, 3) + " ms";
  let rest = Math.round(ns / 1e6);
  const parts = [];
  for (const [unit, length] of [["h", 3600000], ["min", 60000]]) {
    if (rest >= length) {
      parts.push(Math.floor(rest / length) + " " + unit);
      rest %= length;
    }
  }
  if (rest >= 1000) parts.push(decimals(rest / 1000, 3) + " s");
  else if (rest > 0) parts.push(rest + " ms");
  return parts.join(" ");
}

/** The short name of an end: A or B. */
function nameOf(end) {
  return data.ends[end].name.split(" ")[0];
}

/** A sequence number as readers are shown it: relative where the ISNs are too long to read. */
function shown(number, end) {
  return (number - data.ends[end].base) >>> 0;
}
