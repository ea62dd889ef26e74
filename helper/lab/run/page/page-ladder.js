// Copyright (c) 2026 The tcp-lifecycle authors
//
// SPDX-License-Identifier: GPL-2.0-only
//
// The ladder: both ends' lifelines, and the segments between them, up to the current step.

const ladder = { places: [], unit: 16 };

function rem() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** Pauses are drawn shorter: those much longer than a segment is on its way. */
function pauseLimit() {
  const flights = data.segments.filter(s => s.received !== null).map(s => s.received - s.sent);
  return Math.max(1e6, 2 * Math.max(0, ...flights.filter(flight => flight < 1e9)));
}

/** Where each step is, from top to bottom. */
function placeSteps(unit) {
  const limit = pauseLimit();
  let y = 4.6 * unit;
  ladder.places = [];
  ladder.pauses = [];
  steps.forEach((step, index) => {
    const gap = index ? step.time - steps[index - 1].time : 0;
    if (step.omitted) {
      ladder.pauses.push({ y: y + 0.1 * unit, text: ["omitted", { count: step.omitted }], before: index });
      y += 1.5 * unit;
    }
    if (gap > limit) {
      ladder.pauses.push({ y: y + 0.1 * unit, text: ["later", { span: span(gap) }], before: index });
      y += 1.5 * unit;
    }
    ladder.places.push(y);
    y += (step.transitions.length ? 2.5 : 2.1) * unit;
  });
  ladder.bottom = y + unit;
}

/** Two segments in opposite directions at the same time: their labels keep to their senders. */
function crosses(index) {
  const segment = data.segments[index];
  const until = s => (s.received === null ? s.sent : s.received);
  return data.segments.some((other, place) => place !== index && other.from !== segment.from &&
    other.sent < until(segment) && segment.sent < until(other));
}

function drawArrow(group, labels, index, current, x, unit) {
  const segment = data.segments[index];
  const from = segment.from;
  const start = sentIn[index] === undefined ? receivedIn[index] : sentIn[index];
  const y1 = ladder.places[start] - (sentIn[index] === undefined ? 0.7 * unit : 0);
  const arrives = receivedIn[index];
  const way = from === 0 ? 1 : -1;
  const x1 = x[from] + way * 0.45 * unit;
  const far = x[1 - from] - way * 0.45 * unit;
  const lost = segment.received === null;
  const flying = !lost && arrives > current;
  const y2 = arrives === undefined ? y1 + 1.6 * unit : ladder.places[arrives];
  const reach = lost ? 0.72 : flying ? 0.55 : 1;
  const x2 = x1 + (far - x1) * reach;
  const end = y1 + (y2 - y1) * reach;
  const kind = lost ? "lost" : segment.again || segment.copy ? "again" : "";
  const line = (a, b, c, d, extra) =>
    group.append(svg("line", { x1: a, y1: b, x2: c, y2: d, class: kind + (extra ? " " + extra : "") }));
  line(x1, y1, x2, end, flying ? "flying" : "");
  const tip = 0.55 * unit;
  const slope = Math.atan2(end - y1, x2 - x1);
  if (lost) {
    const d = 0.4 * unit;
    line(x2 - d, end - d, x2 + d, end + d);
    line(x2 - d, end + d, x2 + d, end - d);
  } else {
    for (const turn of [2.7, -2.7]) {
      line(x2, end, x2 + tip * Math.cos(slope + turn), end + tip * Math.sin(slope + turn));
    }
  }
  const whole = Math.hypot(far - x1, y2 - y1);
  const at = crosses(index) ? 0.32 : lost ? 0.4 : 0.5;
  const lx = x1 + (far - x1) * at;
  const ly = y1 + (y2 - y1) * at;
  const degrees = Math.atan2(y2 - y1, far - x1) * 180 / Math.PI + (from === 0 ? 0 : 180);
  const marks = [lost ? say("lost") : "", segment.again ? say("again") : "", segment.copy ? say("copyOf") : ""];
  const text = [labelOf(segment)].concat(marks.filter(mark => mark)).join("  ");
  const label = svg("text", {
    x: lx, y: ly - 0.4 * unit, "text-anchor": "middle", class: "label " + kind,
    transform: "rotate(" + degrees.toFixed(2) + " " + lx + " " + ly + ")",
  }, text);
  labels.append(label);
  const room = whole * (crosses(index) ? 0.62 : lost ? 0.78 : 0.96);
  if (label.getComputedTextLength && text.length * 0.55 * unit > room) {
    label.style.fontSize = Math.max(0.55, room / (text.length * 0.61 * unit)) + "rem";
  }
}

/** The band of an end: a piece for each state, up to the current step. */
function drawBand(picture, end, current, x, unit) {
  let state = data.ends[end].state;
  let top = 3.6 * unit;
  const piece = (bottom, which) => picture.append(svg("rect", {
    x: x[end] - 0.36 * unit, y: top, width: 0.72 * unit, height: Math.max(0, bottom - top),
    fill: data.colours[which],
  }));
  steps.forEach((step, index) => {
    if (index > current || step.end !== end || !step.transitions.length) return;
    piece(ladder.places[index], state);
    top = ladder.places[index];
    state = step.states[end];
  });
  const reached = current >= 0 ? ladder.places[current] + 0.9 * unit : top;
  piece(Math.max(reached, top), state);
  picture.append(svg("line", { x1: x[end], x2: x[end], y1: reached, y2: ladder.bottom, class: "band-edge" }));
}

function drawStep(group, index, x, unit) {
  const step = steps[index];
  const y = ladder.places[index];
  const side = step.end === 0 ? -1 : 1;
  const anchor = step.end === 0 ? "end" : "start";
  const at = x[step.end] + side * 0.7 * unit;
  const write = (dy, text, kind) =>
    group.append(svg("text", { x: at, y: y + dy * unit, "text-anchor": anchor, class: kind }, text));
  const known = steps.slice(0, index).some(other => other.end === step.end && other.time === step.time);
  if (step.transitions.length) write(0.3, step.states[step.end], "state");
  if (!known) write(step.transitions.length ? 1.25 : 0.3, span(step.time), "faint");
  if (step.kind === "transition") {
    const inside = step.end === 0 ? 1 : -1;
    const cause = step.transitions.map(t => causeWords(t.cause)).join("; ");
    group.append(svg("text", {
      x: x[step.end] + inside * 0.9 * unit, y: y + 0.3 * unit, class: "faint",
      "text-anchor": step.end === 0 ? "start" : "end",
    }, cause));
  }
}

/** A cause's name, as in traces: "active open". */
function causeWords(cause) {
  return cause === "2msl-expired" ? "2MSL" : cause.replace(/-/g, " ");
}

function drawLadder(current) {
  const box = byId("ladder");
  const unit = rem();
  const width = Math.max(box.clientWidth, 300);
  const side = (width < 28 * unit ? 7.1 : 8.6) * unit;
  const x = [side, width - side];
  placeSteps(unit);
  const picture = svg("svg", {
    viewBox: "0 0 " + width + " " + ladder.bottom, height: ladder.bottom, role: "img",
    "aria-label": data.name,
  });
  if (current >= 0) {
    picture.append(svg("rect", {
      class: "now-mark", x: 0, y: ladder.places[current] - 1.05 * unit, width: width, rx: 6,
      height: 2.1 * unit + (steps[current].transitions.length ? 0.5 * unit : 0),
    }));
  }
  for (const end of [0, 1]) {
    picture.append(svg("text", { x: x[end], y: 1.2 * unit, "text-anchor": "middle", class: "end-name" }, data.ends[end].name));
    picture.append(svg("text", { x: x[end], y: 2.3 * unit, "text-anchor": "middle", class: "end-address" }, data.ends[end].address));
    drawBand(picture, end, current, x, unit);
  }
  const first = svg("g", { class: "rung" });
  for (const end of [0, 1]) {
    first.append(svg("text", {
      x: x[end] + (end ? 0.7 : -0.7) * unit, y: 3.7 * unit, "text-anchor": end ? "start" : "end", class: "state",
    }, data.ends[end].state));
  }
  picture.append(first);
  for (const pause of ladder.pauses) {
    if (pause.before > current) continue;
    const rung = svg("g", { class: "rung" });
    rung.append(svg("text", { x: width / 2, y: pause.y, "text-anchor": "middle", class: "faint" }, "⋮ " + say(...pause.text)));
    picture.append(rung);
  }
  const texts = svg("g", {}); // above all arrows
  for (let index = 0; index <= current; ++index) {
    const labels = svg("g", { class: "rung" + (index === current ? " now" : "") });
    const step = steps[index];
    const group = svg("g", { class: "rung" + (index === current ? " now" : ""), "data-step": index + 1 });
    const arrow = step.kind === "sent" || (step.kind === "received" && sentIn[step.segment] === undefined);
    if (arrow) drawArrow(group, labels, step.segment, current, x, unit);
    if (step.kind === "received" && index === current && sentIn[step.segment] !== undefined) {
      const rung = picture.querySelector('[data-step="' + (sentIn[step.segment] + 1) + '"]');
      if (rung) rung.classList.add("now");
    }
    drawStep(group, index, x, unit);
    picture.append(group);
    texts.append(labels);
  }
  picture.append(texts);
  box.replaceChildren(picture);
  if (current >= 0) {
    const y = ladder.places[current];
    const room = box.clientHeight;
    if (y < box.scrollTop + 3 * unit || y > box.scrollTop + room - 5 * unit) {
      box.scrollTop = Math.max(0, y - room * 0.55);
    }
  } else {
    box.scrollTop = 0;
  }
}
