#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What a capture proves, and no more: captures of every kind, and damaged ones.

Expectations are RFC 9293's (3.6 for an orderly close), for losses RFC 7323's and RFC 2883's.
"""

import csv
import json
import random
import shutil
import struct
import subprocess
import time
import unittest

import support

support.need_modules("pandas")

from lifecycle.arrivals import LOST, MAYBE_LOST  # noqa: E402
from lifecycle.capture import read_packets  # noqa: E402
from lifecycle.connections import connections_of  # noqa: E402
from lifecycle.notes import Notes  # noqa: E402
from lifecycle.segments import segments_of  # noqa: E402
from lifecycle.tracker import track  # noqa: E402
from made_capture import (  # noqa: E402
    ACK, CLIENT, CLIENT6, FIN, MS, PSH, RST, SERVER, SERVER6, SYN, WHOLE, Talk, framed, packets,
    pcap, pcapng, write,
)  # fmt: skip

FOLDER = support.scratch()


def read(*paths):
    """The connections of captures, and the notes of the first one."""
    notes = [Notes(path) for path in paths]
    found = connections_of(
        [segments_of(read_packets(path, note), note) for path, note in zip(paths, notes)]
    )
    return found, notes[0]


def states(connection):
    """By end."""
    changes, _ = track(connection)
    return tuple([change.state for change in changes if change.end == end] for end in (0, 1))


def lost(connection):
    """What is said to be lost, by number of the segment."""
    return {f.segment.number: f.lost for f in connection.flights if f.lost}


def rows_of(folder, name="connections"):
    """A table, as dictionaries."""
    with open(folder / f"{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


class Kinds(unittest.TestCase):
    def check_whole(self, path, count=9):
        found, notes = read(path)
        self.assertEqual(len(found), 1, path)
        self.assertEqual(states(found[0]), WHOLE)
        self.assertEqual(len(found[0].flights), count)
        self.assertFalse(any(f.again or f.lost for f in found[0].flights))
        return found[0], notes

    def test_every_link_layer_with_any_tags(self):
        for link in (0, 1, 9, 101, 113, 276):
            for version in (4, 6):
                for tags in ((), (0x8100,), (0x88A8, 0x8100), (0x9100, 0x8100, 0x8100)):
                    if tags and link not in (1, 113, 276):
                        continue
                    ends = (CLIENT, SERVER) if version == 4 else (CLIENT6, SERVER6)
                    path = write(FOLDER / f"l{link}-{version}.pcap", Talk(*ends).whole(), link, tags)
                    self.check_whole(path)

    def test_pppoe_and_snap_are_read(self):
        for name, head in (
            ("pppoe", b"\x88\x64\x11\0\0\1\0\x2a\0\x21"),
            ("snap", b"\0\x40\xaa\xaa\3\0\0\0\x08\0"),
        ):
            frames = [(s.time_ns, bytes(12) + head + packets(s)[0]) for s in Talk().whole()]
            path = FOLDER / f"{name}.pcap"
            path.write_bytes(pcap(frames))
            self.check_whole(path)

    def test_fragments_of_both_versions_are_put_together(self):
        for ends in ((CLIENT, SERVER), (CLIENT6, SERVER6)):
            sent = Talk(*ends).whole(3000)
            one, notes = self.check_whole(write(FOLDER / "f.pcap", sent, mtu=1280))
            self.assertEqual([f.segment.length for f in one.flights if f.segment.length], [3000] * 2)
            self.assertEqual(notes.fragments, 0)
            # In any order, and each seen twice.
            for order in (1, -1):
                frames = []
                for segment in sent:
                    pieces = [(segment.time_ns, framed(1, p)) for p in packets(segment, 576)]
                    frames += (pieces[::order]) * (1 + (len(pieces) > 1))
                path = FOLDER / "shuffled.pcap"
                path.write_bytes(pcap(frames))
                one, notes = self.check_whole(path)
                self.assertEqual(notes.fragments, 0)

    def test_a_missing_fragment_is_said(self):
        sent = Talk().whole(3000)
        frames = [(s.time_ns, framed(1, p)) for s in sent for p in packets(s, 1500)]
        path = FOLDER / "missing.pcap"
        path.write_bytes(pcap(frames[:4] + frames[5:]))
        (one,), notes = read(path)
        self.assertEqual(len(one.flights), 8)
        self.assertIn("fragments are missing: 1", "".join(notes.lines()))
        self.assertEqual(states(one), WHOLE)

    def test_one_packet_on_several_interfaces_is_one(self):
        for ends in ((CLIENT, SERVER), (CLIENT6, SERVER6)):
            for stamps in (False, True):
                talk = Talk(*ends)
                talk.whole()
                for number, segment in enumerate(talk.sent):
                    if stamps:
                        segment.stamps = (number * 10, max(0, number - 1) * 10)
                for name, make in (("any", self.any), ("any1", self.any1), ("two", self.two)):
                    path = FOLDER / f"{name}.pcapng"
                    path.write_bytes(make(talk.sent))
                    _, notes = self.check_whole(path)
                    self.assertEqual(notes.copies, len(talk.sent) * (2 if name == "any" else 1))

    @staticmethod
    def any(sent):
        """tcpdump -i any on a bridge: in, bridge, out (LINKTYPE_LINUX_SLL2)."""
        frames = []
        for s in sent:
            (packet,) = packets(s)
            for copy, (index, direction) in enumerate(((2, 0), (5, 0), (3, 4))):
                frame = framed(276, packet, index=index, direction=direction)
                frames.append((s.time_ns + copy * 1000, frame))
        return pcap(frames, 276)

    @staticmethod
    def any1(sent):
        """The same with the older header, which has no interface; a router takes from the TTL."""
        frames = []
        for s in sent:
            packet = bytearray(packets(s)[0])
            frames.append((s.time_ns, framed(113, bytes(packet), direction=0)))
            packet[8 if packet[0] >> 4 == 4 else 7] -= 1
            frames.append((s.time_ns + 40 * MS, framed(113, bytes(packet), direction=4)))
        return pcap(sorted(frames, key=lambda item: item[0]), 113)

    @staticmethod
    def two(sent):
        """A file of two interfaces."""
        frames = [
            (s.time_ns + copy * 300_000, framed(1, packet), copy, 1 + copy)
            for s in sent for packet in packets(s) for copy in (0, 1)
        ]  # fmt: skip
        return pcapng(frames, (1, 1))

    def test_what_is_sent_again_is_no_copy(self):
        # The SYN,ACK without identification, as Linux sends it, a second later; the same bytes.
        talk = Talk()
        talk.say(0, SYN, 0)
        for second in range(3):
            talk.say(1, SYN | ACK, 0, 1, ident=0, time_ns=talk.begin_ns + second * 1000 * MS + 1)
        talk.say(0, ACK, 1, 1, time_ns=talk.begin_ns + 2010 * MS)
        (one,), notes = read(write(FOLDER / "again.pcap", talk.sent))
        self.assertEqual([f.again for f in one.flights], [False, False, True, True, False])
        self.assertEqual(notes.copies, 0)
        # Duplicate ACKs of a host that leaves the identification 0 (RFC 6864).
        talk = Talk()
        for number in range(4):
            talk.say(0, ACK, 1, 1, ident=0, time_ns=talk.begin_ns + number * 1000)
        (one,), notes = read(write(FOLDER / "dup.pcap", talk.sent))
        self.assertEqual((len(one.flights), notes.copies), (4, 0))

    def test_one_direction_shows_one_end(self):
        sent = Talk().whole()
        (one,), _ = read(write(FOLDER / "c.pcap", [s for s in sent if s.source == CLIENT]))
        self.assertEqual(states(one), (WHOLE[0][:3], []))
        (one,), _ = read(write(FOLDER / "s.pcap", [s for s in sent if s.source == SERVER]))
        self.assertEqual(one.ends, (CLIENT, SERVER))
        # Its data in answer to no SYN with data show that its SYN was acknowledged.
        self.assertEqual(states(one), ([], ["SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1"]))

    def test_one_direction_in_each_of_two_files(self):
        sent = Talk().whole()
        paths = [
            write(FOLDER / f"{name}.pcap", [s for s in sent if s.source == end])
            for name, end in (("from-c", CLIENT), ("from-s", SERVER))
        ]
        (one,), _ = read(*paths)
        self.assertEqual(states(one), WHOLE)

    def test_a_capture_of_syn_fin_and_rst_only(self):
        sent = [s for s in Talk().whole(5000) if s.flags & (SYN | FIN | RST)]
        (one,), _ = read(write(FOLDER / "sfr.pcap", sent))
        # The client's FIN acknowledges the SYN,ACK, the server's the client's FIN; nothing that
        # the client sends acknowledges the server's FIN, but it is not sent again either.
        self.assertEqual(states(one)[0], WHOLE[0])
        self.assertEqual(states(one)[1][:4], ["SYN-RECEIVED", "ESTABLISHED", "CLOSE-WAIT", "LAST-ACK"])
        self.assertEqual([len(holes) for holes in one.holes], [1, 1])
        self.assertFalse(lost(one))

    def test_octets_that_the_capture_missed_are_no_loss(self):
        for gone in range(3, 8):
            talk = Talk()
            sent = talk.whole()
            (one,), _ = read(write(FOLDER / "gap.pcap", sent[:gone] + sent[gone + 1 :]))
            self.assertFalse(lost(one), gone)
            wanted = [list(end) for end in WHOLE]
            if gone in (5, 7):  # a FIN: what its sender did is not seen, what it proves is
                continue
            self.assertEqual(states(one), tuple(wanted), gone)

    def test_ports_used_again_after_a_complete_close(self):
        for second_isn in ((7000, 90000), (8000, 95000)):
            for reset in (False, True):
                first = Talk()
                first.whole()
                if reset:
                    del first.sent[5:]
                    first.say(0, RST | ACK, 101, 101)
                second = Talk(isn=second_isn, begin_ns=first.begin_ns + 300 * 1000 * MS)
                second.whole()
                found, _ = read(write(FOLDER / "reuse.pcap", first.sent + second.sent))
                self.assertEqual(len(found), 2)
                self.assertEqual(states(found[1]), WHOLE)
                self.assertFalse(any(f.again for one in found for f in one.flights))

    def test_an_old_syn_in_time_wait_begins_nothing(self):
        talk = Talk()
        talk.whole()
        talk.say(0, SYN, 0)
        talk.say(1, ACK, 102, 102)
        found, _ = read(write(FOLDER / "old.pcap", talk.sent))
        self.assertEqual(len(found), 1)

    def test_a_socket_connected_to_itself(self):
        talk = Talk(CLIENT, CLIENT, isn=(500, 500))
        talk.say(0, SYN, 0)
        talk.say(0, SYN | ACK, 0, 1)
        talk.say(0, PSH | ACK, 1, 1, 9)
        talk.say(0, ACK, 10, 10)
        talk.say(0, FIN | ACK, 10, 10)
        talk.say(0, ACK, 11, 11)
        (one,), _ = read(write(FOLDER / "self.pcap", talk.sent))
        # RFC 9293, figure 8 and 3.10: its own SYN reaches it in SYN-SENT, its FIN in FIN-WAIT-1.
        wanted = ["SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1", "CLOSING", "TIME-WAIT"]
        self.assertEqual(states(one), (wanted, []))

    def test_a_long_wrap_of_sequence_numbers(self):
        talk = Talk(isn=(2**32 - 50, 2**32 - 1))
        self.check_whole(write(FOLDER / "wrap.pcap", talk.whole()))


class Losses(unittest.TestCase):
    def talk(self, sack=True):
        talk = Talk()
        options = b"\x02\x04\x05\xb4" + (b"\x04\x02" if sack else b"")
        talk.say(0, SYN, 0, stamps=(100, 0), syn_options=options)
        talk.say(1, SYN | ACK, 0, 1, stamps=(900, 100), syn_options=options)
        talk.say(0, ACK, 1, 1, stamps=(110, 900))
        return talk

    def judged(self, talk):
        (one,), _ = read(write(FOLDER / "lost.pcap", talk.sent))
        return one, lost(one)

    def again(self, echo, sack=True, block=()):
        talk = self.talk(sack)
        talk.say(0, PSH | ACK, 1, 1, 100, stamps=(120, 900))
        at = talk.sent[-1].time_ns
        talk.say(0, PSH | ACK, 1, 1, 100, stamps=(320, 900), time_ns=at + 200 * MS)
        blocks = ((7001, 7101),) if block else ()
        talk.say(1, ACK, 1, 101, stamps=(1120, echo), sack=blocks, time_ns=at + 210 * MS)
        return self.judged(talk)[1]

    def test_time_stamps_tell_which_copy_was_answered(self):
        self.assertEqual(self.again(320), {4: LOST})
        self.assertEqual(self.again(120), {})
        self.assertEqual(self.again(320, block=True), {})  # RFC 2883: it has arrived twice
        self.assertEqual(self.again(320, sack=False), {4: MAYBE_LOST})

    def test_without_time_stamps_the_round_trip_time_does(self):
        for after_ms, wanted in ((1, {}), (12, {4: MAYBE_LOST})):
            talk = Talk()
            talk.say(0, SYN, 0)
            talk.say(1, SYN | ACK, 0, 1)
            talk.say(0, ACK, 1, 1)
            talk.say(0, PSH | ACK, 1, 1, 100)
            at = talk.sent[-1].time_ns + 1000 * MS
            talk.say(0, PSH | ACK, 1, 1, 100, time_ns=at)
            talk.say(1, ACK, 1, 101, time_ns=at + after_ms * MS)
            self.assertEqual(self.judged(talk)[1], wanted, after_ms)

    def test_a_lost_ack(self):
        for echo, wanted in ((900, {5: LOST}), (1000, {})):
            talk = self.talk()
            talk.say(0, FIN | ACK, 1, 1, stamps=(130, 900))
            talk.say(1, ACK, 1, 2, stamps=(1000, 130))
            at = talk.sent[-1].time_ns
            talk.say(0, FIN | ACK, 1, 1, stamps=(400, echo), time_ns=at + 250 * MS)
            talk.say(1, ACK, 1, 2, stamps=(1300, 400), time_ns=at + 260 * MS)
            self.assertEqual(self.judged(talk)[1], wanted, echo)

    def test_syns_that_nobody_answers_are_lost_perhaps(self):
        talk = Talk()
        for second in (0, 1, 3, 7):
            talk.say(0, SYN, 0, time_ns=talk.begin_ns + second * 1000 * MS)
        one, found = self.judged(talk)
        self.assertEqual(set(found.values()), {MAYBE_LOST})
        self.assertEqual(states(one), (["SYN-SENT"], []))

    def test_a_keep_alive_probe_loses_no_ack(self):
        talk = Talk()
        talk.whole()
        del talk.sent[5:]
        talk.say(1, ACK, 101, 101)
        talk.say(0, ACK, 101, 101)
        at = talk.sent[-1].time_ns
        # RFC 9293, 3.8.4: SEG.SEQ = SND.NXT-1, without or with a byte.
        for number, length in enumerate((0, 1)):
            talk.say(0, ACK, 100, 101, length, time_ns=at + (number + 1) * 75000 * MS)
            talk.say(1, ACK, 101, 101, time_ns=at + (number + 1) * 75000 * MS + 10 * MS)
        self.assertEqual(self.judged(talk)[1], {})

    def test_what_was_overtaken_was_not_sent_again(self):
        talk = self.talk()
        at = talk.sent[-1].time_ns
        talk.say(0, ACK, 101, 1, 100, stamps=(121, 900), time_ns=at + 10 * MS)
        talk.say(0, ACK, 1, 1, 100, stamps=(120, 900), time_ns=at + 30 * MS)
        talk.say(1, ACK, 1, 201, stamps=(950, 120), time_ns=at + 40 * MS)
        one, found = self.judged(talk)
        self.assertEqual(found, {})
        self.assertFalse(any(f.again for f in one.flights))

    def test_two_captures_know(self):
        talk = Talk()
        sent = talk.whole()
        near = write(FOLDER / "near.pcap", sent)
        again = Talk(begin_ns=talk.begin_ns)
        again.sent = sent[:-1]  # the last ACK does not get there
        far = FOLDER / "far.pcap"
        frames = []
        for one in read_packets(near):
            frames.append(one)
        # What the server sent is seen there before, what the client sent after.
        moved = []
        for packet, segment in zip(frames, sent):
            shift = 5 * MS if segment.source == CLIENT else -5 * MS
            moved.append((packet.time_ns + shift, packet.data))
        far.write_bytes(pcap(sorted(moved[:-1], key=lambda item: item[0])))
        (one,), _ = read(near, far)
        self.assertEqual(list(lost(one).values()), [LOST])
        self.assertEqual(states(one)[1][-1], "LAST-ACK")
        # The far capture misses a segment that its host acknowledges.
        far.write_bytes(pcap(sorted(moved[:3] + moved[4:], key=lambda item: item[0])))
        (one,), _ = read(near, far)
        self.assertEqual((lost(one), states(one)), ({}, WHOLE))


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

    def test_300_damaged_captures_give_no_traceback(self):
        draw = random.Random(20)
        talk = Talk()
        talk.whole(3000)
        tagged = write(FOLDER / "a.pcap", talk.sent, 1, (0x8100,), 1280).read_bytes()
        six = write(FOLDER / "b.pcap", Talk(CLIENT6, SERVER6).whole(2000), 276, mtu=1280).read_bytes()
        two = Kinds.two(Talk().whole())
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
            status, said = self.in_process("capture", path, "-o", FOLDER / "damaged")
            self.assertIn(status, (0, 2), said)
            if status == 2:
                self.assertEqual(len(said.splitlines()), 1, said)
            statuses.add(status)
            if status == 0:
                self.assertEqual(self.in_process("ladder", path, "--list")[0], 0)
        self.assertEqual(statuses, {0, 2})

    @staticmethod
    def in_process(name, *arguments):
        """A script's status and complaint, without starting Python for each."""
        import contextlib
        import importlib
        import io
        from unittest import mock

        from lifecycle import errors

        module = importlib.import_module(name)
        complaint = io.StringIO()
        with contextlib.redirect_stderr(complaint), contextlib.redirect_stdout(io.StringIO()):
            with mock.patch("sys.argv", [name, *map(str, arguments)]):
                try:
                    errors.run(f"{name}.py", module.main)
                except SystemExit as end:
                    return end.code, complaint.getvalue()
        raise AssertionError("the script has not ended")

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


class Judge(unittest.TestCase):
    """tshark judges which segments were sent again."""

    def test_tshark_finds_the_same_retransmissions(self):
        if not shutil.which("tshark"):
            self.skipTest("there is no tshark; bash .ci/install.sh test")
        draw = random.Random(4)
        talk = Talk()
        talk.say(0, SYN, 0)
        talk.say(1, SYN | ACK, 0, 1)
        talk.say(0, ACK, 1, 1)
        seq = 1
        for _ in range(200):
            talk.say(0, PSH | ACK, seq, 1, 100)
            while draw.random() < 0.2:
                at = talk.sent[-1].time_ns + 300 * MS
                talk.say(0, PSH | ACK, seq, 1, 100, time_ns=at)
            seq += 100
            talk.say(1, ACK, 1, seq, time_ns=talk.sent[-1].time_ns + 10 * MS)
        now = talk.begin_ns
        for one in talk.sent:
            now = max(now + 10 * MS, one.time_ns)
            one.time_ns = now
        path = write(FOLDER / "tshark.pcap", talk.sent)
        (one,), _ = read(path)
        own = {f.segment.number for f in one.flights if f.again}
        asked = "tcp.analysis.retransmission or tcp.analysis.fast_retransmission"
        said = subprocess.run(
            ["tshark", "-r", path, "-Y", asked, "-T", "fields", "-e", "frame.number"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        self.assertEqual(own, {int(number) for number in said.stdout.split()})
        self.assertGreater(len(own), 20)


class Large(unittest.TestCase):
    def test_a_million_segments_take_less_than_a_minute(self):
        count = int(support.os.environ.get("TCP_LIFECYCLE_SEGMENTS", 200_000))
        path = FOLDER / "large.pcap"
        head = write(path, Talk().whole()[:3], 101).read_bytes()
        a, b = (packets(Talk().say(who, ACK, 1, 1, who == 0, stamps=(1, 1)))[0] for who in (0, 1))
        data, time_ns = [head], 1_700_000_001 * 10**9
        seq = 7001
        for number in range(count // 2):
            time_ns += 20_000
            again = number % 100 == 60
            at = seq - 10 * 1400 if again else seq
            lost_here = number % 100 == 50
            if not again:
                seq += 1400
            top = seq - (number % 100 - 49) * 1400 if 50 <= number % 100 < 60 else seq
            for packet, first, second, size in ((a, at, 90001, 1400), (b, 90001, top, 0)):
                if lost_here and size:
                    continue
                made = bytearray(packet[:52])
                made[2:4] = struct.pack("!H", 52 + size)
                made[4:6] = struct.pack("!H", number & 0xFFFF)
                made[24:32] = struct.pack("!II", first % 2**32, second % 2**32)
                made[44:52] = struct.pack("!II", number // 50, number // 50)
                time_ns += 5000
                data.append(struct.pack("<IIII", time_ns // 10**9, time_ns % 10**9, 52, 52 + size))
                data.append(bytes(made))
        path.write_bytes(b"".join(data))
        begin = time.process_time()
        (one,), _ = read(path)
        found = states(one)
        took = time.process_time() - begin
        self.assertLess(took, 60 * max(count / 1e6, 0.2))
        self.assertGreater(len(one.flights), count * 0.98)
        self.assertEqual(found[0], ["SYN-SENT", "ESTABLISHED"])


if __name__ == "__main__":
    unittest.main()
