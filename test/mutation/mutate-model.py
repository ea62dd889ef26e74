#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Mutation testing of the pure layers: changes one place of a source and looks whether a test fails.

Usage: mutate-model.py [--build=FOLDER] [--count=N] [--seed=N] [--only=REGEX] [--changed-since=REVISION]
                       [--seconds=N] [--table=FILE] [--list | --known | --settings] [--report]

Draws N mutants (default 20) of the .cc files of model/wire, model/machine and model/host from the seed: each
is one changed operator, constant, condition or statement. The objects and commands are those of a build by
Ninja (default build/default), in which test-wire, test-machine, test-host and explore-core are built: only
the changed object is compiled, with -O1, and linked with all the others. Suites run one by one, the shortest
first, until one fails; a suite that takes much more CPU time than without a mutant has failed, too.

Results are kept in FOLDER/mutation/results.csv. A mutant that was killed is not run again until its file
changes; one that survived, until its file or a test changes. A survivor that no test can kill is explained
in explained.txt beside this script.

--only             files whose path matches
--changed-since    only files that differ from a revision
--seconds          begin no mutant after this number of seconds
--table            write the score of each file as CSV
--list             print the mutants, run none
--known            draw from known.txt beside this script instead: mutants that a suite is known to kill
--settings         instead, every place that reads a parameter takes its initial value: names the parameters
                   that no test misses
--report           run none; print all results of the sources as they are now

Exit status: 0; 1: a mutant survived that is not explained; 2: wrong arguments, or no such build, or a test
fails without a mutant; 77: the build has no objects of its own for each source.
"""

import argparse
import csv
import hashlib
import json
import math
import os
import random
import re
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from pure_build import EXPLORER, LAYERS, PROGRAMS, ROOT, PureBuild, Suite, fail

TESTS = ("test/wire", "test/machine", "test/host", "test/explore", "examples/lifecycle-explore")
EXPLAINED = Path(__file__).with_name("explained.txt")
KNOWN = Path(__file__).with_name("known.txt")
COLUMNS = ("key", "file", "line", "was", "now", "outcome", "by", "seconds")
PATIENCE = (4, 4)  # times the CPU time of a suite without a mutant, and seconds more
MEMORY = 4 << 30

OPERATORS = (
    (r"(?<=[\w)\]] )<(?= [\w(*-])", "<="),
    (r"(?<=[\w)\]] )>(?= [\w(*-])", ">="),
    (r"<=(?!>)", "<"),
    (r">=", ">"),
    (r"==", "!="),
    (r"!=", "=="),
    (r"&&", "||"),
    (r"\|\|", "&&"),
    (r"(?<=[\w)\]] )\+(?= [\w(])", "-"),
    (r"(?<=[\w)\]] )-(?= [\w(])", "+"),
    (r"\+=", "-="),
    (r"-=", "+="),
    (r"\btrue\b", "false"),
    (r"\bfalse\b", "true"),
    (r"!(?=[\w(])", ""),
    (r"\bstd::min\b", "std::max"),
    (r"\bstd::max\b", "std::min"),
    (r"\bif \((?!constexpr)", "if (!("),
)
# A parameter that is read: the mutant takes its initial value instead.
SETTING = re.compile(r"\b(?:\w+\.)?(m_config|config)(->|\.)((?:\w+\.)*\w+)\b(?!\()(?! [-+|]?= )")
# A number, but not a part of a name, a version or a clause.
NUMBER = re.compile(r"(?<![\w.'\"])(\d+)(?![\w.'\"])")
# A statement on a line of its own: an assignment, or a call whose value is not used.
STATEMENT = re.compile(r"^\s+(?:[\w.:>\[\]-]+ (?:[-+|&]?=) [^{]*|[\w.:>-]+\([^{]*\));$")
ERROR = re.compile(r'error: in "([^"]+)"')


@dataclass(frozen=True)
class Mutant:
    """One change of one line."""
    file: str
    line: int
    was: str
    now: str
    by: str = ""


def digest(*paths):
    """Of the contents of files and folders."""
    whole = hashlib.sha256()
    for path in paths:
        for file in sorted(path.glob("*.*")) if path.is_dir() else [path]:
            whole.update(file.read_bytes())
    return whole.hexdigest()[:16]


def code_lines(path):
    """(number, line) of what is neither comment, preprocessor line, check at compile time nor text."""
    in_comment = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        stripped = line.strip()
        if in_comment or stripped.startswith("/*"):
            in_comment = "*/" not in stripped
            continue
        if (not stripped or stripped.startswith(("//", "#", "static_assert", "template", "using "))
                or '"' in stripped or "operator" in stripped):
            continue
        yield number, line


def of_line(line):
    """All mutants of a line, as lines."""
    code = line.split(" //")[0]
    for pattern, replacement in OPERATORS:
        for match in re.finditer(pattern, code):
            now = code[:match.start()] + replacement + code[match.end():]
            if replacement == "if (!(":
                if code.count("(") != code.count(")"):
                    continue
                now += ")"
            yield now
    for match in NUMBER.finditer(code):
        value = int(match.group(1))
        for other in sorted({value + 1, max(value - 1, 0)} - {value}):
            yield code[:match.start()] + str(other) + code[match.end():]
    if STATEMENT.match(code):
        yield re.match(r"\s*", code).group(0) + ";"


def mutants_of(file):
    """All mutants of a file."""
    return [Mutant(file, number, line.strip(), now.strip())
            for number, line in code_lines(ROOT / file) for now in of_line(line) if now != line]


def settings_of(file):
    """(parameter, mutant) of each place of a file that reads a parameter."""
    for number, line in code_lines(ROOT / file):
        code = line.split(" //")[0]
        for match in SETTING.finditer(code):
            kind = "HostConfig" if match[1] + match[2] == "m_config." else "Config"
            now = f"{code[:match.start()]}{kind}{{}}.{match[3]}{code[match.end():]}"
            yield f"{kind}::{match[3]}", Mutant(file, number, line.strip(), now.strip())


def chosen_files(arguments):
    """The sources to change."""
    files = sorted(str(path.relative_to(ROOT)) for layer in LAYERS for path in (ROOT / layer).glob("*.cc"))
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


def known_mutants():
    """What known.txt has, with the line that each is now on; what is no longer in the source is left out."""
    known = []
    for number, (file, was, now, by) in fields_of(KNOWN, 4, "file @@ line @@ line as changed @@ program/suite"):
        lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
        places = [at for at, line in enumerate(lines, 1) if line.strip() == was]
        if len(places) == 1:
            known.append(Mutant(file, places[0], was, now, by))
        else:
            print(f"{KNOWN.name}:{number}: {file} has the line {len(places)} times, remove it here: {was}")
    return known


class Workshop(PureBuild):
    """A build, whose objects are linked with a changed one."""

    def __init__(self, build):
        super().__init__(build)
        self.folder = build / "mutation"
        self.folder.mkdir(exist_ok=True)
        self.linked = set()

    def suites(self):
        """All suites, the shortest first."""
        path = self.folder / "suites.json"
        programs = [self.build / "bin" / program for program in (*PROGRAMS, EXPLORER)]
        for program in programs:
            if not program.exists():
                fail(f"{program} is not built")
        mark = digest(*programs)
        if path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            if kept["mark"] == mark:
                return [Suite(*suite) for suite in kept["suites"]]
        timed = []
        for suite in [suite for program in (*PROGRAMS, EXPLORER) for suite in self.suites_of(program)]:
            before = os.times()
            if self.run(self.build / "bin" / suite.program, suite, 3600):
                fail(f"{suite.program} {suite.name} fails without a mutant")
            after = os.times()
            timed.append(Suite(suite.program, suite.name, after.children_user - before.children_user
                               + after.children_system - before.children_system))
        timed.sort(key=lambda suite: suite.seconds)
        path.write_text(json.dumps({"mark": mark, "suites": [(s.program, s.name, s.seconds) for s in timed]}),
                        encoding="utf-8")
        return timed

    def run(self, program, suite, limit):
        """Run a suite until something is wrong. \return what, or empty"""
        def bounds():
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        with subprocess.Popen([program, *suite.arguments()], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, errors="replace", cwd=self.folder, preexec_fn=bounds) as process:
            for line in process.stdout:
                failed = ERROR.search(line)
                if failed:
                    process.kill()
                    return failed.group(1)
        return "" if process.returncode == 0 else suite.name

    def prepare(self, mutant):
        """The object of a mutant. \return whether it can be compiled"""
        lines = (ROOT / mutant.file).read_text(encoding="utf-8").splitlines()
        lines[mutant.line - 1] = mutant.now
        source = self.folder / Path(mutant.file).name
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.linked = set()
        done = self.compile(mutant.file, source, self.folder / "mutant.o", "-O1")
        source.unlink()
        return done

    def program_of(self, program, mutant):
        """A program with the changed object. \return it, or None: it has no such object"""
        changed = self.folder / program
        if program not in self.linked:
            if not self.link(program, changed, {mutant.file: self.folder / "mutant.o"}):
                return None
            self.linked.add(program)
        return changed

    def judge(self, mutant, suites):
        """(outcome, by) of a mutant."""
        if not self.prepare(mutant):
            return "invalid", "compiler"
        for suite in suites:
            program = self.program_of(suite.program, mutant)
            if program is not None:
                failed = self.run(program, suite, math.ceil(PATIENCE[0] * suite.seconds + PATIENCE[1]))
                if failed:
                    return "killed", f"{suite.program}/{failed}"
        return "survived", ""


class Results:
    """What is known of mutants that were run."""

    def __init__(self, folder):
        self.path = folder / "results.csv"
        self.rows = {}
        self.tests = digest(*(ROOT / folder for folder in TESTS))
        self.files = {}
        if self.path.exists():
            with open(self.path, encoding="utf-8", newline="") as file:
                self.rows = {row["key"]: row for row in csv.DictReader(file)}

    def key(self, mutant, survived):
        """The same for the same mutant of the same file, and of the same tests if it has survived."""
        mark = self.files.setdefault(mutant.file, digest(ROOT / mutant.file))
        text = f"{mark}\0{mutant.file}\0{mutant.line}\0{mutant.now}\0{self.tests if survived else ''}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def find(self, mutant):
        """Its row, or None."""
        return self.rows.get(self.key(mutant, False)) or self.rows.get(self.key(mutant, True))

    def keep(self, mutant, outcome, by, seconds):
        """Appended at once, so that a run that is broken off loses nothing. \return the row"""
        row = dict(zip(COLUMNS, (self.key(mutant, outcome == "survived"), mutant.file, str(mutant.line),
                                 mutant.was, mutant.now, outcome, by, f"{seconds:.1f}")))
        new = not self.path.exists()
        with open(self.path, "a", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            if new:
                writer.writeheader()
            writer.writerow(row)
        self.rows[row["key"]] = row
        return row


def report(rows, table):
    """Print the score of each file. \return the survivors that nobody has explained"""
    known = {tuple(parts[:3]) for _, parts in
             fields_of(EXPLAINED, 4, "file @@ line @@ line as changed @@ reason")}
    scores, unexplained = {}, []
    for row in rows:
        if row["outcome"] == "invalid":
            continue
        score = scores.setdefault(row["file"], {"killed": 0, "survived": 0, "explained": 0})
        outcome = "explained" if (row["file"], row["was"], row["now"]) in known else row["outcome"]
        score[outcome] += 1
        if outcome == "survived":
            unexplained.append(row)
    for file, score in sorted(scores.items()):
        print(f"{file:52} " + " ".join(f"{number:4} {name}" for name, number in score.items()))
    for row in unexplained:
        print(f"survived: {row['file']}:{row['line']}: {row['was']}\n    {row['now']}")
    killed, survived, explained = (sum(score[name] for score in scores.values())
                                   for name in ("killed", "survived", "explained"))
    total = killed + survived
    print(f"{total + explained} mutants, {killed} killed, {explained} explained, {survived} survived"
          + (f": {100 * killed / total:.1f} %" if total else ""))
    if table:
        with open(table, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("file", "killed", "survived", "explained"))
            writer.writerows((name, *score.values()) for name, score in sorted(scores.items()))
    return unexplained


def run_known(workshop, drawn):
    """Each with the suite that kills it. \return the exit status"""
    survivors = 0
    for mutant in drawn:
        program, suite = mutant.by.split("/", 1)
        if suite not in (one.name for one in workshop.suites_of(program)):
            fail(f"{KNOWN.name}: {program} has no suite {suite}")
        outcome, by = workshop.judge(mutant, [Suite(program, suite, 10)])
        survivors += outcome != "killed"
        print(f"{outcome}: {mutant.file}:{mutant.line}: {mutant.now} ({by or mutant.by})", flush=True)
    return 1 if survivors else 0


def run_drawn(workshop, drawn, arguments):
    """Each that has no result yet. \return the exit status"""
    began = time.monotonic()
    results = Results(workshop.folder)
    rows = []
    suites = None
    for mutant in drawn:
        row = results.find(mutant)
        if row is None:
            if arguments.report or time.monotonic() - began > arguments.seconds:
                continue
            suites = suites or workshop.suites()
            start = time.monotonic()
            outcome, by = workshop.judge(mutant, suites)
            row = results.keep(mutant, outcome, by, time.monotonic() - start)
        rows.append(row)
    return 1 if report(rows, arguments.table) else 0


def run_settings(workshop, files, arguments):
    """Each parameter ignored, place by place, until a test notices. \return the exit status"""
    began = time.monotonic()
    places = {}
    for file in files:
        if Path(file).name not in ("lifecycle-profile.cc", "lifecycle-config.cc"):
            for name, mutant in settings_of(file):
                places.setdefault(name, []).append(mutant)
    results = Results(workshop.folder)
    suites = workshop.suites()
    noticed, ignored, left = 0, [], 0
    for name, mutants in sorted(places.items()):
        outcomes = set()
        for mutant in mutants:
            row = results.find(mutant)
            if row is None and time.monotonic() - began < arguments.seconds and not arguments.report:
                start = time.monotonic()
                row = results.keep(mutant, *workshop.judge(mutant, suites), time.monotonic() - start)
            outcomes.add(row["outcome"] if row else "not run")
            if "killed" in outcomes:
                break
        if "killed" in outcomes:
            noticed += 1
        elif "not run" in outcomes:
            left += 1
        elif outcomes != {"invalid"}:
            ignored.append(name)
            print(f"no test notices if it is ignored: {name}", flush=True)
    print(f"{noticed} parameters are tested, {len(ignored)} are not, {left} were not looked at")
    return 1 if ignored else 0


def main():
    """\return the exit status"""
    parser = argparse.ArgumentParser(description="Mutation testing of model/wire, model/machine, model/host.")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "default")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--changed-since", default="")
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--table", default="")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--known", action="store_true")
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--settings", action="store_true")
    arguments = parser.parse_args()
    if arguments.count < 1:
        fail(f"--count={arguments.count}: wanted 1 or more")
    every = known_mutants() if arguments.known else [
        mutant for file in chosen_files(arguments) for mutant in mutants_of(file)]
    if arguments.known and len(every) < arguments.count:
        fail(f"{KNOWN.name} has {len(every)} mutants of the sources as they are, wanted {arguments.count}")
    count = len(every) if arguments.report else min(arguments.count, len(every))
    drawn = random.Random(arguments.seed).sample(every, count)
    if arguments.list:
        for mutant in sorted(drawn, key=lambda one: (one.file, one.line)):
            print(f"{mutant.file}:{mutant.line}: {mutant.was}\n    {mutant.now}")
        print(f"{len(drawn)} of {len(every)} mutants")
        return 0
    workshop = Workshop(arguments.build.resolve())
    if arguments.settings:
        return run_settings(workshop, chosen_files(arguments), arguments)
    if arguments.known:
        return run_known(workshop, drawn)
    return run_drawn(workshop, drawn, arguments)


if __name__ == "__main__":
    sys.exit(main())
