# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Programs with all mutants in them, and the test cases that judge one."""

import hashlib
import math
import os
import pickle
import re
import subprocess
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pure_build import EXPLORE, EXPLORER, PROGRAMS, ROOT, PureBuild, digest, fail, layer_files
from schemata import Finder, written

HERE = Path(__file__).resolve().parent
PER_FILE = 2048  # numbers of a file; the first are those of parameters
PATIENCE = (4, 1)  # times the CPU time of test cases without a mutant, and seconds more
MEMORY = 4 << 30
FAST = 0.5  # seconds of the test cases that run of every mutant before the others run of any
BATCH = 5.0  # seconds of test cases that one process runs
FAILS = re.compile(r"^fails: (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Mutant:
    """One change of one place, or a parameter that is ignored at all places."""
    number: int
    file: str
    line: int
    was: str
    now: str


@dataclass(frozen=True)
class Case:
    """A test case, and its CPU time without a mutant."""
    program: str
    name: str
    seconds: float


class Workshop(PureBuild):
    """A build, whose objects are exchanged for such with mutants."""

    def __init__(self, build, folder, jobs):
        super().__init__(build)
        self.folder = build / folder
        self.folder.mkdir(exist_ok=True)
        self.pool = ThreadPoolExecutor(jobs)
        self.order = layer_files()
        self.settings = {}
        self.cases = {}
        self.places = {}
        self.linked = []

    # What there is

    def find(self, files):
        """The mutants of files. \\return by file: a list of them"""
        places = dict(zip(files, self.pool.map(self._places_of, files)))
        self.settings = {name: number for number, name in enumerate(sorted(
            {place.setting for each in places.values() for place in each if place.setting}))}
        found = {}
        for file, each in places.items():
            base = PER_FILE * (1 + self.order.index(file))
            seen = set()
            found[file] = []
            for place in each:
                if not place.setting and (place.line, place.now) not in seen:
                    seen.add((place.line, place.now))
                    place.number = base + len(seen) - 1
                    found[file].append(Mutant(place.number, file, place.line, place.was, place.now))
            if len(seen) > PER_FILE:
                fail(f"{file}: {len(seen)} mutants, more than {PER_FILE}")
        self.places = places
        return found

    def _places_of(self, file):
        """Kept until the file or the finder changes."""
        mark = digest(ROOT / file, HERE / "schemata.py")
        kept = self.folder / f"{Path(file).name}.{mark}.places"
        if kept.exists():
            return pickle.loads(kept.read_bytes())
        places = Finder(ROOT / file, self.compilations[file]).find()
        for old in self.folder.glob(f"{Path(file).name}.*.places"):
            old.unlink()
        kept.write_bytes(pickle.dumps(places))
        return places

    # Building

    def build_all(self, files):
        """Compile files with their mutants and link the programs. \\return numbers that do not compile"""
        extra = {name: self.folder / f"{name}.o" for name in ("mutant-switch", "mutant-observer")}
        for name, result in extra.items():
            if result.exists() and result.stat().st_mtime > max(one.stat().st_mtime for one in HERE.glob("mutant-*")):
                continue
            complaint = self.compile(files[0], HERE / f"{name}.cc", result, "-O2", f"-I{HERE}")
            if complaint:
                fail(complaint)
        objects, invalid = {}, set()
        for file, (result, dropped) in zip(files, self.pool.map(self._compile_mutants, files)):
            objects[file] = result
            invalid |= dropped
        self.linked = []
        for program in (*PROGRAMS, EXPLORER):
            wanted = [extra["mutant-switch"]] + ([extra["mutant-observer"]] if program != EXPLORER else [])
            if self._link_again(program, objects, wanted):
                self.linked.append(program)
        return invalid

    def switched(self):
        """The numbers that a source of the last build has."""
        return {int(number) for source in self.folder.glob("*.cc")
                for number in re.findall(r"mutant::On\((\d+)\)", source.read_text(encoding="utf-8"))}

    def _link_again(self, program, objects, extra):
        """Link a program if it is not as it would be. \return whether it has any of the objects"""
        linked = self.folder / program
        mark = digest(self.build / "bin" / program, *objects.values(), *extra)
        kept = self.folder / f"{program}.linked"
        if linked.exists() and kept.exists() and kept.read_text(encoding="utf-8") == mark:
            return True
        linked.unlink(missing_ok=True)
        if not self.link(program, linked, objects, extra):
            return False
        kept.write_text(mark, encoding="utf-8")
        return True

    def _compile_mutants(self, file):
        """Leaves out the mutants of a line at which the compiler complains. \\return (object, left out)"""
        source = (ROOT / file).read_bytes()
        place_of = {}
        for place in self.places[file]:
            number = self.settings[place.setting] if place.setting else getattr(place, "number", None)
            if number is not None:
                place_of[id(place)] = (place, number)
        target = self.folder / Path(file).name
        result = target.with_suffix(".o")
        kept = target.with_suffix(".built")
        whole = written(source, self.places[file], {key: number for key, (_, number) in place_of.items()})
        mark = hashlib.sha256(whole.encode() + (HERE / "mutant-switch.h").read_bytes()).hexdigest()
        if kept.exists() and result.exists():
            built = pickle.loads(kept.read_bytes())
            if built[0] == mark:
                return result, built[1]
        dropped, lines = set(), set()
        while True:
            target.write_text(written(source, self.places[file],
                                      {key: number for key, (place, number) in place_of.items()
                                       if place.line not in lines}), encoding="utf-8")
            complaint = self.compile(file, target, result, "-O1", "-g0", "-Wno-narrowing", f"-I{HERE}",
                                     "-include", "mutant-switch.h")
            if not complaint:
                break
            more = {int(line) for line in re.findall(rf"{re.escape(str(target))}:(\d+):", complaint)} - lines
            lines |= more
            if not more:
                fail(f"{file}: with mutants it does not compile: {complaint[:2000]}")
        dropped = {number for place, number in place_of.values() if place.line in lines and not place.setting}
        kept.write_bytes(pickle.dumps((mark, dropped)))
        return result, dropped

    # Judging

    def visit(self, without):
        """Run all test cases without a mutant: which case reaches which place, in which time.
        \\param without a pattern of those that judge no mutant"""
        self._visit_all()
        if without:
            self.cases = {number: [case for case in cases if not re.search(without, f"{case.program}/{case.name}")]
                          for number, cases in self.cases.items()}

    def _visit_all(self):
        """Kept until a program changes."""
        programs = [self.folder / program for program in self.linked]
        mark = digest(*programs)
        kept = self.folder / "reached"
        if kept.exists():
            mark_of, cases = pickle.loads(kept.read_bytes())
            if mark_of == mark:
                self.cases = cases
                return
        cases = defaultdict(list)
        for program, reached in zip(self.linked, self.pool.map(self._visit_program, self.linked)):
            for name, seconds, numbers in reached:
                for number in numbers:
                    cases[number].append(Case(program, name, seconds))
        for number in cases:
            cases[number].sort(key=lambda case: case.seconds)
        self.cases = dict(cases)
        kept.write_bytes(pickle.dumps((mark, self.cases)))

    def _visit_program(self, program):
        """(case, seconds, numbers) of each case."""
        log = self.folder / f"{program}.reached"
        log.unlink(missing_ok=True)
        before = os.times()
        done = self._run(program, None, 7200, {"LIFECYCLE_REACHED": str(log)})
        if done:
            fail(f"{program} fails without a mutant: {done}")
        after = os.times()
        rows = []
        for line in log.read_text(encoding="utf-8").splitlines():
            name, seconds, *numbers = line.split()
            rows.append((name, float(seconds), set(map(int, numbers))))
        if program == EXPLORER:
            return [("all", after.children_user - before.children_user + after.children_system
                     - before.children_system, rows[0][2])]
        always = next(numbers for name, _, numbers in rows if name == "before")
        return [(name, seconds, numbers | always) for name, seconds, numbers in rows
                if name not in ("before", "*")]

    def _run(self, program, cases, seconds, environment):
        """Run test cases, or all. \\return what fails, or empty"""
        limit = math.ceil(PATIENCE[0] * seconds + PATIENCE[1])
        if program == EXPLORER:
            arguments = EXPLORE
        else:
            arguments = ["--log_level=nothing", "--report_level=no", "--catch_system_errors=no"]
            arguments += [f"--run_test={name}" for name in cases or []]
        try:
            done = subprocess.run(["prlimit", f"--cpu={limit}", f"--as={MEMORY}", "--core=0",
                                   self.folder / program, *arguments],
                                  cwd=self.folder, env={**os.environ, **environment}, text=True, errors="replace",
                                  capture_output=True, check=False, timeout=20 * limit + 600)
        except subprocess.TimeoutExpired:
            return "time"
        if done.returncode == 0:
            return ""
        failed = FAILS.search(done.stdout)
        return failed[1] if failed else f"status {done.returncode}"

    def judge(self, number, fast):
        """(outcome, by) of a mutant, or None: the fast test cases have not killed it.
        \param fast whether to run only these, or the others"""
        cases = self.cases.get(number, [])
        if not cases:
            return "not executed", ""
        few = self._fast_of(cases)
        for batch in (few,) if fast else self._batches_of(cases[len(few):]):
            of_program = defaultdict(list)
            for case in batch:
                of_program[case.program].append(case)
            for program, chosen in of_program.items():
                failed = self._run(program, [one.name for one in chosen], sum(one.seconds for one in chosen),
                                   {"LIFECYCLE_MUTANT": str(number)})
                if failed:
                    return "killed", f"{program}/{failed}"
        return None if fast and len(few) < len(cases) else ("survived", "")

    @staticmethod
    def _fast_of(cases):
        """The first that take little in all."""
        seconds = 0.0
        for at, case in enumerate(cases):
            seconds += case.seconds
            if seconds > FAST:
                return cases[:max(at, 1)]
        return cases

    @staticmethod
    def _batches_of(cases):
        """Test cases that one process runs, a few seconds each."""
        batch, seconds = [], 0.0
        for case in cases:
            if batch and seconds + case.seconds > BATCH:
                yield batch
                batch, seconds = [], 0.0
            batch.append(case)
            seconds += case.seconds
        if batch:
            yield batch

    def judge_by(self, number, program, suite):
        """(outcome, by) of a mutant that one suite is asked for."""
        failed = self._run(program, [suite], 10, {"LIFECYCLE_MUTANT": str(number)})
        return ("killed", f"{program}/{failed}") if failed else ("survived", "")
