// Copyright (c) 2026 The tcp-lifecycle authors
//
// SPDX-License-Identifier: GPL-2.0-only
//
// Both ends' state diagrams, arranged as figure 5 of RFC 9293; the current state is lit.

const PLACES = {
  "CLOSED": [225, 20], "LISTEN": [225, 78], "SYN-RECEIVED": [70, 136], "SYN-SENT": [380, 136],
  "ESTABLISHED": [225, 180], "FIN-WAIT-1": [70, 236], "CLOSE-WAIT": [380, 236], "FIN-WAIT-2": [70, 296],
  "CLOSING": [225, 296], "LAST-ACK": [380, 296], "TIME-WAIT": [225, 352], "END": [380, 352],
};
const HALF = [65, 15];
// Arrows that would run through a box bend: by so much of their length, to their left.
const BENDS = {
  "CLOSED LISTEN": 0.2, "LISTEN CLOSED": 0.2, "LISTEN ESTABLISHED": 0.28, "SYN-RECEIVED LISTEN": 0.18,
  "LISTEN SYN-RECEIVED": 0.1, "FIN-WAIT-2 TIME-WAIT": -0.05, "SYN-SENT CLOSED": 0.12, "CLOSED SYN-SENT": 0.12,
};

/** CLOSED is there twice, as in the RFC: where a connection begins, and where it ends. */
function boxOf(state, from) {
  if (state !== "CLOSED") return state;
  return ["LISTEN", "SYN-SENT", "SYN-RECEIVED", undefined].includes(from) ? "CLOSED" : "END";
}

/** Where a line from a box's middle to another point leaves the box. */
function border(middle, toward) {
  const dx = toward[0] - middle[0];
  const dy = toward[1] - middle[1];
  const scale = Math.min(HALF[0] / Math.max(Math.abs(dx), 1e-9), HALF[1] / Math.max(Math.abs(dy), 1e-9));
  return [middle[0] + dx * scale, middle[1] + dy * scale];
}

/** The way of an arrow between two boxes. */
function wayOf(from, to) {
  const a = PLACES[from];
  const b = PLACES[to];
  const bend = BENDS[from + " " + to.replace("END", "CLOSED")] || 0;
  const middle = [(a[0] + b[0]) / 2 + (b[1] - a[1]) * bend, (a[1] + b[1]) / 2 - (b[0] - a[0]) * bend];
  const p = border(a, middle);
  const q = border(b, middle);
  const part = values => values.map(value => value.toFixed(1)).join(" ");
  return "M" + part(p) + " Q" + part(middle) + " " + part(q);
}

/** The transitions of an end up to a step, as pairs of boxes; the last one first. */
function walked(end, current) {
  const pairs = [];
  for (let index = 0; index <= current; ++index) {
    if (steps[index].end !== end) continue;
    for (const t of steps[index].transitions) {
      const from = t.from === "CLOSED" ? "CLOSED" : t.from;
      pairs.push({ from: from, to: boxOf(t.to, t.from), now: index === current });
    }
  }
  return pairs;
}

function drawDiagram(end, current) {
  const done = walked(end, current);
  const last = done[done.length - 1];
  const lit = last ? last.to : boxOf(data.ends[end].state);
  const seen = new Set(done.map(pair => pair.from));
  const picture = svg("svg", { viewBox: "0 0 450 372", class: "diagram", role: "img",
    "aria-label": nameOf(end) + ": " + (lit === "END" ? "CLOSED" : lit) });
  const marker = kind => svg("marker", { id: "tip-" + end + kind, class: kind, viewBox: "0 0 10 10", refX: 9, refY: 5,
    markerWidth: kind === "lit" ? 4 : 6, markerHeight: kind === "lit" ? 4 : 6, orient: "auto" },
    svg("path", { d: "M0 0 L10 5 L0 10 z" }));
  picture.append(svg("defs", {}, marker("plain"), marker("seen"), marker("lit")));
  const drawn = new Set();
  const arrows = [];
  const add = (from, to, kind, other) => arrows.push([from, to, kind, other]);
  for (const [from, to] of data.figure) {
    const target = boxOf(to, from);
    const key = from + " " + target;
    if (drawn.has(key)) continue;
    drawn.add(key);
    add(from, target, "plain", false);
  }
  for (const pair of done) {
    const other = !drawn.has(pair.from + " " + pair.to);
    if (pair.from !== pair.to) add(pair.from, pair.to, pair.now ? "lit" : "seen", other);
  }
  for (const [from, to, kind, other] of arrows) {
    picture.append(svg("path", { d: wayOf(from, to), class: kind + (other ? " other" : ""),
      "marker-end": "url(#tip-" + end + kind + ")" }));
  }
  for (const name in PLACES) {
    const [x, y] = PLACES[name];
    const state = name === "END" ? "CLOSED" : name;
    const group = svg("g", { class: (name === lit ? "lit " : "") + (seen.has(name) ? "seen" : ""), "data-state": state },
      svg("title", {}, state + ": " + say("state." + state)),
      svg("rect", { x: x - HALF[0], y: y - HALF[1], width: 2 * HALF[0], height: 2 * HALF[1], rx: 8 }),
      svg("text", { x: x, y: y + 5 }, state));
    picture.append(group);
  }
  return picture;
}

function drawDiagrams(current) {
  byId("diagrams").replaceChildren(...[0, 1].map(end => {
    const state = current >= 0 ? steps[current].states[end] : data.ends[end].state;
    const line = html("p", {}, html("b", { class: "current-state", "data-end": end }, nameOf(end) + ": " + state),
      html("br", {}), html("small", {}, say("state." + state)));
    return html("div", {}, line, drawDiagram(end, current));
  }));
}
