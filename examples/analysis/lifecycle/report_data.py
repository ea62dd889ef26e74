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
from .ladder import Ladder
from .measures import BY_NAME, MEASURES, SHARE
from .plot_distributions import distribution_figure, groups_of
from .plot_timeline import lanes_figure, occupancy_figure
from .runs import Run

FIGURES = ("connect", "accept", "close", "dwell_last_ack", "dwell_time_wait")
COLUMNS = ["ends", "outcome", "close type", "opened at (s)", "connect (s)", "close (s)", "life (s)",
           "SYN again", "FIN again", "role", "profile", "node"]  # fmt: skip
OUTCOMES = {
    "closed": "ended in order",
    "open": "did not end",
    "refused": "refused",
    "reset": "reset by the other end",
    "timed-out": "timed out",
    "aborted": "aborted",
    "unreachable": "unreachable",
}
"""Outcomes of connections.csv in words."""


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
    closed = run.connections[run.connections.close_type != "none"]
    by_type = groups_of({run.name: closed}, "close_type")
    if len(by_type) > 1:
        for name in ("close", "life"):
            figure = distribution_figure(by_type, BY_NAME[name])
            if figure is not None:
                text = f"By close type: {BY_NAME[name].text}"
                drawn.append((f"{name}-by-type", text, figure))
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


def abstract(run: Run) -> list[str]:
    """What came of it, in sentences."""
    table = run.connections
    rows = table[table.role == "active"]
    what = "connections" if len(rows) else "ends of connections"
    rows = rows if len(rows) else table
    counts = rows.outcome.value_counts()
    parts = [f"{count} {OUTCOMES.get(name, name)}" for name, count in counts.items()]
    said = [f"{len(rows)} {what}: {', '.join(parts)}."]
    for name, words in (("connect", "Opening"), ("close", "Closing, by who closed first,")):
        values = BY_NAME[name].values(table)
        if len(values):
            middle, most = _time(values.median()), _time(values.max())
            took = f"{middle} in the median and {most} at most" if middle != most else middle
            said.append(f"{words} took {took}.")
    types = rows.close_type[rows.close_type != "none"].value_counts()
    if len(types):
        said.append("Closes: " + ", ".join(f"{n} {name}" for name, n in types.items()) + ".")
    again = {
        words: int(table[column].sum())
        for column, words in (("syn_rtx", "SYNs"), ("synack_rtx", "SYN,ACKs"), ("fin_rtx", "FINs"))
    }
    repeats = [f"{count} {words}" for words, count in again.items() if count]
    if repeats:
        said.append(f"Sent again: {', '.join(repeats)}.")
    return said


def _time(seconds: float) -> str:
    """For a reader: 20 ms, 1.25 s."""
    return f"{seconds:.4g} s" if seconds >= 1 else f"{seconds * 1000:.4g} ms"


def entries(run: Run, slowest: int, failed: int) -> list[dict[str, Any]]:
    """Those that are told of one by one."""
    return [
        {"id": f"c{row.node}-{row.id}", "key": key_of(run, row), "ends": _ends(row), "reason": why}
        for why, row in chosen(run, slowest, failed)
    ]


def key_of(run: Run, row: Any) -> str:
    """One name for both ends of a connection."""
    peer = run.peer(row)
    places = [(int(one.node), int(one.id)) for one in (row, peer) if one is not None]
    return "c{}-{}".format(*min(places))


def ladders(run: Run, most: int, first: list[tuple[str, Any]]) -> dict[str, Any]:
    """By key: what the page draws, of those told of and then of the others, up to a number."""
    drawn: dict[str, Any] = {}
    rows = [row for _, row in first]
    rows += list(run.connections.head(2 * most).itertuples())
    for row in rows:
        if len(drawn) >= most + len(first):
            break
        key = key_of(run, row)
        if key not in drawn:
            drawn[key] = ladder_events(run.ladder(row, 60))
    return drawn


def ladder_events(ladder: Ladder) -> dict[str, Any]:
    """A ladder as report.js draws it."""
    begin = ladder.begin_ns
    events: list[list[Any]] = []
    remarks = dict(ladder.remarks)
    told = not ladder.omitted
    for event in ladder.events:
        time = event.time_ns - begin
        if not told and event.time_ns >= ladder.gap_ns:
            told = True
            events.append(["m", f"{ladder.omitted} segments left out"])
        if event.kind == "change":
            change = ladder.changes[event.index]
            events.append(["c", event.end, time, change.state, ladder.cause(change)])
            continue
        flight = ladder.flights[event.index]
        if event.kind == "sent" or flight.sent_ns is None:
            if flight.index in remarks:
                events.append(["m", remarks.pop(flight.index)])
            label = ladder.label(flight).removesuffix(" again")
            mark = " ".join(["again"] * flight.again + [flight.lost] * bool(flight.lost))
            if flight.received_ns is None and not flight.lost:
                mark = (mark + " lost").strip()
            events.append(["s", flight.sender, time, label, mark, event.index])
        if event.kind == "received":
            events.append(["r", event.end, time, event.index])
    return {
        "title": ladder.title, "names": list(ladder.names), "states": list(ladder.initial),
        "note": ladder.note, "events": events,
    }  # fmt: skip


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
        cells = [_ends(row), row.outcome, row.close_type, round(row.open_ns / 1e9, 6)]
        for values in times.values():
            value = values[row.Index]
            cells.append(None if pandas.isna(value) else round(float(value), 6))
        cells += [row.syn_rtx, row.fin_rtx, row.role, row.profile, row.node, key_of(run, row)]
        rows.append(cells)
    return rows


def check(run: Run) -> None:
    """Refuse a run of which nothing can be told."""
    if run.connections.empty:
        raise InputError(
            run.place("connections"), "it has no connection", "give another run"
        )
