#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Draws distribution functions of the times of connections, and prints their quantiles.

    distributions.py results -o figures                       all times, a file for each
    distributions.py a b -m connect -o connect.svg --log      two runs, one time, 1 - F
    distributions.py loss/runs/* --together                   all runs of a sweep as one

The band holds the whole true function with a probability of 95 % (Dvoretzky, Kiefer, Wolfowitz).
Dotted lines mark the least time with one segment repeated, with two, and so on.
"""

from __future__ import annotations

from pathlib import Path

from lifecycle import errors  # first: it names a package that is missing
from lifecycle.arguments import Parser
from lifecycle.errors import InputError, UseError, nearest
from lifecycle.figures import KINDS, add_columns, check_kind, file_name, save
from lifecycle.measures import MEASURES, SHARE, Measure, measure_of
from lifecycle.plot_distributions import distribution_figure, groups_of
from lifecycle.runs import open_run

import pandas

TIMES = [measure for measure in MEASURES if measure.unit == "s"]
QUANTILES = (0.5, 0.9, 0.99)


def table(groups: dict[str, pandas.DataFrame], measures: list[Measure]) -> str:
    """Number, mean and quantiles of each measure in each group."""
    head = ["measure", "of", "n", "mean", *(f"{100 * q:g} %" for q in QUANTILES), "most"]
    rows = [head]
    for measure in measures:
        for name, part in groups.items():
            values = measure.values(part)
            if len(values):
                numbers = [values.mean(), *(values.quantile(q) for q in QUANTILES), values.max()]
                rows.append(
                    [measure.name, name, str(len(values)), *(f"{value:.6f}" for value in numbers)]
                )
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths))
        ).rstrip()
        for row in rows
    )


def main(argv: list[str]) -> int:
    names = ", ".join(measure.name for measure in TIMES)
    parser = Parser("distributions.py", f"{__doc__}\nTimes: {names}.")
    parser.add_argument("run", nargs="+", help="folders of runs")
    parser.add_argument("-m", "--measure", action="append", metavar="NAME", help="only this time, or an expression")
    add_columns(parser)
    parser.add_argument(
        "-o", "--out", metavar="WHERE",
        help="a folder, or for one time a file: .svg, .png, .pdf or .pgf; without it only numbers",
    )  # fmt: skip
    parser.add_argument("--by", default="profile", help="a column; '' for none (default: profile)")
    parser.add_argument(
        "--together", action="store_true", help="combine all runs, such as those of a sweep"
    )
    parser.add_argument("--log", action="store_true", help="1 - F on a logarithmic scale")
    options = parser.parse_args(argv)
    wanted = [measure_of(name) for name in options.measure] if options.measure else TIMES
    for one in wanted:
        if one.kind == SHARE or one.quantile is not None:
            raise UseError(f"--measure {one.name}: has no distribution; known: {names}")
    to_file = options.out and Path(options.out).suffix.lower() in KINDS
    if to_file and len(wanted) > 1:
        raise UseError(f"-o {options.out}: a file has one time; select it with --measure")
    if options.out and Path(options.out).suffix and not Path(options.out).is_dir():
        check_kind(options.out)
    runs = {}
    for folder in options.run:
        run = open_run(folder)
        name = run.name if run.name not in runs else str(folder)
        runs[name] = run.connections
        if options.by and options.by not in run.connections:
            near = nearest(options.by, run.connections.columns)
            raise UseError(f"--by {options.by}: the connections have no such column; nearest: {near}")
    if options.together:
        runs = {"all": pandas.concat(runs.values(), ignore_index=True)}
    groups = groups_of(runs, options.by)
    figures = {one.name: distribution_figure(groups, one, options.log) for one in wanted}
    figures = {name: figure for name, figure in figures.items() if figure is not None}
    if not figures:
        raise InputError(options.run[0], "no connection has such a time", "give another --measure")
    for name, figure in figures.items() if options.out else ():
        place = options.out if to_file else Path(options.out) / f"{file_name(name)}.svg"
        save(figure, place, options.columns)
    print(table(groups, [one for one in wanted if one.name in figures]))
    return 0


if __name__ == "__main__":
    errors.run("distributions.py", main)
