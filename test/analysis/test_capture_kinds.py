#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Captures of every kind of link, network and place: one connection is read out of each.

The states are RFC 9293's (3.6 for an orderly close).
"""

import unittest
from dataclasses import replace
from itertools import count

import support

support.need_modules("pandas")

from captured import lost, read, states  # noqa: E402
from made_capture import (  # noqa: E402
    ACK, CLIENT, CLIENT6, FIN, MS, PSH, RST, SERVER, SERVER6, SYN, WHOLE, Talk, framed, on_bridge,
    on_router, on_two_interfaces, packets, pcap, write,
)  # fmt: skip

FOLDER = support.scratch()
IDENTS = count(40000)


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
                for name, make in (
                    ("bridge", on_bridge), ("router", on_router), ("two", on_two_interfaces)
                ):
                    path = FOLDER / f"{name}.pcapng"
                    path.write_bytes(make(talk.sent))
                    _, notes = self.check_whole(path)
                    self.assertEqual(notes.copies, len(talk.sent) * (2 if name == "bridge" else 1))

    def test_a_packet_that_a_device_cuts_or_joins_is_one(self):
        # Segmentation offload: one interface has the whole, another one its pieces (Linux, GSO, GRO).
        for stamps in (None, (5, 6)):
            for joined in (True, False):
                for again in (0, 1):
                    sent = Talk().whole(3000)
                    sent[4:4] = [replace(sent[3], time_ns=sent[3].time_ns + 5 * MS)] * again
                    frames = []
                    for s in sent:
                        s.stamps, s.ident = stamps, next(IDENTS)
                        pieces = [
                            replace(s, seq=s.seq + at, length=1500, ident=next(IDENTS))
                            for at in (0, 1500)
                        ] if s.length else [s]  # fmt: skip
                        whole = [replace(s, ident=pieces[0].ident)]
                        seen = (pieces, whole) if joined else (whole, pieces)
                        for place, parts in enumerate(seen):
                            frames += [
                                (s.time_ns + place * 1000 + number, framed(
                                    276, packets(part)[0], index=2 + place, direction=4 * place
                                ))
                                for number, part in enumerate(parts)
                            ]  # fmt: skip
                    path = FOLDER / "offload.pcap"
                    path.write_bytes(pcap(frames, 276))
                    (one,), _ = read(path)
                    self.assertEqual(states(one), WHOLE)
                    repeats = again * (2 if joined else 1)
                    self.assertEqual(sum(f.again for f in one.flights), repeats, (stamps, joined))

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

    def test_ports_used_again_where_one_direction_was_captured(self):
        # RFC 9293, 3.10: an end that has sent its FIN sends no SYN of this connection again.
        for end in (CLIENT, SERVER):
            for second_isn in ((7000, 90000), (8000, 95000)):
                first = Talk()
                first.whole()
                second = Talk(isn=second_isn, begin_ns=first.begin_ns + 300 * 1000 * MS)
                second.whole()
                sent = [s for s in first.sent + second.sent if s.source == end]
                found, _ = read(write(FOLDER / "one-way-reuse.pcap", sent))
                self.assertEqual(len(found), 2, (end, second_isn))
                self.assertEqual(states(found[0]), states(found[1]))
                self.assertFalse(any(f.again for one in found for f in one.flights))
        # A SYN that is sent again, of one direction, is one connection's.
        talk = Talk()
        for second in (0, 1, 3):
            talk.say(0, SYN, 0, time_ns=talk.begin_ns + second * 1000 * MS)
        talk.say(0, ACK, 1, 1, time_ns=talk.begin_ns + 4000 * MS)
        talk.say(0, FIN | ACK, 1, 1, time_ns=talk.begin_ns + 4100 * MS)
        found, _ = read(write(FOLDER / "one-way-again.pcap", talk.sent))
        self.assertEqual(len(found), 1)

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


if __name__ == "__main__":
    unittest.main()
