# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""connections.csv, transitions.csv and segments.csv.

pandas reads them; if anything is wrong, the csv module reads them again to say in which line.
Columns that are not known are kept.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas

from .columns import CONNECTIONS, SEGMENTS, STATES, TRANSITIONS
from .errors import InputError, os_error

# A time may be empty; by way of pandas' Int64 it would become a floating-point number.
_TYPES = {"text": str, "state": str, "whole": "int64", "time": str}
_AGAIN = "write the run again"


def read_connections(path: str | Path) -> pandas.DataFrame:
    """connections.csv, checked."""
    return _read(Path(path), CONNECTIONS)


def read_transitions(path: str | Path) -> pandas.DataFrame:
    """transitions.csv, checked."""
    return _read(Path(path), TRANSITIONS)


def read_segments(path: str | Path) -> pandas.DataFrame:
    """segments.csv, checked."""
    return _read(Path(path), SEGMENTS)


def _read(path: Path, columns: dict[str, str]) -> pandas.DataFrame:
    header = _check_ends(path, columns)
    try:
        table = pandas.read_csv(
            path,
            dtype={name: _TYPES[kind] for name, kind in columns.items()},
            keep_default_na=False,
            encoding="utf-8",
            on_bad_lines="error",
        )
        for name, kind in columns.items():
            if kind == "time":
                table[name] = _times(table[name])
    except OSError as error:
        raise os_error(path, error) from None
    except (ValueError, pandas.errors.ParserError, OverflowError) as error:
        _find_wrong_line(path, header, columns)
        raise InputError(path, str(error).splitlines()[0], _AGAIN) from None
    # To pandas, a line that lacks its last fields has them empty: no whole number can be.
    # One that has more is refused, unless all have: then the first column becomes the index.
    odd = columns.get(header[-1]) != "whole" or not isinstance(table.index, pandas.RangeIndex)
    # pandas makes a column unsigned if that holds its numbers.
    whole = [name for name, kind in columns.items() if kind == "whole"]
    odd = odd or any(table[name].dtype != "int64" or (table[name] < 0).any() for name in whole)
    if odd or any(
        not table[name].isin(STATES).all() for name, kind in columns.items() if kind == "state"
    ):
        _find_wrong_line(path, header, columns)
    return table


def _times(texts: pandas.Series) -> pandas.Series:
    """Whole numbers, missing where the text is empty."""
    missing = (texts == "").to_numpy()
    numbers = texts.where(~missing, "0").astype("int64").to_numpy()
    return pandas.Series(pandas.arrays.IntegerArray(numbers, missing), texts.index)


def _check_ends(path: Path, columns: dict[str, str]) -> list[str]:
    """The first line, if it has the columns; the last one must have its end."""
    try:
        with open(path, "rb") as file:
            first = file.readline(65536)
            if not first:
                raise InputError(
                    path, "the file is empty", "the run did not end, or the disk was full"
                )
            file.seek(-1, io.SEEK_END)
            last = file.read(1)
    except OSError as error:
        raise os_error(path, error) from None
    try:
        header = next(csv.reader([first.decode("utf-8")]))
    except (UnicodeDecodeError, csv.Error):
        raise InputError(path, "is not a table of comma-separated values", "", 1) from None
    missing = [name for name in columns if name not in header]
    if len(missing) == len(columns):
        raise InputError(
            path,
            "is not a table of comma-separated values with the columns of the manual",
            f"its first line must begin with {','.join(list(columns)[:4])}",
            1,
        )
    if missing:
        raise InputError(path, f"the column is missing: {', '.join(missing)}", _AGAIN, 1)
    if last != b"\n":
        raise InputError(
            path, "the last line is truncated", "the run did not end, or the disk was full"
        )
    return header


def _find_wrong_line(path: Path, header: list[str], columns: dict[str, str]) -> None:
    """Complain about the first line that is wrong, if the csv module finds one."""
    place = {name: header.index(name) for name in columns}
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            next(reader)
            for row in reader:
                if len(row) != len(header):
                    raise InputError(
                        path,
                        f"{len(row)} fields, but the first line names {len(header)}",
                        "the line is truncated or damaged: remove it, or write the run again",
                        reader.line_num,
                    )
                for name, kind in columns.items():
                    if kind != "text":
                        _check_field(path, reader.line_num, name, kind, row[place[name]])
        except csv.Error as error:
            raise InputError(path, str(error), _AGAIN, reader.line_num) from None


def _check_field(path: Path, line: int, name: str, kind: str, text: str) -> None:
    wrong = None
    if kind == "state" and text not in STATES:
        wrong = "is not a state of RFC 9293"
    elif kind in ("whole", "time") and not (kind == "time" and not text):
        try:
            if not 0 <= int(text) < 2**63:
                wrong = "is negative or too large"
        except ValueError:
            wrong = "is not a whole number"
    if wrong:
        shown = text if len(text) <= 40 else text[:40] + "..."
        raise InputError(path, f"column {name}: '{shown}' {wrong}", _AGAIN, line)
