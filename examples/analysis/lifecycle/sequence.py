# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Sequence numbers of a connection's segments without wrapping, and bytes that never came by."""

from __future__ import annotations

from bisect import bisect_right
from typing import Sequence

_WINDOW = 1 << 30
"""RFC 7323, 2.3: no window is larger, so that a number further ahead is forged or damaged."""
_REORDERED_NS = 3 * 10**6
"""What fills a hole so soon was overtaken, and was not sent again; as Wireshark has it."""


class Numbers:
    """Makes 32-bit sequence numbers of one direction into numbers that only grow."""

    __slots__ = ("_reference",)

    def __init__(self) -> None:
        self._reference: int | None = None

    def unwrap(self, number: int) -> int:
        """The number, on from those before."""
        reference = self._reference
        if reference is None:
            self._reference = number + (1 << 32)
            return self._reference
        distance = (number - reference + 0x80000000 & 0xFFFFFFFF) - 0x80000000
        if 0 < distance < _WINDOW:
            self._reference = reference + distance
        return reference + distance


class _Hole:
    """Bytes that have been passed over."""

    __slots__ = ("begin", "end", "time_ns", "stamp")

    def __init__(self, begin: int, end: int, time_ns: int, stamp: int | None):
        self.begin = begin
        self.end = end
        self.time_ns = time_ns
        self.stamp = stamp  # TSval of the segment beyond it


class Stream:
    """What one end has sent, as far as it came by."""

    def __init__(self) -> None:
        self.top: int | None = None
        self._begins: list[int] = []
        self._holes: list[_Hole] = []

    def add(self, begin: int, end: int, time_ns: int, stamp: int | None) -> bool:
        """Whether these bytes were sent again."""
        top = self.top
        if top is None or begin == top:
            self.top = end
            return False
        if begin > top:
            if begin - top < _WINDOW:
                self._begins.append(top)
                self._holes.append(_Hole(top, end if end < begin else begin, time_ns, stamp))
                self.top = end
            return False
        if end > top:
            self.top = end
            self._fill(begin, top)
            return False
        filled = self._fill(begin, end)
        if filled is None:
            return True
        if stamp is not None and filled.stamp is not None and stamp != filled.stamp:
            return (stamp - filled.stamp & 0xFFFFFFFF) < 0x80000000
        return time_ns - filled.time_ns > _REORDERED_NS

    def _fill(self, begin: int, end: int) -> _Hole | None:
        """Take bytes out of the holes; one of the holes if there was any."""
        place = bisect_right(self._begins, begin) - 1
        if place < 0 or self._holes[place].end <= begin:
            place += 1
        found = None
        while place < len(self._holes) and self._holes[place].begin < end:
            hole = found = self._holes[place]
            parts = [
                _Hole(a, b, hole.time_ns, hole.stamp)
                for a, b in ((hole.begin, begin), (end, hole.end))
                if a < b
            ]
            self._holes[place : place + 1] = parts
            self._begins[place : place + 1] = [part.begin for part in parts]
            place += len(parts)
        return found

    @property
    def holes(self) -> Sequence[tuple[int, int]]:
        """From, to: bytes that never came by."""
        return [(hole.begin, hole.end) for hole in self._holes]
