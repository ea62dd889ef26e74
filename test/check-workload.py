#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Runs lifecycle-workload: what it writes, what it refuses, and that it repeats itself.

Usage: check-workload.py [lifecycle-workload]; without an argument, the one in $TCP_LIFECYCLE_BIN_DIR.
"""

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

FILES = ["connections.csv", "run.json", "transitions.csv", "workload.txt"]
WORKLOAD = """\
# an evening
topology = dumbbell
clients = 4
servers = 3
bottleneck-rate = 10Mbps
bottleneck-loss = 0.01
bottleneck-queue = ns3::CoDelQueueDisc
bottleneck-queue-size = 50p
client-profile = windows
server-profile = linux
arrivals = poisson 50
connections = 200
response = ns3::ExponentialRandomVariable[Mean=5000]
close = client fin 80, client rst 20
fault = drop B>A SYN,ACK 1 per connection probability 0.1
"""
# What is refused: arguments, exit status, part of the message.
REFUSED = [
    (["--workload={bad}"], 2, "bad.txt, line 2, column 11: 'much' is neither a number nor a random variable"),
    (["--workload={folder}/none.txt"], 2, "none.txt: No such file or directory"),
    (["--workload={folder}"], 2, "Is a directory"),
    (["--workload=/dev/zero"], 2, "it is larger than 64 MiB"),
    (["--workload={binary}"], 2, "binary.txt, line 1, column 1: '\\x7fELF' is not a key"),
    (["--clients=many"], 2, "--clients, line 1, column 1: 'many' is not a number"),
    (["--clients=3"], 2, "--clients, line 1, column 1: 'clients' is for a dumbbell or a star"),
    (["--close=client quit"], 2, "--close, line 1, column 8: 'quit' is not a way to close"),
    (["--fault=drop A>B FIN 1", "--fault=lose A>B FIN 1"], 2, "--fault, line 1, column 1: 'lose'"),
    (["--faults={rules}"], 2, "rules.txt, line 3, column 15: 'soon' is not a number"),
    (["--arrivals=trace {list}"], 2, "list.csv, line 3, column 1: the time is before"),
    (["--request=ns3::Node"], 2, "'ns3::Node' is neither a number nor a random variable"),
    (["--pcap=some"], 2, "--pcap: 'some' is neither device, host, connection nor none"),
    (["--nonsense=1"], 2, "'--nonsense=1' is not an option"),
]


def digest(folder):
    """What is in a folder."""
    return {
        name: hashlib.sha256(open(os.path.join(folder, name), "rb").read()).hexdigest()
        for name in sorted(os.listdir(folder))
    }


def write(folder, name, text):
    """A file. Returns its path."""
    path = os.path.join(folder, name)
    with open(path, "w", encoding="latin-1", newline="") as file:
        file.write(text)
    return path


def main():
    """Check all."""
    program = sys.argv[1] if len(sys.argv) > 1 else os.path.join(
        os.environ["TCP_LIFECYCLE_BIN_DIR"], "lifecycle-workload")
    errors = []

    def run(*arguments):
        return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)

    def expect(right, message):
        if not right:
            errors.append(message)

    with tempfile.TemporaryDirectory() as top:
        workload = write(top, "evening.txt", WORKLOAD)
        names = {
            "folder": top,
            "bad": write(top, "bad.txt", "clients = 1\nrequest = much\n"),
            "binary": write(top, "binary.txt", "\x7fELF"),
            "rules": write(top, "rules.txt", "# rules\n\n drop A>B FIN soon\n"),
            "list": write(top, "list.csv", "time\n2\n1\n"),
        }
        out = os.path.join(top, "out")
        done = run(f"--workload={workload}", f"--out={out}")
        expect(done.returncode == 0, f"exit status {done.returncode}: {done.stderr}")
        expect(sorted(os.listdir(out)) == FILES, f"files are {os.listdir(out)}")
        with open(os.path.join(out, "connections.csv"), newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        expect(sum(row["role"] == "active" for row in rows) == 200, "not 200 connections")
        expect({row["profile"] for row in rows} == {"windows", "linux"}, "profiles are missing")
        with open(os.path.join(out, "run.json"), encoding="utf-8") as file:
            metadata = json.load(file)
        expect(metadata["close"] == "client fin 80, client rst 20", "run.json: no 'close'")
        expect(metadata["fault"].startswith("drop B>A SYN,ACK"), "run.json: no 'fault'")

        # The same again, from the file that the first run has left
        again = os.path.join(top, "again")
        done = run(f"--workload={os.path.join(out, 'workload.txt')}", f"--out={again}")
        expect(done.returncode == 0, f"exit status {done.returncode}: {done.stderr}")
        tables = ["connections.csv", "transitions.csv", "workload.txt"]
        expect(all(digest(out)[name] == digest(again)[name] for name in tables),
               "a run from workload.txt differs")
        run(f"--workload={workload}", f"--out={again}", "--RngRun=2", "--force")
        expect(digest(out)["connections.csv"] != digest(again)["connections.csv"],
               "another run is the same")

        before = digest(out)
        for arguments, status, message in REFUSED:
            done = run(f"--out={out}", "--force", *[text.format(**names) for text in arguments])
            said = done.stderr + done.stdout
            expect(done.returncode == status and message in said,
                   f"{arguments}: exit status {done.returncode}, {said[:300]!r}")
            expect(digest(out) == before, f"{arguments}: results were touched")

        ports = "--ns3::TcpLifecycleL4Protocol::EphemeralPortRange=50000-50001"
        done = run("--connections=5", ports)
        expect(done.returncode == 0 and re.search(r"without a free port +3\n", done.stdout)
               and "--clients" in done.stdout, f"without a port: {done.stdout}{done.stderr}")
        expect("--clients" not in run("--connections=2", ports).stdout, "two ports are not enough")

        blocked = write(top, "blocked", "")
        done = run(f"--out={blocked}/below")
        expect(done.returncode == 1 and "cannot write" in done.stderr, f"blocked: {done.stderr}")
        if os.path.exists("/dev/full"):
            full = os.path.join(top, "full")
            os.mkdir(full)
            os.symlink("/dev/full", os.path.join(full, "connections.csv"))
            done = run(f"--out={full}")
            expect(done.returncode == 1 and "No space left on device" in done.stderr,
                   f"full disk: exit status {done.returncode}, {done.stderr!r}")
        pcap = os.path.join(top, "pcap")
        run("--connections=1", "--pcap=device", f"--out={pcap}")
        expect(os.path.exists(os.path.join(pcap, "workload-0-0.pcap")), "no pcap")
    for error in errors:
        print(error, file=sys.stderr)
    return 1 if errors else 0


sys.exit(main())
