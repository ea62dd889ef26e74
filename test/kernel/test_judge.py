#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Shows every rule of the judge a flow that keeps it and flows that break it, and when a repeat counts."""

import importlib.util
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from judge import RULES, Terms, judge_flow  # noqa: E402
from peer import Stream  # noqa: E402
from wire import ACK, FIN, PSH, RST, SYN, Segment, flows_of, mark_forged  # noqa: E402

SPEC = importlib.util.spec_from_file_location("run_cases", Path(__file__).parent / "run-cases.py")
run_cases = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = run_cases
SPEC.loader.exec_module(run_cases)

OURS, THEIRS = (b"\x0a\0\1\1", 1000), (b"\x0a\0\2\2", 7000)
STREAM = Stream(1)
ISN, PEER_ISN = 0xfffffff0, 5000  # the numbers of a case wrap


def segment(time, sent, flags, seq, ack=None, **fields):
    """A segment, numbers relative to the initial ones."""
    own, peer = (ISN, PEER_ISN) if sent else (PEER_ISN, ISN)
    made = Segment(time=time, source=OURS if sent else THEIRS, target=THEIRS if sent else OURS,
                   seq=(own + seq) & 0xffffffff, flags=flags | (ACK if ack is not None else 0))
    made.ack = (peer + ack) & 0xffffffff if ack is not None else 0
    made.stamps = (int(time * 1000), 0)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def data(time, seq, size, ack=1, **fields):
    """Bytes of ours."""
    fields.setdefault("payload", STREAM.at(seq - 1, size))
    return segment(time, True, PSH, seq, ack, **fields)


def handshake(**fields):
    """The three segments of an opening, with all options, windows of 65535."""
    common = {"mss": 1460, "shift": 2, "sack_permitted": True, **fields}
    return [segment(0.0, True, SYN, 0, **common), segment(0.04, False, SYN, 0, 1, **common),
            segment(0.04, True, 0, 1, 1, window=16384)]


def exchange():
    """An opening, 1000 bytes each way, and a closing: nothing is wrong."""
    return handshake() + [
        data(0.05, 1, 1000, window=16384),
        segment(0.09, False, PSH, 1, 1001, payload=bytes(1000)),
        segment(0.09, True, 0, 1001, 1001, window=16384),
        segment(0.1, True, FIN, 1001, 1001, window=16384),
        segment(0.14, False, FIN, 1001, 1002),
        segment(0.14, True, 0, 1002, 1002, window=16384),
    ]


def echo(segments):
    """TSecr as RFC 7323, 4.3, has it."""
    acked, recent = {}, {}
    for one in segments:
        if one.stamps and not one.flags & RST:
            one.stamps = (one.stamps[0], recent.get(one.source, 0) if one.flags & ACK else 0)
            if one.valid and (one.target not in acked or one.seq == acked[one.target]):
                recent[one.target] = one.stamps[0]
        if one.flags & ACK:
            acked[one.source] = one.ack
    return segments


def findings(segments, **terms):
    """Names of the rules that object."""
    terms.setdefault("octets", STREAM)
    flow, = flows_of(segments, OURS[0])
    return {name for name, _, _ in judge_flow(flow, Terms(**terms))}


class Judge(unittest.TestCase):
    """Each rule, kept and broken."""

    broken = set()

    def objects(self, rule, segments, **terms):
        """The rule objects to segments, and no other does."""
        Judge.broken.add(rule)
        self.assertEqual(findings(echo(segments), **terms), {rule})

    def accepts(self, segments, **terms):
        """Nobody objects."""
        self.assertEqual(findings(echo(segments), **terms), set())

    def test_nothing_wrong(self):
        self.accepts(exchange())

    def test_right_edge(self):
        segments = exchange()
        segments[-1].window = 16383
        self.objects("right-edge-moves-left", segments)
        segments = handshake()
        segments[2].window = 16383  # 65532 where the SYN had said 65535
        self.accepts(segments[:2] + [segment(0.04, True, 0, 1, 1, window=16384)])

    def test_right_edge_in_syn_received(self):
        def opening(heard):
            common = {"mss": 1460, "shift": 2, "sack_permitted": True}
            return [segment(0.0, False, SYN, 0, **common), segment(0.0, True, SYN, 0, 1, **common),
                    *[segment(0.5, False, 0, 1, 1)] * heard,
                    segment(1.0, True, 0, 1, 1, window=16384),
                    segment(1.0, True, SYN, 0, 1, **common)]
        self.accepts(opening(False))
        self.assertIn("right-edge-moves-left", findings(echo(opening(True))))

    def test_beyond_the_window(self):
        small = handshake(window=2000)
        small += [data(0.05, 1, 1000), data(0.05, 1001, 1000)]
        self.accepts(small)
        self.objects("beyond-the-window", small + [data(0.06, 2001, 2)])
        self.accepts(small + [data(2.06, 2001, 1)])

    def test_octets(self):
        self.objects("octets-of-the-stream", handshake() + [data(0.05, 1, 100, payload=bytes(100))])
        self.objects("octets-of-the-stream",
                     handshake() + [data(0.05, 1, 100), data(1.05, 1, 100, payload=b"x" * 100)])

    def test_gap(self):
        self.objects("gap-in-what-is-sent", handshake() + [data(0.05, 2, 100)])
        self.objects("gap-in-what-is-sent", exchange() + [data(0.2, 1002, 10, ack=1002)])

    def test_acknowledgment(self):
        self.objects("acknowledgment-number",
                     handshake() + [segment(0.1, True, 0, 1, 2, window=16384)])
        segments = exchange()
        segments[-1].ack -= 2
        segments[-1].window += 1
        self.objects("acknowledgment-number", segments)

    def test_checksum(self):
        segments = exchange()
        segments[3].valid = False
        self.objects("checksum", segments)
        segments = exchange()
        segments[4].valid = False  # the peer's was hurt, ours acknowledges it
        self.objects("acknowledgment-number", segments)

    def test_segment_size(self):
        self.objects("segment-size", handshake() + [data(0.05, 1, 1460, options_size=12)])
        self.objects("segment-size", handshake(mss=None) + [data(0.05, 1, 537)])
        self.objects("segment-size", handshake() + [data(0.05, 1, 600, ip_size=640)], mtu=576)

    def test_options(self):
        self.objects("options", handshake() + [data(0.05, 1, 10, stamps=None)])
        self.objects("options", handshake(stamps=None)[:2] + [data(0.05, 1, 10)])
        self.objects("options", handshake() + [data(0.05, 1, 10, shift=2)])

    def test_sack(self):
        hole = handshake() + [segment(0.06, False, PSH, 101, 1, payload=bytes(100))]
        right = segment(0.06, True, 0, 1, 1, window=16384,
                        sack=((PEER_ISN + 101, PEER_ISN + 201),))
        self.accepts(hole + [right])
        self.objects("sack-blocks", hole + [segment(
            0.06, True, 0, 1, 1, window=16384, sack=((PEER_ISN + 101, PEER_ISN + 202),))])

    def test_timestamps(self):
        segments = echo(exchange())
        segments[-1].stamps = (segments[-1].stamps[0], 1)
        Judge.broken.add("timestamp-echo")
        self.assertEqual(findings(segments), {"timestamp-echo"})
        segments = echo(exchange())
        segments[-1].stamps = (0, segments[-1].stamps[1])
        self.assertEqual(findings(segments), {"timestamp-echo"})
        # What begins beyond the last ACK sent is not echoed while the hole before it is open.
        hole = echo(handshake()) + [
            segment(0.06, False, PSH, 101, 1, payload=bytes(100), stamps=(60, 40)),
            segment(0.06, True, 0, 1, 1, window=16384, stamps=(60, 60),
                    sack=((PEER_ISN + 101, PEER_ISN + 201),))]
        self.assertEqual(findings(hole), {"timestamp-echo"})

    def test_reset(self):
        reset = segment(0.2, True, RST, 1, stamps=None)
        self.objects("unexpected-reset", handshake() + [reset])
        self.accepts(handshake() + [reset], may_reset=True)
        late = [segment(0.6, False, 0, 1002, 1002), segment(0.6, True, RST, 1002)]
        self.accepts(exchange() + late)

    def test_after_reset(self):
        ended = handshake() + [segment(0.1, False, RST, 1)]
        self.objects("speaks-after-reset", ended + [data(0.2, 1, 10)])
        self.accepts(handshake() + [segment(0.1, False, RST, 50), data(0.2, 1, 10)])
        self.accepts(exchange() + [segment(0.2, False, RST, 1002),
                                   segment(0.2, True, 0, 1002, 1002, window=16384)])

    def test_storm(self):
        again = [segment(0.1, True, 0, 1, 1, window=16384) for _ in range(30)]
        self.objects("storm", handshake() + again)
        same = [data(2.0 ** n, 1, 100) for n in range(10)]
        self.objects("storm", handshake() + same, profile="kernel")

    def test_late_acknowledgment(self):
        arrived = handshake() + [segment(0.1, False, PSH, 1, 1, payload=bytes(10))]
        self.accepts(arrived + [segment(0.59, True, 0, 1, 11, window=16384)])
        self.accepts(handshake() + [segment(0.1, True, 0, 1, 1, window=16384),
                                    segment(0.2, False, PSH, 65537, 1, payload=b"x"),
                                    segment(0.9, True, 0, 1, 1, window=16384)])
        self.objects("late-acknowledgment", arrived + [segment(0.65, True, 0, 1, 11, window=16384)])

    def test_syn_timer(self):
        def syns(*times):
            return [segment(time, True, SYN, 0) for time in times]
        self.accepts(syns(0, 1, 3, 7))
        self.accepts(syns(0, 1, 2, 3, 4, 5, 7, 11), profile="linux")
        self.objects("syn-timer", syns(0, 0.9))
        self.objects("syn-timer", syns(0, 1, 2))
        self.objects("syn-timer", syns(0, 1, 3, 5), profile="linux")

    def repeats(self, *times):
        """One RTT of 40 ms was measured; then 100 bytes at these times."""
        return handshake() + [data(time, 1, 100, window=16384) for time in times]

    def test_retransmission_timer(self):
        self.accepts(self.repeats(1, 2, 4, 8))
        self.objects("retransmission-timer", self.repeats(1, 1.5))
        self.objects("retransmission-timer", self.repeats(1, 2.2))
        self.objects("retransmission-timer", self.repeats(1, 2, 3))
        # A probe, at the RTO if that comes first, then SRTT and 200 ms at least, then twice that.
        self.accepts(self.repeats(1, 1.24, 1.48, 1.96), profile="linux")
        self.objects("retransmission-timer", self.repeats(1, 1.24, 1.44), profile="linux")
        self.objects("retransmission-timer", self.repeats(1, 1.05), profile="linux")
        self.accepts(self.repeats(1, 1.32, 1.96), profile="freebsd")
        self.objects("retransmission-timer", self.repeats(1, 1.2), profile="freebsd")
        self.objects("retransmission-timer", self.repeats(1, 1.29), profile="windows")

    def test_keep_alive(self):
        def probes(*times):
            return handshake() + [segment(time, True, 0, 0, 1, window=16384) for time in times]
        self.accepts(probes(1.04, 1.54, 2.04), keep_alive=(1, 0.5))
        self.objects("keep-alive-timer", probes(0.8), keep_alive=(1, 0.5))
        self.objects("keep-alive-timer", probes(1.04, 2.04), keep_alive=(1, 0.5))

    def test_forged(self):
        """What was never sent is marked, and begins no flow."""
        sent = handshake()
        forged = segment(0.1, False, SYN, 77777, stamps=None)
        arrived = [*handshake(), forged]
        mark_forged(arrived, sent, THEIRS[0])
        self.assertEqual([one.forged for one in arrived], [False, False, False, True])
        self.assertEqual(len(flows_of(arrived, OURS[0])), 1)

    def test_zz_every_rule_was_broken(self):
        self.assertEqual(Judge.broken, {check.__name__.replace("_", "-") for check in RULES})


class Repeats(unittest.TestCase):
    """A run that has failed beside others is decided by its repeats; "x" fails, "l" fails late."""

    def decide(self, first, repeats):
        """How many repeats were made, and whether the run is good."""
        made = []

        def perform(run):
            verdict = repeats[len(made)]
            made.append(verdict)
            run.findings = [] if verdict == "." else ["wrong"]
            run.slip = 2 * run_cases.LATE if verdict == "l" else 0.0
            return run

        run = run_cases.Run(None, "client", "linux", findings=["wrong"] if first == "x" else [])
        run = run_cases.again(run, perform)
        return len(made), not run.findings

    def test_a_good_run_is_not_repeated(self):
        self.assertEqual(self.decide(".", ""), (0, True))

    def test_each_repeat_must_pass(self):
        self.assertEqual(self.decide("x", "....."), (5, True))
        self.assertEqual(self.decide("x", "x"), (1, False))
        self.assertEqual(self.decide("x", "....x"), (5, False))

    def test_a_late_repeat_is_not_counted(self):
        self.assertEqual(self.decide("x", "l.l...."), (7, True))
        self.assertEqual(self.decide("x", "..llllllll"), (10, False))
        self.assertEqual(self.decide("x", "llllll...."), (10, False))


if __name__ == "__main__":
    unittest.main()
