#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Writes the table and the figure of doc/congestion.rst: goodput with releases of ns-3.

    build/default/bin/lifecycle-goodput --out=goodput.csv    # once for each release
    doc/tools/goodput-table.py 3.37=FILE 3.43=FILE 3.48=FILE

Writes doc/goodput.rst.inc and doc/figures/goodput.svg. Exits with 2 where a file cannot be read.
"""

import csv
import statistics
import sys
from collections import defaultdict
from pathlib import Path

DOC = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(DOC.parent / "examples/analysis"))

from lifecycle import figures  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

MARKS = ("o", "s", "^", "D")


def read(path):
    """Mean goodput and queue drops of ns-3's TCP and of this one, by algorithm and loss."""
    runs = defaultdict(list)
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = row["algorithm"].replace("ns3::", ""), float(row["loss"])
            runs[key].append([float(row[name]) for name in (
                "goodput_ns3", "goodput_ours", "queue_drops_ns3", "queue_drops_ours")])
    return {key: [statistics.fmean(column) for column in zip(*rows)] for key, rows in runs.items()}


def write_table(releases, file):
    """A row for each algorithm and loss; three columns for each release."""
    heads = [f"{release}: {what}" for release in releases for what in ("ns-3's", "this TCP", "ratio")]
    file.write(".. csv-table::\n   :header-rows: 1\n\n")
    file.write("   " + ", ".join(f'"{text}"' for text in ["algorithm", "loss", *heads]) + "\n")
    for key in sorted({key for table in releases.values() for key in table}):
        cells = [f"``{key[0]}``", f"{100 * key[1]:g} %"]
        for table in releases.values():
            if key not in table:
                cells += [""] * 3
                continue
            theirs, ours = table[key][:2]
            cells += [f"{theirs:.2f}", f"{ours:.2f}", f"{ours / theirs:.2f}"]
        file.write("   " + ", ".join(f'"{text}"' for text in cells) + "\n")


def draw(releases):
    """The ratios: a panel for each loss, a line for each algorithm, a mark for each release."""
    losses = sorted({key[1] for table in releases.values() for key in table})
    names = sorted({key[0] for table in releases.values() for key in table}, reverse=True)
    figure = Figure(figsize=(9.0, 0.27 * len(names) + 1.2), layout="constrained")
    panels = [figure.add_subplot(1, len(losses), place + 1) for place in range(len(losses))]
    for axes, loss in zip(panels, losses):
        axes.axvspan(0.95, 1.05, color="0.9", zorder=0)
        axes.axvline(1, color="0.5", linewidth=0.8, zorder=1)
        for number, (release, table) in enumerate(releases.items()):
            points = [(table[name, loss][1] / table[name, loss][0], line)
                      for line, name in enumerate(names) if (name, loss) in table]
            axes.plot([x for x, _ in points], [y for _, y in points], MARKS[number % len(MARKS)],
                      markersize=5, fillstyle="none", label=release)
        axes.set_title(f"loss {100 * loss:g} %")
        axes.set_xlabel("goodput, this TCP / ns-3's")
        axes.set_yticks(range(len(names)), names if axes is panels[0] else [""] * len(names))
        axes.set_ylim(-0.7, len(names) - 0.3)
        axes.grid(True, axis="y", linewidth=0.4)
    panels[-1].legend(title="ns-3", loc="best")
    figures.save(figure, DOC / "figures/goodput.svg")


def main():
    releases = {}
    for word in sys.argv[1:]:
        release, _, path = word.partition("=")
        if not path:
            print(f"goodput-table.py: {word}: RELEASE=FILE is wanted", file=sys.stderr)
            return 2
        try:
            releases[release] = read(path)
        except (OSError, KeyError, ValueError) as error:
            print(f"goodput-table.py: {path}: {error}; lifecycle-goodput --out={path} writes it",
                  file=sys.stderr)
            return 2
    if not releases:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    with open(DOC / "goodput.rst.inc", "w", encoding="utf-8") as file:
        write_table(releases, file)
    draw(releases)
    return 0


if __name__ == "__main__":
    sys.exit(main())
