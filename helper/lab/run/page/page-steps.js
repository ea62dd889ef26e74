// Copyright (c) 2026 The tcp-lifecycle authors
//
// SPDX-License-Identifier: GPL-2.0-only
//
// The steps: what is shown at once, and its reason in words.

const FLAGS = [["CWR", 128], ["ECE", 64], ["URG", 32], ["ACK", 16], ["PSH", 8], ["RST", 4], ["SYN", 2], ["FIN", 1]];
// As textbooks order them: the bit that matters comes first.
const TEXTBOOK = ["SYN", "FIN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"];

function flagNames(flags) {
  const set = new Set(FLAGS.filter(([, bit]) => flags & bit).map(([name]) => name));
  return TEXTBOOK.filter(name => set.has(name));
}

/** The label of a segment: "FIN, ACK seq=101 ack=301", or packetdrill's "F. 101:101(0) ack 301". */
function labelOf(segment) {
  if (settings.notation === "packetdrill") return segment.label;
  let text = flagNames(segment.flags).join(", ") + " seq=" + shown(segment.seq, segment.from);
  if (segment.flags & 16) text += " ack=" + shown(segment.ack, 1 - segment.from);
  if (segment.length) text += " len=" + segment.length;
  return text;
}

/**
 * What happens at one end at one time is one step: an arrival with the transitions it causes, or a
 * transition by a user or a timer; each sending is a step of its own.
 */
function makeSteps() {
  const steps = [];
  const states = data.ends.map(end => end.state);
  const views = [null, null];
  const since = [{}, {}];
  data.events.forEach((event, index) => {
    const last = steps[steps.length - 1];
    const joins = event.kind === "transition" && last && last.end === event.end && last.time === event.time &&
      last.kind !== "sent" && !last.omitted;
    const step = joins ? last
      : { kind: event.kind, end: event.end, time: event.time, segment: null, transitions: [] };
    if (!joins) steps.push(step);
    if (index === data.omittedBefore && data.omitted > 0) step.omitted = data.omitted;
    if (event.kind === "transition") {
      const transition = data.transitions[event.index];
      step.transitions.push(transition);
      states[event.end] = transition.to;
    } else {
      step.segment = event.index;
    }
    if (data.views[index]) {
      const view = data.views[index];
      views[event.end] = view;
      for (const name in view.timers) {
        const known = since[event.end][name];
        if (!known || known.deadline !== view.timers[name]) {
          since[event.end][name] = { deadline: view.timers[name], begun: event.time };
        }
      }
    }
    if (states[event.end] === "CLOSED" || states[event.end] === "LISTEN") views[event.end] = null;
    step.states = states.slice();
    step.views = views.slice();
    step.since = since.map(one => Object.assign({}, one));
  });
  return steps;
}

const steps = makeSteps();

/** Which step has a segment's sending, and which its arrival. */
const sentIn = {};
const receivedIn = {};
steps.forEach((step, index) => {
  if (step.segment === null) return;
  (step.kind === "sent" ? sentIn : receivedIn)[step.segment] = index;
});

function isForeign(step) {
  const segment = data.segments[step.segment];
  return segment.why === null && !segment.copy;
}

/** The reason of a step, as sentences. */
function reasonOf(step) {
  const names = { end: nameOf(step.end), peer: nameOf(1 - step.end) };
  const sentences = [];
  if (step.kind !== "transition") {
    const segment = data.segments[step.segment];
    names.segment = labelOf(segment);
    sentences.push(say(step.kind === "sent" ? "sends" : "receives", names));
    if (isForeign(step)) sentences.push(say("isForeign"));
    else if (step.kind === "sent" && segment.why) sentences.push(say("why." + segment.why, names));
    if (step.kind === "sent" && segment.again) sentences.push(say("isAgain"));
    if (step.kind === "sent" && segment.received === null) sentences.push(say("isLost"));
    if (segment.copy) sentences.push(say("isCopy"));
  }
  for (const transition of step.transitions) {
    sentences.push(say("cause." + transition.cause, names));
  }
  if (step.kind === "received" && step.transitions.length === 0) {
    sentences.push(say("stays", { end: names.end, state: step.states[step.end] }));
  }
  return sentences;
}

/** The transitions of a step: "B: LISTEN → SYN-RECEIVED". */
function changesOf(step) {
  return step.transitions.map(transition =>
    say("goes", { end: nameOf(step.end), from: transition.from, to: transition.to }));
}

/** Where the RFCs have them. */
function clausesOf(step) {
  const clauses = step.transitions.map(transition => transition.clause).filter(clause => clause);
  return clauses.map(clause => (/^(RFC|not|Linux)/.test(clause) ? clause : "RFC 9293, " + clause)).join("; ");
}
