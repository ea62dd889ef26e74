# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""A build by Ninja of the pure layers, whose objects can be exchanged one by one."""

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("model/wire", "model/machine", "model/host")
PROGRAMS = ("test-wire", "test-machine", "test-host")
EXPLORER = "explore-core"
EXPLORE = ("all", "--states=3000")


def fail(message):
    """One line, status 2."""
    print(f"{Path(sys.argv[0]).name}: {message}", file=sys.stderr)
    raise SystemExit(2)


@dataclass(frozen=True)
class Suite:
    """A part of a test program, and its CPU time without a mutant."""
    program: str
    name: str
    seconds: float = 0.0

    def arguments(self):
        """Of its program."""
        return EXPLORE if self.program == EXPLORER else (f"--run_test={self.name}", "--log_level=error",
                                                         "--report_level=no")


class PureBuild:
    """Its commands."""

    def __init__(self, build):
        self.build = build
        try:
            commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
        except OSError as error:
            fail(f"{error.filename}: {error.strerror}: build the preset default first")
        self.compilations = {os.path.relpath(entry["file"], ROOT): entry for entry in commands
                             if re.search(r"tcp-lifecycle-(wire|machine|host)\.dir", entry["command"])}
        if not any(file.startswith(LAYERS) for file in self.compilations):
            print(f"{build} compiles several sources as one")
            raise SystemExit(77)
        self.links = {program: self._link_command(program) for program in (*PROGRAMS, EXPLORER)}

    def _link_command(self, program):
        """How Ninja links a program, as words before and after -o FILE."""
        done = subprocess.run(["ninja", "-t", "commands", "-s", f"bin/{program}"], cwd=self.build, text=True,
                              capture_output=True, check=False)
        if done.returncode:
            fail(f"{self.build}: {done.stderr.strip() or done.stdout.strip()}")
        words = shlex.split(done.stdout.split("&&")[1])
        return words[:words.index("-o")], words[words.index("-o") + 2:]

    def object_of(self, file):
        """The object of a source."""
        words = shlex.split(self.compilations[file]["command"])
        return words[words.index("-o") + 1]

    def compile(self, file, source, result, *flags):
        """Compile a source as a file of the layers is. \return whether it can be compiled"""
        words = shlex.split(self.compilations[file]["command"])
        words[words.index("-o") + 1] = str(result)
        words[-1] = str(source)
        words += ["-w", f"-I{(ROOT / file).parent}", *flags]
        return subprocess.run(words, cwd=self.build, capture_output=True, check=False).returncode == 0

    def link(self, program, result, objects, *flags):
        """Link a program with other objects. \param objects by source
        \return whether it has any of them"""
        others = {self.object_of(file): str(other) for file, other in objects.items()}
        head, tail = self.links[program]
        if not others.keys() & {*head, *tail}:
            return False
        swapped = [[others.get(word, word) for word in part] for part in (head, tail)]
        subprocess.run([*swapped[0], "-o", result, *swapped[1], *flags], cwd=self.build, check=True)
        return True

    def suites_of(self, program):
        """The suites of a program, in its order."""
        if program == EXPLORER:
            return [Suite(program, "all")]
        listed = subprocess.run([self.build / "bin" / program, "--list_content"], text=True,
                                capture_output=True, check=True)
        return [Suite(program, line.rstrip("*")) for line in (listed.stdout + listed.stderr).splitlines()
                if re.match(r"\w+\*?$", line)]
