#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Prints doc/explorer.rst.inc: what the explorer has explored.

    build/default/bin/lifecycle-explore all | doc/tools/explorer-table.py > doc/explorer.rst.inc

Reads what lifecycle-explore or explore-core print: name, depth, states, transitions, result.
"""

import re
import sys

HEAD = """.. list-table:: The catalogue. Bounded: not all states, but all within the depth before the last event
   :header-rows: 1
   :widths: 28 12 18 20 22

   * - Configuration
     - Depth
     - States
     - Transitions
     - Result"""
LINE = re.compile(r"^([a-z0-9-]+) +(\d+) +(\d+) +(\d+)\b(.*)$")


def grouped(number):
    """In groups of three digits."""
    return f"{int(number):,}".replace(",", " ")


def main():
    """\\return the exit status"""
    rows = [match for match in map(LINE.match, sys.stdin.read().splitlines()) if match]
    if not rows:
        print("explorer-table.py: standard input has no line of lifecycle-explore", file=sys.stderr)
        return 2
    print(HEAD)
    for name, depth, states, transitions, rest in (row.groups() for row in rows):
        hazard = re.search(r"\bhazard\b|\bRFC 1337\b", rest)
        result = "hazard found" if hazard else "complete" if "complete" in rest else "bounded"
        for cell in (f"   * - ``{name}``", depth, grouped(states), grouped(transitions), result):
            print(cell if cell.startswith("   * -") else f"     - {cell}")
    for cell in ("   * - all", "", *(grouped(sum(int(row[i]) for row in rows)) for i in (3, 4)), ""):
        print(cell if cell.startswith("   * -") else f"     - {cell}".rstrip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
