# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The states of both ends of a connection, concluded from its segments.

Each end follows RFC 9293, 3.10: what it sends shows what its user did, and what it acknowledges
what has reached it; what arrives does what the RFC says. Not to be seen in a capture, and so not
concluded: when a listener began to listen, a CLOSE whose FIN waits for data, the end of
TIME-WAIT, timeouts that send nothing; and nothing at all of an end that was not captured sending.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Iterator

from .connections import Connection, Flight, number_flights
from .segments import ACK, FIN, RST, SYN

ARRIVES, CHANGES, LEAVES = 0, 1, 2
"""At one time an arrival comes first: it causes what is then sent."""


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
    segment: str = ""  # the segment that caused it, in packetdrill's notation


@dataclass
class _End:
    """What is known of one end. Sequence numbers are not wrapped."""

    number: int
    state: str
    seen: bool  # it was captured sending
    iss: int | None = None
    top: int | None = None  # the end of what it has sent
    fin_end: int | None = None  # the sequence number after its FIN
    next: int | None = None  # RCV.NXT
    peer_fin: int | None = None  # the sequence number after the peer's FIN, once that came by
    held: list[tuple[int, int, bool]] = field(default_factory=list)  # a heap: from, to, FIN
    passive: bool = False
    early: bool = False  # the peer's SYN had data, so that its answer may have (RFC 7413)


class _Tracker:
    def __init__(self, connection: Connection):
        flights = connection.flights
        self._connection = connection
        opened = any(flight.segment.flags & SYN for flight in flights)
        self._ends: list[_End] = []
        self._last_word = [-1, -1]
        self._last_ack = [-1, -1]  # index of the last flight with an ACK
        self._most_covered = [0, 0]
        first_syn: list[int | None] = [None, None]
        for flight in flights:
            sender, flags = flight.sender, flight.segment.flags
            if flags & SYN and first_syn[sender] is None:
                first_syn[sender] = flags
            if flags & RST:
                continue
            self._last_word[sender] = max(self._last_word[sender], flight.time_ns)
            if flags & ACK:
                self._last_ack[sender] = flight.index
                self._most_covered[sender] = max(self._most_covered[sender], flight.covers)
        for number in (0, 1):
            # RFC 9293, 3.5: the passive end's first SYN has an ACK; one that only resets is CLOSED.
            flags = first_syn[number]
            passive = flags is not None and bool(flags & ACK)
            state = "ESTABLISHED" if not opened else "LISTEN" if passive else "CLOSED"
            self._ends.append(_End(number, state, connection.seen[number], passive=passive))
        holes = connection.holes or ([], [])
        self._holes = [dict(one) for one in holes]
        self.changes: list[Change] = []
        self._now = 0
        self._step: tuple[int, ...] = ()

    def initial(self) -> tuple[str, str]:
        """The states before anything."""
        return self._ends[0].state, self._ends[1].state

    def run(self) -> None:
        """Play all of it in the order of time."""
        alone = self._connection.alone
        for flight, arrival in _steps(self._connection):
            if arrival:
                self._now = flight.received_ns or 0
                end = self._ends[flight.sender if alone else 1 - flight.sender]
                if end.seen:
                    self._step = (*received_step(flight), 1)
                    self._receive(end, flight)
            else:
                self._now = flight.sent_ns or 0
                self._step = (*sent_step(flight), -1)
                self._send(self._ends[flight.sender], flight)

    def _to(self, end: _End, state: str, cause: str, flight: Flight) -> None:
        if end.state != state:
            text = ""
            arrived = self._connection.alone or flight.sender != end.number
            if arrived and cause in ("syn", "syn-ack", "ack-of-syn", "fin", "ack-of-fin", "reset", "refused"):
                text = flight.segment.label() + f" win {flight.segment.window}"
            self.changes.append(
                Change(self._now, end.number, end.state, state, cause, self._step, text)
            )
            end.state = state

    def _speaks_later(self, end: _End) -> bool:
        return self._last_word[end.number] > self._now

    def _send(self, end: _End, flight: Flight) -> None:
        flags = flight.segment.flags
        if flags & RST:
            if end.state not in ("CLOSED", "LISTEN", "SYN-SENT") and not self._speaks_later(end):
                self._to(end, "CLOSED", "abort", flight)
            return
        if flags & SYN:
            end.iss = flight.begin
            if end.state == "CLOSED" and not flags & ACK:
                self._to(end, "SYN-SENT", "active-open", flight)
            elif flags & ACK and end.state in ("LISTEN", "SYN-SENT"):
                self._to(end, "SYN-RECEIVED", "syn", flight)
        if flags & ACK and not self._connection.alone:
            self._prove(end, flight)
        if end.top is None or flight.end > end.top:
            end.top = flight.end
        if flags & FIN:
            end.fin_end = flight.end
            if end.state in ("ESTABLISHED", "SYN-RECEIVED"):
                self._to(end, "FIN-WAIT-1", "close", flight)
            elif end.state == "CLOSE-WAIT":
                self._to(end, "LAST-ACK", "close", flight)

    def _prove(self, end: _End, flight: Flight) -> None:
        """What an end acknowledges has reached it, whether it came by or not."""
        flags = flight.segment.flags
        if end.state == "SYN-SENT" and not flags & SYN:
            self._to(end, "ESTABLISHED", "syn-ack", flight)
        elif end.state == "SYN-RECEIVED" and not end.early:
            # Nothing but a repeated SYN,ACK and ACKs are sent in it.
            text = flight.segment.length and not flags & SYN
            beyond = end.next is not None and flight.covers > end.next
            if text or (beyond and not flags & SYN):
                self._to(end, "ESTABLISHED", "ack-of-syn", flight)
        if end.next is None or flight.covers > end.next:
            end.next = flight.covers
            self._take_held(end, flight)
        if end.peer_fin is not None and end.next >= end.peer_fin:
            self._receive_fin(end, flight)

    def _receive(self, end: _End, flight: Flight) -> None:
        flags = flight.segment.flags
        if flags & RST:
            self._receive_reset(end, flight)
            return
        if flags & SYN:
            self._receive_syn(end, flight)
        if flags & ACK:
            self._receive_ack(end, flight)
        if flight.end > flight.begin:
            self._receive_text(end, flight)

    def _receive_reset(self, end: _End, flight: Flight) -> None:
        if end.state == "SYN-SENT":
            if flight.segment.flags & ACK and flight.covers == end.top:
                self._to(end, "CLOSED", "refused", flight)
        elif end.state == "SYN-RECEIVED" and end.passive and not self._speaks_later(end):
            self._to(end, "LISTEN", "reset", flight)
        elif end.state not in ("CLOSED", "LISTEN") and not self._speaks_later(end):
            self._to(end, "CLOSED", "reset", flight)

    def _receive_syn(self, end: _End, flight: Flight) -> None:
        flags = flight.segment.flags
        if end.state in ("LISTEN", "SYN-SENT"):
            end.next = flight.begin + 1
            end.early = flight.segment.length > 0
        if end.state == "LISTEN" and not flags & ACK:
            self._to(end, "SYN-RECEIVED", "syn", flight)
        elif end.state == "SYN-SENT":
            if not flags & ACK:
                self._to(end, "SYN-RECEIVED", "syn", flight)
            elif flight.covers == end.top:
                self._to(end, "ESTABLISHED", "syn-ack", flight)

    def _receive_ack(self, end: _End, flight: Flight) -> None:
        if end.state == "SYN-RECEIVED" and end.iss is not None:
            # What the capture has missed of its own bytes may be acknowledged as well.
            top = end.top or flight.covers
            if end.iss < flight.covers <= self._holes[end.number].get(top, top):
                self._to(end, "ESTABLISHED", "ack-of-syn", flight)
        if end.fin_end is not None and flight.covers == end.fin_end:
            after_fin = {"FIN-WAIT-1": "FIN-WAIT-2", "CLOSING": "TIME-WAIT", "LAST-ACK": "CLOSED"}
            if end.state in after_fin:
                self._to(end, after_fin[end.state], "ack-of-fin", flight)

    def _receive_text(self, end: _End, flight: Flight) -> None:
        if end.state in ("CLOSED", "LISTEN", "SYN-SENT", "TIME-WAIT"):
            return
        fin = bool(flight.segment.flags & FIN)
        if fin:
            end.peer_fin = flight.end
        if end.next is None:
            end.next = flight.begin
        heappush(end.held, (flight.begin, flight.end, fin))
        self._take_held(end, flight)

    def _take_held(self, end: _End, flight: Flight) -> None:
        """Move RCV.NXT over what has arrived."""
        held = end.held
        while held:
            if held[0][0] > (end.next or 0):
                if not self._missed(end, flight):
                    return
                continue
            _, last, fin = heappop(held)
            if last > (end.next or 0):
                end.next = last
            if fin and end.next == last:
                self._receive_fin(end, flight)

    def _missed(self, end: _End, flight: Flight) -> bool:
        """Whether the bytes that are wanted next have reached the end, but not the capture."""
        sender = flight.sender if self._connection.alone else 1 - end.number
        to = self._holes[sender].get(end.next or 0)
        if to is None:
            return False
        silent = self._last_ack[end.number] < flight.index
        if not silent and self._most_covered[end.number] < to:
            return False
        end.next = to
        return True

    def _receive_fin(self, end: _End, flight: Flight) -> None:
        follower = {
            "SYN-RECEIVED": "CLOSE-WAIT",
            "ESTABLISHED": "CLOSE-WAIT",
            "FIN-WAIT-1": "CLOSING",
            "FIN-WAIT-2": "TIME-WAIT",
        }
        end.peer_fin = None
        if end.state in follower:
            self._to(end, follower[end.state], "fin", flight)


def _steps(connection: Connection) -> Iterator[tuple[Flight, bool]]:
    """Departures and arrivals, in order."""
    flights = connection.flights
    if all(flight.after >= 0 or flight.received_ns is None for flight in flights):
        # One capture: an arrival follows the flight after which it came.
        arriving: dict[int, list[Flight]] = {}
        for flight in flights:
            if flight.received_ns is not None:
                arriving.setdefault(flight.after, []).append(flight)
        for flight in flights:
            if flight.sent_ns is not None:
                yield flight, False
            for arrived in arriving.get(flight.index, ()):
                yield arrived, True
        return
    steps = []
    for flight in flights:
        if flight.sent_ns is not None:
            steps.append((sent_step(flight), False, flight))
        if flight.received_ns is not None:
            steps.append((received_step(flight), True, flight))
    for _, arrival, flight in sorted(steps, key=lambda item: item[0]):
        yield flight, arrival


def track(connection: Connection) -> tuple[list[Change], tuple[str, str]]:
    """The changes of state at both ends in order, and the states in which they began."""
    if connection.holes is None:
        number_flights(connection)
    tracker = _Tracker(connection)
    initial = tracker.initial()
    tracker.run()
    return tracker.changes, initial
