// Copyright (c) 2026 The tcp-lifecycle authors
//
// SPDX-License-Identifier: GPL-2.0-only
//
// The header of the current segment, field by field, as figure 1 of RFC 9293 has it.

/** Fields: key, bits, value, where it is defined; flags are fields of one bit. */
function fieldsOf(segment) {
  const fields = [
    { key: "sourcePort", bits: 16, value: segment.sourcePort, clause: "RFC 9293, 3.1" },
    { key: "destinationPort", bits: 16, value: segment.destinationPort, clause: "RFC 9293, 3.1" },
    { key: "seq", bits: 32, value: segment.seq, text: shown(segment.seq, segment.from), clause: "RFC 9293, 3.1; 3.4" },
    { key: "ack", bits: 32, value: segment.ack, text: segment.flags & 16 ? shown(segment.ack, 1 - segment.from) : "–",
      clause: "RFC 9293, 3.1; 3.4" },
    { key: "offset", bits: 4, value: segment.header / 4, clause: "RFC 9293, 3.1" },
    { key: "reserved", bits: 4, value: segment.reserved, clause: "RFC 9293, 3.1" },
  ];
  const clauses = { CWR: "RFC 3168, 6.1", ECE: "RFC 3168, 6.1", URG: "RFC 9293, 3.1; 3.8.5", PSH: "RFC 9293, 3.1; 3.9.1.2",
    RST: "RFC 9293, 3.1; 3.5.2", SYN: "RFC 9293, 3.1; 3.5", FIN: "RFC 9293, 3.1; 3.6", ACK: "RFC 9293, 3.1" };
  for (const [name, bit] of FLAGS) {
    fields.push({ key: name, bits: 1, value: segment.flags & bit ? 1 : 0, flag: true, clause: clauses[name] });
  }
  fields.push({ key: "window", bits: 16, value: segment.window, clause: "RFC 9293, 3.1; RFC 7323, 2.2" });
  fields.push({ key: "checksum", bits: 16, value: segment.checksum, clause: "RFC 9293, 3.1",
    unknown: segment.checksum === 0, text: segment.checksum === 0 ? "?" : "0x" + segment.checksum.toString(16).padStart(4, "0") });
  fields.push({ key: "urgent", bits: 16, value: segment.urgent, clause: "RFC 9293, 3.1; 3.8.5" });
  return fields;
}

const OPTION_CLAUSES = {
  mss: "RFC 9293, 3.7.1", wscale: "RFC 7323, 2.2", sackOK: "RFC 2018, 2", sack: "RFC 2018, 3",
  TS: "RFC 7323, 3.2", nop: "RFC 9293, 3.2", eol: "RFC 9293, 3.2", FO: "RFC 7413, 4.1.1",
};

/** Options are there in packetdrill's notation: "mss 1460,sackOK,TS val 0 ecr 0". */
function optionsOf(segment) {
  if (!segment.options) return [];
  return segment.options.split(",").map(text => {
    const key = text.split(" ")[0];
    return { key: key, option: true, text: text, clause: OPTION_CLAUSES[key] || "" };
  });
}

function titleOf(field) {
  if (field.flag) return field.key;
  if (field.option) return say("field.options");
  return say("field." + field.key);
}

/** What is said about a field when one points at it. */
function explain(field, element) {
  document.querySelectorAll(".field.shown").forEach(one => one.classList.remove("shown"));
  if (element) element.classList.add("shown");
  const line = byId("meaning");
  if (!field) {
    line.replaceChildren(say("pointAt"));
    return;
  }
  const parts = [html("b", {}, titleOf(field) + (field.option ? ": " + field.text : ""))];
  if (!field.option && field.bits) {
    const hex = "0x" + field.value.toString(16).padStart(Math.ceil(field.bits / 4), "0");
    let value = " = " + (field.unknown ? say("unknown") : field.text === "–" ? "–" : field.value + " (" + hex + ")");
    if (field.text !== undefined && typeof field.text === "number" && field.text !== field.value) {
      value = " = " + field.text + " (" + say("relative", { value: field.value + ", " + hex }) + ")";
    }
    parts.push(value + ", " + say("bits", { count: field.bits }));
  } else if (field.key === "data") {
    parts.push(": " + say("octets", { count: field.value }));
  }
  const mean = "mean." + field.key;
  parts.push(". " + say(has(mean) ? mean : "mean.option") + " ");
  parts.push(html("small", {}, field.clause));
  line.replaceChildren(...parts);
}

function bitsOf(field) {
  const row = html("span", { class: "bits", "aria-hidden": "true" });
  for (let bit = field.bits - 1; bit >= 0; --bit) {
    const one = Math.floor(field.value / 2 ** bit) % 2 === 1;
    row.append(html("span", one ? { class: "one" } : {}, field.unknown ? "?" : one ? "1" : "0"));
  }
  return row;
}

function fieldElement(field, columns) {
  const cell = html("button", {
    type: "button", class: "field" + (field.flag ? " flag" : "") + (field.flag && field.value ? " set" : ""),
    style: "grid-column: span " + columns, "data-field": field.key,
  });
  if (field.option) {
    cell.append(html("span", { class: "value" }, field.text));
  } else if (field.flag) {
    // letter under letter, as the RFC draws them
    cell.append(html("span", { class: "title" }, ...Array.from(field.key, letter => html("span", {}, letter))), bitsOf(field));
  } else {
    const value = field.text === undefined ? field.value : field.text;
    cell.append(html("span", { class: "title" }, titleOf(field)), " ", html("span", { class: "value" }, String(value)));
    if (field.bits) cell.append(bitsOf(field));
  }
  cell.setAttribute("aria-label", titleOf(field) + " " + (field.text === undefined ? field.value : field.text));
  for (const happens of ["mouseenter", "focus", "click"]) {
    cell.addEventListener(happens, () => explain(field, cell));
  }
  return cell;
}

/** The header of the segment that the current step sends or receives. */
function showHeader(current) {
  const step = current >= 0 ? steps[current] : null;
  const fields = byId("fields");
  byId("header-part").classList.toggle("empty", !step || step.segment === null);
  if (!step || step.segment === null) {
    byId("segment").textContent = say("noSegment");
    fields.replaceChildren();
    byId("meaning").replaceChildren();
    return;
  }
  const segment = data.segments[step.segment];
  byId("segment").textContent = nameOf(segment.from) + " → " + nameOf(1 - segment.from) + "  " + labelOf(segment);
  const cells = fieldsOf(segment).map(field => fieldElement(field, field.bits));
  const options = optionsOf(segment);
  if (options.length) cells.push(html("div", { class: "options" }, ...options.map(field => fieldElement(field, 1))));
  if (segment.length) {
    const field = { key: "data", value: segment.length, text: say("octets", { count: segment.length }), clause: "RFC 9293, 3.1" };
    cells.push(fieldElement(field, 32));
  }
  fields.replaceChildren(...cells);
  explain(null, null);
}
