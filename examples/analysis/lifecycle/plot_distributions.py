# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Distribution functions of the times of connections.csv."""

from __future__ import annotations

import math

import numpy
import pandas
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from .figures import COLOURS, name_of, new_figure
from .measures import Measure

POINTS = 4000  # of a curve, at most


def distribution_figure(
    groups: dict[str, pandas.DataFrame], measure: Measure, log: bool = False, steps: bool = True
) -> Figure | None:
    """The distribution of a measure in each group, or nothing if no group has it.

    The band is that of Dvoretzky, Kiefer and Wolfowitz with Massart's constant: it holds the whole
    true function with a probability of 95 %. Dotted lines show the least time after one
    repeat, after two, and so on. With log, 1 - F on a logarithmic scale.
    """
    figure, (axes,) = new_figure()
    drawn = 0
    for (name, rows), colour in zip(groups.items(), COLOURS * len(groups)):
        values = measure.values(rows).sort_values()
        if values.empty:
            continue
        drawn += 1
        _curve(axes, values.to_numpy(), colour, f"{name_of(name)}, n = {len(values)}", log)
        if steps and measure.repeats and drawn == 1:
            _steps(axes, rows.loc[values.index, measure.repeats], values)
    if not drawn:
        return None
    unit = f" ({measure.unit})" if measure.unit else ""
    axes.set_xlabel(f"{measure.name}{unit}: {measure.text}")
    axes.set_ylabel("P(time > x)" if log else "P(time \u2264 x)")
    if log:
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
        axes.yaxis.set_minor_formatter(NullFormatter())
    else:
        axes.set_ylim(-0.02, 1.02)
    axes.legend(loc="upper right" if log else "lower right")
    return figure


def _curve(axes, values: numpy.ndarray, colour: str, label: str, log: bool) -> None:
    count = len(values)
    # The last of equal values has the function's height there.
    last = numpy.append(values[1:] != values[:-1], True)
    x, y = values[last], (numpy.nonzero(last)[0] + 1) / count
    if len(x) > POINTS:
        chosen = numpy.unique(numpy.linspace(0, len(x) - 1, POINTS).astype(int))
        x, y = x[chosen], y[chosen]
    half = math.sqrt(math.log(2 / 0.05) / (2 * count))
    x, y = numpy.append(x[0], x), numpy.append(0.0, y)
    low, high = numpy.clip(y - half, 0, 1), numpy.clip(y + half, 0, 1)
    if log:
        # A logarithm of 0 there is not: the last value ends the line.
        floor = 0.5 / count
        y = 1 - y
        y[-1] = y[-2]
        low, high = numpy.maximum(1 - high, floor), numpy.maximum(1 - low, floor)
    axes.fill_between(x, low, high, step="post", color=colour, alpha=0.15, lw=0)
    axes.step(x, y, where="post", color=colour, lw=1.3, label=label)


def _steps(axes, repeats: pandas.Series, values: pandas.Series) -> None:
    """Mark where the k-th repeat begins to show."""
    for count, group in values.groupby(repeats):
        if 0 < count <= 6:
            axes.axvline(group.min(), color="#667483", ls=":", lw=0.9)
            axes.annotate(
                f"{count} again",
                (group.min(), 0.98),
                xycoords=("data", "axes fraction"),
                rotation=90,
                va="top",
                ha="right",
                fontsize=7,
                color="#667483",
            )


def groups_of(runs: dict[str, pandas.DataFrame], by: str) -> dict[str, pandas.DataFrame]:
    """Rows by run and by a column, `run, profile`; by run alone if by is empty."""
    groups: dict[str, pandas.DataFrame] = {}
    for name, rows in runs.items():
        if not by:
            groups[name] = rows
            continue
        for value, part in rows.groupby(by):
            groups[f"{name}, {value}" if len(runs) > 1 else str(value)] = part
    return groups
