# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Captures as they are named on a command line: files, and folders of them."""

from __future__ import annotations

import gc
import struct
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from .capture import MICROSECONDS, NANOSECONDS, SECTION, read_packets
from .connections import Connection, connections_of
from .errors import InputError, os_error
from .notes import Notes
from .segments import Segment, segments_of

_MAGIC = {struct.pack(order + "I", number) for order in "<>" for number in
          (MICROSECONDS, NANOSECONDS, SECTION)}  # fmt: skip


@contextmanager
def many_objects() -> Iterator[None]:
    """Millions of objects are made, without cycles of references, for which the garbage collector
    would search again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def is_capture(path: Path) -> bool:
    """Whether a file begins as captures do."""
    try:
        with open(path, "rb") as file:
            first = file.read(4)
    except OSError:
        return False
    return first in _MAGIC or first[:2] == b"\x1f\x8b"


def find_captures(names: list[str]) -> list[Path]:
    """The files that are named, and those in the folders that are named."""
    found: list[Path] = []
    for name in names:
        path = Path(name)
        if not path.is_dir():
            found.append(path)
            continue
        try:
            inside = sorted(one for one in path.iterdir() if one.is_file() and is_capture(one))
        except OSError as error:
            raise os_error(path, error) from None
        if not inside:
            raise InputError(path, "there is no capture in the folder", "give pcap or pcapng files")
        # Where a run has written both, a pcapng file has what the pcap files have.
        if (path / "run.json").exists():
            inside = [one for one in inside if ".pcapng" in one.name.lower()] or inside
        found += inside
    return found


class Captures:
    """The connections of captures, and what was passed over in them."""

    def __init__(self, paths: list[Path]):
        self.notes = [Notes(path) for path in paths]
        with many_objects():
            self.connections = self._read(paths)

    def _read(self, paths: list[Path]) -> list[Connection]:
        # Files of single connections (lifecycle-lab --pcap=connection) are parts of one place.
        places: dict[str, list[Segment]] = {}
        for path, notes in zip(paths, self.notes):
            place = str(path).partition("-connection-")[0]
            part = segments_of(read_packets(path, notes), notes)
            if "-connection-" not in path.name:
                place = str(path)
            places.setdefault(place, []).extend(part)
        for segments in places.values():
            segments.sort(key=lambda segment: segment.time_ns)
        return connections_of(list(places.values()))

    def print_notes(self, name: str) -> None:
        """Say what was passed over."""
        for notes in self.notes:
            notes.print(name)

    def need_segments(self) -> None:
        """Refuse captures without a TCP segment."""
        if not self.connections:
            first = self.notes[0]
            raise InputError(first.path, first.why_nothing(), "give another capture")
