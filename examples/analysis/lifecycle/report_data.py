# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What the report of a run says: parameters, summary, which connections are told of one by one."""

from __future__ import annotations

from typing import Any

import pandas

from . import estimate
from .connections import endpoint_text
from .errors import InputError
from .figures import inline_svg
from .ladder_svg import ladder_svg
from .measures import BY_NAME, MEASURES, SHARE
from .plot_distributions import distribution_figure, groups_of
from .plot_timeline import lanes_figure, occupancy_figure
from .runs import Run

FIGURES = ("connect", "accept", "close", "dwell_last_ack", "dwell_time_wait")
COLUMNS = ["node", "role", "ends", "profile", "open_s", "connect_s", "close_s", "life_s", "outcome",
           "close_type", "syn_rtx", "fin_rtx"]  # fmt: skip


def summary(run: Run) -> list[dict[str, str]]:
    """A row for each measure and profile, with its interval."""
    rows = []
    for measure in MEASURES:
        for profile, part in run.connections.groupby("profile"):
            values = measure.values(part)
            if values.empty or (measure.kind == SHARE and not values.any()):
                continue
            if measure.kind == SHARE:
                found = estimate.share(int(values.sum()), len(values))
            else:
                found = estimate.mean(values.tolist())
                if not measure.unit and found.value == 0:
                    continue
            rows.append(
                {
                    "measure": measure.name,
                    "text": measure.text,
                    "unit": measure.unit,
                    "profile": str(profile),
                    "count": str(found.count),
                    "value": estimate.text(found.value),
                    "low": estimate.text(found.low),
                    "high": estimate.text(found.high),
                    "median": estimate.text(values.median()) if measure.kind != SHARE else "",
                    "most": estimate.text(values.max()) if measure.kind != SHARE else "",
                }
            )
    return rows


def figures(run: Run) -> list[dict[str, str]]:
    """The plots, as elements of a page, with what they show."""
    drawn = []
    if run.has_transitions and not run.transitions.empty:
        drawn.append(("states", "Ends in each state over time", occupancy_figure(run.transitions)))
        drawn.append(("lanes", "The first ends, by state", lanes_figure(run.transitions, 30)))
    groups = groups_of({run.name: run.connections}, "profile")
    for name in FIGURES:
        figure = distribution_figure(groups, BY_NAME[name])
        if figure is not None:
            drawn.append((name, f"Distribution: {BY_NAME[name].text}", figure))
    return [
        {"name": name, "text": text, "svg": inline_svg(figure, name)}
        for name, text, figure in drawn
    ]


def _ends(row: Any) -> str:
    near = endpoint_text((row.local, int(row.local_port)))
    far = endpoint_text((row.remote, int(row.remote_port)))
    return f"{near} {'>' if row.role == 'active' else '<'} {far}"


def chosen(run: Run, slowest: int, failed: int) -> list[tuple[str, Any]]:
    """The rows that get a ladder, each with why: the slowest to open and to close, the failed."""
    table = run.connections
    found: dict[tuple, tuple[str, Any]] = {}
    rows = {(row.node, row.id): row for row in table.itertuples()}
    keys = list(zip(table.node, table.id))
    places = dict(zip(table.index, keys))
    for name in ("connect", "close"):
        values = BY_NAME[name].values(table).sort_values(ascending=False, kind="stable")
        for number, (index, value) in enumerate(values.head(slowest).items(), 1):
            key = places[index]
            reason = f"{name} took {value:.6f} s, number {number} of the slowest"
            before = found[key][0] + "; " if key in found else ""
            found[key] = (before + reason, rows[key])
    bad = table[~table.outcome.isin(["closed", "open"])]
    told: set[tuple] = set()
    for row in bad.itertuples():
        key = (row.node, row.id)
        if len(told) >= failed or key in told:
            continue
        peer = run.peer(row)
        if peer is not None and (peer.node, peer.id) in told:
            continue
        told.add(key)
        reason = f"{row.outcome}, error {row.error}"
        before = found[key][0] + "; " if key in found else ""
        found[key] = (before + reason, rows[key])
    return list(found.values())


def stories(run: Run, slowest: int, failed: int) -> list[dict[str, Any]]:
    """The ladders, as elements of a page."""
    told = []
    for reason, row in chosen(run, slowest, failed):
        ladder = run.ladder(row)
        told.append(
            {
                "id": f"c{row.node}-{row.id}",
                "ends": _ends(row),
                "reason": reason,
                "svg": ladder_svg(ladder, standalone=False),
            }
        )
    return told


def table_rows(run: Run, limit: int) -> list[list[Any]]:
    """The connections' rows, as the page's script reads them."""
    table = run.connections
    if len(table) > limit:
        table = table.head(limit)
    times = {
        name: BY_NAME[name].values(table).reindex(table.index)
        for name in ("connect", "close", "life")
    }
    rows = []
    for row in table.itertuples():
        cells = [row.node, row.role, _ends(row), row.profile, round(row.open_ns / 1e9, 6)]
        for values in times.values():
            value = values[row.Index]
            cells.append(None if pandas.isna(value) else round(float(value), 6))
        cells += [row.outcome, row.close_type, row.syn_rtx, row.fin_rtx, f"c{row.node}-{row.id}"]
        rows.append(cells)
    return rows


def check(run: Run) -> None:
    """Refuse a run of which nothing can be told."""
    if run.connections.empty:
        raise InputError(
            run.place("connections"), "there is no connection in it", "give another run"
        )
