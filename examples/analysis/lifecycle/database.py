# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The tables of run.sqlite, checked as those of the CSV files are."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

import pandas

from .columns import STATES
from .errors import InputError, os_error

NAME = "run.sqlite"
WAIT = 5  # seconds, for a database that another program has locked
_AGAIN = "write the run again"
_WHOLE = "(typeof({0}) != 'integer' OR {0} < 0)"
# By kind of a column: what is wrong with a value.
_WRONG = {
    "whole": _WHOLE,
    "time": "({0} IS NOT NULL AND " + _WHOLE + ")",
    "text": "typeof({0}) != 'text'",
    "state": "{0} NOT IN (" + ",".join(f"'{state}'" for state in STATES) + ")",
}
_WORDS = {
    "whole": "is not a whole number, or is negative",
    "time": "is not a whole number, or is negative",
    "text": "is not text",
    "state": "is not a state of RFC 9293",
}


def has_table(path: Path, table: str) -> bool:
    """Whether a database is there, and has a table."""
    if not path.exists():
        return False
    with _Reader(path) as reader:
        return bool(reader.rows("SELECT 1 FROM sqlite_master WHERE type='table' AND name=?", table))


def read_table(path: Path, table: str, columns: dict[str, str]) -> pandas.DataFrame:
    """A table with the columns that it should have, and those that it has besides."""
    with _Reader(path) as reader:
        names = [row[1] for row in reader.rows(f'PRAGMA table_info("{table}")')]
        if not names:
            raise InputError(path, f"the table {table} is missing", _AGAIN)
        missing = [name for name in columns if name not in names]
        if missing:
            raise InputError(path, f"table {table} has no column {', '.join(missing)}", _AGAIN)
        _check_values(reader, path, table, columns)
        found = reader.rows(f'SELECT * FROM "{table}" ORDER BY rowid')
    series = {}
    for place, name in enumerate(names):
        values = [row[place] for row in found]
        kind = columns.get(name)
        if kind == "whole":
            series[name] = pandas.Series(values, dtype="int64")
        elif kind == "time":
            series[name] = pandas.Series(values, dtype="Int64")
        else:
            series[name] = pandas.Series(values, dtype=object)
    return pandas.DataFrame(series)


def _check_values(reader: _Reader, path: Path, table: str, columns: dict[str, str]) -> None:
    """Complain about the first value that is of another kind than its column."""
    wrong = [_WRONG[kind].format(f'"{name}"') for name, kind in columns.items()]
    (first,) = reader.rows(f'SELECT min(rowid) FROM "{table}" WHERE {" OR ".join(wrong)}')
    if first[0] is None:
        return
    for name, kind in columns.items():
        condition = _WRONG[kind].format(f'"{name}"')
        found = reader.rows(
            f'SELECT "{name}" FROM "{table}" WHERE rowid = ? AND {condition}', first[0]
        )
        for (value,) in found:
            shown = str(value)[:40]
            raise InputError(
                path, f"table {table}, row {first[0]}: column {name}: '{shown}' {_WORDS[kind]}",
                _AGAIN,
            )  # fmt: skip


class _Reader:
    """An open database, whose errors name it."""

    def __init__(self, path: Path):
        self._path = path

    def __enter__(self) -> _Reader:
        try:
            with open(self._path, "rb") as file:
                if not file.read(1):
                    raise InputError(
                        self._path, "the file is empty", "the run did not end, or the disk was full"
                    )
            place = f"file:{quote(str(self._path.resolve()))}?mode=ro"
            self._base = sqlite3.connect(place, uri=True, timeout=WAIT)
        except OSError as error:
            raise os_error(self._path, error) from None
        except sqlite3.Error as error:
            raise self._complaint(error) from None
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def rows(self, sql: str, *values: object) -> list[tuple]:
        """What a query gives."""
        try:
            return self._base.execute(sql, values).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise self._complaint(error) from None

    def _complaint(self, error: Exception) -> InputError:
        text = str(error)
        remedy = _AGAIN
        if "locked" in text or "busy" in text:
            remedy = "another program has it open: end that, or wait"
        elif "not a database" in text:
            remedy = "give the run.sqlite that --db of a program leaves"
        return InputError(self._path, text, remedy)
