# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""A packetdrill script out of a captured connection: one end is tested, the other one is played.

Sequence numbers begin at 0. Scripts have no time stamps, and windows are not scaled, so that any
system can be tested; what the tested end sends may come at any time (`*`).
"""

from __future__ import annotations

import re

from .connections import Connection, Flight
from .errors import UseError
from .segments import ACK, FIN, RST, SYN
from .tracker import Change, received_step, sent_step, track

_LINGER = "setsockopt({fd}, SOL_SOCKET, SO_LINGER, {{onoff=1, linger=0}}, 8) = 0"


def script_of(connection: Connection, end: int) -> str:
    """The script that tests an end of a connection, 0 or 1."""
    if connection.alone:
        raise UseError("a socket connected to itself cannot be played")
    if not connection.seen[end]:
        raise UseError(f"nothing that {connection.name().split(' > ')[end]} sent was captured")
    if connection.isn(0) is None or connection.isn(1) is None:
        raise UseError("the beginning of the connection was not captured; a script needs both SYNs")
    return _Script(connection, end).write()


class _Script:
    def __init__(self, connection: Connection, end: int):
        self._connection = connection
        self._end = end
        self._lines: list[str] = []
        self._now: int | None = None
        self._fd = 4 if end == 1 else 3
        self._written = 1  # relative: what the user has handed over
        self._read = 1  # relative: what the user has taken
        self._scale = self._scales()
        self._base = [self._first(0), self._first(1)]
        self._accepted = end == 0

    def _first(self, end: int) -> int:
        return next(
            f.begin for f in self._connection.flights
            if f.sender == end and f.segment.flags & SYN
        )  # fmt: skip

    def _scales(self) -> int:
        """By what the windows of the played end are shifted, if both ends scale."""
        shifts = []
        for end in (0, 1):
            texts = [
                f.segment.options for f in self._connection.flights
                if f.sender == end and f.segment.flags & SYN
            ]  # fmt: skip
            found = re.search(r"wscale (\d+)", texts[0]) if texts else None
            shifts.append(int(found[1]) if found else None)
        return 0 if None in shifts else shifts[1 - self._end] or 0

    def write(self) -> str:
        """All of it."""
        name = self._connection.name()
        self._lines = [f"// {name}, from a capture; tests {name.split(' > ')[self._end]}"]
        self._open()
        changes, _ = track(self._connection)
        self._closing = {
            change.state: change for change in changes
            if change.end == self._end and change.cause in ("close", "abort")
        }  # fmt: skip
        for flight, arrives in self._steps():
            if arrives:
                self._inject(flight)
            else:
                self._expect(flight)
        return "\n".join(self._lines) + "\n"

    def _open(self) -> None:
        self._lines.append("   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3")
        if self._end == 1:
            self._lines += [
                "  +0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0",
                "  +0 bind(3, ..., ...) = 0",
                "  +0 listen(3, 1) = 0",
            ]
        else:
            self._lines += [
                "  +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0",
                "  +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)",
            ]

    def _steps(self) -> list[tuple[Flight, bool]]:
        """What the end sends, and what reaches it, in order."""
        steps = []
        for flight in self._connection.flights:
            if flight.sender == self._end and flight.sent_ns is not None:
                steps.append((sent_step(flight), False, flight))
            elif flight.sender != self._end and flight.received_ns is not None:
                steps.append((received_step(flight), True, flight))
        steps.sort(key=lambda item: item[0])
        return [(flight, arrives) for _, arrives, flight in steps]

    def _delay(self, time_ns: int) -> str:
        passed = 0 if self._now is None else max(0, time_ns - self._now)
        self._now = max(time_ns, self._now or time_ns)
        return f"+{passed / 1e9:.6f}".rstrip("0").rstrip(".")

    def _packet(self, flight: Flight) -> str:
        """A segment in packetdrill's notation, without window and options."""
        segment = flight.segment
        sender = flight.sender
        letters = "".join(
            letter for bit, letter in ((SYN, "S"), (FIN, "F"), (RST, "R"), (8, "P"), (ACK, "."))
            if segment.flags & bit
        )  # fmt: skip
        first = (flight.begin - self._base[sender]) & 0xFFFFFFFF
        text = f"{letters} {first}:{first + segment.length}({segment.length})"
        if segment.flags & ACK:
            text += f" ack {(flight.covers - self._base[1 - sender]) & 0xFFFFFFFF}"
        return text

    def _inject(self, flight: Flight) -> None:
        segment = flight.segment
        time_ns = flight.received_ns or 0
        scale = 0 if segment.flags & SYN else self._scale
        text = f"{self._packet(flight)} win {min(65535, segment.window << scale)}"
        if segment.flags & SYN:
            mss = re.search(r"mss \d+", segment.options)
            text += f" <{mss[0]}>" if mss else ""
        self._lines.append(f"{self._delay(time_ns)} < {text}")
        if not self._accepted and segment.flags & (SYN | ACK) == ACK:
            self._accepted = True
            self._lines.append("  +0 accept(3, ..., ...) = 4")

    def _expect(self, flight: Flight) -> None:
        segment = flight.segment
        if segment.flags & RST:
            change: Change | None = self._closing.get("CLOSED")
            if change is not None and change.time_ns == flight.sent_ns and self._accepted:
                self._call(flight, _LINGER.format(fd=self._fd))
                self._call(flight, f"close({self._fd}) = 0")
        elif self._accepted:
            self._take(flight)
            last = flight.begin - self._base[self._end] + segment.length
            if segment.length and last > self._written:
                count = last - self._written
                self._call(flight, f"write({self._fd}, ..., {count}) = {count}")
                self._written = last
            if segment.flags & FIN and not flight.again:
                hears = any(
                    f.sender != self._end and f.segment.length and f.index > flight.index
                    for f in self._connection.flights
                )
                call = "shutdown({}, SHUT_WR) = 0" if hears else "close({}) = 0"
                self._call(flight, call.format(self._fd))
        options = " <...>" if segment.flags & SYN else ""
        self._lines.append(f"   * > {self._packet(flight)}{options}")

    def _take(self, flight: Flight) -> None:
        """Read what has arrived before something is written, or a FIN sent."""
        if not flight.covers or not (flight.segment.length or flight.segment.flags & FIN):
            return
        fins = [
            f.end for f in self._connection.flights
            if f.sender != self._end and f.segment.flags & FIN
        ]  # fmt: skip
        last = flight.covers - self._base[1 - self._end]
        last -= bool(fins) and flight.covers >= fins[0]
        if last > self._read:
            count = last - self._read
            self._call(flight, f"read({self._fd}, ..., {count}) = {count}")
            self._read = last

    def _call(self, flight: Flight, text: str) -> None:
        self._lines.append(f"{self._delay(flight.sent_ns or 0)} {text}")
