#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Draws what lifecycle-study has simulated beside the formulas.

    lifecycle-study short-time-wait --out=study-out
    study.py study-out                          SVG, PDF and PNG into the same folder
    study.py study-out -o doc/figures --svg     SVG alone, into another
    study.py study-out --pdf --columns 1        PDF alone, as wide as a column of a paper
    study.py study-out --log y                  with a logarithmic axis

Lines and steps are formulas, points are simulated, bars are intervals of confidence 99 %. Each
figure of figures.csv becomes a file of its name, from the points in curves.csv; a study without
figures has one of its formulas, from table.csv. Command and seed are in the files' metadata.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Callable

from lifecycle import errors  # first: it names a package that is missing
from lifecycle.arguments import Parser
from lifecycle.figures import KINDS as ENDINGS
from lifecycle.figures import add_columns, save
from lifecycle.study_figures import draw, draw_formulas, read_figures

from matplotlib.figure import Figure

KINDS = [ending[1:] for ending in ENDINGS]


def main(argv: list[str]) -> int:
    parser = Parser("study.py", __doc__)
    parser.add_argument("study", nargs="+", help="folders that lifecycle-study has written")
    parser.add_argument("-o", "--out", metavar="FOLDER", help="default: the study's own")
    for kind in KINDS:
        parser.add_argument(
            f"--{kind}", dest="kinds", action="append_const", const=kind,
            help=f"write {kind.upper()}; default: SVG, PDF and PNG",
        )  # fmt: skip
    parser.add_argument("--log", choices=("x", "y", "xy"), help="axes that are logarithmic")
    add_columns(parser)
    options = parser.parse_args(argv)
    drawn: list[tuple[Path, str, str, Callable[[], Figure]]] = []
    for folder in options.study:
        place = Path(options.out or folder)
        figures = read_figures(folder)
        for figure in figures:
            if options.log:
                figure.x_scale = "log" if "x" in options.log else "linear"
                figure.y_scale = "log" if "y" in options.log else "linear"
            drawn.append((place, figure.name, figure.about, partial(draw, figure)))
        if not figures:
            name = f"study-{Path(folder).resolve().name}"
            drawn.append((place, name, "", partial(draw_formulas, folder)))
    for place, name, about, draw_it in drawn:
        for kind in options.kinds or ("svg", "pdf", "png"):
            path = place / f"{name}.{kind}"
            save(draw_it(), path, options.columns, about)
            print(path)
    return 0


if __name__ == "__main__":
    errors.run("study.py", main)
