#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Makes the tables of a run out of captures of any host's TCP.

    capture.py some.pcap -o results                connections.csv, transitions.csv, run.json
    capture.py folder/ -o results                  all captures in a folder
    capture.py near-a.pcap near-b.pcap -o results  two places of one network: losses are known
    capture.py some.pcap --packetdrill 3 -o 3.pkt  a script out of the third connection

report.py, timeline.py, distributions.py, compare.py and ladder.py take the folder as a run's.
States are concluded from the segments; times are from the first segment on.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from lifecycle import errors, output
from lifecycle.arguments import Parser
from lifecycle.capture_tables import tables_of
from lifecycle.choice import choose
from lifecycle.columns import CONNECTIONS, TRANSITIONS
from lifecycle.errors import UseError
from lifecycle.sources import Captures, find_captures, many_objects


def write_table(path: Path, columns: dict[str, str], rows: list[list]) -> None:
    """A table of comma-separated values."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([list(columns), *rows])
    output.write_text(path, text.getvalue())


def write_tables(captures: Captures, paths: list[Path], out: str) -> None:
    """All that a run's folder has."""
    folder = output.make_folder(out)
    with many_objects():
        tables, begin = tables_of(captures.connections)
    about = {
        "command": "capture.py",
        "scenario": ", ".join(path.name for path in paths[:3]) + (" ..." if len(paths) > 3 else ""),
        "captures": {str(place): str(path.resolve()) for place, path in enumerate(paths, 1)},
        "epoch_ns": begin,
        "warnings": [line for notes in captures.notes for line in notes.lines()],
        "complete": True,
    }
    write_table(folder / "transitions.csv", TRANSITIONS, tables.transitions)
    write_table(folder / "connections.csv", CONNECTIONS, tables.connections)
    output.write_text(folder / "run.json", json.dumps(about, indent=2) + "\n")
    print(
        f"{len(captures.connections)} connections, {len(tables.transitions)} changes of state: "
        f"{folder}"
    )


def main(argv: list[str]) -> int:
    parser = Parser("capture.py", __doc__)
    parser.add_argument("source", nargs="+", help="captures (pcap, pcapng, also .gz), or folders")
    parser.add_argument(
        "-o", "--out", required=True, metavar="WHERE", help="a folder; with --packetdrill a file"
    )
    parser.add_argument(
        "--packetdrill", metavar="WHICH",
        help="write a script of one connection: its number, or a part of its name",
    )  # fmt: skip
    parser.add_argument(
        "--end", choices=("client", "server"), default="server",
        help="with --packetdrill: the end that the script tests (default: server)",
    )  # fmt: skip
    options = parser.parse_args(argv)
    paths = find_captures(options.source)
    if options.packetdrill is None and Path(options.out).is_file():
        raise UseError(f"-o {options.out}: is a file; give a folder")
    captures = Captures(paths)
    captures.need_segments()
    captures.print_notes("capture.py")
    if options.packetdrill is None:
        write_tables(captures, paths, options.out)
        return 0
    from lifecycle.packetdrill import script_of

    names = [connection.name() for connection in captures.connections]
    chosen = captures.connections[choose(names, options.packetdrill)]
    output.write_text(options.out, script_of(chosen, 0 if options.end == "client" else 1))
    return 0


if __name__ == "__main__":
    errors.run("capture.py", main)
