# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""A ladder as text, in box characters or in ASCII."""

from __future__ import annotations

from statistics import median

from .ladder import Event, Ladder

WIDTH = 56  # columns between the two lifelines
TIME = 12

_UTF8 = {"line": "─", "left": "├", "right": "┤", "bar": "│", "to_right": "▶", "to_left": "◀",
         "down_right": "╮", "from_right": "╰", "down_left": "╭", "from_left": "╯", "gap": "┊",
         "event": "●"}  # fmt: skip
_ASCII = {"line": "-", "left": "|", "right": "|", "bar": "|", "to_right": ">", "to_left": "<",
          "down_right": ".", "from_right": "`", "down_left": ",", "from_left": "'", "gap": ":",
          "event": "*"}  # fmt: skip

BREAK = 8  # a pause of so many times the longest flight is said in words


def duration(nanoseconds: int) -> str:
    """A length of time for a reader: `239.990 s`, `69.839 ms`."""
    if nanoseconds >= 10**9:
        return f"{nanoseconds / 1e9:.3f} s"
    return f"{nanoseconds / 1e6:.3f} ms"


def longest_flight(ladder: Ladder) -> int:
    """The longest time a segment was on its way.

    One capture does not show that: half of the time that mostly passes between two segments. 1 ms
    if they take less, 0.1 s if none is known to have been sent.
    """
    if all(flight.sent_ns is None for flight in ladder.flights):
        return 100_000_000
    if any(flight.after >= 0 for flight in ladder.flights):
        times = [flight.time_ns for flight in ladder.flights]
        gaps = [b - a for a, b in zip(times, times[1:]) if b > a]
        return max(1_000_000, int(median(gaps) / 2) if gaps else 0)
    known = [
        flight.received_ns - flight.sent_ns
        for flight in ladder.flights
        if flight.sent_ns is not None and flight.received_ns is not None
    ]
    return max([*known, 1_000_000])


def ladder_text(ladder: Ladder, ascii_only: bool = False) -> str:
    """The ladder, a line for each thing that happens."""
    return _Text(ladder, _ASCII if ascii_only else _UTF8).draw()


class _Text:
    def __init__(self, ladder: Ladder, glyphs: dict[str, str]):
        self._ladder = ladder
        self._glyphs = glyphs
        self._lines: list[str] = []
        self._time = ""
        self._state = max(13, len(ladder.names[0]))  # columns of the left end

    def draw(self) -> str:
        ladder = self._ladder
        self._lines = [ladder.title, ""]
        heads = [ladder.names] + [
            tuple("" if isn is None else f"ISN {isn}" for isn in ladder.isn)
        ] * any(isn is not None for isn in ladder.isn)
        for left, right in heads:
            indent = " " * (TIME + 2)
            self._lines.append(f"{indent}{left:>{self._state}}{'':{WIDTH}}    {right}".rstrip())
        self._row("t/ms", ladder.initial[0], " " * WIDTH, ladder.initial[1])
        pause = BREAK * longest_flight(ladder)
        before: int | None = None
        events = ladder.events
        skip = -1
        told = False
        for place, event in enumerate(events):
            if place == skip:
                before = event.time_ns
                continue
            if ladder.omitted and not told and event.time_ns >= ladder.gap_ns:
                told = True
                self._between(f"{ladder.omitted} segments left out")
            elif before is not None and event.time_ns - before > pause:
                self._between(f"{duration(event.time_ns - before)} later")
            self._time = "" if event.time_ns == before else self._clock(event.time_ns)
            skip = self._event(place, event)
            before = event.time_ns
        if ladder.note:
            self._lines += ["", ladder.note]
        text = "\n".join(line.rstrip() for line in self._lines) + "\n"
        return text

    def _clock(self, time: int) -> str:
        return f"{(time - self._ladder.begin_ns) / 1e6:.3f}"

    def _row(self, time: str, left: str, middle: str, right: str, marks: str = "") -> None:
        bar = self._glyphs["bar"]
        first, second = marks or (bar, bar)
        self._lines.append(f"{time:>{TIME}}  {left:>{self._state}} {first}{middle}{second} {right}")

    def _between(self, words: str) -> None:
        gap = self._glyphs["gap"]
        self._row("", "", words.center(WIDTH), "", gap + gap)

    def _event(self, place: int, event: Event) -> int:
        """Draw it. Return the place of an event that is drawn with it, or -1."""
        ladder, g = self._ladder, self._glyphs
        if event.kind == "change":
            change = ladder.changes[event.index]
            cause = ladder.cause(change)
            sides = ["", ""]
            if event.end == 0:
                sides[0] = f"{change.state} "
                marks = (g["event"] if cause else g["bar"]) + g["bar"]
                middle = f" {cause}".ljust(WIDTH)
            else:
                sides[1] = change.state
                marks = g["bar"] + (g["event"] if cause else g["bar"])
                middle = f"{cause} ".rjust(WIDTH)
            if not cause and self._attach(event.end, change.state):
                return -1
            self._row(self._time, sides[0].strip(), middle, sides[1], marks)
            return -1
        flight = ladder.flights[event.index]
        label = f" {ladder.label(flight)} "
        to_right = flight.sender == 0
        if event.kind == "received":
            self._arrival(flight, to_right, label if flight.sent_ns is None else "")
            return -1
        following = ladder.events[place + 1] if place + 1 < len(ladder.events) else None
        together = (
            following is not None
            and following.kind == "received"
            and following.index == event.index
            and following.time_ns == event.time_ns
        )
        if together:
            body = label.center(WIDTH - 1, g["line"])
            self._arrow(body + g["to_right"] if to_right else g["to_left"] + body, to_right)
            return place + 1
        if flight.received_ns is None:
            body = label.center(WIDTH - 22, g["line"])
            middle = f"{body}X lost".ljust(WIDTH) if to_right else f"lost X{body}".rjust(WIDTH)
            self._arrow(middle, to_right)
            return -1
        body = label.center(WIDTH - 9, g["line"])
        if to_right:
            self._arrow((body + g["down_right"]).ljust(WIDTH), True)
        else:
            self._arrow((g["down_left"] + body).rjust(WIDTH), False)
        return -1

    def _arrow(self, middle: str, to_right: bool) -> None:
        g = self._glyphs
        marks = g["left"] + g["bar"] if to_right else g["bar"] + g["right"]
        self._row(self._time, "", middle[:WIDTH], "", marks)

    def _arrival(self, flight: object, to_right: bool, label: str) -> None:
        g = self._glyphs
        if label:
            body = label.center(WIDTH - 12, g["line"])
            middle = (body + g["to_right"]).rjust(WIDTH) if to_right else (
                g["to_left"] + body).ljust(WIDTH)  # fmt: skip
        elif to_right:
            middle = (g["from_right"] + g["line"] * 7 + g["to_right"]).rjust(WIDTH)
        else:
            middle = (g["to_left"] + g["line"] * 7 + g["from_left"]).ljust(WIDTH)
        self._row(self._time, "", middle, "")

    def _attach(self, end: int, state: str) -> bool:
        """Write a state beside the arrow that has just ended there."""
        g = self._glyphs
        line = self._lines[-1]
        head = TIME + 2
        if len(line) < head + self._state + 3 + WIDTH or self._time:
            return False
        bar = head + self._state + 1
        free = not line[head : bar - 1].strip()
        if end == 0 and line[bar + 1] == g["to_left"] and free:
            self._lines[-1] = f"{line[:head]}{state:>{self._state}}{line[bar - 1 :]}"
            return True
        if end == 1 and line[bar + WIDTH] == g["to_right"] and line.endswith(g["bar"] + " "):
            self._lines[-1] = line + state
            return True
        return False
