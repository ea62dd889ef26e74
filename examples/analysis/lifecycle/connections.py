# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The connections in one or several captures.

Two captures of a connection, one near each end, say of every segment when it was sent and when it
arrived, if it did. One capture says only when a segment came by; whether it arrived is concluded
from what came by later.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import Iterable, Sequence

from .segments import ACK, RST, SYN, Segment, after

Endpoint = tuple[str, int]


@dataclass(slots=True)
class Flight:
    """A segment on its way between the two ends of a connection."""

    sender: int  # which end, 0 or 1
    segment: Segment
    sent_ns: int | None  # None: it was seen only when it arrived
    received_ns: int | None  # None: lost, as far as is known
    again: bool = False  # it repeats octets, a SYN or a FIN
    index: int = 0  # its place among its connection's flights
    after: int = -1  # one capture: it arrived after the flight of this index came by

    @property
    def time_ns(self) -> int:
        """When it was first seen."""
        return self.sent_ns if self.sent_ns is not None else self.received_ns or 0


@dataclass(slots=True)
class Connection:
    """What was captured of one connection."""

    ends: tuple[Endpoint, Endpoint]  # who opened comes first
    flights: list[Flight] = field(default_factory=list)
    both_sides: bool = False  # captured near both ends

    def isn(self, end: int) -> int | None:
        """The initial sequence number of an end, if its SYN was captured."""
        for flight in self.flights:
            if flight.sender == end and flight.segment.has(SYN):
                return flight.segment.seq
        return None

    @property
    def begin_ns(self) -> int:
        """When its first segment was seen."""
        return min(flight.time_ns for flight in self.flights)

    def name(self) -> str:
        """Its two ends: `10.0.0.1:49152 > 10.0.0.2:80`."""
        return " > ".join(endpoint_text(end) for end in self.ends)


def endpoint_text(end: Endpoint) -> str:
    """Address and port: `10.0.0.1:80`, `[2001:db8::1]:80`."""
    address, port = end
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def connections_of(captures: Sequence[Iterable[Segment]]) -> list[Connection]:
    """All connections in captures of the same network, in the order in which they begin."""
    seen: dict[frozenset[Endpoint], list[list[Segment]]] = {}
    for index, segments in enumerate(captures):
        for segment in segments:
            pair = frozenset((segment.source, segment.target))
            lists = seen.setdefault(pair, [[] for _ in captures])
            lists[index].append(segment)
    found: list[Connection] = []
    for lists in seen.values():
        found += _connections_of_pair([one for one in lists if one])
    return sorted(found, key=lambda connection: connection.begin_ns)


def _connections_of_pair(captures: list[list[Segment]]) -> list[Connection]:
    """The connections between two endpoints, one after the other."""
    first = min(captures, key=lambda segments: segments[0].time_ns)[0]
    ends = (first.source, first.target)
    if first.has(SYN | ACK) or (first.has(RST) and not first.has(SYN)):
        ends = (first.target, first.source)
    near = _ends_of_path(captures, ends) if len(captures) > 1 and ends[0] != ends[1] else None
    if near is None:
        longest = max(captures, key=len)
        flights = [Flight(ends.index(s.source), s, s.time_ns, s.time_ns) for s in longest]
    else:
        flights = _match(near, ends)
    flights.sort(key=lambda flight: flight.time_ns)
    found = []
    for part in _incarnations(flights):
        opener = part[0].sender if not part[0].segment.has(SYN | ACK) else 1 - part[0].sender
        if opener == 1:
            for flight in part:
                flight.sender = 1 - flight.sender
        connection = Connection(ends if opener == 0 else ends[::-1], part, near is not None)
        _mark_repeats(connection)
        if near is None:
            _conclude_losses(connection)
        found.append(connection)
    return found


def _ends_of_path(
    captures: list[list[Segment]], ends: tuple[Endpoint, Endpoint]
) -> tuple[list[Segment], list[Segment]] | None:
    """The capture nearest to each end; None if there is but one place."""
    reference = {segment.key(): segment.time_ns for segment in captures[0]}
    lags = []
    for segments in captures:
        forward = [
            segment.time_ns - reference[segment.key()]
            for segment in segments
            if segment.source == ends[0] and segment.key() in reference
        ]
        back = [
            reference[segment.key()] - segment.time_ns
            for segment in segments
            if segment.source == ends[1] and segment.key() in reference
        ]
        lags.append(median(forward + back) if forward or back else 0)
    nearest = min(range(len(captures)), key=lambda i: lags[i])
    farthest = max(range(len(captures)), key=lambda i: lags[i])
    if lags[nearest] == lags[farthest]:
        # Nothing arrived, or two captures of one place.
        sends = [{segment.source for segment in segments} for segments in captures]
        if len(captures) == 2 and not sends[0] & sends[1]:
            return (captures[0], captures[1]) if ends[0] in sends[0] else (captures[1], captures[0])
        return None
    return captures[nearest], captures[farthest]


def _match(
    near: tuple[list[Segment], list[Segment]], ends: tuple[Endpoint, Endpoint]
) -> list[Flight]:
    """What was sent beside what arrived."""
    flights: list[Flight] = []
    for sender in (0, 1):
        own = [s for s in near[sender] if s.source == ends[sender]]
        sent = [Flight(sender, s, s.time_ns, None) for s in own]
        arrived = [s for s in near[1 - sender] if s.source == ends[sender]]
        waiting: dict[tuple, list[Flight]] = defaultdict(list)
        for flight in sent:
            waiting[flight.segment.key()].append(flight)
        delays = [
            segment.time_ns - waiting[segment.key()][0].time_ns
            for segment in arrived
            if len(waiting.get(segment.key(), ())) == 1
        ]
        least = min(delays, default=0)
        for segment in arrived:
            candidates = waiting.get(segment.key(), [])
            # Of equal copies that could have arrived by then, the latest.
            place = bisect_right([f.time_ns for f in candidates], segment.time_ns - least) - 1
            if place < 0:
                flights.append(Flight(sender, segment, None, segment.time_ns))
                continue
            candidates.pop(place).received_ns = segment.time_ns
        flights += sent
    return flights


def _incarnations(flights: list[Flight]) -> list[list[Flight]]:
    """Cut where a SYN begins another connection of the same two endpoints."""
    parts: list[list[Flight]] = []
    isn: list[int | None] = [None, None]
    for flight in flights:
        segment = flight.segment
        # What nobody was seen to send is an old duplicate, or forged.
        opens = segment.has(SYN) and not segment.has(ACK) and flight.sent_ns is not None
        known = isn[flight.sender]
        if not parts or (opens and known is not None and known != segment.seq):
            parts.append([])
            isn = [None, None]
        if segment.has(SYN) and flight.sent_ns is not None:
            isn[flight.sender] = segment.seq
        parts[-1].append(flight)
    return parts


def _mark_repeats(connection: Connection) -> None:
    highest: list[int | None] = [None, None]
    answers = [False, False]
    for index, flight in enumerate(connection.flights):
        flight.index = index
        segment = flight.segment
        if segment.has(SYN | ACK) and not answers[flight.sender]:
            # After a SYN it is the other half of a simultaneous open, and no repeat.
            answers[flight.sender] = True
            highest[flight.sender] = None
        if segment.span == 0 or flight.sent_ns is None or segment.has(RST):
            continue
        top = highest[flight.sender]
        if top is not None and not after(segment.end, top):
            flight.again = True
        else:
            highest[flight.sender] = segment.end


def _conclude_losses(connection: Connection) -> None:
    """What one capture lets one conclude of what arrived.

    A segment that takes up sequence space has arrived if, not sooner than the shortest time any
    answer took, an ACK comes by that covers it and no copy of it came in between. An ACK was lost
    if what it acknowledges comes by again later than that.
    """
    flights = connection.flights
    least = _least_answer_times(flights)
    repeats = [
        [flight for flight in flights if flight.sender == end and flight.again] for end in (0, 1)
    ]
    for index, flight in enumerate(flights):
        segment = flight.segment
        if segment.has(RST):
            continue
        if segment.span:
            arrived = _is_answered(flights, index, least[flight.sender])
        else:
            arrived = not _is_repeated(flight, repeats[1 - flight.sender], least[flight.sender])
        if not arrived:
            flight.received_ns = None
    _conclude_order(flights)


def _conclude_order(flights: list[Flight]) -> None:
    """When a segment arrived among those that its receiver sent: after the last one that came by
    later and does not acknowledge it, though it could."""
    reached = [0, 0]
    for index, flight in enumerate(flights):
        if flight.received_ns is None:
            continue
        place = index
        if flight.segment.span and not flight.segment.has(RST):
            for later in range(index + 1, len(flights)):
                answer = flights[later]
                if answer.sender == flight.sender:
                    continue
                if _covers(answer.segment, flight.segment.end):
                    break
                if answer.segment.has(ACK) or answer.segment.has(SYN):
                    place = later
            else:
                place = index  # never acknowledged, so nothing is known
        flight.after = reached[flight.sender] = max(place, reached[flight.sender])
        flight.received_ns = flights[flight.after].time_ns


def _covers(ack: Segment, end: int) -> bool:
    return ack.has(ACK) and not after(end, ack.ack)


def _least_answer_times(flights: list[Flight]) -> list[int]:
    """By sender: the shortest time until what was sent only once is acknowledged."""
    least = [None, None]
    waiting: list[list[Flight]] = [[], []]
    for flight in flights:
        other = 1 - flight.sender
        for asked in waiting[other]:
            if _covers(flight.segment, asked.segment.end):
                took = flight.time_ns - asked.time_ns
                if least[other] is None or took < least[other]:
                    least[other] = took
        waiting[other] = [
            asked for asked in waiting[other] if not _covers(flight.segment, asked.segment.end)
        ]
        if flight.segment.span and not flight.again:
            waiting[flight.sender].append(flight)
        elif flight.again:
            waiting[flight.sender] = []
    return [time or 0 for time in least]


def _is_answered(flights: list[Flight], index: int, least: int) -> bool:
    """Whether an answer to this copy came by before the next copy could have caused it."""
    flight = flights[index]
    end = flight.segment.end
    next_copy = None
    for later in flights[index + 1 :]:
        if later.sender == flight.sender:
            repeats = later.again and later.segment.seq == flight.segment.seq
            if repeats and next_copy is None:
                next_copy = later.time_ns
        elif _covers(later.segment, end) and later.time_ns - flight.time_ns >= least:
            return next_copy is None or later.time_ns - next_copy < least
        elif later.segment.has(RST):
            return True
    return next_copy is None and not flight.again


def _is_repeated(flight: Flight, repeats: list[Flight], least: int) -> bool:
    """Whether what this ACK acknowledges comes by again, after it could have arrived."""
    first = bisect_right(repeats, flight.index, key=lambda repeat: repeat.index)
    return any(
        later.time_ns - flight.time_ns > least
        and not after(later.segment.end, flight.segment.ack)
        for later in repeats[first:]
    )
