# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What one capture lets one conclude of what arrived, and when.

A segment that takes up sequence space has arrived if an ACK comes by that covers it and that no
further copy of it has caused. Time stamps tell which copy an ACK answers (RFC 7323, 4.3: TSecr is
the TSval of the segment that advanced RCV.NXT); without them an answer cannot come sooner than the
shortest time that any took to a segment sent only once (Karn and Partridge, 1987). An ACK did not
arrive if what it acknowledges was sent again later than that.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Sequence

from .segments import ACK, RST, SYN, Segment

if TYPE_CHECKING:
    from .connections import Connection, Flight

LOST, MAYBE_LOST = "lost", "lost?"
_NONE = 1 << 62


def before(a: int, b: int) -> bool:
    """a < b, as time stamps are compared (RFC 7323, 5.2)."""
    return 0 < (b - a & 0xFFFFFFFF) < 0x80000000


class _Answers:
    """What an end has sent that acknowledges: in the order of the capture."""

    def __init__(self) -> None:
        self.indexes: list[int] = []
        self.times: list[int] = []
        self.covered: list[int] = []  # the highest acknowledgment so far
        self.resets: list[int] = []  # indexes of RSTs

    def add(self, flight: Flight, limit: int) -> None:
        """One more; an acknowledgment of what was never sent covers nothing."""
        segment = flight.segment
        if segment.flags & RST:
            self.resets.append(flight.index)
        if segment.flags & (ACK | SYN):
            highest = self.covered[-1] if self.covered else -1
            if segment.flags & ACK and highest < flight.covers <= limit:
                highest = flight.covers
            self.indexes.append(flight.index)
            self.times.append(flight.time_ns)
            self.covered.append(highest)

    def cover(self, end: int, index: int) -> int:
        """The place of the first one after a flight that covers all up to `end`, or none."""
        return max(bisect_left(self.covered, end), bisect_right(self.indexes, index))


class Arrivals:
    """Concludes for one connection seen at one place."""

    def __init__(self, connection: Connection):
        self._flights = connection.flights
        tops = [-1, -1]
        for flight in self._flights:
            if flight.end > tops[flight.sender]:
                tops[flight.sender] = flight.end
        self._answers = (_Answers(), _Answers())
        for flight in self._flights:
            self._answers[flight.sender].add(flight, tops[1 - flight.sender])
        self._least = [self._least_answer_time(0), self._least_answer_time(1)]
        self._sacks = all(
            any("sackOK" in f.segment.options for f in self._flights if f.sender == end)
            for end in (0, 1)
        )

    def conclude(self) -> None:
        """Set what was lost, and after what the rest arrived."""
        self._data_lost()
        self._acks_lost()
        self._order()

    def _least_answer_time(self, sender: int) -> int:
        """The shortest time until what an end sent only once was acknowledged."""
        answers = self._answers[1 - sender]
        repeated = {f.begin for f in self._flights if f.sender == sender and f.again}
        least = _NONE
        place = 0
        count = len(answers.indexes)
        covered, indexes, times = answers.covered, answers.indexes, answers.times
        for flight in self._flights:
            if flight.sender != sender or flight.end == flight.begin or flight.begin in repeated:
                continue
            while place < count and (
                covered[place] < flight.end or indexes[place] <= flight.index
            ):
                place += 1
            if place == count:
                break
            least = min(least, times[place] - flight.time_ns)
        return 0 if least == _NONE else least

    def _data_lost(self) -> None:
        flights = self._flights
        next_copy: list[dict[int, Flight]] = [{}, {}]
        for flight in reversed(flights):
            if flight.end == flight.begin or flight.segment.flags & RST:
                continue
            following = next_copy[flight.sender].get(flight.begin)
            if flight.again:
                next_copy[flight.sender][flight.begin] = flight
            if following is not None or flight.again:
                self._conclude_copy(flight, following)

    def _conclude_copy(self, flight: Flight, following: Flight | None) -> None:
        """Whether one of several copies arrived."""
        answers = self._answers[1 - flight.sender]
        place = answers.cover(flight.end, flight.index)
        if place == len(answers.indexes):
            resets = answers.resets
            after = bisect_right(resets, flight.index)
            if after < len(resets) and (following is None or resets[after] < following.index):
                return  # a RST is an answer as well
            self._lose(flight, MAYBE_LOST)
            return
        if following is None:
            return
        answer = self._flights[answers.indexes[place]].segment
        verdict = self._by_time_stamps(flight.segment, following.segment, answer)
        if verdict is None:
            verdict = self._by_time(flight, following, answers)
        if verdict:
            self._lose(flight, verdict)

    def _by_time_stamps(self, own: Segment, following: Segment, answer: Segment) -> str | None:
        """What TSecr says: "", lost, or None for nothing."""
        if own.timestamps is None or following.timestamps is None or answer.timestamps is None:
            return None
        sent, again, echo = own.timestamps[0], following.timestamps[0], answer.timestamps[1]
        if sent == again:
            return None
        if before(echo, again):
            return ""
        if not self._sacks:
            return MAYBE_LOST  # the ACK of the first copy could be what was lost
        # RFC 2883: the first block reports what has arrived twice.
        doubled = answer.sack and not before(own.seq, answer.sack[0][0]) and not before(
            answer.ack, answer.sack[0][1]
        )
        return "" if doubled else LOST

    def _by_time(self, flight: Flight, following: Flight, answers: _Answers) -> str:
        """What the round-trip time says."""
        least = self._least[flight.sender]
        first = max(
            answers.cover(flight.end, flight.index),
            bisect_left(answers.times, flight.time_ns + least),
        )
        if first < len(answers.times) and answers.times[first] < following.time_ns + least:
            return ""
        return MAYBE_LOST

    def _acks_lost(self) -> None:
        flights = self._flights
        for sender in (0, 1):
            repeats = [f for f in flights if f.sender == 1 - sender and f.again]
            if not repeats:
                continue
            times = [f.time_ns for f in repeats]
            # By place: which of the repeats from there on reaches least far.
            lowest: list[Flight] = repeats[:]
            for place in range(len(repeats) - 2, -1, -1):
                if lowest[place + 1].end < lowest[place].end:
                    lowest[place] = lowest[place + 1]
            least = self._least[sender]
            for flight in flights:
                if flight.sender != sender or flight.end > flight.begin or not flight.covers:
                    continue
                if flight.segment.flags & RST:
                    continue
                place = bisect_right(times, flight.time_ns + least)
                if place < len(repeats) and lowest[place].end <= flight.covers:
                    self._judge_ack(flight, lowest[place])

    def _judge_ack(self, ack: Flight, repeat: Flight) -> None:
        own, other = ack.segment.timestamps, repeat.segment.timestamps
        if own is None or other is None:
            self._lose(ack, MAYBE_LOST)
        elif before(other[1], own[0]):
            self._lose(ack, LOST)

    @staticmethod
    def _lose(flight: Flight, verdict: str) -> None:
        flight.received_ns = None
        flight.lost = verdict

    def _order(self) -> None:
        """When a segment arrived among those that its receiver sent: after the last one that came
        by later and does not acknowledge it, though it could."""
        flights = self._flights
        reached = [0, 0]
        for index, flight in enumerate(flights):
            if flight.received_ns is None:
                continue
            place = index
            if flight.end > flight.begin and not flight.segment.flags & RST:
                answers = self._answers[1 - flight.sender]
                first = answers.cover(flight.end, index)
                if 0 < first < len(answers.indexes):
                    place = max(place, answers.indexes[first - 1])
            sender = flight.sender
            reached[sender] = flight.after = max(place, reached[sender])
            flight.received_ns = flights[flight.after].time_ns


def arrived_unseen(flights: Sequence[Flight]) -> None:
    """Two captures: what the receiver acknowledges has arrived, though its capture missed it."""
    for sender in (0, 1):
        caught = {
            f.begin for f in flights
            if f.sender == sender and f.received_ns is not None and f.end > f.begin
        }  # fmt: skip
        missing = [
            f for f in flights
            if f.sender == sender and f.received_ns is None and f.end > f.begin
            and f.begin not in caught and not f.segment.flags & RST
        ]  # fmt: skip
        if not missing:
            continue
        top = max(f.end for f in flights if f.sender == sender)
        answers = _Answers()
        for flight in flights:
            if flight.sender != sender and flight.sent_ns is not None:
                answers.add(flight, top)
        latest = {flight.begin: flight for flight in missing}
        for flight in latest.values():
            place = answers.cover(flight.end, flight.index)
            if place < len(answers.indexes):
                flight.received_ns = answers.times[place]
