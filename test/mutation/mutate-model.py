#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Mutation testing of the pure layers: changes one place of a source and looks whether a test fails.

Usage: mutate-model.py [--build=FOLDER] [--count=N] [--seed=N] [--only=REGEX] [--changed-since=REVISION]
                       [--seconds=N] [--jobs=N] [--without=REGEX] [--table=FILE] [--list | --known | --settings] [--report]

Draws N mutants (default 20) of the .cc files of model/wire, model/machine and model/host from the seed: each
is one changed operator, constant, condition or statement. All mutants of a file are compiled at once, each
with a switch; the programs test-wire, test-machine, test-host and explore-core, which must be built by
Ninja in FOLDER (default build/default), are linked with these objects once. One run of all test cases without
a mutant says which case reaches which place; of a mutant only those cases run that reach it, the fastest
first, until one fails. A case that takes much more CPU time than without a mutant has failed, too.

Results are kept in FOLDER/mutation/results.csv. A mutant that was killed is not run again until its file
changes; one that survived, until its file or a test changes. A survivor that no test can kill is explained
in explained.txt beside this script.

--only             files whose path matches
--changed-since    only files that differ from a revision
--seconds          begin no mutant after this number of seconds
--jobs             processes at a time, default 2
--table            write the score of each file as CSV
--list             print the mutants, run none
--known            draw from known.txt beside this script instead: mutants that a suite is known to kill
--settings         instead, each parameter takes its initial value wherever it is read: names the parameters
                   that no test misses
--report           run none; print all results of the sources as they are now

Exit status: 0; 1: a mutant survived that is not explained; 2: wrong arguments, or no such build, or a test
fails without a mutant; 77: the build has no objects of its own for each source, or libclang is missing.
"""

import argparse
import csv
import hashlib
import random
import re
import subprocess
import sys
import time
from concurrent.futures import as_completed
from pathlib import Path

from pure_build import LAYERS, ROOT, digest, fail, layer_files

try:
    from mutant_workshop import Mutant, Workshop
except ImportError as missing:
    print(f"{missing}: the package python3-clang is needed")
    raise SystemExit(77) from None

TESTS = ("test/wire", "test/machine", "test/host", "test/explore", "examples/lifecycle-explore")
EXPLAINED = Path(__file__).with_name("explained.txt")
KNOWN = Path(__file__).with_name("known.txt")
COLUMNS = ("key", "file", "line", "was", "now", "outcome", "by", "seconds")
OUTCOMES = ("killed", "survived", "not executed", "explained")


def chosen_files(arguments):
    """The sources to change."""
    files = layer_files()
    if arguments.only:
        files = [file for file in files if re.search(arguments.only, file)]
    if arguments.changed_since:
        done = subprocess.run(["git", "diff", "--name-only", arguments.changed_since], cwd=ROOT, text=True,
                              capture_output=True, check=False)
        if done.returncode:
            fail(f"--changed-since={arguments.changed_since}: {done.stderr.strip()}")
        changed = set(done.stdout.split())
        files = [file for file in files if file in changed]
    if not files:
        fail("no .cc file of " + ", ".join(LAYERS) + " is chosen")
    return files


def fields_of(path, count, wanted):
    """The lines of a list, cut at ' @@ '."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            parts = [part.strip() for part in line.split(" @@ ")]
            if len(parts) != count:
                fail(f'{path.name}:{number}: wanted "{wanted}"')
            yield number, parts


def bare(line):
    """A line without its comment, which does not matter."""
    return line.split(" //")[0].strip()


class Results:
    """What is known of mutants that were run."""

    def __init__(self, folder, without):
        self.path = folder / "results.csv"
        self.rows = {}
        self.tests = digest(*(ROOT / folder for folder in TESTS)) + without
        self.files = {"": digest(*(ROOT / layer for layer in LAYERS))}
        if self.path.exists():
            with open(self.path, encoding="utf-8", newline="") as file:
                self.rows = {row["key"]: row for row in csv.DictReader(file)}

    def key(self, mutant, survived):
        """The same for the same mutant of the same file, and of the same tests if it has survived."""
        if mutant.file not in self.files:
            self.files[mutant.file] = digest(ROOT / mutant.file)
        mark = self.files[mutant.file]
        text = f"{mark}\0{mutant.file}\0{mutant.line}\0{mutant.now}\0{self.tests if survived else ''}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def find(self, mutant):
        """Its row, or None."""
        return self.rows.get(self.key(mutant, False)) or self.rows.get(self.key(mutant, True))

    def keep(self, mutant, outcome, by, seconds):
        """Appended at once, so that a run that is broken off loses nothing. \\return the row"""
        row = dict(zip(COLUMNS, (self.key(mutant, outcome != "killed"), mutant.file, str(mutant.line),
                                 mutant.was, mutant.now, outcome, by, f"{seconds:.1f}")))
        new = not self.path.exists()
        with open(self.path, "a", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            if new:
                writer.writeheader()
            writer.writerow(row)
        self.rows[row["key"]] = row
        return row


def judged(workshop, results, mutants, arguments):
    """Each that has no result yet is run, while there is time. \\return (mutant, row or None) of each"""
    end = time.monotonic() + arguments.seconds

    def judge(mutant, fast):
        if arguments.report or time.monotonic() > end:
            return mutant, None, 0
        start = time.monotonic()
        return mutant, workshop.judge(mutant.number, fast), time.monotonic() - start

    for fast in (True, False):
        waiting = [mutant for mutant in mutants if results.find(mutant) is None]
        for done in as_completed([workshop.pool.submit(judge, mutant, fast) for mutant in waiting]):
            mutant, outcome, seconds = done.result()
            if outcome is not None:
                results.keep(mutant, *outcome, seconds)
    return [(mutant, results.find(mutant)) for mutant in mutants]


def report(rows, table):
    """Print the score of each file. \\return the survivors that nobody has explained"""
    known = {(parts[0], bare(parts[1]), parts[2]) for _, parts in
             fields_of(EXPLAINED, 4, "file @@ line @@ line as changed @@ reason")}
    scores, unexplained = {}, []
    for row in rows:
        score = scores.setdefault(row["file"], dict.fromkeys(OUTCOMES, 0))
        explained = row["outcome"] != "killed" and (row["file"], bare(row["was"]), row["now"]) in known
        score["explained" if explained else row["outcome"]] += 1
        if row["outcome"] != "killed" and not explained:
            unexplained.append(row)
    for file, score in sorted(scores.items()):
        print(f"{file:52} " + " ".join(f"{number:4} {name}" for name, number in score.items()))
    for row in unexplained:
        print(f"{row['outcome']}: {row['file']}:{row['line']}: {row['was']}\n    {row['now']}")
    sums = {name: sum(score[name] for score in scores.values()) for name in OUTCOMES}
    total = sum(sums.values())
    judged_ones = total - sums["explained"]
    print(f"{total} mutants: " + ", ".join(f"{number} {name}" for name, number in sums.items())
          + (f"; {100 * sums['killed'] / judged_ones:.1f} % killed of those not explained" if judged_ones else ""))
    if table:
        with open(table, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("file", *OUTCOMES))
            writer.writerows((name, *score.values()) for name, score in sorted(scores.items()))
    return unexplained


def known_mutants(workshop, count, seed):
    """Some of known.txt that are still in the source. \\return (mutant, program, suite) of each"""
    listed = list(fields_of(KNOWN, 4, "file @@ line @@ line as changed @@ program/suite"))
    if len(listed) < count:
        fail(f"{KNOWN.name} has {len(listed)} mutants, wanted {count}")
    drawn = random.Random(seed).sample(listed, count)
    found = workshop.find(sorted({parts[0] for _, parts in drawn}))
    known = []
    for number, (file, was, now, by) in drawn:
        mutants = [one for one in found[file] if (bare(one.was), one.now) == (bare(was), now)]
        if len(mutants) == 1:
            known.append((mutants[0], *by.split("/", 1)))
        else:
            print(f"{KNOWN.name}:{number}: {file} has it {len(mutants)} times, remove it here: {was}")
    return known


def run_known(workshop, arguments):
    """Each with the suite that kills it. \\return the exit status"""
    known = known_mutants(workshop, arguments.count, arguments.seed)
    invalid = workshop.build_all(sorted({mutant.file for mutant, _, _ in known}))
    survivors = 0
    for mutant, program, suite in known:
        outcome, by = workshop.judge_by(mutant.number, program, suite)
        survivors += outcome != "killed" or mutant.number in invalid
        print(f"{outcome}: {mutant.file}:{mutant.line}: {mutant.now} ({by or program + '/' + suite})", flush=True)
    return 1 if survivors or not known else 0


def run_drawn(workshop, arguments):
    """Each that has no result yet. \\return the exit status"""
    files = chosen_files(arguments)
    every = [mutant for each in workshop.find(layer_files()).values() for mutant in each]
    chosen = [mutant for mutant in every if mutant.file in files]
    count = len(chosen) if arguments.report else min(arguments.count, len(chosen))
    if arguments.list:
        drawn = random.Random(arguments.seed).sample(chosen, len(chosen))[:count]
        for mutant in sorted(drawn, key=lambda one: (one.file, one.line)):
            print(f"{mutant.file}:{mutant.line}: {mutant.was}\n    {mutant.now}")
        print(f"{len(drawn)} of {len(chosen)} mutants")
        return 0
    if not arguments.report:
        invalid = workshop.build_all(layer_files())
        workshop.visit(arguments.without)
        print(f"{len(every)} mutants, {len(invalid)} of them cannot be compiled with a switch", flush=True)
        chosen = [mutant for mutant in chosen if mutant.number not in invalid]
        count = min(count, len(chosen))
    # So that a smaller count draws the first of those that a greater one does.
    drawn = random.Random(arguments.seed).sample(chosen, len(chosen))[:count]
    rows = [row for _, row in judged(workshop, Results(workshop.folder, arguments.without), drawn, arguments)]
    unexplained = report([row for row in rows if row], arguments.table)
    if None in rows:
        print(f"{rows.count(None)} of {len(rows)} are not judged by the tests as they are now, so that the score is too high: "
              "the first to be judged are those that are killed soon")
    return 1 if unexplained else 0


def run_settings(workshop, arguments):
    """Each parameter ignored, until a test notices. \\return the exit status"""
    workshop.find(layer_files())
    mutants = [Mutant(number, "", 0, name, f"{name} ignored")
               for name, number in workshop.settings.items()]
    if not arguments.report:
        workshop.build_all(layer_files())
        workshop.visit(arguments.without)
    noticed, left = 0, 0
    ignored, stuck = [], []
    switched = workshop.switched()
    for mutant, row in judged(workshop, Results(workshop.folder, arguments.without), mutants, arguments):
        if mutant.number not in switched:
            stuck.append(mutant.was)
        elif row is None:
            left += 1
        elif row["outcome"] == "killed":
            noticed += 1
            print(f"{mutant.was}: {row['by']}")
        else:
            ignored.append(mutant.was)
    for name in ignored:
        print(f"no test notices if it is ignored: {name}")
    for name in stuck:
        print(f"cannot be compiled with a switch: {name}")
    print(f"{noticed} parameters are tested, {len(ignored)} are not, {left + len(stuck)} were not looked at")
    return 1 if ignored else 0


def main():
    """\\return the exit status"""
    parser = argparse.ArgumentParser(description="Mutation testing of model/wire, model/machine, model/host.")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "default")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--changed-since", default="")
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--without", default="")
    parser.add_argument("--table", default="")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--known", action="store_true")
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--settings", action="store_true")
    arguments = parser.parse_args()
    for name in ("count", "jobs"):
        if getattr(arguments, name) < 1:
            fail(f"--{name}={getattr(arguments, name)}: wanted 1 or more")
    workshop = Workshop(arguments.build.resolve(), "mutation-known" if arguments.known else "mutation",
                        arguments.jobs)
    if arguments.settings:
        return run_settings(workshop, arguments)
    if arguments.known:
        return run_known(workshop, arguments)
    return run_drawn(workshop, arguments)


if __name__ == "__main__":
    sys.exit(main())
