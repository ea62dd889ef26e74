# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""connections.csv and transitions.csv of captures, in the columns that the programs write.

A row for each end that was captured sending. What no capture shows is empty or 0: challenge ACKs,
the profile (`captured`), the end of TIME-WAIT. An end last seen in TIME-WAIT has the outcome
`closed` and no close_ns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .columns import CONNECTIONS, STATES, dwell_column
from .connections import Connection, Flight
from .segments import ACK, FIN, RST, SYN
from .tracker import Change, track

PROFILE = "captured"
_OUTCOMES = {"refused": "refused", "reset": "reset", "abort": "aborted"}
_ERRORS = ("refused", "reset", "aborted")


@dataclass
class Tables:
    """Rows of both tables, in the order of their columns."""

    connections: list[list[Any]] = field(default_factory=list)
    transitions: list[list[Any]] = field(default_factory=list)


class _Nodes:
    """A number for each address, in the order of appearance."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, address: str) -> int:
        return self._numbers.setdefault(address, len(self._numbers))


def tables_of(connections: list[Connection]) -> tuple[Tables, int]:
    """Both tables; times are from the first segment on, whose time comes with them."""
    tables = Tables()
    nodes = _Nodes()
    begin = min((one.begin_ns for one in connections), default=0)
    finish = max((flight.time_ns for one in connections for flight in one.flights), default=0)
    rows: list[tuple[int, list[Any]]] = []
    reused = _next_begin(connections)
    for number, connection in enumerate(connections, 1):
        changes, initial = track(connection)
        numbers = [nodes.number(address) for address, _ in connection.ends]
        for end in (0,) if connection.alone else (0, 1):
            if connection.seen[end]:
                until = reused.get(number, finish)
                one = _End(connection, end, changes, initial[end], begin, until)
                tables.connections.append(one.row(number, numbers[end]))
        for change in changes:
            near, far = connection.ends[change.end], connection.ends[1 - change.end]
            row = [change.time_ns - begin, numbers[change.end], number, *near, *far,
                   change.before, change.state, change.cause, change.segment]  # fmt: skip
            rows.append((change.time_ns, row))
    rows.sort(key=lambda item: item[0])
    tables.transitions = [row for _, row in rows]
    return tables, begin


def _next_begin(connections: list[Connection]) -> dict[int, int]:
    """By number of a connection: when the next one of the same two endpoints begins."""
    last: dict[frozenset, int] = {}
    found = {}
    for number, connection in enumerate(connections, 1):
        pair = frozenset(connection.ends)
        if pair in last:
            found[last[pair]] = connection.begin_ns
        last[pair] = number
    return found


class _End:
    """One end of a connection, as a row."""

    def __init__(
        self, connection: Connection, end: int, changes: list[Change], initial: str,
        begin: int, finish: int,
    ):  # fmt: skip
        self._connection = connection
        self._end = end
        self._other = end if connection.alone else 1 - end
        self._all = changes
        self._changes = [change for change in changes if change.end == end]
        self._initial = initial
        self._begin = begin
        self._finish = finish
        self._fins: list[Flight | None] = [None, None]
        for flight in connection.flights:
            if flight.segment.flags & FIN and self._fins[flight.sender] is None:
                self._fins[flight.sender] = flight

    def row(self, number: int, node: int) -> list[Any]:
        """In the order of the columns."""
        near, far = self._connection.ends[self._end], self._connection.ends[1 - self._end]
        state = self._changes[-1].state if self._changes else self._initial
        outcome = self._outcome(state)
        opened = self._changes[0].time_ns if self._changes else self._connection.begin_ns
        if self._initial == "ESTABLISHED":
            opened = self._connection.begin_ns
        values: dict[str, Any] = {
            "id": number,
            "node": node,
            "role": self._role(),
            "local": near[0],
            "local_port": near[1],
            "remote": far[0],
            "remote_port": far[1],
            "profile": PROFILE,
            "open_ns": opened - self._begin,
            "established_ns": self._time_of("ESTABLISHED"),
            "close_ns": self._changes[-1].time_ns - self._begin if self._ended(state) else "",
            "outcome": outcome,
            "closer": self._closer(),
            "close_type": self._close_type(state, outcome),
            "error": outcome if outcome in _ERRORS else "none",
            **self._counts(),
            **self._dwell(opened, state),
        }
        return [values[name] for name in CONNECTIONS]

    def _role(self) -> str:
        if self._initial == "LISTEN":
            return "passive"
        return "active" if self._end == 0 else "passive"

    def _time_of(self, state: str) -> Any:
        times = [change.time_ns for change in self._changes if change.state == state]
        return times[0] - self._begin if times else ""

    def _ended(self, state: str) -> bool:
        """Whether it has left: for CLOSED, or after a RST for LISTEN."""
        return bool(self._changes) and state in ("CLOSED", "LISTEN")

    def _outcome(self, state: str) -> str:
        if state == "TIME-WAIT":
            return "closed"
        if not self._ended(state):
            return "open"
        return _OUTCOMES.get(self._changes[-1].cause, "closed")

    def _first_fin(self, end: int) -> Flight | None:
        return self._fins[end]

    def _closer(self) -> str:
        if any(change.state == "CLOSING" for change in self._all):
            return "both"
        own, other = self._first_fin(self._end), self._first_fin(self._other)
        if own is None and other is None:
            if not self._changes or self._changes[-1].cause not in _OUTCOMES:
                return "none"
            return "local" if self._changes[-1].cause == "abort" else "remote"
        if own is None or other is None:
            return "remote" if own is None else "local"
        return "local" if own.index <= other.index else "remote"

    def _close_type(self, state: str, outcome: str) -> str:
        if state not in ("CLOSED", "TIME-WAIT") or not self._changes:
            return "none"
        if not any(change.state == "ESTABLISHED" for change in self._changes):
            if self._initial != "ESTABLISHED":
                return "none"
        if outcome in ("reset", "aborted"):
            fins = self._first_fin(0), self._first_fin(1)
            return "fin-reset" if any(fin is not None for fin in fins) else "reset"
        if self._closer() == "both":
            return "simultaneous"
        return "four-segment" if self._ack_apart() else "three-segment"

    def _ack_apart(self) -> bool:
        """Whether the ACK of the first FIN came before the second FIN."""
        first = self._end if self._closer() == "local" else self._other
        fin, answer = self._first_fin(first), self._first_fin(
            self._other if first == self._end else self._end
        )
        if fin is None or answer is None:
            return True
        flights = self._connection.flights[fin.index : answer.index]
        return any(f.sender == answer.sender and f.covers >= fin.end for f in flights)

    def _counts(self) -> dict[str, int]:
        counts = dict.fromkeys(
            "syn_tx syn_rtx synack_tx synack_rtx fin_tx fin_rtx rst_tx rst_rx challenge_acks "
            "tw_reacks tw_restarts segments_tx segments_rx bytes_tx bytes_rx".split(),
            0,
        )
        waits = [change.time_ns for change in self._changes if change.state == "TIME-WAIT"]
        acks = 0
        for flight in self._connection.flights:
            flags = flight.segment.flags
            if flight.sender == self._end and flight.sent_ns is not None:
                counts["segments_tx"] += 1
                counts["rst_tx"] += bool(flags & RST)
                name = ""
                if flags & SYN:
                    name = "synack" if flags & ACK else "syn"
                elif flags & FIN:
                    name = "fin"
                if name:
                    counts[f"{name}_rtx" if self._is_repeat(flight, name) else f"{name}_tx"] += 1
                acks += bool(waits) and flight.sent_ns >= waits[0] and flags & 7 == 0
            if flight.sender == self._other and flight.received_ns is not None:
                counts["segments_rx"] += 1
                counts["rst_rx"] += bool(flags & RST)
                late = bool(waits) and flight.received_ns > waits[0]
                counts["tw_restarts"] += bool(late and flags & FIN)
        counts["tw_reacks"] = min(max(0, acks - 1), counts["tw_restarts"])
        counts["bytes_tx"] = self._text(self._end, self._other)
        counts["bytes_rx"] = self._text(self._other, self._end)
        return counts

    def _is_repeat(self, flight: Flight, name: str) -> bool:
        """Whether a SYN, SYN,ACK or FIN was sent again: with data, its bytes may be new."""
        if flight.again or name != "fin":
            return flight.again
        first = self._first_fin(self._end)
        return first is not None and first.index < flight.index and first.end == flight.end

    def _text(self, sender: int, receiver: int) -> int:
        """Bytes of data of one end that the other has acknowledged."""
        flights = self._connection.flights
        own = [f for f in flights if f.sender == sender and not f.segment.flags & RST]
        covers = [
            f.covers for f in flights
            if f.sender == receiver and f.covers and not f.segment.flags & RST
        ]  # fmt: skip
        if not covers:
            return 0
        syn = next((f.begin + 1 for f in own if f.segment.flags & SYN), None)
        first = syn if syn is not None else own[0].begin if own else covers[0]
        fin = self._first_fin(sender)
        most = max(covers)
        if own and self._connection.seen[sender]:
            most = min(most, max(f.end for f in own))
        return max(0, most - first - (fin is not None and most >= fin.end))

    def _dwell(self, opened: int, last: str) -> dict[str, int]:
        dwell = {dwell_column(state): 0 for state in STATES}
        before, state = opened, self._initial
        for change in self._changes:
            if state not in ("CLOSED", "LISTEN"):
                dwell[dwell_column(state)] += change.time_ns - before
            before, state = change.time_ns, change.state
        if last not in ("CLOSED", "LISTEN"):
            dwell[dwell_column(last)] += max(0, self._finish - before)
        return dwell
