#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Branch coverage of the pure layers by their own tests, per layer, with the worst ten files.

Usage: cover-model.py [--build=FOLDER] [--without-explorer] [--table=FILE]

Compiles the sources of model/wire, model/machine and model/host again with --coverage, in FOLDER/coverage,
links test-wire, test-machine, test-host and explore-core of a build by Ninja (default build/default) with
them, and runs these: the explorer with 3000 states of each configuration. gcovr counts; branches that the
compiler adds for exceptions do not count. Which rows of the table of transitions are visited, and what it
takes to visit the others, are checks of explore-core (all) and of test-host (two_hosts).

Exit status: 0; 1: a test fails; 2: wrong arguments, or no such build; 77: gcovr is missing.
"""

import argparse
import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

from pure_build import EXPLORE, EXPLORER, LAYERS, PROGRAMS, ROOT, PureBuild, fail

WORST = 10


def instrument(build, folder):
    """The objects by source, and the programs linked with them."""
    objects = {}
    headers = max(header.stat().st_mtime for layer in LAYERS for header in (ROOT / layer).glob("*.h"))
    for file in sorted(build.compilations):
        objects[file] = folder / (Path(file).stem + ".o")
        source = ROOT / file
        if not objects[file].exists() or (
                objects[file].stat().st_mtime < max(headers, source.stat().st_mtime)):
            complaint = build.compile(file, source, objects[file], "-O0", "-g0", "--coverage")
            if complaint:
                fail(f"{file} cannot be compiled: {complaint[:2000]}")
    for program in (*PROGRAMS, EXPLORER):
        build.link(program, folder / program, objects, ["--coverage"])


def branches(folder):
    """(taken, all) branches by file, as gcovr counts them."""
    done = subprocess.run(["gcovr", "--root", ROOT, "--object-directory", folder, folder, "--json-summary",
                           "--exclude-throw-branches", "--exclude-unreachable-branches",
                           "--filter", str(ROOT / "model")],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        fail(f"gcovr: {done.stderr.strip().splitlines()[-1]}")
    return {one["filename"]: (one["branch_covered"], one["branch_total"])
            for one in json.loads(done.stdout)["files"] if one["branch_total"]}


def percent(taken, total):
    """A share as text."""
    return f"{100 * taken / total:5.1f} %"


def main():
    """\\return the exit status"""
    parser = argparse.ArgumentParser(description="Branch coverage of the pure layers.")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "default")
    parser.add_argument("--without-explorer", action="store_true")
    parser.add_argument("--table", default="", help="write the branches of each file as CSV")
    arguments = parser.parse_args()
    if not shutil.which("gcovr"):
        print("skipped: gcovr is missing (apt-get install gcovr)")
        return 77
    build = PureBuild(arguments.build.resolve())
    folder = build.build / "coverage"
    folder.mkdir(exist_ok=True)
    instrument(build, folder)
    for counts in folder.glob("*.gcda"):
        counts.unlink()
    status = 0
    for program in (*PROGRAMS, EXPLORER):
        if program == EXPLORER and arguments.without_explorer:
            continue
        done = subprocess.run([folder / program, *(EXPLORE if program == EXPLORER else ("--log_level=error",))],
                              cwd=folder, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            print(f"{program} fails")
            status = 1
    files = branches(folder)
    for layer in LAYERS:
        of_layer = [numbers for name, numbers in files.items() if name.startswith(layer)]
        taken, total = (sum(numbers[i] for numbers in of_layer) for i in range(2))
        print(f"{layer:50} {percent(taken, total)} of {total} branches")
    print(f"the worst {WORST} files:")
    for name, (taken, total) in sorted(files.items(), key=lambda one: one[1][0] / one[1][1])[:WORST]:
        print(f"{name:50} {percent(taken, total)} of {total} branches")
    if arguments.table:
        with open(arguments.table, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("file", "taken", "branches"))
            writer.writerows((name, *numbers) for name, numbers in sorted(files.items()))
    return status


if __name__ == "__main__":
    sys.exit(main())
