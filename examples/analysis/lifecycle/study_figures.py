# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The figures of a study: figures.csv and curves.csv of lifecycle-study, read and drawn."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass, field
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import NullFormatter

from .errors import InputError, os_error
from .figures import COLOURS, name_of, new_figure

FIGURES = ["figure", "title", "x_label", "y_label", "x_scale", "y_scale", "drawing", "low",
           "seed", "command"]  # fmt: skip
CURVES = ["figure", "curve", "x", "simulated", "ci_low", "ci_high", "formula", "seed", "command"]
DRAWINGS = ("line", "steps", "band")
SCALES = ("linear", "log")
MARKERS = "os^Dv<>P"


@dataclass(frozen=True)
class Point:
    """A point of a curve; what is simulated is NaN where there is the formula alone."""

    x: float
    simulated: float
    low: float
    high: float
    formula: float


@dataclass
class StudyFigure:
    """What figures.csv says of a figure, and its curves by name."""

    name: str
    title: str
    x_label: str
    y_label: str
    x_scale: str
    y_scale: str
    drawing: str
    low: float
    about: str = ""  # command and seed
    curves: dict[str, list[Point]] = field(default_factory=dict)


def read_figures(folder: str | Path) -> list[StudyFigure]:
    """The figures of a study, with their points in the order of x."""
    folder = Path(folder)
    figures: dict[str, StudyFigure] = {}
    path = folder / "figures.csv"
    for line, row in _rows(path, FIGURES):
        *texts, low, seed, command = row
        figure = StudyFigure(*texts, low=_number(path, line, low), about=f"{command} (seed {seed})")
        if figure.drawing not in DRAWINGS or not {figure.x_scale, figure.y_scale} <= set(SCALES):
            raise InputError(path, "has a drawing or scale that is unknown", "study again", line)
        if not figure.name or Path(figure.name).name != figure.name:
            raise InputError(path, f"'{figure.name}' is not a name for a figure", "study again", line)
        figures[figure.name] = figure
    path = folder / "curves.csv"
    for line, row in _rows(path, CURVES):
        name, curve, x, *values, formula, _, _ = row
        if name not in figures:
            raise InputError(path, f"figures.csv has no figure '{name}'", "study again", line)
        simulated, low, high = (
            _number(path, line, text) if text else math.nan for text in values
        )
        point = Point(
            _number(path, line, x), simulated, low, high, _number(path, line, formula)
        )
        figures[name].curves.setdefault(curve, []).append(point)
    for figure in figures.values():
        if not figure.curves:
            raise InputError(path, f"has no point of '{figure.name}'", "study again")
        for points in figure.curves.values():
            points.sort(key=lambda point: point.x)
    return list(figures.values())


TABLE = ["experiment", "quantity", "simulated", "formula", "test_low", "test_high", "inside"]


def draw_formulas(folder: str | Path) -> Canvas:
    """Of a study without curves: each row of table.csv, simulated less formula.

    The unit is half of the test interval, so that a value between -1 and 1 agrees.
    """
    path = Path(folder) / "table.csv"
    try:
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise os_error(path, error) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(path, str(error), "study again") from None
    if not rows or any(row.get(name) is None for row in rows for name in TABLE):
        raise InputError(path, "has no rows, or truncated lines", "study again")
    canvas, (axes,) = new_figure(height=4.5, width=8)
    names = list(dict.fromkeys(row["experiment"] for row in rows))
    for place, row in enumerate(rows):
        numbers = [_number(path, place + 2, row[name]) for name in TABLE[2:6]]
        simulated, formula, low, high = numbers
        half = (high - low) / 2
        gap = (simulated - formula) / half if half > 0 else 0.0
        inside = row["inside"] == "yes"
        colour = COLOURS[names.index(row["experiment"]) % len(COLOURS)]
        axes.plot(place + 1, gap, marker="o" if inside else "X", ms=4 if inside else 9,
                  color=colour if inside else "#c62828", ls="")  # fmt: skip
    for name, colour in zip(names, COLOURS * len(names)):
        axes.plot([], [], marker="o", ms=4, ls="", color=colour, label=name_of(name))
    axes.axhspan(-1, 1, color="#667483", alpha=0.12, lw=0)
    outside = sum(row["inside"] != "yes" for row in rows)
    axes.set_title(f"{len(rows)} formulas, {outside} outside the test interval")
    axes.set_xlabel("row of table.csv")
    axes.set_ylabel("(simulated - formula) / half of the interval")
    axes.legend(loc="best")
    return canvas


def _rows(path: Path, columns: list[str]) -> list[tuple[int, list[str]]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise os_error(path, error) from None
    except UnicodeDecodeError:
        raise InputError(path, "is not text", "study again") from None
    if not text.endswith("\n"):
        raise InputError(path, "the last line is truncated or missing", "study again")
    reader = csv.reader(io.StringIO(text, newline=""))
    rows = []
    try:
        for row in reader:
            if len(row) != len(columns):
                message = f"has {len(row)} fields, not {len(columns)}"
                raise InputError(path, message, "study again", reader.line_num)
            rows.append((reader.line_num, row))
    except csv.Error as error:
        raise InputError(path, str(error), "study again", reader.line_num) from None
    if rows[0][1] != columns:
        raise InputError(path, f"must begin with {','.join(columns)}", "study again", 1)
    return rows[1:]


def _number(path: Path, line: int, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(path, f"'{text}' is not a number", "study again", line) from None


def draw(figure: StudyFigure) -> Canvas:
    """The diagram: one, or for bands one for each curve."""
    if figure.drawing == "band":
        return _bands(figure)
    canvas, (axes,) = new_figure(height=4.5, width=8)
    for index, (name, points) in enumerate(figure.curves.items()):
        _curve(axes, figure, index, name, points)
    axes.set_title(figure.title)
    axes.set_ylabel(figure.y_label)
    axes.set_xlabel(figure.x_label)
    axes.set_xscale(figure.x_scale)
    axes.set_yscale(figure.y_scale)
    for axis, scale in ((axes.xaxis, figure.x_scale), (axes.yaxis, figure.y_scale)):
        if scale == "log":
            axis.set_major_formatter("{x:g}")  # powers would be typeset as mathematics
            axis.set_minor_formatter(NullFormatter())
    if figure.y_scale == "log" and figure.low > 0:
        axes.set_ylim(bottom=figure.low)
    axes.legend(loc="best")
    return canvas


def _curve(axes: Axes, figure: StudyFigure, index: int, name: str, points: list[Point]) -> None:
    colour = COLOURS[index % len(COLOURS)]
    x = [point.x for point in points]
    formula = [point.formula for point in points]
    # Of two curves in one place both shall be seen.
    style = {"color": colour, "lw": 1.2, "ls": "-" if index == 0 else (0, (6, index))}
    if figure.drawing == "steps":
        axes.step(x, formula, where="post", **style)
    else:
        axes.plot(x, formula, **style)
    seen = [point for point in points if not math.isnan(point.simulated)]
    axes.errorbar(
        [point.x for point in seen],
        [point.simulated for point in seen],
        yerr=[
            [max(point.simulated - point.low, 0) for point in seen],
            [max(point.high - point.simulated, 0) for point in seen],
        ],
        fmt=MARKERS[index % len(MARKERS)],
        ms=4,
        capsize=2.5,
        lw=0.9,
        color=colour,
        label=name_of(name),
    )


def _bands(figure: StudyFigure) -> Canvas:
    canvas, rows = new_figure(len(figure.curves), 1.9, 8)
    for axes, colour, (name, points) in zip(rows, COLOURS, figure.curves.items()):
        x = [point.x for point in points]
        axes.fill_between(
            x, [p.low for p in points], [p.high for p in points], color=colour, alpha=0.2, lw=0
        )
        axes.plot(x, [point.formula for point in points], color=colour, lw=1)
        axes.plot(x, [point.simulated for point in points], color=colour, lw=0.8)
        axes.set_title(name_of(name), fontsize=9)
        axes.set_ylabel(figure.y_label)
    rows[-1].set_xlabel(figure.x_label)
    canvas.suptitle(figure.title)
    return canvas
