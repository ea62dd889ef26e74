# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The states of many connections over time, out of transitions.csv."""

from __future__ import annotations

from dataclasses import dataclass

import numpy
import pandas
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from scipy import special

from .columns import STATE_COLOURS, STATES
from .figures import new_figure

POINTS = 1200
SHOWN = STATES[2:]  # an end that is CLOSED or listens is not a connection


@dataclass(frozen=True)
class Stays:
    """When ends were in a state; NaN for what the run does not say."""

    begin: numpy.ndarray  # s
    finish: numpy.ndarray


def time_wait_stays(transitions: pandas.DataFrame, node: int | None = None) -> Stays:
    """All stays in TIME-WAIT, in the order in which they begin."""
    rows = transitions if node is None else transitions[transitions.node == node]
    entering = rows[rows.to == "TIME-WAIT"]
    leaving = rows[rows["from"] == "TIME-WAIT"].set_index(["node", "id"]).time_ns
    leaving = leaving[~leaving.index.duplicated()]
    index = pandas.MultiIndex.from_frame(entering[["node", "id"]])
    finish = leaving.reindex(index).astype("float64").to_numpy()
    order = entering.time_ns.argsort(kind="stable").to_numpy()
    return Stays(entering.time_ns.to_numpy()[order] / 1e9, finish[order] / 1e9)


def count_at(begin: numpy.ndarray, finish: numpy.ndarray, times: numpy.ndarray) -> numpy.ndarray:
    """How many stays there are at each time."""
    ends = numpy.sort(finish[~numpy.isnan(finish)])
    return numpy.searchsorted(numpy.sort(begin), times, "right") - numpy.searchsorted(
        ends, times, "right"
    )


def poisson_mean(stays: Stays, times: numpy.ndarray) -> tuple[numpy.ndarray, float, float]:
    """The mean number in an M/G/infinity system at each time, the rate and the mean stay.

    Arrivals are taken for a Poisson process of the rate observed between the first and the last
    hundredth of them, since a few that were much delayed say nothing of when it begins and ends;
    the stays for those observed. The number at each time is then a Poisson variable.
    """
    known = (stays.finish - stays.begin)[~numpy.isnan(stays.finish)]
    count = len(stays.begin)
    first, last = numpy.quantile(stays.begin, [0.01, 0.99])
    rate = 0.98 * count / (last - first) if last > first else 0.0
    if rate:
        first, last = first - 0.01 * count / rate, last + 0.01 * count / rate
    if len(known) == 0:
        known = numpy.array([numpy.inf])
    sample = numpy.sort(known)[numpy.linspace(0, len(known) - 1, min(len(known), 400)).astype(int)]
    upper = numpy.minimum(times, last)[:, None]
    lower = numpy.maximum(first, times[:, None] - sample[None, :])
    return rate * numpy.clip(upper - lower, 0, None).mean(axis=1), rate, float(known.mean())


def _poisson_quantile(share: float, mean: numpy.ndarray) -> numpy.ndarray:
    """The least number that a Poisson variable does not exceed with so large a probability."""
    count = numpy.ceil(special.pdtrik(share, mean))
    less = numpy.maximum(count - 1, 0)
    return numpy.where(special.pdtr(less, mean) >= share, less, count)


def occupancy_figure(
    transitions: pandas.DataFrame, begin: float | None = None, end: float | None = None
) -> Figure:
    """How many ends are in each state, stacked; and TIME-WAIT beside a Poisson variable."""
    low, high = _span(transitions, begin, end)
    times = numpy.linspace(low, high, POINTS)
    stays = time_wait_stays(transitions)
    band = len(stays.begin) >= 20
    figure, diagrams = new_figure(2 if band else 1, 3.4)
    layers, colours, labels = [], [], []
    for state in SHOWN:
        into = numpy.sort(transitions.time_ns[transitions.to == state].to_numpy()) / 1e9
        out = numpy.sort(transitions.time_ns[transitions["from"] == state].to_numpy()) / 1e9
        counts = numpy.searchsorted(into, times, "right") - numpy.searchsorted(out, times, "right")
        if len(into):
            layers.append(counts)
            colours.append(STATE_COLOURS[state])
            labels.append(state)
    if layers:
        diagrams[0].stackplot(times, layers, colors=colours, labels=labels, lw=0)
        diagrams[0].legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=7)
    diagrams[0].set_ylabel("ends in each state")
    diagrams[0].set_xlim(low, high)
    if band:
        _time_wait(diagrams[1], stays, times)
        diagrams[1].set_xlim(low, high)
    diagrams[-1].set_xlabel("time (s)")
    return figure


def _time_wait(axes, stays: Stays, times: numpy.ndarray) -> None:
    mean, rate, stay = poisson_mean(stays, times)
    colour = STATE_COLOURS["TIME-WAIT"]
    low, high = (_poisson_quantile(share, numpy.maximum(mean, 1e-12)) for share in (0.025, 0.975))
    axes.fill_between(
        times, low, high, color=colour, alpha=0.2, lw=0, label="95 % of a\nPoisson variable"
    )
    axes.plot(
        times, mean, color=colour, lw=0.9, ls="--",
        label=f"mean: {rate:.4g}/s\nfor {stay:.4g} s each",
    )  # fmt: skip
    axes.step(
        times, count_at(stays.begin, stays.finish, times), where="post", color=colour, lw=1.1,
        label="counted",
    )  # fmt: skip
    axes.set_ylabel("in TIME-WAIT")
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=7)


def lanes_figure(
    transitions: pandas.DataFrame,
    limit: int = 40,
    begin: float | None = None,
    end: float | None = None,
) -> Figure:
    """A lane for each end of a connection, coloured by its state; the first ones of the run."""
    rows = transitions[transitions.remote_port != 0]
    low, high = _span(rows, begin, end)
    shown = rows[rows.time_ns <= high * 1e9]
    lanes = list(dict.fromkeys(zip(shown.node, shown.id)))[:limit]
    place = {lane: number for number, lane in enumerate(lanes)}
    figure, (axes,) = new_figure(1, 1.2 + 0.17 * max(len(lanes), 6))
    bars: dict[str, list[tuple[int, float, float]]] = {}
    labels = [""] * len(lanes)
    last: dict[tuple, tuple[str, float]] = {}
    names = ("node", "id", "time_ns", "to", "local", "local_port", "remote_port")
    for node, number, time_ns, state, local, port, other in zip(*(shown[name] for name in names)):
        lane = (node, number)
        if lane not in place:
            continue
        labels[place[lane]] = f"{local}:{port} with :{other}"
        if lane in last:
            before, since = last[lane]
            bars.setdefault(before, []).append((place[lane], since, time_ns / 1e9 - since))
        last[lane] = (state, time_ns / 1e9)
    for lane, (state, since) in last.items():
        if high > since:
            bars.setdefault(state, []).append((place[lane], since, high - since))
    seen = [state for state in SHOWN if state in bars]
    for state in seen:
        y, left, width = zip(*bars[state])
        axes.barh(y, width, left=left, height=0.75, color=STATE_COLOURS[state], lw=0)
    axes.set_yticks(range(len(lanes)), labels, fontsize=6)
    axes.set_ylim(max(len(lanes), 1) - 0.5, -0.5)
    axes.set_xlim(low, high)
    axes.set_xlabel("time (s)")
    axes.legend(
        handles=[Patch(color=STATE_COLOURS[state], label=state) for state in seen],
        loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=7,
    )  # fmt: skip
    return figure


def _span(
    transitions: pandas.DataFrame, begin: float | None, end: float | None
) -> tuple[float, float]:
    times = transitions.time_ns
    low = begin if begin is not None else (times.min() / 1e9 if len(times) else 0.0)
    high = end if end is not None else (times.max() / 1e9 if len(times) else 1.0)
    return low, high if high > low else low + 1e-3
