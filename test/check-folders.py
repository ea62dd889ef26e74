#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""A folder has the files of one run, and run.json says whether that run came to its end.

Usage: check-folders.py [FOLDER]; without an argument, the programs in $TCP_LIFECYCLE_BIN_DIR.
"""

import csv
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

errors = []


def expect(right, message):
    """Note what is not right."""
    if not right:
        errors.append(message)


def is_complete(folder):
    """What run.json says."""
    return json.loads((folder / "run.json").read_text(encoding="utf-8"))["complete"]


def check_reuse(run, out, command, leftover):
    """A second run is refused; --force leaves nothing of the first."""
    done = run(*command, leftover, f"--out={out}")
    expect(done.returncode == 0 and is_complete(out), f"{command}: {done.stderr}")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    (out / "notes.md").write_text("a person's", encoding="utf-8")
    done = run(*command, f"--out={out}")
    said = done.stderr.splitlines()
    expect(done.returncode == 2 and len(said) == 1 and "--force" in said[0], f"reuse: {said}")
    now = {path.name: path.read_bytes() for path in out.iterdir() if path.name != "notes.md"}
    expect(now == before, f"{command}: a refused run has changed files")
    done = run(*command, f"--out={out}", "--force")
    expect(done.returncode == 0 and is_complete(out), f"{command} --force: {done.stderr}")
    left = {path.name for path in out.iterdir()}
    expect("notes.md" in left, "--force has removed what no run has left")
    expect(left < set(before) | {"notes.md"}, f"{command}: of the first run there is left {left}")


def check_signal(program, top, number):
    """A run that is broken off closes its files, and is not complete."""
    out = top / f"signal-{number}"
    with subprocess.Popen(
        [program, "--connections=10000000", "--arrivals=poisson 500", f"--out={out}"],
        stdout=subprocess.DEVNULL,
    ) as process:
        end = time.monotonic() + 60
        table = out / "transitions.csv"
        while time.monotonic() < end and not (table.exists() and table.stat().st_size > 0):
            time.sleep(0.05)
        process.send_signal(number)
        status = process.wait(timeout=60)
    expect(status == 128 + number, f"{number.name}: exit status {status}")
    expect(not is_complete(out), f"{number.name}: run.json says that the run is complete")
    with open(out / "connections.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    expect(len(rows) > 1, f"{number.name}: no connections")
    expect({len(row) for row in rows} == {len(rows[0])}, f"{number.name}: a row is cut off")


def main():
    """Check all."""
    folder = sys.argv[1] if len(sys.argv) > 1 else os.environ["TCP_LIFECYCLE_BIN_DIR"]
    programs = pathlib.Path(folder)

    def run(*arguments):
        return subprocess.run([str(programs / arguments[0]), *arguments[1:]], timeout=300,
                              capture_output=True, text=True, check=False)  # fmt: skip

    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        check_reuse(run, top / "lab", ["lifecycle-lab", "--pcap=none"], "--segments")
        check_reuse(run, top / "load", ["lifecycle-workload", "--connections=3"], "--pcap=device")
        for number in (signal.SIGINT, signal.SIGTERM):
            check_signal(programs / "lifecycle-workload", top, number)
    for error in errors:
        print(error, file=sys.stderr)
    return 1 if errors else 0


sys.exit(main())
