#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Draws the states of a run's connections over time.

    timeline.py results -o states.svg            how many ends are in each state, and in TIME-WAIT
    timeline.py results -o lanes.svg --lanes 40  a lane for each end, coloured by its state

The number in TIME-WAIT is shown next to that of a Poisson variable whose mean follows from the rate at
which connections enter it and the time they stay (M/G/infinity), with a band that holds 95 % of it.
"""

from __future__ import annotations


from lifecycle import errors
from lifecycle.arguments import Parser, number
from lifecycle.errors import InputError, UseError
from lifecycle.figures import add_columns, check_kind, save
from lifecycle.plot_timeline import lanes_figure, occupancy_figure
from lifecycle.runs import open_run


def main(argv: list[str]) -> int:
    parser = Parser("timeline.py", __doc__)
    parser.add_argument("run", help="a run's folder")
    parser.add_argument("-o", "--out", required=True, metavar="FILE", help=".svg, .png, .pdf, .pgf")
    add_columns(parser)
    parser.add_argument("--lanes", type=int, metavar="N", help="lanes of the first N ends")
    parser.add_argument("--from", dest="begin", type=number, metavar="S", help="start of the period (s)")
    parser.add_argument("--to", dest="end", type=number, metavar="S", help="end of the period (s)")
    options = parser.parse_args(argv)
    check_kind(options.out)
    if options.lanes is not None and options.lanes < 1:
        raise UseError("--lanes: at least 1")
    if None not in (options.begin, options.end) and options.begin >= options.end:
        raise UseError("--from: should be before --to")
    run = open_run(options.run)
    if run.transitions.empty:
        raise InputError(run.place("transitions"), "it has no transition")
    if options.lanes:
        figure = lanes_figure(run.transitions, options.lanes, options.begin, options.end)
    else:
        figure = occupancy_figure(run.transitions, options.begin, options.end)
    figure.suptitle(run.title().replace("$", r"\$"))
    save(figure, options.out, options.columns)
    return 0


if __name__ == "__main__":
    errors.run("timeline.py", main)
