#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The same simulations give the same connections.csv and transitions.csv, byte for byte.

Runs all scenarios of lifecycle-lab and three small workloads, and compares hashes of the two files
with those in test/golden/tables.txt.

Usage: check-golden.py [--record]; the programs are in $TCP_LIFECYCLE_BIN_DIR, or else in
build/default/bin.
"""

import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(os.environ.get("TCP_LIFECYCLE_BIN_DIR", SOURCE / "build/default/bin"))
GOLDEN = SOURCE / "test/golden/tables.txt"
TABLES = ["connections.csv", "transitions.csv"]
SKIPPED = 77
HEAD = """\
# SHA-256 (its first 16 digits) of connections.csv and transitions.csv, for each run of
# test/check-golden.py. A change of behaviour changes hashes: look at the tables of those runs, say
# in the commit why they differ, and write this file again: python3 test/check-golden.py --record
# Random numbers, queues and congestion control are ns-3's, so that the hashes are those of one
# release.
"""
WORKLOADS = {
    "loss": [
        "--topology=dumbbell", "--clients=3", "--servers=2", "--bottleneck-rate=10Mbps",
        "--bottleneck-loss=0.02", "--client-profile=windows", "--server-profile=linux",
        "--arrivals=poisson 40", "--connections=150",
        "--response=ns3::ExponentialRandomVariable[Mean=20000]",
        "--close=client fin 70, client rst 15, server fin 15",
    ],
    "faults": [
        "--topology=star", "--clients=3", "--ip=6", "--client-profile=macos",
        "--server-profile=freebsd", "--arrivals=poisson 100", "--connections=150",
        "--fault=drop B>A SYN,ACK 1 per connection probability 0.1",
        "--fault=duplicate A>B FIN 1 per connection probability 0.2",
        "--fault=delay B>A FIN 1 300ms per connection probability 0.2",
    ],
    "reuse": [
        "--topology=chain", "--routers=1", "--arrivals=periodic 200ms", "--connections=100",
        "--request=3000", "--response=30000", "--queue=ns3::PfifoFastQueueDisc",
        "--ns3::TcpLifecycleL4Protocol::EphemeralPortRange=50000-50009",
        "--ns3::TcpLifecycleL4Protocol::TimeWaitDuration=1s", "--close=server fin",
    ],
}  # fmt: skip


def run(arguments, folder):
    """Run a program. Returns the hash of its tables, and ns-3's release."""
    command = [str(BIN / arguments[0]), *arguments[1:], f"--out={folder}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
    tables = b"".join((folder / name).read_bytes() for name in TABLES)
    release = json.loads((folder / "run.json").read_text(encoding="utf-8"))["ns-3"]
    return hashlib.sha256(tables).hexdigest()[:16], release


def main():
    """Compare all, or record all."""
    record = "--record" in sys.argv[1:]
    lines = [] if record else GOLDEN.read_text(encoding="utf-8").splitlines()
    golden = dict(reversed(line.split()) for line in lines if not line.startswith("#"))
    listing = subprocess.run([BIN / "lifecycle-lab", "--list"], capture_output=True, text=True,
                             check=True).stdout  # fmt: skip
    scenarios = [line.split()[0] for line in listing.splitlines()]
    runs = {f"scenario/{name}": ["lifecycle-lab", f"--scenario={name}"] for name in scenarios}
    runs |= {f"workload/{name}": ["lifecycle-workload", *a] for name, a in WORKLOADS.items()}

    found = {}
    with tempfile.TemporaryDirectory() as top:
        for number, (name, arguments) in enumerate(runs.items()):
            found[name], found["ns-3"] = run(arguments, pathlib.Path(top) / str(number))
            if not record and found["ns-3"] != golden["ns-3"]:
                print(f"skipped: hashes are those of ns-3 {golden['ns-3']}")
                return SKIPPED
    if record:
        lines = [f"{digest} {name}\n" for name, digest in sorted(found.items())]
        GOLDEN.write_text(HEAD + "".join(lines), encoding="utf-8")
        return 0
    differ = sorted(name for name in found.keys() | golden.keys()
                    if found.get(name) != golden.get(name))  # fmt: skip
    for name in differ:
        print(f"{name}: {' '.join(runs.get(name, ['no such run']))}: the tables are not those of "
              f"test/golden/tables.txt")  # fmt: skip
    if differ:
        print("If behaviour has changed on purpose: python3 test/check-golden.py --record")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
