#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Prints what studies have found for the manual: tables, and of a single study its texts.

    lifecycle-study short-time-wait --out=results
    doc/tools/study-table.py results > doc/study-short-time-wait.rst.inc
"""

import csv
import itertools
import sys
from pathlib import Path

TITLES = {
    "active-open": "Active open",
    "passive-open": "Passive open",
    "fin-wait-1": "FIN-WAIT-1",
    "close": "Close: TIME-WAIT and LAST-ACK",
    "short-time-wait": "TIME-WAIT that is too short",
    "simultaneous-close": "Simultaneous close",
    "fin-rto": "RTO of a FIN",
}
COLUMNS = ["Quantity", "n", "Simulated", "99 % interval", "Formula", "Textbook"]
WIDTHS = [38, 9, 11, 20, 11, 11]


def digits(text):
    return f"{float(text):.4g}" if text else ""


def subject(row):
    text = f"{row['profile']}, RTT {row['rtt_ms']} ms"
    if float(row["loss_forward"]) or float(row["loss_reverse"]):
        text += f", loss {row['loss_forward']} / {row['loss_reverse']}"
    return f"{text}, {row['detail']}" if row["detail"] else text


def print_experiment(name, rows, titled):
    if titled:
        print(f"{TITLES[name]}\n{'=' * len(TITLES[name])}\n")
    columns = len(COLUMNS) if any(row["textbook"] for row in rows) else len(COLUMNS) - 1
    print(".. csv-table::")
    print(f"   :widths: {' '.join(str(width) for width in WIDTHS[:columns])}")
    print("   :header-rows: 1\n")
    print("   " + ", ".join(f'"{text}"' for text in COLUMNS[:columns]))
    for what, group in itertools.groupby(rows, subject):
        print(f'   "**{what}**"' + ", " * (columns - 1))
        for row in group:
            interval = f"{digits(row['ci_low'])} .. {digits(row['ci_high'])}"
            mark = "" if row["inside"] == "yes" else " (outside)"
            cells = [
                f'"{row["quantity"]}"',
                row["observations"],
                digits(row["simulated"]),
                interval,
                digits(row["formula"]) + mark,
                digits(row["textbook"]),
            ]
            print("   " + ", ".join(cells[:columns]))
    print()


def is_shown(row):
    """What is nearly impossible, and was not seen, says little."""
    return float(row["formula"]) >= 1e-4 or float(row["simulated"]) > 0


def print_texts(folder):
    """Formula, lesson and effort; study.txt has them around its table, with empty lines between."""
    blocks = (folder / "study.txt").read_text(encoding="utf-8").strip().split("\n\n")
    print("::\n")
    print("\n".join(f"   {line}" for line in blocks[1].splitlines()))
    print(f"\n**Conclusion.** {blocks[-2]}\n")
    print(f"*Effort:* {blocks[-1]}.\n")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__.strip())
    folders = [Path(name) for name in sys.argv[1:]]
    if len(folders) == 1:
        print_texts(folders[0])
    rows = []
    for folder in folders:
        with open(folder / "table.csv", newline="", encoding="utf-8") as file:
            rows += csv.DictReader(file)
    outside = sum(row["inside"] != "yes" for row in rows)
    print(f"{len(rows)} formulas, {outside} outside the test interval.\n")
    shown = [row for row in rows if is_shown(row)]
    if len(shown) < len(rows):
        print(f"Not shown: {len(rows) - len(shown)} probabilities below 0.0001 of events that did not occur.\n")
    for name, group in itertools.groupby(shown, lambda row: row["experiment"]):
        print_experiment(name, list(group), len(folders) > 1)


main()
