# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What a capture holds that is not read, by name and count."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

_MOST_NAMES = 6


class Notes:
    """What was passed over in one capture, and what a reader of the result has to know."""

    def __init__(self, path: str | Path = ""):
        self.path = str(path)
        self.tunnels: Counter[str] = Counter()  # packets that may hold TCP, but are not opened
        self.others: Counter[str] = Counter()  # packets that hold none
        self.links: Counter[str] = Counter()  # packets of link types that are not known
        self.cut = 0  # packets whose headers the snapshot length has cut off
        self.snap = 0  # bytes that most of these have
        self.fragments = 0  # datagrams of which a fragment is missing
        self.copies = 0  # further sightings of one packet
        self.warnings: list[str] = []

    def cut_off(self, kept: int) -> None:
        """A packet ends within its headers."""
        self.cut += 1
        self.snap = max(self.snap, kept)

    def lines(self) -> list[str]:
        """What has to be said in any case."""
        said = list(self.warnings)
        if self.links:
            said.append(f"link types that are not read: {_counted(self.links)}")
        if self.tunnels:
            said.append(
                f"tunnels that are not opened: {_counted(self.tunnels)}; capture inside of them"
            )
        if self.cut:
            packets = "1 packet has its" if self.cut == 1 else f"{self.cut} packets have their"
            said.append(
                f"{packets} headers truncated by the snapshot length ({self.snap} bytes); "
                "capture with tcpdump -s 0"
            )
        if self.fragments:
            said.append(f"IP datagrams of which fragments are missing: {self.fragments}")
        return [f"{self.path}: {line}" for line in said]

    def why_nothing(self) -> str:
        """Why no segment was found, in one line."""
        prefix = len(self.path) + 2
        reasons = [line[prefix:] for line in self.lines()]
        if self.others:
            reasons.append(f"it has {_counted(self.others)}")
        return "there is no TCP segment in it" + (f" ({'; '.join(reasons)})" if reasons else "")

    def print(self, name: str) -> None:
        """Say it on standard error."""
        for line in self.lines():
            print(f"{name}: warning: {line}", file=sys.stderr)


def _counted(names: Counter[str]) -> str:
    parts = [f"{count} of {name}" for name, count in names.most_common(_MOST_NAMES)]
    if len(names) > _MOST_NAMES:
        parts.append(f"{len(names) - _MOST_NAMES} further kinds")
    return ", ".join(parts)
