# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Tells one packet that was captured several times from a segment that was sent again.

A packet is captured once on each interface it passes: `tcpdump -i any` on a bridge or a router, a
file of several interfaces, a mirrored port. All bytes of the TCP header, the addresses, the length
and IPv4's identification are then equal. Where it was seen differs: interface, link header
(direction, addresses, tags), hop limit. What was sent again passes the same places again.
"""

from __future__ import annotations

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


class Copies:
    """Remembers the packets that have come by in the last while."""

    def __init__(self) -> None:
        self._recent: dict[tuple, tuple[int, list[tuple]]] = {}
        self._older: dict[tuple, tuple[int, list[tuple]]] = {}

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
        return False
