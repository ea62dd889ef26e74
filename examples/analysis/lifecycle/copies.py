# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Tells one packet that was captured several times from a segment that was sent again.

A packet is captured once on each interface it passes: `tcpdump -i any` on a bridge or a router, a
file of several interfaces, a mirrored port. All bytes of the TCP header, the addresses, the length
and IPv4's identification are then equal. Where it was seen differs: interface, link header
(direction, addresses, tags), hop limit. What was sent again passes the same places again.

A device that cuts or joins segments (Linux: GSO, GRO) changes length and identification. Bytes that
another place has seen more often, a moment ago and with the same acknowledgment and time stamps,
are then the same packet.
"""

from __future__ import annotations

from collections import deque

from .capture import Packet
from .datagrams import Part

MILLISECOND = 10**6
# How long after the first sighting another is one of the same packet: by whether IPv4's
# identification, or a time stamp, tells a packet from the next one (RFC 6864, 4; RFC 7323, 5.4
# has a tick of 1 ms to 1 s), at another place and at the same one. A retransmission comes
# 200 ms after the segment or later (Linux TCP_RTO_MIN), a tail loss probe after 2 round trips.
_LIMITS = {
    "identified": (3000 * MILLISECOND, 50 * MILLISECOND),
    "stamped": (1000 * MILLISECOND, MILLISECOND),
    "bare": (100 * MILLISECOND, MILLISECOND // 5),
}
_GENERATION = 1 << 16  # packets
_PIECES = 64  # segments with one acknowledgment: 64 KiB, as much as is cut or joined, in small ones


class Copies:
    """Remembers the packets that have come by in the last while."""

    def __init__(self) -> None:
        self._recent: dict[tuple, tuple[int, list[tuple]]] = {}
        self._older: dict[tuple, tuple[int, list[tuple]]] = {}
        self._places: dict[bytes, set[tuple]] = {}  # by hosts, those where they were seen
        self._pieces: dict[tuple, deque[tuple[int, int, int, tuple]]] = {}

    def is_copy(self, packet: Packet, at: int, part: Part, span: int) -> bool:
        """Whether a packet, whose IP header begins at `at`, has been seen before."""
        data = part.data
        header = (data[12] >> 4) * 4
        # Without the checksum: that of a packet on its way out may not be computed yet.
        key = (
            part.source, part.target, part.ident, part.size, data[:16], data[18:header],
        )  # fmt: skip
        place = (packet.interface, packet.direction, part.ttl, packet.data[:at])
        known = self._recent.get(key) or self._older.get(key)
        if known is not None:
            first, places = known
            elsewhere = place not in places
            if part.ident:
                limits = _LIMITS["identified"]
            elif header > 20 and b"\x08\x0a" in data[20:header]:
                limits = _LIMITS["stamped"]
            else:
                limits = _LIMITS["bare"]
            # Several equal ACKs at one place are duplicate ACKs (RFC 5681, 2).
            told = elsewhere or part.ident or span
            if told and abs(packet.time_ns - first) <= limits[0 if elsewhere else 1]:
                places.append(place)
                return True
        self._recent[key] = (packet.time_ns, [place])
        if len(self._recent) >= _GENERATION:
            self._older, self._recent = self._recent, {}
            self._pieces.clear()
        return bool(span) and self._is_piece(packet, part, header, place)

    def _is_piece(self, packet: Packet, part: Part, header: int, place: tuple) -> bool:
        """Whether another place has seen its bytes already, in other pieces."""
        data = part.data
        places = self._places.setdefault(part.source + part.target, set())
        if place not in places and len(places) < _PIECES:
            places.add(place)
        seq = int.from_bytes(data[4:8], "big")
        end = seq + part.size - header
        key = (part.source, part.target, data[:4], data[8:12], data[20:header])
        known = self._pieces.setdefault(key, deque(maxlen=_PIECES))
        found = False
        if len(places) > 1:
            counts: dict[tuple, list[int]] = {}
            for begin, stop, time_ns, where in known:
                if abs(packet.time_ns - time_ns) <= _LIMITS["bare"][0]:
                    ends = counts.setdefault(where, [0, 0])
                    ends[0] += begin <= seq < stop
                    ends[1] += begin < end <= stop
            own = counts.pop(place, [0, 0])
            found = any(min(one) > max(own) for one in counts.values())
        known.append((seq, end, packet.time_ns, place))
        return found
