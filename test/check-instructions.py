#!/usr/bin/env python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Instructions that a connection and a segment take, counted by callgrind, are at most 1.1 times
those recorded in test/bench/instructions.txt.

A count, unlike a time, is nearly the same on a busy machine and on an idle one. Of two runs of
different sizes the difference counts, so that what occurs once does not. Written again, after a gain
or for another compiler, by: python3 test/check-instructions.py --record
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(os.environ.get("TCP_LIFECYCLE_BUILD_DIR", SOURCE / "build/default"))
BIN = pathlib.Path(os.environ.get("TCP_LIFECYCLE_BIN_DIR", BUILD / "bin"))
RECORD = SOURCE / "test/bench/instructions.txt"
BOUND = 1.1
SKIPPED = 77

# What is counted: options of bench-lifecycle, and the option and two values of its size.
RUNS = {
    "connection": (["--direct=ours"], "--connections", 100, 300),
    "segment": (["--direct=ours", "--lines=segment"], "--segments", 1000, 3000),
}


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def count(arguments):
    """Instructions within Simulator::Run()."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
               "--toggle-collect=ns3::Simulator::Run()", str(BIN / "bench-lifecycle"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or not found:
        sys.exit(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
    return int(found.group(1))


def main():
    cache = BUILD / "CMakeCache.txt"
    if cache.exists() and "CMAKE_BUILD_TYPE:STRING=Release" not in cache.read_text():
        skip("counts are those of the build type Release")
    if not shutil.which("valgrind"):
        skip("valgrind is not installed")
    if not (BIN / "bench-lifecycle").exists():
        sys.exit(f"{BIN / 'bench-lifecycle'} is not built")
    counts = {}
    for name, (options, size, few, many) in RUNS.items():
        less, more = (count([*options, f"{size}={n}"]) for n in (few, many))
        counts[name] = (more - less) // (many - few)
    if "--record" in sys.argv[1:]:
        lines = [f"{name} {instructions}\n" for name, instructions in counts.items()]
        RECORD.write_text("# Instructions for one, written by: python3 test/check-instructions.py "
                          "--record\n" + "".join(lines))
    recorded = dict(line.split() for line in RECORD.read_text().splitlines() if line[0] != "#")
    bad = 0
    for name, instructions in counts.items():
        ratio = instructions / int(recorded[name])
        print(f"{name}: {instructions} instructions, {ratio:.3f} of the recorded count")
        bad += ratio > BOUND
    sys.exit(f"more than {BOUND} times the recorded count" if bad else 0)


if __name__ == "__main__":
    main()
