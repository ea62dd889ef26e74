#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Draws the ladder of one connection: its segments, and the states of both ends.

    ladder.py results                              a run's folder: states as they were traced
    ladder.py capture.pcap --list                  which connections there are
    ladder.py capture.pcap --connection 3          any capture: states concluded from the segments
    ladder.py capture.pcap -c 1,4-6 -o all.svg     several connections below each other
    ladder.py near-a.pcap near-b.pcap -o it.svg    two captures of one network: losses are known

Without -o it is printed as text. lifecycle-ladder draws, which has to be built. A capture may be pcap or pcapng, of any host's TCP.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from lifecycle import errors, output
from lifecycle.arguments import Parser
from lifecycle.choice import choose_several
from lifecycle.connections import endpoint_text
from lifecycle.errors import InputError, UseError
from lifecycle.ladder import Ladder, make_ladder
from lifecycle.ladder import duration
from lifecycle.ladder_table import KINDS, draw, table_of
from lifecycle.runs import Run, open_run
from lifecycle.sources import Captures, find_captures


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = Parser("ladder.py", __doc__)
    parser.add_argument("source", nargs="+", help="a run's folder, or one or more captures")
    parser.add_argument(
        "-c",
        "--connection",
        metavar="WHICH",
        default="1",
        help="numbers in --list (3, 1,4-6, all), or a part of an end: :443 (default: 1)",
    )
    parser.add_argument("--list", action="store_true", help="list the connections and exit")
    parser.add_argument(
        "-o", "--out", metavar="FILE", help="the output file: .svg, .png, .pdf or .txt"
    )
    parser.add_argument("--table", action="store_true", help="print what lifecycle-ladder draws")
    parser.add_argument("--ascii", action="store_true", help="draw without box characters")
    parser.add_argument("--title", help="the heading, instead of the two ends")
    parser.add_argument(
        "--limit", type=int, default=80, metavar="N",
        help="of more segments, show the first and the last ones (default: 80)",
    )  # fmt: skip
    return parser.parse_args(argv)


class FromRun:
    """The connections of a run's folder: a row for each, that of who opened."""

    def __init__(self, run: Run):
        self._run = run
        table = run.connections
        order = table.sort_values(["open_ns", "node", "id"], kind="stable")
        self._rows: list[Any] = []
        taken: set[tuple[int, int]] = set()
        for row in order.itertuples():
            if (row.node, row.id) in taken:
                continue
            peer = run.peer(row)
            if peer is not None:
                taken.add((peer.node, peer.id))
            self._rows.append(row)

    def names(self) -> list[str]:
        """Who with whom."""
        return [
            f"{endpoint_text((row.local, row.local_port))} > "
            f"{endpoint_text((row.remote, row.remote_port))}"
            for row in self._rows
        ]

    def details(self, place: int) -> str:
        """What became of it."""
        row = self._rows[place]
        return f"at {duration(int(row.open_ns))}, {row.profile}, {row.outcome}, {row.close_type}"

    def ladder(self, place: int, limit: int) -> Ladder:
        """Its ladder."""
        return self._run.ladder(self._rows[place], limit)


class FromCaptures:
    """The connections in captures."""

    def __init__(self, names: list[str]):
        captures = Captures(find_captures(names))
        captures.need_segments()
        captures.print_notes("ladder.py")
        self._connections = captures.connections

    def names(self) -> list[str]:
        """Who with whom."""
        return [connection.name() for connection in self._connections]

    def details(self, place: int) -> str:
        """When, and how much."""
        connection = self._connections[place]
        after = connection.begin_ns - self._connections[0].begin_ns
        return f"at {duration(after)}, {len(connection.flights)} segments"

    def ladder(self, place: int, limit: int) -> Ladder:
        """Its ladder."""
        connection = self._connections[place]
        return make_ladder(connection.name(), connection, limit=limit)


def main(argv: list[str]) -> int:
    options = arguments(argv)
    kind = Path(options.out).suffix.lower() if options.out else ".txt"
    if kind not in KINDS:
        raise UseError(f"-o {options.out}: the name must end in .svg, .png, .pdf or .txt")
    if options.limit < 2:
        raise UseError("--limit: at least 2")
    source: FromRun | FromCaptures
    if len(options.source) == 1 and Path(options.source[0]).is_dir():
        source = FromRun(open_run(options.source[0]))
    else:
        source = FromCaptures(options.source)
    names = source.names()
    if not names:
        raise InputError(options.source[0], "it has no connection", "give another run")
    if options.list:
        for place, name in enumerate(names):
            print(f"{place + 1:5}  {name}  {source.details(place)}")
        return 0
    places = choose_several(names, options.connection)
    ladders = [source.ladder(place, options.limit) for place in places]
    if options.title:
        ladders[0].title = options.title
    if options.table:
        sys.stdout.write(table_of(ladders))
        return 0
    drawn = draw(ladders, kind, options.ascii)
    if options.out:
        output.write_bytes(options.out, drawn)
    else:
        sys.stdout.write(drawn.decode())
    return 0


if __name__ == "__main__":
    errors.run("ladder.py", main)
