# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The folder of a run: what it was, its tables, its captures."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Iterable

import pandas

from . import database
from .about import read_about
from .capture import read_packets
from .columns import CONNECTIONS, SEGMENTS, TRANSITIONS
from .connections import Connection, Flight, connections_of
from .errors import InputError
from .ladder import Ladder, make_ladder
from .segments import Segment, flags_of, read_segment, sack_of, segments_of
from .sources import Captures
from .tables import read_connections, read_segments, read_transitions
from .tracker import Change

CAPTURES = (".pcap", ".pcapng", ".pcap.gz", ".pcapng.gz")


def _ends(row: Any) -> tuple:
    return (row.local, int(row.local_port)), (row.remote, int(row.remote_port))


def _begin(row: Any) -> int:
    return int(row.open_ns)


def _finish(row: Any) -> int:
    return 2**63 if pandas.isna(row.close_ns) else int(row.close_ns)


def _arrivals(end: int, ends: tuple, changes: list[tuple]) -> list[Flight]:
    """The segments that have changed the state of an end."""
    found = []
    for time, *_, text in changes:
        segment = read_segment(text, time, ends[1 - end], ends[end])
        if segment is not None:
            found.append(Flight(1 - end, segment, None, time))
    return found


def _segments(paths: list[Path]) -> Iterable[Segment]:
    """The segments of captures made at one place, in the order of time."""
    parts = (segments_of(read_packets(path)) for path in paths)
    if len(paths) == 1:
        return next(parts)
    return sorted(chain.from_iterable(parts), key=lambda segment: segment.time_ns)


@dataclass
class Run:
    """The folder of a run; its files are read when they are wanted."""

    folder: Path
    about: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.folder.resolve().name

    def place(self, table: str) -> Path:
        """The file that has a table: its CSV file, or the database where there is none."""
        text = self.folder / f"{table}.csv"
        base = self.folder / database.NAME
        return text if text.exists() or not base.exists() else base

    @cached_property
    def connections(self) -> pandas.DataFrame:
        """connections.csv, or the table of the database."""
        path = self.place("connections")
        if path.name == database.NAME:
            return database.read_table(path, "connections", CONNECTIONS)
        return read_connections(path)

    @cached_property
    def transitions(self) -> pandas.DataFrame:
        """transitions.csv, or the table of the database."""
        path = self.place("transitions")
        if path.name == database.NAME:
            return database.read_table(path, "transitions", TRANSITIONS)
        return read_transitions(path)

    @cached_property
    def has_transitions(self) -> bool:
        """Whether there is a transitions.csv, or a table of them."""
        path = self.place("transitions")
        if path.name == database.NAME:
            return database.has_table(path, "transitions")
        return path.exists()

    @cached_property
    def segments(self) -> pandas.DataFrame | None:
        """segments.csv, or the table of the database; None if there is neither."""
        path = self.place("segments")
        if path.name == database.NAME:
            there = database.has_table(path, "segments")
            return database.read_table(path, "segments", SEGMENTS) if there else None
        return read_segments(path) if path.exists() else None

    @property
    def epoch_ns(self) -> int | None:
        """Of a run that capture.py has made: when its time 0 was."""
        text = self.about.get("epoch_ns", "")
        return int(text) if text.lstrip("-").isdigit() else None

    @property
    def captures(self) -> list[Path]:
        """Its captures, sorted by name. Where there are pcapng files, pcap files have the same.

        Those of a run that capture.py has made are where they were then.
        """
        if self.epoch_ns is not None:
            return [Path(value) for name, value in self.about.items() if name.startswith("captures.")]
        found = sorted(
            path for path in self.folder.iterdir() if path.name.lower().endswith(CAPTURES)
        )
        return [path for path in found if ".pcapng" in path.name.lower()] or found

    @cached_property
    def captured(self) -> list[Connection]:
        """The connections in its captures."""
        if self.epoch_ns is not None:
            return Captures(self.captures).connections
        # Files for one connection each are parts of what one node saw.
        views: dict[str, list[Path]] = {}
        for path in self.captures:
            views.setdefault(path.name.partition("-connection-")[0], []).append(path)
        return connections_of([_segments(paths) for paths in views.values()])

    @cached_property
    def _changes(self) -> dict[tuple[int, int], list[tuple]]:
        """By node and id: what transitions.csv has of it."""
        found: dict[tuple[int, int], list[tuple]] = {}
        table = self.transitions
        columns = [table[name] for name in ("node", "id", "time_ns", "from", "to", "cause", "segment")]
        for node, number, *change in zip(*columns):
            found.setdefault((node, number), []).append(tuple(change))
        return found

    @cached_property
    def _rows(self) -> dict[tuple, list[Any]]:
        """By both ends: the rows of connections.csv."""
        found: dict[tuple, list[Any]] = {}
        for row in self.connections.itertuples():
            found.setdefault(_ends(row), []).append(row)
        return found

    @cached_property
    def _captured_of(self) -> dict[frozenset, list[Connection]]:
        found: dict[frozenset, list[Connection]] = {}
        for connection in self.captured:
            found.setdefault(frozenset(connection.ends), []).append(connection)
        return found

    def peer(self, row: Any) -> Any | None:
        """The row of the same connection's other end; None if it has left none."""
        near, far = _ends(row)
        others = [
            other
            for other in self._rows.get((far, near), [])
            if _begin(other) <= _finish(row) and _begin(row) <= _finish(other)
        ]
        return min(others, key=lambda other: abs(_begin(other) - _begin(row)), default=None)

    @cached_property
    def _segments_of(self) -> dict[tuple, list[Any]]:
        """By both ends: the rows of segments.csv."""
        found: dict[tuple, list[Any]] = {}
        if self.segments is not None:
            for row in self.segments.itertuples():
                found.setdefault(_ends(row), []).append(row)
        return found

    def _recorded(self, ends: tuple, begin: int, finish: int) -> list[Flight]:
        """What segments.csv has of a connection: what was sent, and whether it arrived."""
        flights: list[Flight] = []
        sent: dict[int, Flight] = {}
        rows = [
            (end, row)
            for end in (0, 1)
            for row in self._segments_of.get((ends[end], ends[1 - end]), [])
            if begin <= row.time_ns <= finish
        ]
        rows.sort(key=lambda item: (item[1].time_ns, item[1].Index))
        for end, row in rows:
            sender = end if row.direction == "sent" else 1 - end
            segment = Segment(
                row.time_ns, ends[sender], ends[1 - sender], row.seq,
                0 if pandas.isna(row.ack) else int(row.ack), flags_of(row.flags), row.window,
                row.length, sack=sack_of(row.options), options=row.options,
            )  # fmt: skip
            serial = None if pandas.isna(row.serial) else int(row.serial)
            if row.direction == "sent":
                flight = Flight(end, segment, row.time_ns, None, bool(row.retransmission))
                sent[serial] = flight
            elif serial in sent and sent[serial].received_ns is None:
                sent[serial].received_ns = row.time_ns
                continue
            else:
                flight = Flight(sender, segment, None, row.time_ns)
            flight.index = len(flights)
            flights.append(flight)
        return flights

    def ladder(self, row: Any, limit: int = 80) -> Ladder:
        """The ladder of the connection that a row of connections.csv belongs to."""
        rows = [row, self.peer(row)]
        if row.role == "passive" and rows[1] is not None:
            rows.reverse()
        ends = _ends(rows[0]) if rows[0] is not None else _ends(row)[::-1]
        begin = min(_begin(one) for one in rows if one is not None)
        epoch = self.epoch_ns or 0
        captured = min(
            self._captured_of.get(frozenset(ends), []),
            key=lambda one: abs(one.begin_ns - epoch - begin),
            default=Connection(ends),
        )
        if not captured.flights:
            last = max(_finish(one) for one in rows if one is not None)
            captured.flights = self._recorded(captured.ends, begin, last)
            captured.both_sides = True
        title = f"{captured.name()}, {row.outcome}"
        note = ""
        if self.epoch_ns is not None and captured.flights:
            return make_ladder(title, captured, limit=limit)
        if not self.has_transitions:
            note = "" if captured.flights else "there is neither a capture nor a table of transitions"
            return make_ladder(title, captured, limit=limit, note=note)
        if captured.ends != ends:
            rows.reverse()
        changes: list[Change] = []
        initial = ["CLOSED", "CLOSED"]
        known = bool(captured.flights)
        flights: list[Flight] = []
        for end, one in enumerate(rows):
            mine = [] if one is None else self._changes.get((one.node, one.id), [])
            changes += [Change(time, end, *change[:3]) for time, *change in mine]
            if not known:
                flights += _arrivals(end, ends, mine)
            if mine:
                initial[end] = mine[0][1]
        changes.sort(key=lambda change: change.time_ns)
        if not known:
            captured.flights = sorted(flights, key=lambda flight: flight.time_ns)
            note = "there is no capture of it: only segments that changed a state are shown"
        return make_ladder(title, captured, changes, (initial[0], initial[1]), limit, note)

    def title(self) -> str:
        """The scenario if there is one, and the profiles."""
        scenario = self.about.get("scenario", self.name)
        profiles = sorted(set(self.connections.profile))
        return f"{scenario} ({', '.join(profiles)})" if profiles else scenario


def open_run(folder: str | Path) -> Run:
    """A run's folder, with what run.json or run.txt says of it."""
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError(
            folder,
            "is not a folder",
            "give the folder that a program's --out named, or that capture.py has made of captures",
        )
    run = Run(folder, read_about(folder))
    if not run.place("connections").exists():
        raise InputError(
            folder,
            f"has no connections.csv and no {database.NAME}",
            "give the folder that a program's --out named",
        )
    return run
