#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""No program ends by abort, or by an exception, for a value on its command line.

Usage: check-arguments.py [FOLDER]; without an argument, the programs in $TCP_LIFECYCLE_BIN_DIR.

Each wrong command line must end with status 2 and one line on standard error that names the program
and the argument that is meant.
"""

import os
import subprocess
import sys
import tempfile

LAB, LOAD, STUDY, DRILL, SHAKE, FIRST = (
    "lifecycle-lab", "lifecycle-workload", "lifecycle-study", "lifecycle-packetdrill",
    "lifecycle-handshake", "first-steps",
)  # fmt: skip
L4 = "--ns3::TcpLifecycleL4Protocol::"
# Program, arguments, what the message must contain.
WRONG = [
    (LAB, ["--delay=40xs"], "'40xs'"),
    (LAB, ["--delay=40"], "'40' is no time such as '30ms'"),
    (LAB, ["--delay=-1ms"], "'-1ms'"),
    (LAB, ["--delay="], "--delay"),
    (LAB, ["--delay", "40ms"], "--delay=VALUE"),
    (LAB, ["--delay=1e400s"], "'1e400s'"),
    (LAB, ["--loss=0.05%"], "'0.05%'"),
    (LAB, ["--loss=2"], "'2' is no number from 0 to 1"),
    (LAB, ["--loss=nan"], "'nan'"),
    (LAB, ["--rate=fast"], "'fast' is no rate"),
    (LAB, ["--rate=0bps"], "'0bps'"),
    (LAB, ["--rate=10Mbps,"], "--rate"),
    (LAB, ["--ipv6=perhaps"], "'perhaps'"),
    (LAB, ["--times=D=50xs"], "'50xs'"),
    (LAB, ["--times=D"], "'D' is no name and time"),
    (LAB, ["--times=E=1s"], "no such time: E"),
    (LAB, ["--profile=linus"], "nearest: linux"),
    (LAB, ["--scenario=clent-close"], "client-close"),
    (LAB, ["last-ack-lost"], "write --scenario=last-ack-lost"),
    (LAB, ["--scenari=half-close"], "nearest: --scenario"),
    (LAB, ["-delya=1ms"], "nearest: --delay"),
    (LAB, ["--"], "'--'"),
    (LAB, ["--=1"], "'--=1'"),
    (LAB, [""], "''"),
    (LAB, ["--RngSeed=0"], "--RngSeed: ns-3 refuses '0'"),
    (LAB, ["--RngSeed=-1"], "--RngSeed"),
    (LAB, ["--RngSeed=4294967295"], "--RngSeed"),
    (LAB, ["--RngRun=abc"], "--RngRun: ns-3 refuses 'abc'"),
    (LAB, ["--RngRum=1"], "nearest: --RngRun"),
    (LAB, ["--SimulatorImplementationType=ns3::None"], "--SimulatorImplementationType"),
    (LAB, ["--SchedulerType=ns3::Node"], "--SchedulerType"),
    (LAB, ["--ChecksumEnabled=perhaps"], "--ChecksumEnabled"),
    (LAB, ["--PrintAttributes=ns3::None"], "--PrintAttributes"),
    (LAB, [L4 + "Msl=40xs"], "'40xs'"),
    (LAB, [L4 + "Mls=40s"], "Protocol::Msl"),
    (LAB, [L4 + "InitialRto=-1s"], "InitialRto"),
    (LAB, [L4 + "SynRetries=many"], "'many'"),
    (LAB, [L4 + "Profile=beos"], "'beos'"),
    (LAB, ["--ns3::TcpLifecycleL4Protokol::Msl=40s"], "ns3::TcpLifecycleL4Protocol::Msl"),
    (LAB, ["--ns3::PointToPointChannel::Delay=40xs"], "ns3::TimeValue"),
    (LAB, ["--ns3::PointToPointNetDevice::DataRate=much"], "DataRateValue"),
    (LAB, ["--ns3::DropTailQueue<Packet>::MaxSize=much"], "--ns3::DropTailQueue<Packet>::MaxSize"),
    (LAB, ["--pcap=some"], "'some'"),
    (LAB, ["--fault=drop A>B FIN"], "which one"),
    (LAB, ["--faults={top}/none.txt"], "none.txt"),
    (LOAD, ["--clients=-1"], "'-1'"),
    (LOAD, ["--stop=40xs"], "'40xs'"),
    (LOAD, ["--conections=10"], "nearest: --connections"),
    (LOAD, ["evening.txt"], "write --workload=evening.txt"),
    (LOAD, ["--RngSeed=0"], "--RngSeed"),
    (STUDY, ["connect-loss", "--seed=-1"], "--seed"),
    (STUDY, ["connect-loss", "--seed=0"], "'0' is no number from 1"),
    (STUDY, ["connect-loss", "--seed=4294967295"], "--seed"),
    (STUDY, ["connect-loss", "--runs=1"], "'1' is no number from 1000 to 50000"),
    (STUDY, ["connect-loss", "rfc1337"], "'rfc1337'"),
    (STUDY, ["conect-loss"], "'conect-loss'"),
    (STUDY, [], "--list"),
    (STUDY, ["connect-loss", "--fats"], "nearest: --fast"),
    (STUDY, ["connect-loss", "--fast", "--out={blocked}/below"], "cannot write"),
    (DRILL, [], "no script"),
    (DRILL, ["--jobs=-1", "some.pkt"], "--jobs=-1"),
    (DRILL, ["--tolerance=-1", "some.pkt"], "--tolerance=-1"),
    (DRILL, ["--tolerance=18446744073709551616", "some.pkt"], "--tolerance"),
    (DRILL, ["--profile=beos", "some.pkt"], "beos"),
    (DRILL, ["--pcap={blocked}/below", "{script}"], "blocked"),
    (DRILL, ["--junit={blocked}/below", "{script}"], "blocked"),
    (SHAKE, ["--delay=1ms"], "'--delay=1ms'"),
    (SHAKE, ["fast"], "'fast'"),
    (FIRST, ["--delay=1ms"], "'--delay=1ms'"),
    (FIRST, ["fast"], "'fast'"),
]


def main():
    """Check all."""
    folder = sys.argv[1] if len(sys.argv) > 1 else os.environ["TCP_LIFECYCLE_BIN_DIR"]
    bad = 0
    with tempfile.TemporaryDirectory() as top:
        names = {"top": top, "blocked": os.path.join(top, "blocked"),
                 "script": os.path.join(top, "some.pkt")}  # fmt: skip
        for name, text in (("blocked", ""), ("script", "0 socket(..., SOCK_STREAM, 0) = 3\n")):
            with open(names[name], "w", encoding="utf-8") as file:
                file.write(text)
        for program, arguments, meant in WRONG:
            words = [text.format(**names) for text in arguments]
            done = subprocess.run([os.path.join(folder, program), *words], cwd=top, timeout=60,
                                  capture_output=True, text=True, check=False)  # fmt: skip
            lines = done.stderr.splitlines()
            right = len(lines) == 1 and lines[0].startswith(program + ": ") and meant in lines[0]
            if done.returncode != 2 or not right:
                bad += 1
                print(f"{program} {' '.join(words)}: exit status {done.returncode}, not 2, or not"
                      f" one line with {meant!r}: {done.stderr[:400]!r}", file=sys.stderr)  # fmt: skip
    print(f"{len(WRONG) - bad} of {len(WRONG)} wrong command lines are refused")
    return 1 if bad else 0


sys.exit(main())
