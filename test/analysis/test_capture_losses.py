#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What was lost, and what a capture has only missed: by RFC 7323's and RFC 2883's rules, and tshark's.
"""

import random
import shutil
import struct
import subprocess
import time
import unittest

import support

support.need_modules("pandas")

from captured import lost, read, states  # noqa: E402
from lifecycle.arrivals import LOST, MAYBE_LOST  # noqa: E402
from lifecycle.capture import read_packets  # noqa: E402
from made_capture import (  # noqa: E402
    ACK, CLIENT, FIN, MS, PSH, SYN, WHOLE, Talk, packets, pcap, write,
)  # fmt: skip

FOLDER = support.scratch()


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
