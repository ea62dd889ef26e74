#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Makes the folder of a run of many connections, without a simulator, by the manual's columns.

    made_run.py FOLDER CONNECTIONS [SEED]

Connections begin as a Poisson process of 50 a second. Rounds of SYN and SYN,ACK and of the FINs
fail independently with probability 0.1 and are repeated after 1, 2, 4... s; TIME-WAIT lasts 30 s
from the last FIN; 2 % of the openers hear nothing and give up.
"""

import json
import random
import sys
from pathlib import Path

import support  # noqa: F401  (puts the scripts' folder on the path)

from lifecycle.columns import CONNECTIONS, STATES, TRANSITIONS, dwell_column

RATE, LOSS, RTT, TIME_WAIT = 50.0, 0.1, 100_000_000, 30_000_000_000
SECOND = 10**9


class End:
    """One end: its row, and its lines of transitions.csv."""

    def __init__(self, node, number, role, ends, start):
        self.row = dict.fromkeys(CONNECTIONS, 0)
        (local, local_port), (remote, remote_port) = ends
        self.row |= {
            "id": number, "node": node, "role": role, "local": local, "local_port": local_port,
            "remote": remote, "remote_port": remote_port, "profile": "rfc9293",
            "open_ns": start, "established_ns": "", "close_ns": "", "outcome": "closed",
            "closer": "none", "close_type": "none", "error": "none",
        }  # fmt: skip
        self.state = "CLOSED" if role == "active" else "LISTEN"
        self.since = start
        self.lines = []

    def to(self, time, state, cause):
        if self.state not in ("CLOSED", "LISTEN"):
            self.row[dwell_column(self.state)] += time - self.since
        row = self.row
        self.lines.append(
            [time, row["node"], row["id"], row["local"], row["local_port"], row["remote"],
             row["remote_port"], self.state, state, cause, ""]
        )  # fmt: skip
        self.state, self.since = state, time
        if state == "ESTABLISHED":
            row["established_ns"] = time
        if state == "CLOSED":
            row["close_ns"] = time


def repeats(rng):
    """How often a round fails before it does not."""
    count = 0
    while rng.random() < LOSS:
        count += 1
    return count


def delay(count):
    return (2**count - 1) * SECOND


def connection(number, start, rng):
    """Both ends of one connection."""
    client = ("10.0.0.1", 10000 + number % 50000)
    server = ("10.0.0.2", 80)
    a = End(0, number + 1, "active", (client, server), start)
    a.to(start, "SYN-SENT", "active-open")
    a.row |= {"syn_tx": 1}
    if rng.random() < 0.02:
        a.row |= {"syn_rtx": 6, "outcome": "timed-out", "error": "timed-out"}
        a.to(start + 127 * SECOND, "CLOSED", "connect-timeout")
        return [a]
    lost = repeats(rng)
    time = start + delay(lost) + RTT // 2
    b = End(1, number + 2, "passive", (server, client), time)
    b.to(time, "SYN-RECEIVED", "syn")
    a.row["syn_rtx"] = lost
    b.row["synack_tx"] = 1
    a.to(time + RTT // 2, "ESTABLISHED", "syn-ack")
    b.to(time + RTT, "ESTABLISHED", "ack-of-syn")
    close = time + RTT // 2 + SECOND // 2
    a.to(close, "FIN-WAIT-1", "close")
    lost = repeats(rng)
    a.row |= {"fin_tx": 1, "fin_rtx": lost, "closer": "local", "close_type": "four-segment"}
    arrival = close + delay(lost) + RTT // 2
    b.to(arrival, "CLOSE-WAIT", "fin")
    a.to(arrival + RTT // 2, "FIN-WAIT-2", "ack-of-fin")
    second = arrival + SECOND // 20
    b.to(second, "LAST-ACK", "close")
    lost = repeats(rng)
    b.row |= {"fin_tx": 1, "fin_rtx": lost, "closer": "remote", "close_type": "four-segment"}
    a.row["tw_restarts"] = a.row["tw_reacks"] = lost
    a.to(second + RTT // 2, "TIME-WAIT", "fin")
    last = second + delay(lost) + RTT // 2
    b.to(last + RTT // 2, "CLOSED", "ack-of-fin")
    a.to(last + TIME_WAIT, "CLOSED", "2msl-expired")
    for end in (a, b):
        end.row |= {"segments_tx": 4, "segments_rx": 4}
    return [a, b]


def line(values):
    return ",".join(str(value) for value in values) + "\n"


def make_run(folder, count, seed=1):
    """The folder, filled."""
    rng = random.Random(seed)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    start, ends = 0, []
    for number in range(count):
        start += int(rng.expovariate(RATE) * SECOND)
        ends += connection(number, start, rng)
    ends.sort(key=lambda end: end.row["close_ns"])
    with open(folder / "connections.csv", "w", encoding="utf-8") as file:
        file.write(line(CONNECTIONS))
        file.writelines(line(end.row.values()) for end in ends)
    changes = sorted((change for end in ends for change in end.lines), key=lambda c: c[0])
    with open(folder / "transitions.csv", "w", encoding="utf-8") as file:
        file.write(line(TRANSITIONS))
        file.writelines(line(change) for change in changes)
    about = {"scenario": "made <by> hand & $dollars$", "version": "0.1.0", "commit": "0123abc",
             "seed": seed, "command": ["made_run.py", str(count)],
             "attributes": {"A": {"Msl": "15s"}}}  # fmt: skip
    (folder / "run.json").write_text(json.dumps(about), encoding="utf-8")
    assert set(end.state for end in ends) <= set(STATES)
    return folder


if __name__ == "__main__":
    make_run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
