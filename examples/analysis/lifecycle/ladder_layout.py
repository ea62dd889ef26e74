# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Where a ladder's lines, bars and words stand; ladder_svg and ladder_png put them on paper."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from .ladder import Event, Ladder
from .ladder_text import BREAK, duration, longest_flight

WIDTH = 1120.0
LEFT, RIGHT = 300.0, 820.0
TOP = 128.0
ROW = 24.0  # least distance of two things at one end
SLOPE = 34.0  # what a segment falls on its way
PAUSE = 44.0  # the height of a pause said in words

INK, GREY, LOST, AGAIN = "#1f2933", "#667483", "#c0392b", "#a8571a"
STATE_COLOURS = {
    "CLOSED": "#d5dae0",
    "LISTEN": "#9aa7b4",
    "SYN-SENT": "#f2c230",
    "SYN-RECEIVED": "#f08c2e",
    "ESTABLISHED": "#3fa66b",
    "FIN-WAIT-1": "#7db7ea",
    "FIN-WAIT-2": "#2f74c0",
    "CLOSING": "#2aa7a1",
    "TIME-WAIT": "#b5473c",
    "CLOSE-WAIT": "#c39be0",
    "LAST-ACK": "#7b46b0",
}
"""The colour of each state in every figure."""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str = INK
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled polygon."""

    points: tuple[tuple[float, float], ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text whose base line begins, is centred or ends at a point."""

    x: float
    y: float
    text: str
    size: float = 13.0
    anchor: str = "start"  # middle, end
    colour: str = INK
    bold: bool = False
    mono: bool = False
    angle: float = 0.0  # degrees, clockwise, about the point


@dataclass
class Drawing:
    """All of it, in the order of painting."""

    width: float
    height: float
    title: str
    parts: list[Line | Box | Shape | Words] = field(default_factory=list)


def layout(ladder: Ladder) -> Drawing:
    """Where everything stands."""
    return _Layout(ladder).draw()


class _Layout:
    def __init__(self, ladder: Ladder):
        self._ladder = ladder
        self._parts: list[Line | Box | Shape | Words] = []
        self._pauses: list[tuple[float, str]] = []

    def _x(self, end: int) -> float:
        return RIGHT if end else LEFT

    def _heights(self) -> tuple[list[float], float]:
        """The height at which each event stands, and that of the end."""
        ladder = self._ladder
        flight_time = longest_flight(ladder)
        y = TOP + ROW
        heights: list[float] = []
        last: list[tuple[Event, float] | None] = [None, None]  # by end
        sent_at: dict[int, float] = {}
        floor = 0.0  # where the last lost segment ends
        before: int | None = None
        told = False
        for event in ladder.events:
            passed = 0 if before is None else event.time_ns - before
            if ladder.omitted and not told and event.time_ns >= ladder.gap_ns:
                told = True
                y = self._pause(max(y, floor), f"{ladder.omitted} segments left out")
            elif passed > BREAK * flight_time:
                y = self._pause(max(y, floor), f"{duration(passed)} later")
            elif passed:
                y += max(4.0, min(SLOPE, SLOPE * passed / flight_time))
            flight = None if event.kind == "change" else ladder.flights[event.index]
            if event.kind == "received" and event.index in sent_at:
                crossing = flight is not None and flight.sent_ns != flight.received_ns
                y = max(y, sent_at[event.index] + (SLOPE if crossing else 12.0))
            if last[event.end] is not None:
                y = max(y, self._below(event, *last[event.end]))
            heights.append(y)
            last[event.end] = (event, y)
            if event.kind == "sent":
                sent_at[event.index] = y
                if flight is not None and flight.received_ns is None:
                    floor = y + SLOPE * 0.62 + 8
            before = event.time_ns
        y = max(y, floor)
        return heights, y + 44.0

    def _pause(self, y: float, words: str) -> float:
        self._pauses.append((y + PAUSE / 2 + 6, words))
        return y + PAUSE

    @staticmethod
    def _below(event: Event, other: Event, y: float) -> float:
        """The least height of an event after another one at the same end."""
        if event.time_ns == other.time_ns:
            if event.kind == "change" and other.kind == "received":
                return y  # the state stands at the arrow's head
            if event.kind == "sent" and other.kind != "sent":
                return y + 8.0
            if event.kind != "change" and other.kind != "change":
                return y + ROW * 0.75
        return y + ROW

    def draw(self) -> Drawing:
        ladder = self._ladder
        heights, bottom = self._heights()
        self._head()
        self._bars(heights, bottom)
        for y, text in self._pauses:
            for x in (LEFT, RIGHT):
                self._parts.append(Box(x - 8, y - 7, 16, 10, "#ffffff"))
                self._parts.append(Line(x, y - 9, x, y + 5, GREY, True))
            self._parts.append(
                Words((LEFT + RIGHT) / 2, y + 2, text, 12.5, "middle", GREY)
            )
        self._arrows(heights)
        self._marks(heights)
        if ladder.note:
            self._parts.append(Words(WIDTH / 2, bottom + 8, ladder.note, 12, "middle", GREY))
        return Drawing(WIDTH, bottom + 24, ladder.title, self._parts)

    def _head(self) -> None:
        ladder = self._ladder
        self._parts.append(Words(WIDTH / 2, 30, ladder.title, 17, "middle", bold=True))
        for end in (0, 1):
            self._parts.append(
                Words(self._x(end), 66, ladder.names[end], 15, "middle", bold=True, mono=True)
            )
            isn = ladder.isn[end]
            if isn is not None:
                self._parts.append(Words(self._x(end), 86, f"ISN {isn}", 13, "middle", mono=True))
            self._state(end, TOP, ladder.initial[end])

    def _state(self, end: int, y: float, state: str) -> None:
        x, anchor = (LEFT - 14, "end") if end == 0 else (RIGHT + 14, "start")
        self._parts.append(Words(x, y + 5, state, 14, anchor, bold=True))

    def _bars(self, heights: list[float], bottom: float) -> None:
        begin = [TOP - 10, TOP - 10]
        state = list(self._ladder.initial)
        for event, y in zip(self._ladder.events, heights):
            if event.kind == "change":
                self._bar(event.end, begin[event.end], y, state[event.end])
                begin[event.end] = y
                state[event.end] = self._ladder.changes[event.index].state
        for end in (0, 1):
            self._bar(end, begin[end], bottom - 16, state[end])

    def _bar(self, end: int, top: float, bottom: float, state: str) -> None:
        if bottom > top:
            self._parts.append(
                Box(self._x(end) - 6, top, 12, bottom - top, STATE_COLOURS.get(state, GREY))
            )

    def _arrows(self, heights: list[float]) -> None:
        ladder = self._ladder
        places: dict[int, dict[str, float]] = {}
        for event, y in zip(ladder.events, heights):
            if event.kind != "change":
                places.setdefault(event.index, {})[event.kind] = y
        for index, flight in enumerate(ladder.flights):
            at = places.get(index, {})
            start, end = at.get("sent"), at.get("received")
            side = 1 if flight.sender == 0 else -1
            x1, x2 = self._x(flight.sender) + 8 * side, self._x(1 - flight.sender) - 8 * side
            colour = AGAIN if flight.again else INK
            if start is None and end is not None:
                # It was seen only where it arrived.
                start, x1 = end - SLOPE / 2, x1 + (x2 - x1) / 2
                self._arrow(x1, start, x2, end, colour, ladder.label(flight))
            elif start is not None and end is None:
                x2 = x1 + (x2 - x1) * 0.62
                y2 = start + SLOPE * 0.62
                self._parts.append(Line(x1, start, x2, y2, LOST))
                for dy in (-6, 6):
                    self._parts.append(Line(x2 - 6, y2 - dy, x2 + 6, y2 + dy, LOST))
                self._parts.append(
                    Words(x2 + 14 * side, y2 + 5, "lost", 12, "start" if side > 0 else "end", LOST)
                )
                self._label(x1, start, x2, y2, LOST, ladder.label(flight))
            elif start is not None and end is not None:
                self._arrow(x1, start, x2, end, colour, ladder.label(flight))

    def _arrow(
        self, x1: float, y1: float, x2: float, y2: float, colour: str, label: str
    ) -> None:
        self._parts.append(Line(x1, y1, x2, y2, colour))
        length = math.hypot(x2 - x1, y2 - y1)
        dx, dy = (x2 - x1) / length, (y2 - y1) / length
        base = (x2 - 11 * dx, y2 - 11 * dy)
        self._parts.append(
            Shape(
                ((x2, y2), (base[0] - 4.5 * dy, base[1] + 4.5 * dx),
                 (base[0] + 4.5 * dy, base[1] - 4.5 * dx)), colour,
            )  # fmt: skip
        )
        self._label(x1, y1, x2, y2, colour, label)

    def _label(
        self, x1: float, y1: float, x2: float, y2: float, colour: str, label: str
    ) -> None:
        angle = math.degrees(math.atan2(y2 - y1, x2 - x1))
        if x2 < x1:
            angle = math.degrees(math.atan2(y1 - y2, x1 - x2))
        # Nearer to the sender, so that labels of crossing segments stay apart.
        x, y = x1 + (x2 - x1) * 0.42, y1 + (y2 - y1) * 0.42
        self._parts.append(
            Words(x, y - 5, label, 12.5, "middle", colour, mono=True, angle=angle)
        )

    def _marks(self, heights: list[float]) -> None:
        """States, causes and times beside the lifelines."""
        ladder = self._ladder
        timed: set[tuple[int, int]] = set()
        for event, y in zip(ladder.events, heights):
            if event.kind == "change":
                change = ladder.changes[event.index]
                self._state(event.end, y, change.state)
                cause = ladder.cause(change)
                if cause:
                    side = 1 if event.end == 0 else -1
                    self._parts.append(
                        Words(self._x(event.end) + 16 * side, y - 7, cause, 12,
                              "start" if side > 0 else "end", GREY)  # fmt: skip
                    )
            if (event.end, event.time_ns) not in timed:
                timed.add((event.end, event.time_ns))
                clock = f"{(event.time_ns - ladder.begin_ns) / 1e6:.3f} ms"
                x, anchor = (130.0, "end") if event.end == 0 else (WIDTH - 130.0, "start")
                self._parts.append(Words(x, y + 5, clock, 12.5, anchor, GREY))
