#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Each goodput below 0.95 of ns-3's in the manual's table has the cause that the manual gives.

doc/congestion.rst explains such rows by what happens at the end of recovery and, without loss, by
the delayed ACK. With the setting that removes the cause, the same flows must have 0.95 of the
goodput of ns-3's TCP. Exit status 77 if the table has no column of this release of ns-3.

Usage: check-goodput.py [--seeds=N]; the program is in $TCP_LIFECYCLE_BIN_DIR, or else in
build/default/bin.
"""

import csv
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(os.environ.get("TCP_LIFECYCLE_BIN_DIR", SOURCE / "build/default/bin"))
TABLE = SOURCE / "doc/goodput.rst.inc"
LEAST = 0.95
SKIPPED = 77
# What the manual says of rows with loss, and of rows without.
WITH_LOSS = "--ns3::TcpLifecycleL4Protocol::ReductionBound=none"
WITHOUT_LOSS = "--ns3::TcpSocket::DelAckCount=1"


def release():
    """The ns-3 of the program."""
    command = [BIN / "lifecycle-goodput", "--version"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return output.rsplit("ns-3 ", 1)[1].strip()


def rows_below():
    """Algorithm and loss, in per cent, of the rows whose ratio is below LEAST; None without ratios."""
    with TABLE.open(encoding="utf-8") as file:
        lines = [line.strip() for line in file if line.lstrip().startswith('"')]
    head, *rows = csv.reader(lines, skipinitialspace=True)
    title = f"{release()}: ratio"
    if title not in head:
        return None
    ratio = head.index(title)
    return [(row[0].strip("`"), float(row[1].rstrip(" %"))) for row in rows if float(row[ratio]) < LEAST]


def measure(algorithm, loss, setting, seeds):
    """Goodput of this TCP divided by that of ns-3's."""
    with tempfile.TemporaryDirectory() as folder:
        table = pathlib.Path(folder, "goodput.csv")
        command = [BIN / "lifecycle-goodput", f"--algorithms={algorithm}", f"--losses={loss / 100}",
                   f"--seeds={seeds}", f"--out={table}", setting]  # fmt: skip
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with table.open(newline="", encoding="utf-8") as file:
            runs = list(csv.DictReader(file))
    ours, theirs = (
        statistics.fmean(float(run[name]) for run in runs) for name in ("goodput_ours", "goodput_ns3")
    )
    return ours / theirs


def main():
    """Exit status 1 if a row is not explained."""
    seeds = 3
    for argument in sys.argv[1:]:
        if not argument.startswith("--seeds="):
            sys.exit(f"{__doc__}\n'{argument}' is not an option")
        seeds = int(argument.removeprefix("--seeds="))
    rows = rows_below()
    if rows is None:
        print(f"{TABLE} has no column of ns-3 {release()}")
        return SKIPPED
    failed = 0
    for algorithm, loss in rows:
        setting = WITH_LOSS if loss > 0 else WITHOUT_LOSS
        ratio = measure(algorithm, loss, setting, seeds)
        failed += ratio < LEAST
        print(f"{algorithm}, loss {loss:g} %: {ratio:.2f} with {setting}")
    print(f"{len(rows)} rows below {LEAST}, {failed} not explained")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
