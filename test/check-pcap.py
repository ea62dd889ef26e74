#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Plays every scenario of lifecycle-lab over IPv4 and IPv6 and holds what it leaves against others.

tshark reads every pcap, IP and TCP checksums verified: nothing malformed, no bad checksum, and no
expert message above "note" that the scenario does not mean to cause. An XML parser reads every
ladder.svg, the csv module every CSV file, whose header is the contract's.

Usage: check-pcap.py [lifecycle-lab]; without an argument, the one in $TCP_LIFECYCLE_BIN_DIR.
Exit status: 0; 1: something is wrong; 77: there is no tshark.
"""

import concurrent.futures
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

# Expert messages above "note" that a scenario means to cause, as the part that tells them.
RESET = "Connection reset (RST)"
# Of segments that belong to an earlier connection with the same ports, or to none.
OLD_ACK = "ACKed segment that wasn't captured"
OLD_SEGMENT = "Previous segment(s) not captured"
INTENDED = {
    "abort": {RESET},
    "linger-abort": {RESET},
    "linger-zero": {RESET},
    "accept-queue-full-reset": {RESET},
    "half-open-data": {RESET},
    "half-open-syn": {RESET, OLD_ACK, OLD_SEGMENT},
    "keep-alive-death": {RESET},
    "last-ack-reuse": {RESET, OLD_ACK, OLD_SEGMENT},
    "old-ack-in-syn-sent": {RESET, OLD_ACK, OLD_SEGMENT},
    "old-ack-kills": {RESET, OLD_ACK},
    "old-data-accepted": {OLD_ACK, OLD_SEGMENT, "D-SACK Sequence"},
    "old-syn-at-listener": {RESET, OLD_ACK, OLD_SEGMENT},
    "peer-never-closes": {RESET},
    "reset-in-window": {RESET},
    "time-wait-assassination": {RESET},
    "time-wait-kept": {RESET},
    # at B the FIN comes before the data: their place is empty when it does
    "fin-overtakes-data": {OLD_SEGMENT, "This frame is a (suspected) out-of-order segment"},
}

# Severities of tshark's expert messages (epan/proto.h, PI_WARN).
PI_WARN = 0x00600000

HEADERS = {
    "transitions.csv": "time_ns,node,id,local,local_port,remote,remote_port,from,to,cause,segment",
    "connections.csv": "id,node,role,local,local_port,remote,remote_port,profile,open_ns,"
    "established_ns,close_ns,outcome,closer,close_type,error,syn_tx,syn_rtx,synack_tx,synack_rtx,"
    "fin_tx,fin_rtx,rst_tx,rst_rx,challenge_acks,tw_reacks,tw_restarts,segments_tx,segments_rx,"
    "bytes_tx,bytes_rx," + ",".join(
        f"dwell_{state}_ns" for state in
        "closed listen syn_sent syn_received established fin_wait_1 fin_wait_2 close_wait closing "
        "last_ack time_wait".split()),
}

CHECKSUMS = ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE"]


FIELDS = ["frame.protocols", "_ws.malformed", "ip.version", "ip.checksum.status",
          "tcp.checksum.status", "_ws.expert.severity", "_ws.expert.message"]
GOOD = "1"  # of a checksum's status; 0 is bad, 2 not verified


def frames_of(pcap):
    """What tshark says about each frame of a pcap, by field; of one field several values."""
    command = ["tshark", "-r", pcap, *CHECKSUMS, "-T", "fields", "-E", "separator=|",
               "-E", "aggregator=;"]
    for field in FIELDS:
        command += ["-e", field]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr}")
    for line in done.stdout.splitlines():
        yield dict(zip(FIELDS, line.split("|", len(FIELDS) - 1)))


def check_pcap(scenario, pcap):
    """Yields what is wrong with a pcap."""
    number = 0
    for number, frame in enumerate(frames_of(pcap), 1):
        if "tcp" not in frame["frame.protocols"].split(":"):
            yield f"frame {number} is {frame['frame.protocols']}"
        if frame["_ws.malformed"]:
            yield f"frame {number} is malformed"
        if frame["tcp.checksum.status"] != GOOD:
            yield f"frame {number}: TCP checksum, status {frame['tcp.checksum.status']}"
        if frame["ip.version"] == "4" and frame["ip.checksum.status"] != GOOD:
            yield f"frame {number}: IP checksum, status {frame['ip.checksum.status']}"
        severities = [int(value) for value in frame["_ws.expert.severity"].split(";") if value]
        messages = frame["_ws.expert.message"].split(";")
        intended = INTENDED.get(scenario, set())
        for severity, message in zip(severities, messages):
            if severity >= PI_WARN and not any(text in message for text in intended):
                yield f"frame {number}: {message}"
        if len(severities) != len([message for message in messages if message]):
            yield f"frame {number}: {messages} have other severities: {severities}"
    if number == 0:
        yield "is empty"


def check_run(lab, scenario, arguments, folder):
    """Yields what is wrong with a run."""
    command = [lab, f"--scenario={scenario}", f"--out={folder}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        yield f"exit status {done.returncode}: {done.stderr}"
        return
    # A system that departs from RFC 9293 here; check-scenarios.py holds which.
    if "differs" in done.stdout and "The predictions do not apply:" not in done.stdout:
        yield "a prediction is not met:\n" + done.stdout
    if scenario not in done.stdout or "ISN 100" not in done.stdout:
        yield "prints no ladder"
    for name in ("lab-0-0.pcap", "lab-1-0.pcap"):
        for wrong in check_pcap(scenario, os.path.join(folder, name)):
            yield f"{name}: {wrong}"
    for name, header in HEADERS.items():
        with open(os.path.join(folder, name), newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        if ",".join(rows[0]) != header:
            yield f"{name}: header {rows[0]}"
        if len(rows) < 3 or any(len(row) != len(rows[0]) for row in rows):
            yield f"{name}: rows are missing, or not as long as the header"
    xml.etree.ElementTree.parse(os.path.join(folder, "ladder.svg"))
    with open(os.path.join(folder, "run.txt"), encoding="utf-8") as file:
        if not file.read().startswith("command: "):
            yield "run.txt: no command"


def check_refusals(lab, folder):
    """Yields what is wrong with how the program refuses."""
    blocked = os.path.join(folder, "file")
    with open(blocked, "w", encoding="utf-8"):
        pass
    cases = [
        (["--scenario=clent-close"], 2, "Nearest: client-close"),
        (["--fault=drop A>B FIN"], 2, "line 1, column 13: a number (1, 2, ...)"),
        (["--profile=beos"], 2, "'beos' is not a profile"),
        (["--loss=2"], 2, "'2' is not a number from 0 to 1"),
        (["--times=D"], 2, "'D' is not a name and a time"),
        ([f"--out={blocked}"], 1, f"cannot write {blocked}"),
        ([f"--out={blocked}/below"], 1, f"cannot write {blocked}/below"),
    ]
    for arguments, status, message in cases:
        done = subprocess.run([lab, *arguments], capture_output=True, text=True, check=False)
        if done.returncode != status or message not in done.stderr:
            yield f"{arguments}: exit status {done.returncode}, {done.stderr!r}"


def main():
    """Check all."""
    if not shutil.which("tshark"):
        print("left out: there is no tshark")
        return 77
    lab = sys.argv[1] if len(sys.argv) > 1 else os.path.join(
        os.environ["TCP_LIFECYCLE_BIN_DIR"], "lifecycle-lab")
    listing = subprocess.run([lab, "--list"], capture_output=True, text=True, check=True).stdout
    scenarios = [line.split()[0] for line in listing.splitlines()]
    bad = 0
    with tempfile.TemporaryDirectory() as top, concurrent.futures.ThreadPoolExecutor() as pool:
        runs = [(scenario, arguments) for scenario in scenarios
                for arguments in ([], ["--ipv6"], ["--profile=linux"])]

        def check(run):
            scenario, arguments = run
            folder = os.path.join(top, scenario + "".join(arguments))
            return list(check_run(lab, scenario, arguments, folder))

        for (scenario, arguments), findings in zip(runs, pool.map(check, runs)):
            for wrong in findings:
                print(" ".join([scenario, *arguments]) + ": " + wrong)
                bad += 1
        for wrong in check_refusals(lab, top):
            print(wrong)
            bad += 1
    print(f"{len(scenarios)} scenarios, {bad} findings")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
