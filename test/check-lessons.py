#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The gallery has the ladder of each scenario, as lifecycle-lab draws it, and predictions are judged right.

Usage: check-lessons.py [lifecycle-lab]; without an argument, the one in $TCP_LIFECYCLE_BIN_DIR.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

DOC = Path(__file__).resolve().parent.parent / "doc"
# RFC 9293, 3.4.2: 2MSL is 4 minutes. RFC 6298, 2.1 and 5.5: the RTO is 1 s, and doubles. A round trip takes
# 20 ms, B closes 50 ms after end of file.
PREDICTIONS = [
    ("last-ack-lost", [], "B in LAST-ACK 1.02s", 0),
    ("last-ack-lost", [], "B in LAST-ACK 1.06 s", 0),  # 4 % more
    ("last-ack-lost", [], "B in LAST-ACK 1.2 s", 1),
    ("last-ack-lost", [], "B in LAST-ACK 0s", 1),
    ("last-ack-lost", [], "A in TIME-WAIT 241 s", 0),
    ("last-ack-lost", [], "A in CLOSING 0 s", 0),
    ("last-ack-lost", [], "A in CLOSING 1ms", 1),
    ("client-close", ["--fault=drop B>A FIN 1-2"], "A in FIN-WAIT-2 3.05 s", 0),
    ("client-close", ["--fault=drop B>A FIN 1-2"], "A in FIN-WAIT-2 2.05 s", 1),
    ("simultaneous-close", [], "B in TIME-WAIT 240 s", 0),
]


def main():
    """Check all."""
    lab = sys.argv[1] if len(sys.argv) > 1 else os.path.join(
        os.environ["TCP_LIFECYCLE_BIN_DIR"], "lifecycle-lab")  # fmt: skip
    wrong = []

    def run(*arguments):
        return subprocess.run([lab, *arguments], capture_output=True, text=True, check=False)

    names = [line.split()[0] for line in run("--list").stdout.splitlines()]
    shown = re.findall(r"literalinclude:: ladders/(\S+)\.txt", (DOC / "gallery.rst").read_text())
    if shown != names:
        wrong.append(f"doc/gallery.rst shows {shown}, not what --list has: {names}")
    with tempfile.TemporaryDirectory() as top:
        for name in names:
            run(name, f"--out={top}/{name}", "--pcap=none")
            ladder = DOC / "ladders" / f"{name}.txt"
            if not ladder.is_file() or ladder.read_text() != Path(top, name, "ladder.txt").read_text():
                wrong.append(f"{ladder}: is not what lifecycle-lab draws; build the target doc-update")
    lessons = (DOC / "lessons.rst").read_text()
    if lessons.count("<details><summary>Answer</summary>") != 12:
        wrong.append("doc/lessons.rst has not twelve answers")
    for name in re.findall(r"literalinclude:: ladders/(\S+)\.txt", lessons):
        if name not in names:
            wrong.append(f"doc/lessons.rst: there is no scenario {name}")
    for name, more, prediction, status in PREDICTIONS:
        done = run(name, *more, f"--predict={prediction}")
        verdict = ": right\n" if status == 0 else ": not right\n"
        if done.returncode != status or verdict not in done.stdout:
            wrong.append(f"{name}: {prediction}: exit status {done.returncode}, not {status}: {done.stdout[-300:]}")
    for line in re.findall(r"^   build/default/bin/lifecycle-lab (.*--predict.*)$", lessons, re.M):
        done = run(*shlex.split(line))
        if done.returncode != 0:
            wrong.append(f"doc/lessons.rst: {line}: exit status {done.returncode}")
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())
