# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The states of both ends of a connection, concluded from its segments.

Each end follows RFC 9293, 3.10: what it sends shows what its user did, what arrives does what the
RFC says. Not to be seen in a capture, and so not concluded: when a listener began to listen, a
CLOSE whose FIN waits behind data, the end of TIME-WAIT, timeouts that send nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .connections import Connection, Flight
from .segments import ACK, FIN, RST, SYN, Segment, after

ARRIVES, CHANGES, LEAVES = 0, 1, 2
"""At one time an arrival comes first: it causes what is then sent."""


MOST_HELD = 400
"""Segments beyond a hole, after which the hole is put down to the capture."""


def sent_step(flight: Flight) -> tuple[int, ...]:
    """The place of a flight's departure in the order of events."""
    return flight.sent_ns or 0, LEAVES, flight.index, 0


def received_step(flight: Flight) -> tuple[int, ...]:
    """The place of its arrival."""
    if flight.after >= 0:
        # One capture: its order is all there is.
        return flight.received_ns or 0, LEAVES, flight.after, 1 + flight.index
    return flight.received_ns or 0, ARRIVES, flight.index, 0


@dataclass(frozen=True, slots=True)
class Change:
    """A change of state."""

    time_ns: int
    end: int  # 0 or 1
    before: str
    state: str
    cause: str
    step: tuple[int, ...] = ()  # the place in the order of events at which it was concluded


@dataclass
class _End:
    """What is known of one end."""

    number: int
    state: str
    iss: int | None = None
    top: int | None = None  # the end of what it has sent
    fin_end: int | None = None  # the sequence number after its FIN
    next: int | None = None  # RCV.NXT
    held: list[Segment] = field(default_factory=list)  # beyond a hole
    passive: bool = False


class _Tracker:
    def __init__(self, connection: Connection):
        flights = connection.flights
        opened = any(flight.segment.has(SYN) for flight in flights)
        self._ends = []
        for number in (0, 1):
            syns = [f.segment for f in flights if f.sender == number and f.segment.has(SYN)]
            # RFC 9293, 3.5: the passive end's first SYN has an ACK; one that only resets is CLOSED.
            passive = bool(syns) and syns[0].has(ACK)
            state = "ESTABLISHED" if not opened else "LISTEN" if passive else "CLOSED"
            self._ends.append(_End(number, state, passive=passive))
        self._last_word = [
            max(
                (f.time_ns for f in flights if f.sender == end and not f.segment.has(RST)),
                default=-1,
            )
            for end in (0, 1)
        ]
        self.changes: list[Change] = []
        self._now = 0
        self._step: tuple[int, ...] = ()

    def run(self, flights: list[Flight]) -> None:
        """Play all of it in the order of time."""
        steps = []
        for flight in flights:
            if flight.sent_ns is not None:
                steps.append((sent_step(flight), False, flight))
            if flight.received_ns is not None:
                steps.append((received_step(flight), True, flight))
        for step, arrival, flight in sorted(steps, key=lambda item: item[0]):
            self._now = step[0]
            if arrival:
                self._step = (*step, 1)
                self._receive(self._ends[1 - flight.sender], flight.segment)
            else:
                self._step = (*step, -1)
                self._send(self._ends[flight.sender], flight.segment)

    def _to(self, end: _End, state: str, cause: str) -> None:
        if end.state != state:
            self.changes.append(
                Change(self._now, end.number, end.state, state, cause, self._step)
            )
            end.state = state

    def _speaks_later(self, end: _End) -> bool:
        return self._last_word[end.number] > self._now

    def _send(self, end: _End, segment: Segment) -> None:
        if segment.has(RST):
            if end.state not in ("CLOSED", "LISTEN", "SYN-SENT") and not self._speaks_later(end):
                self._to(end, "CLOSED", "abort")
            return
        if segment.has(SYN):
            end.iss = segment.seq
            if end.state == "CLOSED" and not segment.has(ACK):
                self._to(end, "SYN-SENT", "active-open")
        if end.top is None or after(segment.end, end.top):
            end.top = segment.end
        if segment.has(FIN):
            end.fin_end = segment.end
            if end.state in ("ESTABLISHED", "SYN-RECEIVED"):
                self._to(end, "FIN-WAIT-1", "close")
            elif end.state == "CLOSE-WAIT":
                self._to(end, "LAST-ACK", "close")

    def _receive(self, end: _End, segment: Segment) -> None:
        if segment.has(RST):
            self._receive_reset(end, segment)
            return
        if segment.has(SYN):
            self._receive_syn(end, segment)
        if segment.has(ACK):
            self._receive_ack(end, segment)
        self._receive_text(end, segment)

    def _receive_reset(self, end: _End, segment: Segment) -> None:
        if end.state == "SYN-SENT":
            if segment.has(ACK) and segment.ack == end.top:
                self._to(end, "CLOSED", "refused")
        elif end.state == "SYN-RECEIVED" and end.passive and not self._speaks_later(end):
            self._to(end, "LISTEN", "reset")
        elif end.state not in ("CLOSED", "LISTEN") and not self._speaks_later(end):
            self._to(end, "CLOSED", "reset")

    def _receive_syn(self, end: _End, segment: Segment) -> None:
        if end.state in ("LISTEN", "SYN-SENT"):
            end.next = (segment.seq + 1) % 2**32
        if end.state == "LISTEN" and not segment.has(ACK):
            self._to(end, "SYN-RECEIVED", "syn")
        elif end.state == "SYN-SENT":
            if not segment.has(ACK):
                self._to(end, "SYN-RECEIVED", "syn")
            elif segment.ack == end.top:
                self._to(end, "ESTABLISHED", "syn-ack")

    def _receive_ack(self, end: _End, segment: Segment) -> None:
        if end.state == "SYN-RECEIVED" and end.iss is not None:
            if after(segment.ack, end.iss) and not after(segment.ack, end.top or segment.ack):
                self._to(end, "ESTABLISHED", "ack-of-syn")
        if end.fin_end is not None and segment.ack == end.fin_end:
            after_fin = {"FIN-WAIT-1": "FIN-WAIT-2", "CLOSING": "TIME-WAIT", "LAST-ACK": "CLOSED"}
            if end.state in after_fin:
                self._to(end, after_fin[end.state], "ack-of-fin")

    def _receive_text(self, end: _End, segment: Segment) -> None:
        if end.state in ("CLOSED", "LISTEN", "SYN-SENT", "TIME-WAIT"):
            return
        if end.next is None:
            end.next = segment.seq
        end.held.append(segment)
        if len(end.held) > MOST_HELD:
            # The capture has missed something that its receiver has not.
            end.next = min(end.held, key=lambda held: (held.seq - end.next) % 2**32).seq
        moved = True
        while moved:
            moved = False
            for held in list(end.held):
                if after(held.seq, end.next):
                    continue
                end.held.remove(held)
                if after(held.end, end.next):
                    end.next = held.end
                    moved = True
                    if held.has(FIN):
                        self._receive_fin(end)

    def _receive_fin(self, end: _End) -> None:
        follower = {
            "SYN-RECEIVED": "CLOSE-WAIT",
            "ESTABLISHED": "CLOSE-WAIT",
            "FIN-WAIT-1": "CLOSING",
            "FIN-WAIT-2": "TIME-WAIT",
        }
        if end.state in follower:
            self._to(end, follower[end.state], "fin")


def track(connection: Connection) -> tuple[list[Change], tuple[str, str]]:
    """The changes of state at both ends in order, and the states in which they began."""
    tracker = _Tracker(connection)
    initial = tuple(end.state for end in tracker._ends)
    tracker.run(connection.flights)
    return tracker.changes, initial  # type: ignore[return-value]
