#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Draws what lifecycle-validation has simulated, beside the formulas.

    lifecycle-validation --curves=curves.csv
    examples/analysis/plot-validation.py curves.csv doc/figures

Writes validation-connect.svg, validation-last-ack.svg, validation-time-wait.svg and
validation-erlang.svg into the folder. Needs pandas and matplotlib (bash .ci/install.sh analysis).
"""

import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas

SUBJECT = ["profile", "rtt_ms", "loss_forward", "loss_reverse", "detail"]
COLOURS = ["#1b6ca8", "#c2571a", "#2e7d32", "#7b3fa0", "#8a6d00", "#444444"]


def write(figure, folder, name):
    figure.tight_layout()
    # Without a date, and with fixed names inside, the same numbers give the same file.
    figure.savefig(folder / f"{name}.svg", metadata={"Date": None})
    plt.close(figure)


def label(subject):
    profile, rtt, forward, reverse, detail = subject
    text = f"{profile}, RTT {rtt:g} ms, loss {forward:g} / {reverse:g}"
    return text if not isinstance(detail, str) or not detail else f"{text}, {detail}"


def curves(points, experiment, choose):
    """The curves of one experiment that are to be shown, with their labels."""
    part = points[points.experiment == experiment]
    for subject, curve in part.groupby(SUBJECT, sort=False, dropna=False):
        if choose(subject):
            yield label(subject), curve


def survival(axes, curve, colour, text, end):
    """P(time > x) on a logarithmic scale: steps by formula, simulated points with intervals."""
    curve = curve[curve.x <= end]
    left = 1 - curve.formula
    axes.step([0, *curve.x, end], [1, *left, left.iloc[-1]], where="post", color=colour, lw=1.2)
    # Between two steps nothing happens: points where the function is seen to have moved.
    moved = curve[curve.simulated.diff().fillna(1) > 0]
    axes.errorbar(
        moved.x,
        1 - moved.simulated,
        yerr=[
            (moved.ci_high - moved.simulated).clip(lower=0),
            (moved.simulated - moved.ci_low).clip(lower=0),
        ],
        fmt="o",
        ms=3.5,
        capsize=2,
        lw=0.8,
        color=colour,
        label=text,
    )


def plot_survival(points, experiment, choose, end, floor, title, x_label, folder, name):
    figure, axes = plt.subplots(figsize=(8, 4.5))
    for colour, (text, curve) in zip(COLOURS, curves(points, experiment, choose)):
        survival(axes, curve, colour, text, end)
    axes.set_yscale("log")
    axes.set_ylim(floor, 1.2)
    axes.set_xlim(0, end)
    axes.set_xlabel(x_label)
    axes.set_ylabel("P(time > x)")
    axes.set_title(title)
    axes.grid(True, which="major", lw=0.3)
    axes.legend(fontsize=7, loc="upper right")
    write(figure, folder, name)


def plot_time_wait(points, folder):
    part = points[points.experiment == "time-wait-population"]
    profiles = list(part.profile.unique())
    figure, rows = plt.subplots(len(profiles), 1, figsize=(8, 1.9 * len(profiles) + 0.8))
    for axes, colour, profile in zip(rows, COLOURS, profiles):
        curve = part[part.profile == profile]
        axes.fill_between(curve.x, curve.ci_low, curve.ci_high, color=colour, alpha=0.2, lw=0)
        axes.plot(curve.x, curve.formula, color=colour, lw=1)
        axes.plot(curve.x, curve.simulated, color=colour, lw=0.8)
        axes.set_title(f"{profile}, {curve.detail.iloc[0]}", fontsize=9)
        axes.set_ylabel("in TIME-WAIT")
        axes.grid(True, lw=0.3)
    rows[-1].set_xlabel("time (s)")
    figure.suptitle("Number in TIME-WAIT: simulated, L min(t, 2MSL), and 95 % of a Poisson variable")
    write(figure, folder, "validation-time-wait")


def erlang_b(places, load):
    blocked = 1.0
    for count in range(1, places + 1):
        blocked = load * blocked / (count + load * blocked)
    return blocked


def plot_erlang(points, folder):
    part = points[points.experiment == "port-exhaustion"]
    figure, axes = plt.subplots(figsize=(8, 4.5))
    for colour, (curve_name, curve) in zip(COLOURS, part.groupby("curve", sort=False)):
        places = int(curve_name.rsplit(" ", 1)[1])
        loads = [0.5 + 0.02 * step for step in range(61)]
        axes.plot(loads, [erlang_b(places, load * places) for load in loads], color=colour, lw=1)
        for marker, (profile, mine) in zip("os^", curve.groupby("profile", sort=False)):
            axes.errorbar(
                mine.x,
                mine.simulated,
                yerr=[mine.simulated - mine.ci_low, mine.ci_high - mine.simulated],
                fmt=marker,
                ms=4,
                capsize=2,
                lw=0.8,
                color=colour,
                label=f"{places} ports, {profile}",
            )
    axes.set_xlabel("load for each port, L (h + 2MSL) / P")
    axes.set_ylabel("P(no port is free)")
    axes.set_title("Ephemeral ports: simulated, and Erlang's loss formula")
    axes.grid(True, lw=0.3)
    axes.legend(fontsize=8)
    write(figure, folder, "validation-erlang")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip())
    points = pandas.read_csv(sys.argv[1])
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    plt.rcParams.update({"svg.hashsalt": "tcp-lifecycle", "svg.fonttype": "none", "font.size": 9})
    plot_survival(
        points,
        "active-open",
        lambda s: s[1] in (100, 200, 600),
        22,
        1e-4,
        "Time from the first SYN to ESTABLISHED",
        "x (s)",
        folder,
        "validation-connect",
    )
    plot_survival(
        points,
        "close",
        lambda s: (s[0], s[1]) in (("rfc9293", 200), ("linux", 100), ("windows", 150), ("macos", 300)),
        15,
        1e-3,
        "Time in LAST-ACK",
        "x (s)",
        folder,
        "validation-last-ack",
    )
    plot_time_wait(points, folder)
    plot_erlang(points, folder)


main()
