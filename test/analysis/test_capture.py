#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""pcap and pcapng as others write them, and what is none."""

import gzip
import struct
import subprocess
import shutil
import unittest

import support

support.need_lab()

from lifecycle.capture import read_packets  # noqa: E402
from lifecycle.errors import InputError  # noqa: E402
from lifecycle.notes import Notes  # noqa: E402
from lifecycle.segments import segments_of  # noqa: E402

FOLDER = support.scratch()
FRAME = bytes(range(60))


def pcap(order, magic, packets, link=1):
    data = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 65535, link)
    for seconds, part, frame in packets:
        data += struct.pack(order + "IIII", seconds, part, len(frame), len(frame)) + frame
    return data


def block(order, kind, body):
    body += bytes(-len(body) % 4)
    size = struct.pack(order + "I", len(body) + 12)
    return struct.pack(order + "I", kind) + size + body + size


def option(order, code, value):
    return struct.pack(order + "HH", code, len(value)) + value + bytes(-len(value) % 4)


def pcapng(order, interfaces, packets):
    data = block(order, 0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1))
    for link, options in interfaces:
        data += block(order, 1, struct.pack(order + "HHI", link, 0, 0) + options)
    for interface, ticks, frame, options in packets:
        body = struct.pack(
            order + "IIIII", interface, ticks >> 32, ticks & 0xFFFFFFFF, len(frame), len(frame)
        )
        data += block(order, 6, body + frame + bytes(-len(frame) % 4) + options)
    return data


def write(name, data):
    path = FOLDER / name
    path.write_bytes(data)
    return path


class Capture(unittest.TestCase):
    def test_pcap_of_both_byte_orders_and_resolutions(self):
        for order in "<>":
            for magic, unit in ((0xA1B2C3D4, 1000), (0xA1B23C4D, 1)):
                path = write("a.pcap", pcap(order, magic, [(1700000001, 999999, FRAME)], 101))
                (packet,) = read_packets(path)
                self.assertEqual(packet.time_ns, 1700000001 * 10**9 + 999999 * unit)
                self.assertEqual((packet.link, packet.data), (101, FRAME))

    def test_pcapng_with_interfaces_of_different_resolution_and_comments(self):
        for order in "<>":
            nano = option(order, 9, b"\x09") + option(order, 0, b"")
            binary = option(order, 9, b"\x8a") + option(order, 14, struct.pack(order + "q", 5))
            words = "SYN-SENT \u2192 ESTABLISHED"
            comment = option(order, 1, words.encode()) + option(order, 0, b"")
            data = pcapng(
                order,
                [(1, b""), (101, nano), (9, binary)],
                [
                    (0, 1700000001_000002, FRAME[:59], b""),
                    (1, 1700000001_000000003, FRAME, comment),
                    (2, 1024 * 7 + 512, FRAME, b""),
                ],
            )
            packets = list(read_packets(write("a.pcapng", data + data)))
            self.assertEqual(len(packets), 6)
            first, second, third = packets[3:]
            self.assertEqual((first.time_ns, first.link), (1700000001_000002000, 1))
            self.assertEqual(first.data, FRAME[:59])
            self.assertEqual((second.time_ns, second.link), (1700000001_000000003, 101))
            self.assertEqual(second.comment, words)
            self.assertEqual((third.time_ns, third.link), (12_500_000_000, 9))

    def test_editcap_s_conversions_say_the_same(self):
        if not shutil.which("editcap"):
            self.skipTest("there is no editcap; bash .ci/install.sh test")
        path = support.lab(FOLDER / "run", "request-response") / "lab-0-0.pcap"
        wanted = [(s.time_ns, s.label()) for s in segments_of(read_packets(path))]
        self.assertEqual(len(wanted), 9)
        for kind in ("pcapng", "nsecpcap", "pcap"):
            other = FOLDER / f"other.{kind}"
            subprocess.run(["editcap", "-F", kind, path, other], check=True)
            found = [(s.time_ns, s.label()) for s in segments_of(read_packets(other))]
            unit = 1000 if kind == "pcap" else 1  # microseconds
            cut = [(time // unit * unit, label) for time, label in wanted]
            self.assertEqual(found, cut, kind)
        packed = write("a.pcap.gz", gzip.compress(path.read_bytes()))
        self.assertEqual(len(list(read_packets(packed))), 9)

    def refused(self, data, words, name="bad.pcap"):
        with self.assertRaises(InputError) as caught:
            list(read_packets(write(name, data)))
        self.assertIn(words, str(caught.exception))
        self.assertIn(name, str(caught.exception))

    def test_what_is_cut_off_is_read_up_to_there_with_a_warning(self):
        whole = pcap("<", 0xA1B2C3D4, [(1, 1, FRAME), (2, 2, FRAME)])
        for size in range(4, len(whole)):
            if size < 24:
                self.refused(whole[:size], "the file ends in")
                continue
            notes = Notes("cut.pcap")
            packets = list(read_packets(write("cut.pcap", whole[:size]), notes))
            self.assertEqual(len(packets), (size - 24) // 76)
            self.assertEqual(len(notes.lines()), size not in (24, 100), size)
        whole = pcapng("<", [(1, b"")], [(0, 1, FRAME, b"")])
        for size in range(4, len(whole)):
            if size < 28:
                self.refused(whole[:size], "the file ends in")
                continue
            notes = Notes("cut.pcapng")
            self.assertEqual(list(read_packets(write("cut.pcapng", whole[:size]), notes)), [])
            self.assertEqual(len(notes.lines()), size not in (28, 48), size)
        whole = gzip.compress(pcap("<", 0xA1B2C3D4, [(n, 1, FRAME) for n in range(999)]))
        notes = Notes("cut.gz")
        packets = list(read_packets(write("cut.gz", whole[:-50]), notes))
        self.assertGreater(len(packets), 100)
        self.assertIn("truncated", notes.lines()[0])

    def test_what_is_no_capture_is_refused(self):
        self.refused(b"", "the file is empty")
        self.refused(b"abc", "neither pcap nor pcapng")
        self.refused(b"time_ns,node,id\n" * 9, "neither pcap nor pcapng")
        whole = pcap("<", 0xA1B2C3D4, [(1, 1, FRAME)])
        packed = bytearray(gzip.compress(whole))
        packed[15] ^= 0xFF
        self.refused(packed, "damaged gzip")

    def test_a_packet_larger_than_any_is_refused_without_reading_it(self):
        head = pcap("<", 0xA1B2C3D4, [])
        self.refused(head + struct.pack("<IIII", 1, 1, 0xFFFFFFFF, 60) + FRAME, "4294967295 bytes")
        section = pcapng("<", [], [])
        self.refused(section + struct.pack("<II", 6, 0x7FFFFFFC) + FRAME, "a block of 2147483644")
        self.refused(section + struct.pack("<II", 6, 13) + FRAME, "a block of 13 bytes")
        self.refused(pcapng("<", [], [(0, 1, FRAME, b"")]), "interface 0, which is not described")

    def test_a_segment_cut_by_the_snapshot_length_is_passed_over(self):
        path = support.lab(FOLDER / "run", "request-response") / "lab-0-0.pcap"
        for size in range(60):
            cut = pcap("<", 0xA1B2C3D4, [(1, 1, p.data[:size]) for p in read_packets(path)], 9)
            self.assertLessEqual(len(list(segments_of(read_packets(write("cut.pcap", cut))))), 9)


if __name__ == "__main__":
    unittest.main()
