#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Runs the cases against this machine's kernel and judges what both ends have sent and received.

Usage: run-cases.py [--case=NAME] [--role=client|server] [--profile=NAME] [--jobs=N] [--keep=FOLDER]
                    [--list]

--role is the simulated host's. Each case runs in the profiles linux and rfc9293, some in all; one that is
named runs in any. --keep leaves FOLDER/NAME-ROLE-PROFILE with the captures ours.pcap and kernel.pcap.
kernel-case is taken from $TCP_LIFECYCLE_BIN_DIR, or build/default/bin.

Exit status: 0; 1: a case has failed; 2: wrong arguments; 77: no network namespace or no TUN device here.
"""

import argparse
import concurrent.futures
import csv
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from cases import CASES  # noqa: E402
from judge import Terms, judge_flow  # noqa: E402
from peer import Stream  # noqa: E402
from wire import flows_of, mark_forged, read_capture  # noqa: E402

HERE = Path(__file__).resolve().parent
SKIPPED = 77
PROFILES = ("linux", "rfc9293")
OTHERS = ("freebsd", "windows", "macos")
OURS, KERNEL = bytes((10, 0, 1, 1)), bytes((10, 0, 2, 2))
# Without window scaling Linux 6.18 takes back what it has offered when its buffer is smaller than it
# thought; SHLD-14 is a SHOULD. It receives on one processor while another has written a segment's header
# and not yet sent it, so that an echo may be older than what was captured before it.
KERNEL_IS_KNOWN_FOR = {"right-edge-moves-left", "timestamp-echo"}
# What a case may take, in seconds.
LIMIT = 20
# Beside other runs the simulation, the kernel and the kernel's user may each be late, and the rules then
# judge times that are not the protocol's. A run that fails is repeated alone and must pass each time: a
# fault that shows once in four runs is then found in three of four attempts. A repeat that fails while the
# simulation was later than the rules allow (rules.py: slack) proves nothing and is not counted.
REPEATS = 5
MOST_REPEATS = 10
LATE = 5.0  # milliseconds
# Streams by their writer.
STREAMS = {"ours": Stream(1), "kernel": Stream(2)}


@dataclass
class Run:
    """One case in one profile, the simulated host in one role."""
    case: object
    role: str
    profile: str
    findings: list = field(default_factory=list)
    found_first: list = field(default_factory=list)
    seconds: float = 0.0
    slip: float = 0.0
    skipped: str = ""

    @property
    def name(self):
        """As a folder."""
        return f"{self.case.name}-{self.role}-{self.profile}"


def kernel_steps(run):
    """What the kernel's user does."""
    case, client = run.case, run.role == "server"
    steps = case.client if client else case.server
    buffer = case.client_buffer if client else case.server_buffer
    begin = f"set rcvbuf {buffer // 2}; " if buffer else ""
    if case.keep_alive:
        begin += "set keepalive 1; set keepidle {}; set keepintvl {}; set keepcnt {}; ".format(
            *case.keep_alive)
    return begin + steps


def our_settings(run):
    """Attributes of the simulated host."""
    case = run.case
    buffer = case.client_buffer if run.role == "client" else case.server_buffer
    settings = [f"TimeWaitDuration={case.time_wait}", case.ours]
    if buffer:
        settings.append(f"ReceiveBuffer={buffer}")
    if case.keep_alive:
        settings.append("KeepAlive=true;KeepAliveIdle={}s;KeepAliveInterval={}s;"
                        "KeepAliveCount={}".format(*case.keep_alive))
    return ";".join(filter(None, settings))


def play(run, program, folder):
    """Run it; its files are in folder then."""
    case = run.case
    ends = {"C": "A", "S": "B"} if run.role == "client" else {"C": "B", "S": "A"}
    faults = case.faults
    for way in ("C>S", "S>C"):
        faults = faults.replace(way, f"{ends[way[0]]}%{ends[way[2]]}")
    ours = case.client if run.role == "client" else case.server
    for name, text in (("ours-steps", ours), ("kernel-steps", kernel_steps(run)),
                       ("faults", faults.replace("%", ">"))):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    command = [program, f"--out={folder}", f"--peer={HERE}/peer.py", f"--profile={run.profile}",
               f"--set={our_settings(run)}", f"--delay={case.delay}", f"--mtu={case.mtu}",
               f"--kernel-mtu={case.kernel_mtu}", f"--limit={LIMIT}"]
    if case.kernel:
        command.append(f"--kernel={case.kernel}")
    (folder / "command.txt").write_text(" ".join(f"'{word}'" for word in command) + "\n",
                                        encoding="utf-8")
    began = time.monotonic()
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=3 * LIMIT, check=False)
    except subprocess.TimeoutExpired:
        run.findings.append("it hangs")
        return False
    run.seconds = time.monotonic() - began
    if done.returncode == SKIPPED:
        run.skipped = done.stderr.strip()
    elif done.returncode:
        run.findings.append(f"exit status {done.returncode}: {done.stderr.strip()[-300:]}")
    return done.returncode == 0


def check_users(run, ours, kernel):
    """Both users have done what they wanted, and got what the other wrote."""
    for name, report in (("ours", ours["user"]), ("kernel", kernel)):
        if report["failure"]:
            run.findings.append(f"user {name}: {report['failure']}")
        elif report["done"] < report["steps"]:
            run.findings.append(f"user {name}: step {report['done'] + 1} was not done")
    if run.case.whole:
        for writer, reader, name in ((ours["user"], kernel, "kernel"), (kernel, ours["user"], "ours")):
            if writer["written"] != reader["read"]:
                run.findings.append(f"user {name}: read {reader['read']} of {writer['written']} bytes")
    if ours["timed_out"]:
        run.findings.append(f"not at its end after {LIMIT} s")
    if ours["kernel_sockets"]:
        run.findings.append(f"the kernel's end is open: {ours['kernel_sockets']}")


def check_records(run, folder):
    """RFC 9293, 3.3.2: every connection of the simulated host reaches CLOSED, as the case says."""
    with open(folder / "connections.csv", encoding="utf-8") as file:
        outcomes = [row["outcome"] for row in csv.DictReader(file)]
    wanted = (run.case.client_ends if run.role == "client" else run.case.server_ends).split()
    for index, outcome in enumerate(outcomes):
        if outcome != wanted[min(index, len(wanted) - 1)]:
            run.findings.append(f"connection {index + 1} ended {outcome}, not {' '.join(wanted)}")
    if not outcomes and (run.role == "client" or run.case.server):
        run.findings.append("there was no connection")
    with open(folder / "transitions.csv", encoding="utf-8") as file:
        visited = {row["to"] for row in csv.DictReader(file)}
    states = run.case.visits.split()
    # Of FIN-WAIT and CLOSE-WAIT either end goes through its own.
    if states and not visited & set(states):
        run.findings.append(f"never in {run.case.visits}")


def judge(run, folder):
    """All that can be said of a run."""
    kernel_report = folder / "kernel.json"
    if not kernel_report.exists():
        run.findings.append("the kernel's user has not come to its end")
        kernel = {"failure": "", "done": 0, "steps": 0, "written": 0, "read": 0}
    else:
        kernel = json.loads(kernel_report.read_text(encoding="utf-8"))
    ours = json.loads((folder / "ours.json").read_text(encoding="utf-8"))
    run.slip = ours["slip_ms"]
    check_users(run, ours, kernel)
    check_records(run, folder)
    at_ours, at_kernel = read_capture(folder / "ours.pcap"), read_capture(folder / "kernel.pcap")
    mark_forged(at_ours, at_kernel, KERNEL)
    mark_forged(at_kernel, at_ours, OURS)
    case, role = run.case, run.role
    other = "server" if role == "client" else "client"
    keep = case.keep_alive[:2] if case.keep_alive else None
    terms = {
        "ours": Terms(run.profile, STREAMS["ours"], case.resets in (role, "both"), case.mtu,
                      keep_alive=keep),
        "kernel": Terms("kernel", STREAMS["kernel"], case.resets in (other, "both"), case.kernel_mtu,
                        slack=0.3, keep_alive=keep),
    }
    for end, segments, address in (("ours", at_ours, OURS), ("kernel", at_kernel, KERNEL)):
        for flow in flows_of(segments, address):
            for name, clause, text in judge_flow(flow, terms[end]):
                if end == "kernel" and name in KERNEL_IS_KNOWN_FOR:
                    continue
                run.findings.append(f"{end} {name} ({clause}): {text}")


def perform(run, program, keep):
    """Play and judge."""
    if keep:
        folder = Path(keep).resolve() / run.name
        folder.mkdir(parents=True, exist_ok=True)
        if play(run, program, folder):
            judge(run, folder)
        return run
    with tempfile.TemporaryDirectory(prefix="tcp-lifecycle-kernel-") as scratch:
        if play(run, program, Path(scratch)):
            judge(run, Path(scratch))
    return run


def again(run, perform_alone):
    """The run, or, where it has failed, the repeat that decides; it keeps what was found first."""
    found_first, passed = run.findings, 0
    for _ in range(MOST_REPEATS):
        if not run.findings and (not found_first or passed == REPEATS):
            break
        run = perform_alone(Run(run.case, run.role, run.profile))
        if run.findings and run.slip <= LATE:
            break
        passed += not run.findings
    if passed < REPEATS and found_first and not run.findings:
        run.findings = [f"passed {passed} of {MOST_REPEATS} repeats; the simulation was late in the others"]
    run.found_first = found_first
    return run


def report(done, seconds):
    """A line for each run; what failed comes last, where a log that is cut still has it."""
    print(f"{'case':32} {'role':7} {'profile':8} {'seconds':>7} {'slip ms':>8}  verdict")
    for run in sorted(done, key=lambda run: (bool(run.findings), bool(run.found_first))):
        verdict = "FAILED" if run.findings else "ok when repeated" if run.found_first else "ok"
        print(f"{run.case.name:32} {run.role:7} {run.profile:8} {run.seconds:7.2f} {run.slip:8.1f}  {verdict}")
        for finding in (run.findings or run.found_first)[:6]:
            print(f"    {finding}")
    bad = sum(1 for run in done if run.findings)
    repeated = sum(1 for run in done if run.found_first) - bad
    print(f"{len({run.case.name for run in done})} cases, {len(done)} runs, {len(done) - bad} ok "
          f"({repeated} of them when repeated), {bad} failed, {seconds:.0f} s; "
          f"the simulation was at most {max(run.slip for run in done):.1f} ms late")
    return bad


def chosen(arguments):
    """The runs that are asked for."""
    runs = []
    for case in CASES:
        if arguments.case and arguments.case != case.name:
            continue
        profiles = PROFILES + (OTHERS if case.others else ())
        if arguments.profile and (arguments.case or arguments.profile in profiles):
            profiles = (arguments.profile,)
        elif arguments.profile:
            continue
        roles = (arguments.role,) if arguments.role else ("client", "server")
        runs += [Run(case, role, profile) for profile in profiles for role in roles]
    return runs


def main():
    parser = argparse.ArgumentParser(description="See the head of this file.")
    parser.add_argument("--case", choices=[case.name for case in CASES], metavar="NAME")
    parser.add_argument("--role", choices=("client", "server"))
    parser.add_argument("--profile", choices=PROFILES + OTHERS)
    parser.add_argument("--jobs", type=int, default=12)
    parser.add_argument("--keep", metavar="FOLDER")
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(case.name for case in CASES))
        return 0
    program = os.environ.get("TCP_LIFECYCLE_BIN_DIR", str(HERE.parents[1] / "build/default/bin"))
    program += "/kernel-case"
    began = time.monotonic()
    runs = chosen(arguments)
    first = perform(runs[0], program, arguments.keep)
    if first.skipped:
        print(first.skipped)
        return SKIPPED
    lock = threading.Lock()
    done = [first]
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for run in pool.map(lambda one: perform(one, program, arguments.keep), runs[1:]):
            with lock:
                done.append(run)
    done = [again(run, lambda one: perform(one, program, arguments.keep)) for run in done]
    return 1 if report(done, time.monotonic() - began) else 0


if __name__ == "__main__":
    sys.exit(main())
