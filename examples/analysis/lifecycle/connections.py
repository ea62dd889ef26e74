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
from operator import attrgetter
from statistics import median
from typing import Iterable, Sequence

from .arrivals import LOST, Arrivals, arrived_unseen
from .segments import ACK, FIN, RST, SYN, Segment
from .sequence import Numbers, Stream

Endpoint = tuple[str, int]


@dataclass(slots=True)
class Flight:
    """A segment on its way between the two ends of a connection."""

    sender: int  # which end, 0 or 1
    segment: Segment
    sent_ns: int | None  # None: it was seen only when it arrived
    received_ns: int | None  # None: it did not arrive, as far as is known
    again: bool = False  # it repeats bytes, a SYN or a FIN
    index: int = 0  # its place among its connection's flights
    after: int = -1  # one capture: it arrived after the flight of this index came by
    lost: str = ""  # "lost" where that is known, else "lost?"
    begin: int = 0  # of its bytes, not wrapped
    end: int = 0
    covers: int = 0  # what it acknowledges, not wrapped; 0: nothing

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
    alone: bool = False  # a socket connected to itself: all is sent and received by end 0
    seen: tuple[bool, bool] = (True, True)  # which ends were captured sending
    holes: tuple[list[tuple[int, int]], list[tuple[int, int]]] | None = None
    """By sender: bytes, from and to, that never came by; None: not looked for."""

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
    seen: dict[tuple[Endpoint, Endpoint], list[list[Segment]]] = {}
    for index, segments in enumerate(captures):
        for segment in segments:
            source, target = segment.source, segment.target
            pair = (source, target) if source < target else (target, source)
            lists = seen.get(pair)
            if lists is None:
                lists = seen[pair] = [[] for _ in captures]
            lists[index].append(segment)
    found: list[Connection] = []
    for lists in seen.values():
        for views in _views([one for one in lists if one]):
            found += _connections_of_pair(views)
    return sorted(found, key=lambda connection: connection.begin_ns)


def _views(captures: list[list[Segment]]) -> list[list[list[Segment]]]:
    """Sort captures of two endpoints: those in one list have seen the same segments.

    Files that have nothing in common and follow each other are parts of one capture (tcpdump -C);
    if they overlap in time, they are of different networks, or of one direction each.
    """
    if len(captures) == 1:
        return [captures]
    keys = [{segment.key() for segment in segments} for segments in captures]
    groups: list[list[int]] = []
    for place, own in enumerate(keys):
        shared = [group for group in groups if any(not own.isdisjoint(keys[one]) for one in group)]
        groups = [group for group in groups if group not in shared]
        groups.append([*(one for group in shared for one in group), place])
    directions = [{segment.source for segment in segments} for segments in captures]
    if len(captures) == len(groups) == 2 and not directions[0] & directions[1]:
        both = captures[0] + captures[1]
        return [[sorted(both, key=lambda segment: segment.time_ns)]]
    views = [[captures[place] for place in sorted(group)] for group in groups]
    views.sort(key=lambda view: min(segments[0].time_ns for segments in view))
    found: list[list[list[Segment]]] = []
    for view in views:
        before = found[-1] if found else None
        if before and len(before) == len(view) == 1 and (
            before[0][-1].time_ns <= view[0][0].time_ns
        ):  # fmt: skip
            before[0] = before[0] + view[0]
        else:
            found.append(view)
    return found


def _connections_of_pair(captures: list[list[Segment]]) -> list[Connection]:
    """The connections between two endpoints, one after the other."""
    first = min(captures, key=lambda segments: segments[0].time_ns)[0]
    ends = (first.source, first.target)
    if first.has(SYN | ACK) or (first.has(RST) and not first.has(SYN)):
        ends = (first.target, first.source)
    alone = ends[0] == ends[1]
    near = _ends_of_path(captures, ends) if len(captures) > 1 and not alone else None
    if near is None:
        longest = max(captures, key=len)
        flights = [
            Flight(0 if s.source == ends[0] else 1, s, s.time_ns, s.time_ns) for s in longest
        ]
    else:
        flights = _match(near, ends)
    flights.sort(key=attrgetter("time_ns") if near else lambda flight: flight.sent_ns)
    found = []
    for part in _incarnations(flights):
        opener = part[0].sender if not part[0].segment.has(SYN | ACK) else 1 - part[0].sender
        if opener == 1:
            for flight in part:
                flight.sender = 1 - flight.sender
        connection = Connection(
            ends if opener == 0 or alone else ends[::-1], part, near is not None, alone
        )
        if alone:
            for flight in part:
                flight.sender = 0
        number_flights(connection)
        if near is not None:
            arrived_unseen(part)
            for flight in part:
                flight.lost = LOST if flight.received_ns is None else ""
        elif not alone:
            Arrivals(connection).conclude()
        else:
            for flight in part:
                flight.after = flight.index
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
        return None  # captures of one place
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


class _Closing:
    """How far two endpoints have come in closing their connection."""

    def __init__(self) -> None:
        self.isn: list[int | None] = [None, None]
        self.fin_end: list[int | None] = [None, None]
        self.acked = [False, False]
        self.heard = [False, False]
        self.reset = False

    def take(self, sender: int, segment: Segment) -> None:
        """One more segment."""
        flags = segment.flags
        self.heard[sender] = True
        if flags & SYN:
            self.isn[sender] = segment.seq
        if flags & FIN:
            self.fin_end[sender] = segment.end
        if flags & ACK and segment.ack == self.fin_end[1 - sender]:
            self.acked[1 - sender] = True
        if flags & RST:
            self.reset = True

    @property
    def complete(self) -> bool:
        """Whether both ends have sent all, or one has reset the connection."""
        return self.reset or (None not in self.fin_end and any(self.acked))

    def alone_done(self, sender: int) -> bool:
        """Whether an end whose peer was not captured has sent its FIN, so that no SYN follows."""
        return self.fin_end[sender] is not None and not self.heard[1 - sender]


def _incarnations(flights: list[Flight]) -> list[list[Flight]]:
    """Cut where a SYN begins another connection of the same two endpoints."""
    parts: list[list[Flight]] = []
    closing = _Closing()
    for place, flight in enumerate(flights):
        segment = flight.segment
        # What nobody was seen to send is an old duplicate, or forged.
        opens = segment.flags & SYN and flight.sent_ns is not None
        if not parts or (opens and _begins_another(flights, place, closing)):
            parts.append([])
            closing = _Closing()
        if flight.sent_ns is not None or not segment.flags & SYN:
            closing.take(flight.sender, segment)
        parts[-1].append(flight)
    return parts


def _begins_another(flights: list[Flight], place: int, closing: _Closing) -> bool:
    """Whether a SYN is one of a new connection, and no repeat."""
    flight = flights[place]
    known = closing.isn[flight.sender]
    alone_done = closing.alone_done(flight.sender)
    if flight.segment.flags & ACK:
        return alone_done or closing.complete and known is not None and known != flight.segment.seq
    if known is None:
        return closing.complete
    if known != flight.segment.seq:
        return True
    if not closing.complete and not alone_done:
        return False
    # The same ISN after a complete close: an old duplicate gets an ACK from TIME-WAIT
    # (RFC 9293, 3.10.7.4), a new connection's SYN a SYN,ACK or a RST, if anything.
    for later in flights[place + 1 :]:
        if later.sender != flight.sender:
            return bool(later.segment.flags & (SYN | RST))
        if not later.segment.flags & SYN:
            return True
    return True


def number_flights(connection: Connection) -> None:
    """Number the flights, see which repeat what came by before, and what never came by."""
    numbers = (Numbers(), Numbers())
    streams = (Stream(), Stream())
    answered = [False, False]
    sends = [False, False]
    acked = [0, 0]  # by who acknowledges
    last: list[tuple[int, int] | None] = [None, None]  # the bytes sent last for the first time
    for index, flight in enumerate(connection.flights):
        segment = flight.segment
        sender, flags = flight.sender, segment.flags
        other = sender if connection.alone else 1 - sender
        flight.index = index
        span = segment.length + (flags >> 1 & 1) + (flags & 1)
        flight.begin = numbers[sender].unwrap(segment.seq)
        flight.end = flight.begin + span
        if flags & ACK:
            flight.covers = numbers[other].unwrap(segment.ack)
            acked[sender] = max(acked[sender], flight.covers)
        if flight.sent_ns is None:
            continue
        sends[sender] = True
        if span == 0 or flags & RST:
            continue
        stamp = segment.timestamps[0] if segment.timestamps else None
        again = streams[sender].add(flight.begin, flight.end, segment.time_ns, stamp)
        if flags & SYN and flags & ACK and not answered[sender]:
            # After a SYN it is the other half of a simultaneous open, and no repeat.
            answered[sender] = True
            again = False
        octets = (flight.begin, flight.end)
        if not again:
            last[sender] = octets
        elif segment.length == span == 1 and flight.end == streams[sender].top:
            # RFC 9293, 3.8.4: a keep-alive probe may have a byte that has been acknowledged.
            again = octets == last[sender] or acked[other] < flight.end
        flight.again = again
    connection.seen = (sends[0], sends[1])
    connection.holes = (list(streams[0].holes), list(streams[1].holes))
