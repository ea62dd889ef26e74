# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""One connection, both ends, as a value from which diagrams are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

from .connections import Connection, Flight, endpoint_text
from .segments import ACK
from .tracker import CHANGES, Change, received_step, sent_step, track

CAUSES = {
    "active-open": "active open",
    "passive-open": "passive open",
    "close": "close",
    "abort": "abort",
    "unread-data": "closed with data unread",
    "syn": "SYN",
    "syn-ack": "SYN,ACK",
    "ack-of-syn": "ACK of SYN",
    "fin": "FIN",
    "ack-of-fin": "ACK of FIN",
    "reset": "RST",
    "refused": "RST, refused",
    "2msl-expired": "2MSL over",
    "retries-exceeded": "last retry over",
    "user-timeout": "user timeout",
    "fin-wait-2-expired": "FIN-WAIT-2 timeout",
    "connect-timeout": "open timed out",
    "keep-alive": "keep-alive timeout",
    "linger-expired": "linger timeout",
    "host-shutdown": "host crashed",
}
"""Causes of transitions.csv in words; others are kept."""

SEEN = {"syn", "syn-ack", "ack-of-syn", "fin", "ack-of-fin"}
"""Causes that the arrow ending there shows as well."""


READABLE = 999999
"""Sequence numbers up to this are shown as they are, as in helper/ladder/tcp-lifecycle-ladder.cc."""


def duration(nanoseconds: int) -> str:
    """A length of time for a reader: `239.990 s`, `69.839 ms`."""
    if nanoseconds >= 10**9:
        return f"{nanoseconds / 1e9:.3f} s"
    return f"{nanoseconds / 1e6:.3f} ms"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happens at one end at one time."""

    time_ns: int
    end: int
    kind: str  # sent, received or change
    index: int  # of the flight or the change


@dataclass
class Ladder:
    """A connection's life, ready to be drawn."""

    title: str
    names: tuple[str, str]
    isn: tuple[int | None, int | None]
    initial: tuple[str, str]
    flights: list[Flight]
    changes: list[Change]
    note: str = ""
    omitted: int = 0  # flights left out of the middle
    gap_ns: int = 0  # when they begin
    remarks: list[tuple[int, str]] = field(default_factory=list)  # before which flight
    events: list[Event] = field(default_factory=list)

    @property
    def begin_ns(self) -> int:
        """The time that the diagram calls 0."""
        return min([f.time_ns for f in self.flights] + [c.time_ns for c in self.changes], default=0)

    def base(self, end: int) -> int | str:
        """Where the end's SYN was not seen: what its numbers are relative to, if they are long."""
        if self.isn[end] is not None:
            return ""
        if self.names[0] == self.names[1] and self.isn[0] is not None:  # connected to itself
            return self.isn[0] if self.isn[0] > READABLE else ""
        own = [f.segment.seq for f in self.flights if f.sender == end]
        heard = [f.segment.ack for f in self.flights if f.sender != end and f.segment.has(ACK)]
        first = (own or heard or [0])[0]
        return first if first > READABLE else ""

    def label(self, flight: Flight) -> str:
        """The segment with numbers relative to the ISNs, where these are known and long."""
        bases = [self.base(end) for end in (0, 1)]
        known = [number for number in (*self.isn, *bases) if isinstance(number, int)]
        base = [0, 0]
        if any(number > READABLE for number in known):
            base = [self.isn[end] or bases[end] or 0 for end in (0, 1)]
        text = flight.segment.label(base[flight.sender], base[1 - flight.sender])
        return text + (" again" if flight.again else "")

    def cause(self, change: Change) -> str:
        """Why, in words, where no arrow shows it."""
        return "" if change.cause in SEEN else CAUSES.get(change.cause, change.cause)


def make_ladder(
    title: str,
    connection: Connection,
    changes: list[Change] | None = None,
    initial: tuple[str, str] | None = None,
    limit: int = 80,
    note: str = "",
) -> Ladder:
    """A ladder of a connection. Without changes they are concluded from its segments.

    Of more than limit segments, the first and the last ones stay.
    """
    if changes is None:
        changes, initial = track(connection)
        if not note:
            note = "states concluded from the segments"
            if not connection.both_sides:
                note += ", times and losses from one capture"
    flights = connection.flights
    omitted, gap = 0, 0
    if len(flights) > limit:
        head = limit // 2
        omitted = len(flights) - limit
        gap = flights[head].time_ns
        flights = flights[:head] + flights[len(flights) - (limit - head) :]
    ladder = Ladder(
        title,
        (endpoint_text(connection.ends[0]), endpoint_text(connection.ends[1])),
        (connection.isn(0), connection.isn(1)),
        initial or ("CLOSED", "CLOSED"),
        flights,
        changes,
        note,
        omitted,
        gap,
    )
    ladder.remarks = _holes(connection)
    ladder.events = _events(ladder)
    return ladder


def _holes(connection: Connection) -> list[tuple[int, str]]:
    """What never came by, before the flight that shows it."""
    found = []
    for sender in (0, 1):
        for begin, end in (connection.holes or ([], []))[sender]:
            beyond = [f.index for f in connection.flights if f.sender == sender and f.begin >= end]
            if beyond:
                name = endpoint_text(connection.ends[sender])
                octets = "1 byte" if end - begin == 1 else f"{end - begin} bytes"
                found.append((beyond[0], f"{octets} of {name} not in the capture"))
    return found


def _events(ladder: Ladder) -> list[Event]:
    """Everything, in the order in which it is drawn."""
    coarse = bool(ladder.flights) and all(f.time_ns % 1000 == 0 for f in ladder.flights)

    def key(step: tuple[int, ...]) -> tuple[int, ...]:
        # A capture in microseconds cuts off what transitions.csv still has.
        return (step[0] // 1000 * 1000 if coarse else step[0], *step[1:])

    keyed: list[tuple[tuple, Event]] = []
    for index, flight in enumerate(ladder.flights):
        if flight.sent_ns is not None:
            order = key((*sent_step(flight), 0))
            keyed.append((order, Event(order[0], flight.sender, "sent", index)))
        if flight.received_ns is not None:
            order = key((*received_step(flight), 0))
            keyed.append((order, Event(order[0], 1 - flight.sender, "received", index)))
    for index, change in enumerate(ladder.changes):
        order = key(change.step or (change.time_ns, CHANGES, index, 0))
        keyed.append((order, Event(order[0], change.end, "change", index)))
    return [event for _, event in sorted(keyed, key=lambda pair: pair[0])]
