#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Prints the rows of lifecycle-validation as tables for the manual.

    lifecycle-validation --csv=rows.csv
    doc/tools/validation-table.py rows.csv > doc/validation.rst.inc
"""

import csv
import itertools
import sys

TITLES = {
    "active-open": "Active open",
    "passive-open": "Passive open",
    "fin-wait-1": "FIN-WAIT-1",
    "close": "Close: TIME-WAIT and LAST-ACK",
    "short-time-wait": "TIME-WAIT that is too short",
    "simultaneous-close": "Simultaneous close",
    "fin-rto": "RTO of a FIN",
    "time-wait-population": "Number in TIME-WAIT",
    "port-exhaustion": "Exhausted ports",
    "syn-flood": "SYN flood",
}
HEADER = '   "Quantity", "n", "Simulated", "95 % interval", "Formula", "Textbook"'


def digits(text):
    return f"{float(text):.4g}" if text else ""


def subject(row):
    text = f"{row['profile']}, RTT {row['rtt_ms']} ms"
    if float(row["loss_forward"]) or float(row["loss_reverse"]):
        text += f", loss {row['loss_forward']} / {row['loss_reverse']}"
    return f"{text}, {row['detail']}" if row["detail"] else text


def print_experiment(name, rows):
    title = TITLES.get(name, name)
    print(f"{title}\n{'=' * len(title)}\n")
    print(".. csv-table::\n   :widths: 38 9 11 20 11 11\n   :header-rows: 1\n")
    print(HEADER)
    for what, group in itertools.groupby(rows, subject):
        print(f'   "**{what}**", , , , ,')
        for row in group:
            interval = f"{digits(row['ci_low'])} .. {digits(row['ci_high'])}"
            mark = "" if row["inside"] == "yes" else " (outside)"
            print(
                f'   "{row["quantity"]}", {row["observations"]}, {digits(row["simulated"])}, '
                f'{interval}, {digits(row["formula"])}{mark}, {digits(row["textbook"])}'
            )
    print()


def is_shown(row):
    """What is nearly impossible, and was not seen, says little."""
    return float(row["formula"]) >= 1e-4 or float(row["simulated"]) > 0


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.strip())
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    outside = sum(row["inside"] != "yes" for row in rows)
    print(f"{len(rows)} formulas, {outside} of them outside the interval that decides.\n")
    shown = [row for row in rows if is_shown(row)]
    if len(shown) < len(rows):
        print(f"Not shown: {len(rows) - len(shown)} probabilities below 0.0001 of what never came.\n")
    for name, group in itertools.groupby(shown, lambda row: row["experiment"]):
        print_experiment(name, group)


main()
