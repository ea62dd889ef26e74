#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Draws the figures of doc/architecture.rst: the layers, and the way of a segment.

    doc/tools/architecture-figures.py

Each figure has a ground of its own, so that it can be read in a light and in a dark scheme.
"""

from html import escape
from pathlib import Path

FIGURES = Path(__file__).resolve().parent.parent / "figures"
FONT = "font-family=\"'DejaVu Sans', 'Liberation Sans', Arial, sans-serif\""
GROUND = "#fcfcfa"
INK = "#1d2530"
QUIET = "#55606e"
LINE = "#7b8794"
PURE = "#dcebf7"  # layers that do not know ns-3
NS3 = "#f7e9d2"  # layers that do
PROGRAM = "#e6efe0"  # programs


class Picture:
    """An SVG file in the making."""

    def __init__(self, width, height, title):
        self.parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" {FONT}>',
            f"<title>{escape(title)}</title>",
            '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            f'markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="{INK}"/></marker>'
            "</defs>",
            f'<rect width="{width}" height="{height}" rx="6" fill="{GROUND}"/>',
        ]

    def box(self, x, y, width, height, fill):
        self.parts.append(
            f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="5" fill="{fill}" '
            f'stroke="{LINE}"/>'
        )

    def text(self, x, y, words, size=13, anchor="start", colour=INK, weight="normal", halo="none"):
        self.parts.append(
            f'<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" fill="{colour}" '
            f'paint-order="stroke" stroke="{halo}" stroke-width="{3 if halo != "none" else 0}" '
            f'font-weight="{weight}">{escape(words)}</text>'
        )

    def arrow(self, x1, y1, x2, y2, dashed=False):
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self.parts.append(
            f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{INK}" stroke-width="1.4" '
            f'marker-end="url(#head)"{dash}/>'
        )

    def line(self, x1, y1, x2, y2, dash="3 4"):
        self.parts.append(
            f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{LINE}" '
            f'stroke-dasharray="{dash}"/>'
        )

    def write(self, name):
        (FIGURES / name).write_text("\n".join([*self.parts, "</svg>", ""]))


# Name, what it is, colour; and what crosses the boundary below it: downwards, upwards.
LAYERS = (
    ("programs", "lifecycle-lab, lifecycle-workload, lifecycle-study, lifecycle-packetdrill", PROGRAM,
     "scenarios, workloads, scripts", "files, verdicts"),
    ("helper", "what scripts call: installation, records, captures, ladders, faults", NS3,
     "attributes, calls of sockets", "trace sources"),
    ("adapter", "ns-3's view of a host: protocol, driver, sockets, attributes", NS3,
     "calls, segments, deadlines, the time", "HostAction values"),
    ("host", "one host's TCP: demultiplexing, listeners, ports, timers", PURE,
     "entries with a Context", "Action values"),
    ("machine", "one connection as a state machine; the gate TransitionTo()", PURE,
     "Segment values", "Segment values"),
    ("wire", "bytes and segments: sequence numbers, options, checksums", PURE, "", ""),
)  # fmt: skip


def draw_layers():
    picture = Picture(860, 548, "The layers and what crosses each boundary")
    x, width, height, step = 110, 560, 48, 88
    for i, (name, purpose, fill, down, up) in enumerate(LAYERS):
        y = 20 + i * step
        picture.box(x, y, width, height, fill)
        picture.text(x + 16, y + 20, name, 15, weight="bold")
        picture.text(x + 16, y + 38, purpose, 12)
        if down:
            picture.arrow(x + 70, y + height + 3, x + 70, y + step - 3)
            picture.text(x + 82, y + height + 25, down, 12, colour=QUIET)
            picture.arrow(x + 350, y + step - 3, x + 350, y + height + 3)
            picture.text(x + 362, y + height + 25, up, 12, colour=QUIET)
    for label, first, last in (("know ns-3", 0, 2), ("no ns-3 header", 3, 5)):
        top, bottom = 20 + first * step, 20 + last * step + height
        right = x + width + 18
        picture.line(right, top, right, bottom, dash="none")
        picture.text(right + 12, (top + bottom) / 2 + 4, label, 13, colour=QUIET)
    picture.text(20, 44, "uses", 12, colour=QUIET)
    picture.arrow(36, 54, 36, 20 + 5 * step + height - 6)
    picture.write("architecture-layers.svg")


LANES = ("IP", "protocol and driver", "Host", "Connection", "user's callbacks")
# From lane, to lane, label, dashed: a value in a queue instead of a call.
STEPS = (
    (0, 1, "1  Receive(): bytes become a Segment", False),
    (1, 2, "2  OnSegment(): find the connection", False),
    (2, 3, "3  OnSegment(): RFC 9293, 3.10.7", False),
    (3, 2, "Action values", True),
    (2, 1, "4  Out(): HostAction values", True),
    (1, 0, "5  perform each: Emit sends a segment", False),
    (1, 4, "6  notices, one by one: data, FIN, connected", False),
    (4, 2, "6  the user may call: Send(), Close()", False),
    (1, 2, "7  Settle(): owed ACKs, compressed states", False),
    (2, 1, "Out(): the ACK", True),
    (1, 0, "5  perform", False),
    (1, 1, "8  set one event: NextDeadline()", False),
)


def draw_segment():
    picture = Picture(960, 640, "The way of one segment through the layers")
    centres = [80, 280, 480, 680, 880]
    fills = (NS3, NS3, PURE, PURE, NS3)
    bottom = 620
    for centre, name, fill in zip(centres, LANES, fills):
        picture.line(centre, 58, centre, bottom)
        picture.box(centre - 78, 18, 156, 40, fill)
        picture.text(centre, 43, name, 13, "middle", weight="bold")
    y = 92
    for source, target, label, dashed in STEPS:
        begin, end = centres[source], centres[target]
        if source == target:
            picture.text(begin + 12, y + 4, label, 12, halo=GROUND)
            picture.parts.append(f'<circle cx="{begin}" cy="{y}" r="5" fill="{INK}"/>')
        else:
            side = 4 if end > begin else -4
            picture.text(min(begin, end) + 10, y - 6, label, 12, halo=GROUND)
            picture.arrow(begin + side, y, end - side, y, dashed)
        y += 44
    picture.text(692, bottom - 4, "dashed: a value in a queue", 12, colour=QUIET)
    picture.write("architecture-segment.svg")


draw_layers()
draw_segment()
