# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What a sweep has found: runs.csv, results.csv and plots.

They follow from the runs alone: not from their order, not from interruptions, not from the time
of day.
"""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import estimate, sweep_run
from .errors import InputError
from .figures import COLOURS, name_of, new_figure, save
from .measures import SHARE, measure_of
from .output import write_text
from .sweep_file import PlannedRun, Sweep


@dataclass
class Outcome:
    """A run, and its record if it has one."""

    run: PlannedRun
    record: dict[str, Any] | None
    failed: bool


@dataclass
class Row:
    """A line of results.csv."""

    values: tuple[str, ...]
    measure: str
    runs: int
    failed: int
    observations: int
    found: estimate.Estimate


def outcomes(sweep: Sweep, out: Path) -> list[Outcome]:
    """All runs of the sweep, in its order."""
    rule = sweep_run.measured_by()
    found = []
    for run in sweep.runs:
        folder = out / "runs" / run.key
        record = sweep_run.read_record(folder)
        own = sweep_run.own_measures(sweep)
        if record is not None and (
            record.get("measured_by") != rule or not set(own) <= set(record.get("own", []))
        ):
            record["measures"] = sweep_run.measure(folder, own)
        failure = None if record is not None else sweep_run.read_record(out / "failed" / run.key)
        found.append(Outcome(run, record or failure, failure is not None))
    return found


def check_mixture(found: list[Outcome], out: Path, mix: bool) -> None:
    """Refuse results of several builds or commits."""
    kinds = {
        (outcome.record["program"], outcome.record["commit"])
        for outcome in found
        if outcome.record is not None and not outcome.failed
    }
    if len(kinds) > 1 and not mix:
        names = ", ".join(sorted(commit or program for program, commit in kinds))
        raise InputError(
            out, f"has results of several builds ({names})", "give --mix if they may be mixed"
        )


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def runs_csv(sweep: Sweep, found: list[Outcome]) -> str:
    """A line for each run: what it was, how it ended, the mean of each measure."""
    rows = [["key", *sweep.parameters, "repetition", "random_run", "status", *sweep.measures]]
    for outcome in found:
        run, record = outcome.run, outcome.record
        status = "missing" if record is None else record.get("failure", "ok")
        measures = (record or {}).get("measures", {})
        means = [repr(measures[name][1]) if name in measures else "" for name in sweep.measures]
        rows.append(
            [run.key, *run.values, str(run.repetition), str(run.random_run), status, *means]
        )
    return _csv(rows)


def estimate_of(measures: list[list[float]], kind: str, level: float) -> estimate.Estimate:
    """From each run's number of observations and mean.

    Runs are independent of each other, connections within one need not be. So a run's mean is one
    observation; shares are those of connections, see estimate.share_over_runs().
    """
    if kind == SHARE:
        return estimate.share_over_runs([(round(count), mean) for count, mean in measures], level)
    return estimate.mean_over_runs([mean for _, mean in measures], level)


def results(sweep: Sweep, found: list[Outcome]) -> list[Row]:
    """For each combination of values and each measure, an estimate."""
    groups: dict[tuple[str, ...], list[Outcome]] = {}
    for outcome in found:
        groups.setdefault(outcome.run.values, []).append(outcome)
    rows = []
    for values, members in groups.items():
        failed = sum(member.failed for member in members)
        for name in sweep.measures:
            measures = [
                member.record["measures"][name]
                for member in members
                if member.record is not None
                and not member.failed
                and name in member.record["measures"]
            ]
            if measures:
                total = int(sum(count for count, _ in measures))
                result = estimate_of(measures, measure_of(name).kind, sweep.confidence)
                rows.append(Row(values, name, len(measures), failed, total, result))
    return rows


def results_csv(sweep: Sweep, rows: list[Row]) -> str:
    """The tidy table."""
    head = [*sweep.parameters, "measure", "unit", "kind", "runs", "failed", "observations", "value",
            "low", "high", "confidence", "interval"]  # fmt: skip
    lines = [head]
    for row in rows:
        measure = measure_of(row.measure)
        numbers = [row.found.value, row.found.low, row.found.high]
        lines.append(
            [*row.values, row.measure, measure.unit, measure.kind, str(row.runs), str(row.failed),
             str(row.observations), *(f"{n:.12g}" if not math.isnan(n) else "" for n in numbers),
             f"{sweep.confidence:g}", row.found.method]
        )  # fmt: skip
    return _csv(lines)


_UNITS = {"": 1.0, "ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0}


def number_of(text: str) -> float | None:
    """A value as a number, in seconds if it is a time; None if it is not a number."""
    found = re.fullmatch(r"([+-]?[0-9.]+(?:e[+-]?\d+)?)(ns|us|ms|s|min|h|)", text)
    try:
        return float(found[1]) * _UNITS[found[2]] if found else None
    except ValueError:
        return None


def plot(sweep: Sweep, rows: list[Row], name: str, folder: Path) -> bool:
    """The measure over the parameter with most numbers, a curve for each combination of others."""
    mine = [row for row in rows if row.measure == name]
    if not mine or not sweep.parameters:
        return False
    names = list(sweep.parameters)

    def numbers(place: int) -> int:
        texts = [value.text for value in sweep.parameters[names[place]]]
        found = [number_of(text) for text in texts]
        return 0 if None in found else len(texts)

    across = max(range(len(names)), key=lambda place: (numbers(place), -place))
    numeric = numbers(across) > 0
    order = [value.text for value in sweep.parameters[names[across]]]
    curves: dict[tuple[str, ...], list[Row]] = {}
    for row in mine:
        rest = row.values[:across] + row.values[across + 1 :]
        curves.setdefault(rest, []).append(row)
    figure, (axes,) = new_figure()
    others = names[:across] + names[across + 1 :]
    places = [number_of(text) or 0.0 for text in order] if numeric else range(len(order))
    shift = (max(places) - min(places)) / 150  # bars of different curves side by side
    for number, ((rest, points), colour) in enumerate(zip(curves.items(), COLOURS * len(curves))):
        x = [(number_of(p.values[across]) or 0.0) if numeric else order.index(p.values[across])
             for p in points]  # fmt: skip
        points = [point for _, point in sorted(zip(x, points), key=lambda pair: pair[0])]
        y = [point.found.value for point in points]
        bars = [[_bar(p.found.value - p.found.low) for p in points],
                [_bar(p.found.high - p.found.value) for p in points]]  # fmt: skip
        label = ", ".join(f"{_short(n)} {v}" for n, v in zip(others, rest))
        axes.errorbar(
            [at + shift * (number - (len(curves) - 1) / 2) for at in sorted(x)], y, yerr=bars,
            color=colour, marker="o", ms=3.5, capsize=3, lw=1,
            label=name_of(label) or None,
        )  # fmt: skip
    if not numeric:
        axes.set_xticks(range(len(order)), order)
    axes.set_xlabel(name_of(_short(names[across])))
    measure = measure_of(name)
    axes.set_ylabel(f"{name} ({measure.unit})" if measure.unit else name)
    axes.set_title(f"{measure.text}; {100 * sweep.confidence:g} % intervals", fontsize=9)
    if others:
        axes.legend()
    if numeric and min(places) > 0:
        axes.set_xscale(sweep.scales[0])
    axes.set_yscale(sweep.scales[1])
    save(figure, folder / (re.sub(r"[^\w.-]+", "-", name).strip("-") + ".svg"))
    return True


def _bar(length: float) -> float:
    return 0.0 if math.isnan(length) else max(length, 0.0)


def _short(name: str) -> str:
    return name.rsplit("::", 1)[-1]


def collect(sweep: Sweep, out: Path, mix: bool, plots: bool = True) -> tuple[int, int]:
    """Write tables and plots. Return how many runs failed and how many are missing."""
    found = outcomes(sweep, out)
    check_mixture(found, out, mix)
    rows = results(sweep, found)
    write_text(out / "runs.csv", runs_csv(sweep, found))
    write_text(out / "results.csv", results_csv(sweep, rows))
    if plots:
        for name in sweep.plots:
            plot(sweep, rows, name, out / "plots")
    missing = sum(outcome.record is None for outcome in found)
    return sum(outcome.failed for outcome in found), missing
