# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Ladders as tables, and drawn by lifecycle-ladder, which lifecycle-lab's pictures come from too."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any, Iterator

from .errors import InputError, UseError
from .ladder import Ladder
from .programs import find_program
from .segments import flag_letters

COLUMNS = "event,end,time_ns,serial,flags,seq,ack,length,sack,text".split(",")
KINDS = (".svg", ".png", ".pdf", ".txt")


def _row(event: str, **fields: Any) -> list[Any]:
    return [event] + [fields.get(name, "") for name in COLUMNS[1:]]


def rows_of(ladder: Ladder) -> Iterator[list[Any]]:
    """The lines of one ladder, as examples/lifecycle-ladder/ladder-table.h has them."""
    begin = ladder.begin_ns
    yield _row("ladder", text=ladder.title)
    for end in (0, 1):
        yield _row("end", end=end, seq=ladder.base(end), text=ladder.names[end])
        yield _row("state", end=end, text=ladder.initial[end])
    if ladder.note:
        yield _row("note", text=ladder.note)
    remarks = dict(ladder.remarks)
    told = not ladder.omitted
    for event in ladder.events:
        time_ns = event.time_ns - begin
        if not told and event.time_ns >= ladder.gap_ns:
            told = True
            yield _row("remark", text=f"{ladder.omitted} segments left out")
        if event.kind == "change":
            change = ladder.changes[event.index]
            yield _row("change", end=event.end, time_ns=time_ns, flags=change.before,
                       sack=change.cause, text=change.state)  # fmt: skip
            continue
        flight = ladder.flights[event.index]
        if event.kind == "sent" or flight.sent_ns is None:
            if flight.index in remarks:
                yield _row("remark", text=remarks.pop(flight.index))
            segment = flight.segment
            how = ["again"] * flight.again + [flight.lost] * bool(flight.lost)
            yield _row(
                "sent", end=flight.sender, time_ns=time_ns, serial=event.index,
                flags=flag_letters(segment.flags), seq=segment.seq, ack=segment.ack,
                length=segment.length, sack=" ".join(f"{a}:{b}" for a, b in segment.sack),
                text=" ".join(how),
            )  # fmt: skip
        if event.kind == "received":
            yield _row("received", time_ns=time_ns, serial=event.index)


def table_of(ladders: list[Ladder]) -> str:
    """A table of ladders."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for ladder in ladders:
        writer.writerows(rows_of(ladder))
    return text.getvalue()


def draw(ladders: list[Ladder], kind: str, ascii_only: bool = False) -> bytes:
    """Ladders below each other as .svg, .png, .pdf or .txt."""
    program = find_program("lifecycle-ladder")
    folder = None
    arguments = [str(program)] + ["--ascii"] * ascii_only
    if kind != ".txt":
        import tempfile

        folder = tempfile.TemporaryDirectory(prefix="ladder-")
        arguments.append(f"--out={folder.name}/it.svg")
    drawn = _run(arguments, table_of(ladders).encode())
    if folder is None:
        return drawn
    with folder:
        picture = (Path(folder.name) / "it.svg").read_bytes()
    if kind == ".svg":
        return picture
    if not shutil.which("rsvg-convert"):
        raise UseError(f"{kind} needs rsvg-convert: bash .ci/install.sh analysis; or take .svg")
    # At 1.5 pixels for each unit of the picture.
    return _run(["rsvg-convert", "-f", kind[1:], "-z", "1.5" if kind == ".png" else "1"], picture)


def _run(arguments: list[str], given: bytes) -> bytes:
    done = subprocess.run(arguments, input=given, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise InputError(arguments[0], said[-1] if said else f"ended with {done.returncode}")
    return done.stdout
