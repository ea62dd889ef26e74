#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The scripts with captures of every kind, and with damaged ones."""

import csv
import io
import itertools
import json
import random
import struct
import subprocess
import unittest
from unittest import mock

import support

support.need_modules("pandas")

from lifecycle.capture import read_packets  # noqa: E402
from made_capture import (  # noqa: E402
    ACK, CLIENT, CLIENT6, PSH, SERVER, SERVER6, SYN, Talk, framed, on_two_interfaces, packets, pcap,
    write,
)  # fmt: skip

FOLDER = support.scratch()


def rows_of(folder, name="connections"):
    """A table, as dictionaries."""
    with open(folder / f"{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Script(support.ScriptTest):
    def test_what_is_not_read_is_said_by_name_and_count(self):
        whole = [(s.time_ns, framed(1, packets(s)[0])) for s in Talk().whole()]
        ether = bytes(12)
        ip = packets(Talk().whole()[0])[0]
        gre = bytearray(ip)
        gre[9] = 47
        vxlan = bytearray(ip)
        vxlan[9] = 17
        vxlan[22:24] = struct.pack("!H", 4789)
        arp = ether + b"\x08\x06" + bytes(28)
        extra = [(1, ether + b"\x08\0" + bytes(gre))] * 3 + [(1, ether + b"\x08\0" + bytes(vxlan))] * 2
        extra += [(1, ether + b"\x88\x47" + bytes(40)), (1, arp)]
        path = FOLDER / "mixed.pcap"
        path.write_bytes(pcap(extra + whole))
        done = support.script("capture.py", path, "-o", FOLDER / "mixed")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("3 of GRE, 2 of VXLAN, 1 of MPLS", done.stderr)
        self.assertNotIn("ARP", done.stderr)
        path.write_bytes(pcap([(1, arp)] * 4))
        self.refuses(2, "no TCP segment in it (it has 4 of ARP)", "ladder.py", path)
        path.write_bytes(pcap(whole, 147))
        self.refuses(2, "9 of type 147 (user 0)", "ladder.py", path)
        path.write_bytes(pcap(whole, 127))
        self.refuses(2, "9 of type 127 (IEEE 802.11 with radiotap)", "ladder.py", path)
        for snap in (20, 33, 40, 49):
            path.write_bytes(pcap(whole, snap=snap))
            said = self.refuses(2, "9 packets have their headers truncated", "ladder.py", path)
            self.assertIn(f"{snap} bytes", said)
        path.write_bytes(pcap(whole, snap=54))  # all of the header without options
        self.succeeds("capture.py", path, "-o", FOLDER / "snap54")

    def test_a_capture_that_was_cut_off_is_read_up_to_there(self):
        path = write(FOLDER / "killed.pcap", Talk().whole())
        data = path.read_bytes()
        for cut in (3, 20, 60):
            path.write_bytes(data[:-cut])
            done = support.script("capture.py", path, "-o", FOLDER / "killed")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("it is truncated, and is read up to there", done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1)
            self.assertEqual(rows_of(FOLDER / "killed")[1]["outcome"], "open")

    def test_tables_are_those_of_the_run_that_was_captured(self):
        support.need_lab()
        for scenario in ("client-close", "last-ack-lost", "simultaneous-close", "abort",
                         "three-segment-close", "second-fin-lost"):  # fmt: skip
            run = support.lab(FOLDER / f"run-{scenario}", scenario)
            out = FOLDER / f"of-{scenario}"
            self.succeeds("capture.py", *sorted(run.glob("*.pcap")), "-o", out)
            columns = ["role", "local", "local_port", "remote", "remote_port", "closer", "syn_tx",
                       "syn_rtx", "synack_tx", "fin_tx", "fin_rtx", "rst_tx", "rst_rx",
                       "segments_tx", "segments_rx", "bytes_tx", "bytes_rx"]  # fmt: skip
            if scenario == "abort":
                del columns[-2:]  # what the user was given is acknowledged by nothing
            self.assertEqual(self.table(out, columns), self.table(run, columns), scenario)
            columns = ["local", "from", "to", "cause"]
            found = self.table(out, columns, "transitions")
            wanted = [row for row in self.table(run, columns, "transitions")
                      if row[3] not in ("2msl-expired", "passive-open")]  # fmt: skip
            self.assertEqual(sorted(found), sorted(wanted), scenario)

    @staticmethod
    def table(folder, columns, name="connections"):
        found = [[row[column] for column in columns] for row in rows_of(folder, name)]
        return sorted(found) if name == "connections" else found

    def test_every_script_takes_captures_as_a_run(self):
        folder = FOLDER / "folder"
        folder.mkdir()
        for number in range(3):
            talk = Talk((CLIENT[0], 50000 + number), SERVER)
            write(folder / f"{number}.cap", talk.whole())
        (folder / "notes.txt").write_text("no capture")
        out = FOLDER / "as-run"
        said = self.succeeds("capture.py", folder, "-o", out)
        self.assertIn("3 connections, 30 changes of state", said)
        about = json.loads((out / "run.json").read_text())
        self.assertEqual(len(about["captures"]), 3)
        page = FOLDER / "page.html"
        self.succeeds("report.py", out, "-o", page)
        self.assertIn("FIN-WAIT-1", page.read_text())
        self.succeeds("timeline.py", out, "-o", FOLDER / "t.svg")
        self.assertIn("connect", self.succeeds("distributions.py", out))
        self.succeeds("capture.py", folder / "1.cap", "-o", FOLDER / "other-run")
        self.assertIn("connect", self.succeeds("compare.py", out, FOLDER / "other-run"))
        self.assertEqual(len(self.succeeds("ladder.py", out, "--list").splitlines()), 3)
        (FOLDER / "none").mkdir()
        self.refuses(2, "no capture in the folder", "capture.py", FOLDER / "none", "-o", out)

    def test_parts_of_a_rotated_capture_are_one(self):
        sent = Talk().whole()
        folder = FOLDER / "rotated"
        folder.mkdir()
        for part in range(3):
            write(folder / f"trace{part}.pcap", sent[3 * part : 3 * part + 3])
        self.succeeds("capture.py", folder, "-o", FOLDER / "rotated-run")
        (client, server) = rows_of(FOLDER / "rotated-run")
        self.assertEqual((client["outcome"], server["outcome"]), ("closed", "closed"))
        self.assertEqual(client["segments_tx"], "5")

    def test_the_ladder_of_a_self_connect_has_one_count_of_bytes(self):
        isn = 3_000_000_000
        talk = Talk(CLIENT, CLIENT, isn=(isn, isn))
        talk.say(0, SYN, 0)
        talk.say(0, SYN | ACK, 0, 1)
        talk.say(0, PSH | ACK, 1, 1, 9)
        talk.say(0, ACK, 10, 10)
        said = self.succeeds("ladder.py", write(FOLDER / "self.pcap", talk.sent), "--ascii")
        # RFC 9293, 3.5: an end that is its own peer acknowledges its own bytes.
        for words in ("S. 0:0(0) ack 1", "P. 1:10(9) ack 1", ". 10:10(0) ack 10"):
            self.assertIn(words, said)

    def test_reading_says_how_far_it_is_on_a_terminal(self):
        from lifecycle.sources import shown_progress

        path = write(FOLDER / "meter.pcap", Talk().whole() * 3000)
        terminal = io.StringIO()
        terminal.isatty = lambda: True
        clock = itertools.count(100.0, 0.5)
        with mock.patch("time.monotonic", lambda: next(clock)):
            count = sum(1 for _ in shown_progress(path, read_packets(path), terminal))
        self.assertEqual(count, 27000)
        said = terminal.getvalue()
        self.assertRegex(said, r"meter.pcap: \d+ %, \d\d:\d\d left")
        self.assertTrue(said.endswith("\r\x1b[K"))
        silent = io.StringIO()
        self.assertEqual(sum(1 for _ in shown_progress(path, read_packets(path), silent)), 27000)
        self.assertEqual(silent.getvalue(), "")

    def test_300_damaged_captures_give_no_traceback(self):
        draw = random.Random(20)
        talk = Talk()
        talk.whole(3000)
        tagged = write(FOLDER / "a.pcap", talk.sent, 1, (0x8100,), 1280).read_bytes()
        six = write(FOLDER / "b.pcap", Talk(CLIENT6, SERVER6).whole(2000), 276, mtu=1280).read_bytes()
        two = on_two_interfaces(Talk().whole())
        statuses = set()
        for number in range(300):
            data = bytearray(draw.choice((tagged, six, two)))
            for _ in range(draw.randint(1, 12)):
                place = draw.randrange(len(data) if draw.random() < 0.5 else min(len(data), 120))
                what = draw.randrange(4)
                if what == 0:
                    data[place] ^= 1 << draw.randrange(8)
                elif what == 1:
                    data[place] = draw.choice((0, 1, 0x7F, 0x80, 0xFF))
                elif what == 2 and len(data) > 30:
                    del data[place : place + draw.randint(1, 40)]
                else:
                    data[place:place] = draw.randbytes(draw.randint(1, 20))
            path = FOLDER / "damaged.pcap"
            path.write_bytes(data)
            status, said, _ = support.in_process("capture", path, "-o", FOLDER / "damaged")
            self.assertIn(status, (0, 2), said)
            if status == 2:
                self.assertEqual(len(said.splitlines()), 1, said)
            statuses.add(status)
            if status == 0:
                self.assertEqual(support.in_process("ladder", path, "--list")[0], 0)
        self.assertEqual(statuses, {0, 2})

    def test_a_script_of_packetdrill_runs(self):
        program = support.BIN / "lifecycle-packetdrill"
        path = write(FOLDER / "pd.pcap", Talk().whole())
        for end in ("client", "server"):
            script = FOLDER / f"{end}.pkt"
            self.succeeds("capture.py", path, "--packetdrill", "1", "--end", end, "-o", script)
            if not program.exists():
                self.skipTest(f"there is no {program}")
            done = subprocess.run([program, "--profile=rfc9293", script], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr + script.read_text())
        self.refuses(2, "connection 2 does not exist", "capture.py", path, "--packetdrill", "2",
                     "-o", FOLDER / "x.pkt")  # fmt: skip


if __name__ == "__main__":
    unittest.main()
