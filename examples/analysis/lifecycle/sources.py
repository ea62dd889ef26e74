# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Captures as they are named on a command line: files, and folders of them."""

from __future__ import annotations

import gc
import struct
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterable, Iterator, TextIO

from .capture import MICROSECONDS, NANOSECONDS, SECTION, Packet, read_packets
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


_PACKETS_PER_LOOK = 0x1000


def shown_progress(
    path: Path, packets: Iterable[Packet], stream: TextIO | None = None
) -> Iterator[Packet]:
    """The packets; how far they are, and how long the rest will take, goes to a terminal."""
    stream = stream or sys.stderr
    if not stream.isatty() or not is_capture(path) or path.suffix == ".gz":
        yield from packets
        return
    size = path.stat().st_size
    begin = said = time.monotonic()
    taken = 0
    for number, packet in enumerate(packets, 1):
        taken += 16 + len(packet.data)
        if number % _PACKETS_PER_LOOK == 0 and (now := time.monotonic()) - said >= 0.5:
            said = now
            part = min(taken / size, 1.0)
            left = int((now - begin) * (1 - part) / part)
            stream.write(
                f"\r{path.name}: {int(100 * part)} %, {left // 60:02}:{left % 60:02} left\x1b[K"
            )
            stream.flush()
        yield packet
    if said != begin:
        stream.write("\r\x1b[K")
        stream.flush()


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
            part = segments_of(shown_progress(path, read_packets(path, notes)), notes)
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
