#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What the explorer writes of a violation leads to it again.

Usage: replay-counterexamples.py FOLDER_OF_PROGRAMS

The packetdrill script of each hazard passes: the end at which the invariant is broken does, outside of the
explorer, what the explorer has seen. A script with another last segment fails, so a script that passes
says something. The fault file can be read, has as many calls of users as the ladder, and names each
segment that was lost.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAMS = Path(sys.argv[1])
errors = []


def expect(right, message):
    """Note what is not right."""
    if not right:
        errors.append(message)


def run(*command):
    """\return the finished process"""
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)


def check(name, out):
    """Of one hazard."""
    found = run(PROGRAMS / "lifecycle-explore", name, f"--out={out}")
    expect(found.returncode == 0, f"{name}: {found.stdout}{found.stderr}")
    script = out / f"{name}.pkt"
    passes = run(PROGRAMS / "lifecycle-packetdrill", "--profile=rfc9293", script)
    expect(passes.returncode == 0, f"{name}: the script does not lead there: {passes.stdout}")
    lines = script.read_text(encoding="utf-8").splitlines()
    last = max(at for at, line in enumerate(lines) if re.match(r"[\d.]+ > ", line))
    lines[last] = re.sub(r" > (\S+) (\d+):(\d+)", lambda m: f" > {m[1]} {int(m[2]) + 1}:{int(m[3]) + 1}",
                         lines[last])
    wrong = out / f"{name}-wrong.pkt"
    wrong.write_text("\n".join(lines) + "\n", encoding="utf-8")
    expect(run(PROGRAMS / "lifecycle-packetdrill", "--profile=rfc9293", wrong).returncode == 1,
           f"{name}: a script with another segment passes, too")
    rules = (out / f"{name}.faults").read_text(encoding="utf-8")
    ladder, calls = found.stdout.split("The users' calls:")
    expect(rules.count("\n# at ") == len(re.findall(r"^ +[\d.]+ s  [AB]: ", calls, re.MULTILINE)),
           f"{name}: the fault file and the ladder differ in their calls")
    expect(len(re.findall(r"^drop ", rules, re.MULTILINE)) == ladder.count(" lost"),
           f"{name}: the fault file and the ladder differ in what is lost")
    read = run(PROGRAMS / "lifecycle-lab", "--scenario=active-close", f"--faults={out / name}.faults")
    expect("faults, line" not in read.stderr, f"{name}: {read.stderr}")


def main():
    """\return the exit status"""
    listed = run(PROGRAMS / "lifecycle-explore", "--list").stdout
    hazards = re.findall(r"^(rfc1337-h\d) ", listed, re.MULTILINE)
    expect(hazards, "there is no hazard in the catalogue")
    with tempfile.TemporaryDirectory() as folder:
        for name in hazards:
            check(name, Path(folder))
    for error in errors:
        print(error)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
