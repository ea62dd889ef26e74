#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""No program ends by abort, or by an exception, for a value on its command line.

Usage: check-arguments.py [FOLDER]; without an argument, the programs in $TCP_LIFECYCLE_BIN_DIR.

Each line of wrong-arguments.txt must end with status 2 and one line on standard error that names the program
and the argument that is meant.
"""

import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

WRONG = pathlib.Path(__file__).with_name("wrong-arguments.txt")
# Program, arguments, what standard output must contain.
RIGHT = [
    ("lifecycle-lab", ["last-ack-lost"], "last-ack-lost (S07)"),
    ("lifecycle-lab", ["--scenario=half-close", "half-close"], "half-close (S06)"),
    # RFC 6298 with Windows' floor of 300 ms at B, and Linux' 2MSL of 60 s at A
    ("lifecycle-lab", ["last-ack-lost", "--profile=linux:windows", "--predict=B in LAST-ACK 320 ms",
                       "--predict=A in TIME-WAIT 60.3 s"], "measured 60.3"),
    ("lifecycle-workload", ["--connections=10", "--tables=connections", "--out={top}/one"], "completed"),
    ("lifecycle-lab", ["--loss=0.05%", "--out={top}/loss"], "Files are in"),
    *((name, ["--version"], name + " 0.1.0 (") for name in (
        "lifecycle-lab", "lifecycle-workload", "lifecycle-packetdrill", "lifecycle-goodput",
        "lifecycle-explore", "lifecycle-ladder")),
    # packetdrill's options change those of the scripts; a folder is searched for scripts.
    ("lifecycle-packetdrill", ["--ip_version=ipv6", "--mtu=1400", "--verbose", "{top}"],
     "passed         {top}/some.pkt\n2 scripts: 2 passed"),
    ("lifecycle-packetdrill", ["--ladder", "--profile=linux", "{top}/refused/refused.pkt"],
     "0.000      SYN-SENT ● active open"),
    ("lifecycle-packetdrill", ["--ladder", "--ip_version=ipv6", "{top}/refused"],
     "[fd3d:a0b:17d6::1]:"),
    ("lifecycle-workload", ["--connections=1e2", "--loss=0%"], "completed                 100"),
]
# A connection that its peer refuses (RFC 9293, 3.10.7.3).
REFUSED = """0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
+0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
+0 > S 0:0(0) <...>
+.1 < R. 0:0(0) ack 1 win 0
+.1 close(3) = 0
"""


def wrong_ones():
    """Program, arguments, what the message must contain."""
    for line in WRONG.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            command, meant = line.split("  ->  ")
            program, *words = shlex.split(command)
            yield program, words, meant


def check_right(folder, top):
    """How many of RIGHT do not do what they ask for."""
    bad = 0
    for program, arguments, meant in RIGHT:
        words = [text.format(top=top) for text in arguments]
        meant = meant.format(top=top)
        done = subprocess.run([os.path.join(folder, program), *words], cwd=top, timeout=300,
                              capture_output=True, text=True, check=False)  # fmt: skip
        if done.returncode != 0 or meant not in done.stdout:
            bad += 1
            print(f"{program} {' '.join(words)}: exit status {done.returncode}, or not {meant!r}:"
                  f" {done.stdout[-600:]}{done.stderr}", file=sys.stderr)  # fmt: skip
    if sorted(path.suffix for path in (pathlib.Path(top) / "one").glob("*.csv")) != [".csv"]:
        bad += 1
        print("--tables=connections does not leave one table", file=sys.stderr)
    if json.loads((pathlib.Path(top) / "loss/run.json").read_text())["loss"] != "0.0005":
        bad += 1
        print("--loss=0.05% is not 0.0005", file=sys.stderr)
    # packetdrill's grammar wants an event.
    empty = pathlib.Path(top) / "none.pkt"
    empty.write_text("// nothing but this\n")
    done = subprocess.run([os.path.join(folder, "lifecycle-packetdrill"), str(empty)], check=False,
                          capture_output=True, text=True)  # fmt: skip
    if done.returncode != 2 or "none.pkt:1:1: no event" not in done.stderr:
        bad += 1
        print(f"a script without events: exit status {done.returncode}: {done.stderr}", file=sys.stderr)
    return bad


def main():
    """Check all."""
    folder = sys.argv[1] if len(sys.argv) > 1 else os.environ["TCP_LIFECYCLE_BIN_DIR"]
    bad = 0
    with tempfile.TemporaryDirectory() as top:
        names = {"top": top, "blocked": os.path.join(top, "blocked"),
                 "script": os.path.join(top, "some.pkt"),
                 "bare": os.path.join(top, "bare")}  # fmt: skip
        os.mkdir(names["bare"])
        for name, text in (("blocked", ""), ("script", "0 socket(..., SOCK_STREAM, 0) = 3\n")):
            with open(names[name], "w", encoding="utf-8") as file:
                file.write(text)
        wrong = list(wrong_ones())
        for program, arguments, meant in wrong:
            words = [text.format(**names) for text in arguments]
            done = subprocess.run([os.path.join(folder, program), *words], cwd=top, timeout=60,
                                  capture_output=True, text=True, check=False)  # fmt: skip
            lines = done.stderr.splitlines()
            right = len(lines) == 1 and lines[0].startswith(program + ": ") and meant in lines[0]
            if done.returncode != 2 or not right:
                bad += 1
                print(f"{program} {' '.join(words)}: exit status {done.returncode}, not 2, or not"
                      f" one line with {meant!r}: {done.stderr[:400]!r}", file=sys.stderr)  # fmt: skip
        print(f"{len(wrong) - bad} of {len(wrong)} wrong command lines are refused")
        os.mkdir(os.path.join(top, "refused"))
        with open(os.path.join(top, "refused/refused.pkt"), "w", encoding="utf-8") as file:
            file.write(REFUSED)
        bad += check_right(folder, top)
    return 1 if bad else 0


sys.exit(main())
