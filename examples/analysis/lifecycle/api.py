# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What `import lifecycle` gives: runs and captures as DataFrames of pandas, measures, estimates."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas

from . import estimate
from .capture_tables import tables_of
from .columns import CONNECTIONS, TRANSITIONS
from .errors import InputError, UseError
from .measures import SHARE, measure_of
from .output import write_bytes
from .runs import Run, open_run
from .sources import Captures, find_captures


class Captured:
    """Captures of any host's TCP, read as a run: `connections` and `transitions`."""

    def __init__(self, *names: str | Path):
        captures = Captures(find_captures([str(name) for name in names]))
        captures.need_segments()
        tables, self.epoch_ns = tables_of(captures.connections)
        self.warnings = [line for notes in captures.notes for line in notes.lines()]
        self.connections = pandas.DataFrame(tables.connections, columns=list(CONNECTIONS))
        for name, kind in CONNECTIONS.items():
            if kind == "time":
                column = self.connections[name].replace("", pandas.NA)
                self.connections[name] = column.astype("Int64")
        self.transitions = pandas.DataFrame(tables.transitions, columns=list(TRANSITIONS))


def read_run(folder: str | Path) -> Run:
    """A run's folder: its `connections`, `transitions` and `segments` are DataFrames."""
    return open_run(folder)


def read_captures(*names: str | Path) -> Captured:
    """Captures, and folders of them."""
    return Captured(*names)


def read_connections(*folders: str | Path) -> pandas.DataFrame:
    """The connections of runs below each other, with a column `run` that has the folder's name."""
    parts = []
    for folder in folders:
        one = open_run(folder)
        parts.append(one.connections.assign(run=one.name))
    return pandas.concat(parts, ignore_index=True)


def pair_ends(rows: pandas.DataFrame) -> pandas.DataFrame:
    """A row for each connection, not for each end: columns of the active end, and with the suffix
    `_peer` those of the passive one whose addresses are its own the other way round.

    Where ports were used again, the passive end that began next belongs to an active one.
    """
    keys = ["local", "local_port", "remote", "remote_port"]
    runs = ["run"] if "run" in rows else []
    active = rows[rows.role == "active"].sort_values("open_ns", kind="stable")
    passive = rows[rows.role == "passive"].sort_values("open_ns", kind="stable")
    turned = dict(zip(keys, keys[2:] + keys[:2]))
    passive = passive.rename(columns=turned)
    passive = passive.rename(columns={n: f"{n}_peer" for n in passive if n not in [*keys, *runs]})
    return pandas.merge_asof(
        active, passive, left_on="open_ns", right_on="open_ns_peer", by=[*runs, *keys],
        direction="forward",
    )  # fmt: skip


def measured(rows: pandas.DataFrame, name: str) -> pandas.Series:
    """A measure by its name or expression, for those rows for which it makes sense."""
    return measure_of(name).values(rows)


def estimated(rows: pandas.DataFrame, name: str, level: float = 0.95) -> estimate.Estimate:
    """A mean, share or quantile of connections that are independent, with its interval."""
    wanted = measure_of(name)
    values = wanted.values(rows)
    if wanted.quantile is not None:
        return estimate.quantile(values.tolist(), wanted.quantile, level)
    if wanted.kind == SHARE:
        return estimate.share(int(values.sum()), len(values), level)
    return estimate.mean(values.tolist(), level)


def save(table: pandas.DataFrame, path: str | Path) -> None:
    """A table as .csv or .parquet, there as a whole or not at all."""
    path = Path(path)
    kind = path.suffix.lower()
    if kind == ".csv":
        write_bytes(path, table.to_csv(index=False).encode())
        return
    if kind != ".parquet":
        raise UseError(f"{path}: the name must end in .csv or .parquet")
    buffer = io.BytesIO()
    try:
        table.to_parquet(buffer, index=False)
    except ImportError:
        raise InputError(
            path,
            "there is no Python module pyarrow or fastparquet, and Debian 12 and 13 have no package",
            "pip install pyarrow, or write .csv",
        ) from None
    write_bytes(path, buffer.getvalue())


def figure_of(rows: pandas.DataFrame, name: str, by: str = "profile", **more: Any) -> Any:
    """A matplotlib figure of a measure's distribution; `log=True` for 1 - F."""
    from .plot_distributions import distribution_figure, groups_of

    drawn = distribution_figure(groups_of({"": rows}, by), measure_of(name), **more)
    if drawn is None:
        raise UseError(f"{name}: no connection has it")
    return drawn
