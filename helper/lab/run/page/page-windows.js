// Copyright (c) 2026 The tcp-lifecycle authors
//
// SPDX-License-Identifier: GPL-2.0-only
//
// The windows of both ends as bars, and the timers that run.

/** A bar of pieces: [bytes, class, what they are]. Small pieces are drawn wider than they are. */
function barOf(pieces) {
  const bar = html("div", { class: "bar" });
  for (const [octets, kind, meaning] of pieces) {
    if (octets <= 0) continue;
    bar.append(html("span", { class: kind, style: "flex: " + octets + " 1 0", title: octets + " " + meaning }, String(octets)));
  }
  return bar;
}

function legend(pieces) {
  return pieces.filter(([octets]) => octets > 0).map(([octets, , meaning]) => octets + " " + meaning).join(" · ");
}

function sendPart(view, end) {
  const flight = (view.nxt - view.una) >>> 0;
  const free = Math.max(0, view.wnd - flight - view.unsent);
  const pieces = [[flight, "flight", say("inFlight")], [view.unsent, "unsent", say("unsent")], [free, "free", say("maySend")]];
  const numbers = "SND.UNA " + shown(view.una, end) + "  SND.NXT " + shown(view.nxt, end) + "  SND.WND " + view.wnd +
    (view.cwnd ? "  cwnd " + view.cwnd : "");
  return [html("div", { class: "note" }, html("b", {}, say("sendWindow")), "  " + numbers), barOf(pieces),
    html("div", { class: "note" }, legend(pieces))];
}

function receivePart(view, end) {
  if (view.rcvNxt === undefined) return [];
  const pieces = [[view.unread, "unread", say("unread")], [view.rcvWnd, "free", say("mayCome")]];
  const numbers = "RCV.NXT " + shown(view.rcvNxt, 1 - end) + "  RCV.WND " + view.rcvWnd;
  return [html("div", { class: "note" }, html("b", {}, say("receiveWindow")), "  " + numbers), barOf(pieces),
    html("div", { class: "note" }, legend(pieces))];
}

function timerPart(view, step, end) {
  const running = Object.entries(view.timers).filter(([, deadline]) => deadline > step.time);
  if (!running.length) return [html("div", { class: "note" }, say("noTimer"))];
  return running.map(([name, deadline]) => {
    const since = step.since[end][name];
    const begun = since ? since.begun : step.time;
    const share = Math.max(0, Math.min(1, (deadline - step.time) / Math.max(1, deadline - begun)));
    const bar = html("div", { class: "bar" }, html("span", { style: "width: " + (share * 100).toFixed(1) + "%" }));
    return html("div", { class: "timer", "data-timer": name },
      html("span", {}, say("timer." + name)), bar, html("i", {}, say("left", { span: span(deadline - step.time) })));
  });
}

function showWindows(current) {
  byId("windows").replaceChildren(...[0, 1].map(end => {
    const step = current >= 0 ? steps[current] : null;
    const view = step ? step.views[end] : null;
    const part = html("div", { class: "end" }, html("h3", {}, nameOf(end)));
    if (!view) part.append(html("div", { class: "note" }, say("noWindow")));
    else part.append(...sendPart(view, end), ...receivePart(view, end), ...timerPart(view, step, end));
    return part;
  }));
}
