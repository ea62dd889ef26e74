#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Compares two or more runs: what they differ in, and what came of it.

    compare.py linux windows                         parameters and measures side by side
    compare.py linux windows -o comparison           and distributions, a figure for each time
    compare.py linux windows --csv comparison.csv    and the numbers as a table

Each measure has its interval of confidence. The difference is that of a run from the first one,
with Welch's interval for means and Newcombe's for shares; * marks those that do not hold 0.
"""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

from lifecycle import errors, estimate, output
from lifecycle.arguments import Parser
from lifecycle.errors import InputError, UseError
from lifecycle.figures import add_columns, save
from lifecycle.measures import MEASURES, SHARE, Measure, measure_of
from lifecycle.plot_distributions import distribution_figure
from lifecycle.runs import Run, open_run

FIGURES = [measure for measure in MEASURES if measure.unit == "s"]
# What differs between any two runs and says nothing.
PASSED_OVER = {"command", "out"}


def different(runs: list[tuple[str, Run]]) -> list[list[str]]:
    """What run.json or run.txt of the runs do not agree about."""
    names = dict.fromkeys(name for _, run in runs for name in run.about if name not in PASSED_OVER)
    rows = []
    for name in names:
        values = [run.about.get(name, "-") for _, run in runs]
        if len(set(values)) > 1:
            rows.append([name, *values])
    return rows


def estimated(run: Run, measure: Measure, level: float) -> estimate.Estimate:
    """A measure of a run."""
    values = measure.values(run.connections)
    if measure.quantile is not None:
        return estimate.quantile(values.tolist(), measure.quantile, level)
    if measure.kind == SHARE:
        return estimate.share(int(values.sum()), len(values), level)
    return estimate.mean(values.tolist(), level)


def difference(
    kind: str, first: estimate.Estimate, other: estimate.Estimate, level: float
) -> estimate.Estimate:
    """The other's value less the first's."""
    if kind == SHARE:
        return estimate.difference_of_shares(first, other, level)
    return estimate.difference_of_means(first, other, level)


def compared(
    runs: list[tuple[str, Run]], level: float, measures: list[Measure]
) -> list[list[str]]:
    """A row for each measure and run."""
    rows = []
    for measure in measures:
        found = [estimated(run, measure, level) for _, run in runs]
        if all(one.count == 0 or one.value == 0 for one in found):
            continue
        for number, ((name, _), one) in enumerate(zip(runs, found)):
            row = [measure.name, measure.unit, name, str(one.count)]
            row += [estimate.text(value) for value in (one.value, one.low, one.high)]
            if number and one.count and found[0].count and measure.quantile is None:
                gap = difference(measure.kind, found[0], one, level)
                row += [estimate.text(value) for value in (gap.value, gap.low, gap.high)]
                row.append("" if math.isnan(gap.low) or gap.low <= 0 <= gap.high else "*")
            else:
                row += ["", "", "", ""]
            rows.append(row)
    return rows


def table(rows: list[list[str]]) -> str:
    """Columns side by side."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows
    )


def named(folders: list[str]) -> list[tuple[str, Run]]:
    """The runs, each under a name of its own: its folder's, or its path."""
    runs = [open_run(folder) for folder in folders]
    names = [run.name for run in runs]
    return [
        (run.name if names.count(run.name) == 1 else folder, run)
        for folder, run in zip(folders, runs)
    ]


def main(argv: list[str]) -> int:
    parser = Parser("compare.py", __doc__)
    parser.add_argument("run", nargs="+", help="folders of runs")
    parser.add_argument("-o", "--out", metavar="FOLDER", help="folder for figures")
    parser.add_argument("--csv", metavar="FILE", help="CSV file for the numbers")
    parser.add_argument(
        "-m", "--measure", action="append", default=[], metavar="NAME",
        help="only this one; also NAME:p99, NAME | condition, mean(...), share(...), FILE.py:FUNCTION",
    )  # fmt: skip
    add_columns(parser)
    parser.add_argument("--confidence", type=float, default=0.95, help="default: 0.95")
    parser.add_argument("--log", action="store_true", help="figures of 1 - F, logarithmic")
    options = parser.parse_args(argv)
    if len(options.run) < 2:
        raise UseError("two or more runs are needed")
    if not 0 < options.confidence < 1:
        raise UseError("--confidence: between 0 and 1")
    runs = named(options.run)
    if len({name for name, _ in runs}) < len(runs):
        raise UseError("a run is named twice")
    for name, run in runs:
        if run.connections.empty:
            raise InputError(run.place("connections"), "it has no connection")
    head = ["measure", "unit", "run", "n", "value", "low", "high",
            "difference", "from", "to", "sure"]  # fmt: skip
    rows = compared(runs, options.confidence, [measure_of(n) for n in options.measure] or MEASURES)
    if options.out:
        output.make_folder(options.out)
        groups = {name: run.connections for name, run in runs}
        for measure in FIGURES:
            figure = distribution_figure(groups, measure, options.log, steps=False)
            if figure is not None:
                save(figure, Path(options.out) / f"{measure.name}.svg", options.columns)
    if options.csv:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([head, *rows])
        output.write_text(options.csv, text.getvalue())
    parameters = different(runs)
    if parameters:
        print(table([["parameter", *(name for name, _ in runs)], *parameters]))
        print()
    print(table([head, *rows]))
    return 0


if __name__ == "__main__":
    errors.run("compare.py", main)
