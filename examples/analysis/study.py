#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Draws what lifecycle-study has simulated beside the formulas.

    lifecycle-study short-time-wait --out=study-out
    study.py study-out                          SVG and PNG into the same folder
    study.py study-out -o doc/figures --svg     SVG alone, into another

Lines and steps are formulas, points are simulated, bars are intervals of confidence 99 %. Each
figure of figures.csv becomes a file of its name, from the points in curves.csv; a study without
figures has one of its formulas, from table.csv.
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import Callable

from matplotlib.figure import Figure

from lifecycle import errors
from lifecycle.figures import save
from lifecycle.study_figures import draw, draw_formulas, read_figures


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="study.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("study", nargs="+", help="folders that lifecycle-study has written")
    parser.add_argument("-o", "--out", metavar="FOLDER", help="default: the study's own")
    parser.add_argument("--svg", action="store_true", help="write only SVG")
    options = parser.parse_args(argv)
    drawn: list[tuple[Path, str, Callable[[], Figure]]] = []
    for folder in options.study:
        place = Path(options.out or folder)
        figures = read_figures(folder)
        drawn += [(place, figure.name, partial(draw, figure)) for figure in figures]
        if not figures:
            name = f"study-{Path(folder).resolve().name}"
            drawn.append((place, name, partial(draw_formulas, folder)))
    for place, name, draw_it in drawn:
        for kind in ("svg",) if options.svg else ("svg", "png"):
            path = place / f"{name}.{kind}"
            save(draw_it(), path)
            print(path)
    return 0


if __name__ == "__main__":
    errors.run("study.py", main)
