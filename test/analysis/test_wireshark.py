#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Wireshark's tools agree with the records of a run of 10 000 connections over a lossy link."""

import csv
import json
import shutil
import sqlite3
import subprocess
import unittest
from collections import Counter, defaultdict

import support

MANY = support.BIN / "many-connections"
if not all(map(shutil.which, ("tshark", "capinfos"))):
    support.skip("there is no tshark or capinfos; bash .ci/install.sh test")
if not MANY.exists():
    support.skip(f"there is no {MANY}; build it, or set TCP_LIFECYCLE_BIN_DIR")

COUNT = 10000
FOLDER = support.scratch()
NOTE = 0x400000  # epan/proto.h: PI_NOTE; above it are PI_WARN and PI_ERROR
FIELDS = """frame.time_epoch tcp.stream tcp.srcport tcp.seq_raw tcp.flags
tcp.analysis.retransmission tcp.analysis.fast_retransmission tcp.analysis.spurious_retransmission
tcp.analysis.initial_rtt tcp.len frame.packet_id _ws.expert.severity _ws.expert.message""".split()
# What a lost segment is to one who sees only what came through: no fault of the writer's.
OF_LOSSES = {
    "Previous segment(s) not captured (common at capture start)",
    "ACKed segment that wasn't captured (common at capture start)",
    "D-SACK Sequence",
    "This frame is a (suspected) out-of-order segment",
}


def many(folder, *arguments):
    """The folder of a run of many-connections."""
    subprocess.run([str(MANY), f"--out={folder}", *arguments], check=True, timeout=900)
    return folder


def tool(*command):
    """What a tool says; it complains of nothing."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    # As root tshark warns of that, whatever the file.
    complaints = [
        line for line in done.stderr.splitlines()
        if line and not line.startswith("Running as user")
    ]  # fmt: skip
    assert done.returncode == 0 and not complaints, done.stderr
    return done.stdout


def nanoseconds(text):
    """A time of tshark's, exactly."""
    seconds, _, part = text.partition(".")
    return int(seconds) * 10**9 + int(part.ljust(9, "0"))


def frames(capture):
    """The frames of a capture as tshark reads them."""
    wanted = [word for field in FIELDS for word in ("-e", field)]
    text = tool("tshark", "-n", "-r", str(capture), "-T", "fields", "-E", "aggregator=|", *wanted)
    for line in text.splitlines():
        yield dict(zip(FIELDS, line.split("\t")))


def rows(path):
    """The lines of a table."""
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def is_repeat(frame):
    """Whether tshark takes it for a retransmission of any kind."""
    return any(frame[field] for field in FIELDS[5:8])


class Agreement(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.run_folder = many(FOLDER / "run", f"--count={COUNT}", "--loss=0.01", "--segments",
                              "--pcapng", "--db", "--pcap=host")  # fmt: skip
        cls.captures = [cls.run_folder / f"many-{node}.pcapng" for node in (0, 1)]
        cls.frames = [list(frames(capture)) for capture in cls.captures]
        cls.segments = [[], []]
        for row in rows(cls.run_folder / "segments.csv"):
            cls.segments[int(row["node"])].append(row)
        cls.connections = list(rows(cls.run_folder / "connections.csv"))

    def test_capinfos_counts_what_was_sent_and_received(self):
        for node, capture in enumerate(self.captures):
            for path in (capture, capture.with_suffix(".pcap")):
                text = tool("capinfos", "-M", "-c", "-E", "-o", "-N", "-T", "-r", str(path))
                fields = text.split("\t")
                self.assertEqual(int(fields[2]), len(self.segments[node]), path)
                self.assertEqual(fields[1], "ppp")
                self.assertIn("TRUE", text.upper())  # strict time order

    def test_every_segment_is_a_frame_at_its_time_and_has_its_serial(self):
        for node in (0, 1):
            expected = Counter(
                (int(row["time_ns"]), row["seq"], row["length"], row["serial"])
                for row in self.segments[node]
            )
            found = Counter(
                (nanoseconds(frame["frame.time_epoch"]), frame["tcp.seq_raw"], frame["tcp.len"],
                 str(int(frame["frame.packet_id"], 0)))
                for frame in self.frames[node]
            )  # fmt: skip
            # A segment may wait for the device: then its frame is later than the line.
            late = sum((expected - found).values())
            self.assertLess(late, 0.2 * len(self.segments[node]))
            without_time = [Counter(), Counter()]
            for counter, kept in zip((expected, found), without_time):
                for (_, *rest), count in counter.items():
                    kept[tuple(rest)] += count
            self.assertEqual(*without_time)

    def streams(self):
        """By the client's connection: its frames, as tshark tells connections apart."""
        found = defaultdict(list)
        for frame in self.frames[0]:
            found[frame["tcp.stream"]].append(frame)
        owner = {row["serial"]: row["id"] for row in self.segments[0]}
        return {owner[str(int(stream[0]["frame.packet_id"], 0))]: stream
                for stream in found.values()}  # fmt: skip

    def test_segments_of_each_connection_are_as_many(self):
        seen = {number: len(stream) for number, stream in self.streams().items()}
        recorded = {
            row["id"]: int(row["segments_tx"]) + int(row["segments_rx"])
            for row in self.connections
            if row["role"] == "active"
        }
        self.assertEqual(len(recorded), COUNT)
        self.assertEqual(set(seen), set(recorded))
        # What came after the end of a connection belongs to none.
        stray = sum(row["id"] == "0" for row in self.segments[0])
        self.assertEqual(sum(seen.values()) - sum(recorded.values()), stray)

    def test_handshakes_take_as_long(self):
        streams = self.streams()
        exact = measured = 0
        for row in self.connections:
            if row["role"] != "active":
                continue
            stream = streams[row["id"]]
            syn_acks = [nanoseconds(frame["frame.time_epoch"]) for frame in stream
                        if int(frame["tcp.flags"], 0) & 0x12 == 0x12]  # fmt: skip
            self.assertEqual(syn_acks[0], int(row["established_ns"]))
            if len(syn_acks) == 1 and row["syn_rtx"] == "0":
                rtts = {frame["tcp.analysis.initial_rtt"] for frame in stream} - {""}
                if not rtts:
                    continue  # tshark has not made up its mind
                (rtt,) = rtts
                took = int(row["established_ns"]) - int(row["open_ns"])
                exact += nanoseconds(rtt) == took
                # The SYN, or the ACK, may have waited for the device: 12 us for each packet.
                self.assertAlmostEqual(nanoseconds(rtt), took, delta=50000)
                measured += 1
        self.assertGreater(measured, 0.95 * COUNT)
        self.assertGreater(exact, 0.95 * measured)

    def test_retransmissions_are_the_same(self):
        for node in (0, 1):
            recorded = {row["serial"] for row in self.segments[node]
                        if row["direction"] == "sent" and row["retransmission"] != "0"}  # fmt: skip
            found = {str(int(frame["frame.packet_id"], 0)) for frame in self.frames[node]
                     if (frame["tcp.srcport"] == "80") == (node == 1) and is_repeat(frame)}  # fmt: skip
            self.assertGreater(len(recorded), 100)
            self.assertEqual(found, recorded)
        for name, flags, mask in (("syn_rtx", 0x02, 0x12), ("synack_rtx", 0x12, 0x12)):
            counted = sum(int(row[name]) for row in self.connections)
            node = 0 if name == "syn_rtx" else 1
            seen = sum(is_repeat(frame) and int(frame["tcp.flags"], 0) & mask == flags
                       and (frame["tcp.srcport"] == "80") == (node == 1)
                       for frame in self.frames[node])  # fmt: skip
            self.assertEqual(seen, counted, name)

    def test_nothing_is_worse_than_a_note_but_for_losses(self):
        for node in (0, 1):
            worse = Counter()
            for frame in self.frames[node]:
                severities = frame["_ws.expert.severity"].split("|")
                messages = frame["_ws.expert.message"].split("|")
                worse.update(
                    message for severity, message in zip(severities, messages)
                    if severity and int(severity, 0) > NOTE
                )  # fmt: skip
            self.assertTrue(worse)
            self.assertLessEqual(set(worse), OF_LOSSES)
            self.assertLess(sum(worse.values()), 0.02 * len(self.frames[node]))

    def test_the_database_has_what_the_tables_have(self):
        base = sqlite3.connect(self.run_folder / "run.sqlite")
        for name in ("connections", "transitions", "segments"):
            cursor = base.execute(f"SELECT * FROM {name} ORDER BY rowid")
            columns = [column[0] for column in cursor.description]
            with open(self.run_folder / f"{name}.csv", encoding="utf-8", newline="") as file:
                table = csv.reader(file)
                self.assertEqual(next(table), columns)
                for line, row in zip(table, cursor, strict=True):
                    self.assertEqual(line, ["" if value is None else str(value) for value in row])
        (about,) = base.execute("SELECT value FROM run WHERE name = 'run.json'").fetchone()
        self.assertEqual(about, (self.run_folder / "run.json").read_text())
        base.close()


class Comments(unittest.TestCase):
    def test_comments_are_the_changes_of_state(self):
        folder = many(FOLDER / "small", "--count=200", "--loss=0.05", "--segments", "--pcapng")
        caused = Counter()
        for row in rows(folder / "transitions.csv"):
            if row["segment"]:
                caused[row["node"], int(row["time_ns"]), f"{row['from']} -> {row['to']}"] += 1
        lost = Counter(row["serial"] for row in rows(folder / "segments.csv"))
        self.assertGreater(len(caused), 1000)
        found = Counter()
        for node in ("0", "1"):
            text = tool("tshark", "-n", "-r", str(folder / f"many-{node}.pcapng"), "-T", "json",
                        "--no-duplicate-keys", "-j", "frame pkt_comment tcp")  # fmt: skip
            for packet in json.loads(text):
                layers = packet["_source"]["layers"]
                comments = layers.get("pkt_comment", {}).get("frame.comment", [])
                comments = [comments] if isinstance(comments, str) else comments
                time_ns = nanoseconds(layers["frame"]["frame.time_epoch"])
                for comment in comments:
                    if " -> " in comment:
                        found[node, time_ns, comment.split(":")[0]] += 1
                serial = str(int(layers["frame"]["frame.packet_id"], 0))
                self.assertEqual("lost on the link" in comments, lost[serial] == 1, comments)
        self.assertEqual(caused - found, Counter())
        # All others are on what was sent.
        others = {comment for _, _, comment in found - caused}
        self.assertEqual(others, {"CLOSED -> SYN-SENT", "ESTABLISHED -> FIN-WAIT-1",
                                  "CLOSE-WAIT -> LAST-ACK"})  # fmt: skip

    def test_without_losses_there_is_nothing_but_notes(self):
        folder = many(FOLDER / "clean", "--count=300", "--loss=0", "--pcapng")
        for node in (0, 1):
            text = tool("tshark", "-n", "-r", str(folder / f"many-{node}.pcapng"), "-q", "-z",
                        "expert,warn")  # fmt: skip
            self.assertEqual(text.strip(), "")


if __name__ == "__main__":
    unittest.main()
