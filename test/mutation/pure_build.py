# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""A build by Ninja of the pure layers, whose objects can be exchanged."""

import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
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


def digest(*paths):
    """Of the contents of files and folders."""
    whole = hashlib.sha256()
    for path in paths:
        for file in sorted(path.glob("*.*")) if path.is_dir() else [path]:
            whole.update(file.read_bytes())
    return whole.hexdigest()[:16]


def layer_files():
    """The sources of the pure layers."""
    return sorted(str(path.relative_to(ROOT)) for layer in LAYERS for path in (ROOT / layer).glob("*.cc"))


class PureBuild:
    """Its commands."""

    def __init__(self, build):
        self.build = build
        try:
            commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
        except OSError as error:
            fail(f"{error.filename}: {error.strerror}: build the preset default first")
        self.compilations = {os.path.relpath(entry["file"], ROOT): entry["command"] for entry in commands
                             if re.search(r"tcp-lifecycle-(wire|machine|host)\.dir", entry["command"])}
        if not any(file.startswith(LAYERS) for file in self.compilations):
            print(f"{build} compiles several sources as one")
            raise SystemExit(77)
        self.links = {program: self._link_command(program) for program in (*PROGRAMS, EXPLORER)}
        for program in self.links:
            if not (build / "bin" / program).exists():
                fail(f"{build / 'bin' / program} is not built")

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
        words = shlex.split(self.compilations[file])
        return words[words.index("-o") + 1]

    def compile(self, like, source, result, *flags):
        """Compile a source as a file of the layers is. \\return what the compiler complains of, or empty"""
        words = shlex.split(self.compilations[like])
        words[words.index("-o") + 1] = str(result)
        words[-1] = str(source)
        words += ["-w", f"-I{(ROOT / like).parent}", *flags]
        done = subprocess.run(words, cwd=self.build, text=True, capture_output=True, check=False)
        return done.stderr if done.returncode else ""

    def link(self, program, result, objects, extra):
        """Link a program with other objects. \\param objects by source \\param extra objects
        \\return whether it has any of them"""
        others = {self.object_of(file): str(other) for file, other in objects.items()}
        head, tail = self.links[program]
        if not others.keys() & {*head, *tail}:
            return False
        swapped = [[others.get(word, word) for word in part] for part in (head, tail)]
        subprocess.run([*swapped[0], "-o", result, *map(str, extra), *swapped[1]], cwd=self.build, check=True)
        return True
