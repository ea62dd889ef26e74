// Copyright (c) 2026 The tcp-lifecycle authors
//
// SPDX-License-Identifier: GPL-2.0-only
//
// The report's table, search and ladders. Data: rows of the table, and ladders by key.
(function () {
  const PAGE = 50;
  const COLOURS = JSON.parse('%COLOURS%');
  const rows = JSON.parse(document.getElementById("data").textContent);
  const ladders = JSON.parse(document.getElementById("ladders").textContent);
  const texts = rows.map(row => row.join(" ").toLowerCase());
  const body = document.querySelector("#connection-table tbody");
  const names = Array.from(document.querySelectorAll("th.sort")).map(th => th.textContent);
  const box = document.getElementById("search");
  const fixed = Array.from(document.querySelectorAll(".searched"));
  const fixedTexts = fixed.map(element => element.textContent.toLowerCase());
  const order = rows.map((_, index) => index);
  let sorted = { column: -1, up: true };
  let found = order;
  let page = 0;

  function element(name, attributes, text) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function span(ns) {
    const tenths = Math.round(ns / 1e8);
    if (ns >= 6e10) return Math.floor(tenths / 600) + " min " + (tenths % 600 / 10) + " s";
    return ns >= 1e9 ? (ns / 1e9).toFixed(3) + " s" : (ns / 1e6).toFixed(3) + " ms";
  }

  // Events: [kind, end, time, ...]: s label mark index; r index; c state cause; m text
  function draw(ladder, room) {
    const wide = room > 700;
    const width = wide ? Math.min(room, 1060) : Math.max(room, 340);
    const side = wide ? 150 : 106, left = side, right = width - side, step = 26;
    const x = [left, right];
    const svg = element("svg", { class: wide ? "ladder" : "ladder narrow", viewBox: "0 0 " + width + " 10", role: "img" });
    svg.append(element("title", {}, ladder.title));
    const bars = element("g", {}), marks = element("g", {});
    svg.append(bars, marks);
    const write = (at, y, text, anchor, kind) =>
      marks.append(element("text", { x: at, y: y, "text-anchor": anchor, class: kind || "" }, text));
    write(left, 16, ladder.names[0], "middle", "mono");
    write(right, 16, ladder.names[1], "middle", "mono");
    let y = 44, shown = null;
    const begun = [30, 30], state = ladder.states.slice(), sentAt = {}, last = [30, 30];
    const put = (end, at, text, kind) =>
      write(end ? right + 9 : left - 9, at, text, end ? "start" : "end", kind);
    put(0, 42, state[0], "state"); put(1, 42, state[1], "state");
    const bar = (end, to) => {
      bars.append(element("rect", { x: x[end] - 4, y: begun[end], width: 8,
        height: Math.max(0, to - begun[end]), fill: COLOURS[state[end]] || "#888888" }));
      begun[end] = to;
    };
    const arrow = (from, y1, y2, kind, reach) => {
      const x1 = x[from] + (from ? -5 : 5), far = x[1 - from] + (from ? 5 : -5);
      const x2 = x1 + (far - x1) * reach, b = y1 + (y2 - y1) * reach;
      marks.append(element("line", { x1: x1, y1: y1, x2: x2, y2: b, class: kind }));
      const h = from ? 7 : -7;
      if (reach === 1) {
        marks.append(element("line", { x1: x2, y1: b, x2: x2 + h, y2: b - 4, class: kind }));
        marks.append(element("line", { x1: x2, y1: b, x2: x2 + h, y2: b + 4, class: kind }));
      } else {
        for (const d of [-5, 5]) {
          marks.append(element("line", { x1: x2 - 5, y1: b - d, x2: x2 + 5, y2: b + d, class: kind }));
        }
      }
      return (x1 + x2) / 2;
    };
    const steps = ladder.events.filter(e => e[0] !== "m").map((e, i, all) => i ? e[2] - all[i - 1][2] : 0).filter(d => d > 0).sort((a, b) => a - b);
    const pause = steps.length ? Math.max(steps[steps.length >> 1] * 12, 1e6) : Infinity;
    ladder.events.forEach((event, place) => {
      const [kind, end, time] = event;
      if (kind === "m") {
        y += 22; write(width / 2, y, event[1], "middle", "faint"); y += 8;
        return;
      }
      if (shown !== null && time - shown > pause) {
        y += 22; write(width / 2, y, span(time - shown) + " later", "middle", "faint"); y += 8;
      }
      const before = ladder.events[place - 1];
      const once = kind === "r" && before && before[0] === "s" && before[5] === event[3] && before[2] === time;
      const brought = kind === "c" && before && before[0] === "r" && before[1] === end && before[2] === time;
      if (!once && !brought) y += kind === "r" ? step * 0.8 : step;
      if (kind !== "c" && y - last[end] < step * 0.9 && !once) y = last[end] + step * 0.9;
      const next = ladder.events[place + 1];
      const brings = kind === "r" && next && next[0] === "c" && next[1] === end && next[2] === time;
      if (time !== shown) put(end, y + (kind === "c" || brings ? 18 : 4), span(time), "faint");
      shown = time;
      if (kind === "s") {
        sentAt[event[5]] = [y, event[3], event[4]];
        if (event[4].includes("lost")) {
          const middle = arrow(end, y, y + step, "lost", 0.75);
          write(middle, y - 1, event[3] + " " + event[4], "middle", "mono lost");
          y += step * 0.5;
        }
      } else if (kind === "r" && sentAt[event[3]]) {
        const [top, label, mark] = sentAt[event[3]];
        const middle = arrow(1 - end, top, y, mark, 1);
        write(middle, (top + y) / 2 - 5, label + (mark ? " " + mark : ""), "middle", "mono " + mark);
      } else if (kind === "c") {
        bar(end, y); state[end] = event[3];
        put(end, y + 4, event[3], "state");
        if (event[4]) write(x[end] + (end ? -9 : 9), y + 4, event[4], end ? "end" : "start", "faint");
        if (brought || event[4]) y += 8;
      }
      last[end] = y;
    });
    bar(0, y + 30); bar(1, y + 30);
    if (ladder.note) write(width / 2, y + 48, ladder.note, "middle", "faint");
    svg.setAttribute("viewBox", "0 0 " + width + " " + (y + 56));
    svg.style.maxWidth = width + "px";
    return svg;
  }

  function fill(target, key) {
    const ladder = ladders[key];
    const room = target.clientWidth || document.body.clientWidth - 20;
    if (ladder) target.replaceChildren(draw(ladder, room));
    else target.replaceChildren("The page has no ladder of it: ladder.py draws any.");
  }

  function open(row) {
    const target = document.getElementById("ladder");
    target.hidden = false;
    fill(target, row[row.length - 1]);
    target.focus();
    target.scrollIntoView({ block: "start" });
  }

  function cell(row, value, column) {
    const td = document.createElement("td");
    td.dataset.name = names[column];
    if (column === 0) {
      const button = document.createElement("button");
      button.textContent = value;
      button.addEventListener("click", () => open(row));
      td.append(button);
    } else {
      td.textContent = value === null ? "" : value;
    }
    if (typeof value === "number") td.className = "number";
    return td;
  }

  function show() {
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    page = Math.min(Math.max(page, 0), pages - 1);
    body.replaceChildren(...found.slice(page * PAGE, (page + 1) * PAGE).map(index => {
      const tr = document.createElement("tr");
      const row = rows[index];
      tr.append(...row.slice(0, -1).map((value, column) => cell(row, value, column)));
      return tr;
    }));
    document.getElementById("shown").textContent =
      (found.length === rows.length ? "" : found.length + " of ") + rows.length + " ends.";
    document.getElementById("page").textContent = "Page " + (page + 1) + " of " + pages;
    document.getElementById("previous").disabled = page === 0;
    document.getElementById("next").disabled = page === pages - 1;
  }

  function search() {
    const words = box.value.toLowerCase().split(/\s+/).filter(word => word);
    const fits = text => words.every(word => text.includes(word));
    fixed.forEach((one, index) => { one.hidden = !fits(fixedTexts[index]); });
    found = order.filter(index => fits(texts[index]));
    document.getElementById("found").textContent = words.length ? found.length + " ends found" : "";
    page = 0;
    show();
  }

  function sort(th) {
    const column = Number(th.dataset.column);
    sorted = { column: column, up: sorted.column === column ? !sorted.up : true };
    document.querySelectorAll("th.sort").forEach(one => one.setAttribute("aria-sort", "none"));
    th.setAttribute("aria-sort", sorted.up ? "ascending" : "descending");
    const sign = sorted.up ? 1 : -1;
    order.sort((a, b) => {
      const p = rows[a][column], q = rows[b][column];
      if (p === q) return a - b;
      if (p === null) return 1;
      if (q === null) return -1;
      return (p < q ? -1 : 1) * sign;
    });
    search();
  }

  document.querySelectorAll("th.sort").forEach(th =>
    th.querySelector("button").addEventListener("click", () => sort(th)));
  document.querySelectorAll("details.entry").forEach(entry => entry.addEventListener("toggle", () => {
    if (entry.open) fill(entry.querySelector(".drawn"), entry.dataset.key);
  }));
  const turn = by => { page += by; show(); };
  document.getElementById("previous").addEventListener("click", () => turn(-1));
  document.getElementById("next").addEventListener("click", () => turn(1));
  document.addEventListener("keydown", event => {
    if (event.target === box || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "/") { box.focus(); event.preventDefault(); }
    if (event.key === "n") turn(1);
    if (event.key === "p") turn(-1);
  });
  box.addEventListener("input", search);
  search();
}());
