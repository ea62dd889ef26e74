#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Ladders of scenarios, and of this host's own TCP on the loopback interface.

What the tracker concludes from captures is held against what lifecycle-lab has traced.
"""

import os
import shutil
import socket
import struct
import subprocess
import time
import unittest
import xml.etree.ElementTree

import support

support.need_modules("pandas", "matplotlib")
support.need_lab()

from lifecycle.capture import read_packets  # noqa: E402
from lifecycle.connections import connections_of  # noqa: E402
from lifecycle.segments import ACK, FIN, SYN, Segment, segments_of  # noqa: E402
from lifecycle.tables import read_transitions  # noqa: E402
from lifecycle.tracker import track  # noqa: E402

FOLDER = support.scratch()

# Where a capture shows all that the transitions do, up to TIME-WAIT.
SHOWN = """client-close server-close three-segment-close simultaneous-close simultaneous-open
half-close last-ack-lost first-fin-lost ack-of-fin-lost second-fin-lost third-ack-lost-data third-ack-lost
fin-overtakes-data abort reset-in-window linger-abort linger-zero request-response
old-data-accepted old-ack-in-syn-sent late-in-time-wait peer-never-closes""".split()


def concluded(paths):
    """By end: the states that captures show."""
    (connection,) = connections_of([segments_of(read_packets(path)) for path in paths])
    changes, _ = track(connection)
    return {
        connection.ends[end]: [change.state for change in changes if change.end == end]
        for end in (0, 1)
    }


def traced(folder):
    """By end: the states of transitions.csv, up to TIME-WAIT."""
    table = read_transitions(folder / "transitions.csv")
    found = {}
    for row in table[table.remote_port != 0].itertuples():
        states = found.setdefault((row.local, row.local_port), [])
        if "TIME-WAIT" not in states:
            states.append(row.to)
    return found


class Ladder(support.ScriptTest):
    def test_both_captures_show_the_states_that_were_traced(self):
        for scenario in SHOWN:
            folder = support.lab(FOLDER / scenario, scenario)
            both = sorted(folder.glob("*.pcap"))
            self.assertEqual(concluded(both), traced(folder), scenario)

    def test_one_capture_shows_the_states_that_were_traced(self):
        for number, scenario in enumerate(SHOWN):
            for arguments in ((), ("--ipv6",))[: 1 + (number % 4 == 0)]:
                folder = support.lab(FOLDER / scenario, scenario, *arguments)
                for capture in folder.glob("*.pcap"):
                    self.assertEqual(concluded([capture]), traced(folder), capture)

    def test_a_run_s_ladder_has_every_state_and_segment(self):
        folder = support.lab(FOLDER / "text", "last-ack-lost")
        text = self.succeeds("ladder.py", folder)
        states = ["SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1", "CLOSE-WAIT",
                  "FIN-WAIT-2", "LAST-ACK", "TIME-WAIT", "2MSL over"]  # fmt: skip
        places = [text.index(state) for state in states]
        self.assertEqual(places, sorted(places))
        self.assertIn(". 102:102(0) ack 302 ──────X lost", text)
        self.assertIn("F. 301:301(0) ack 102 again", text)
        self.assertNotIn("─", self.succeeds("ladder.py", folder, "--ascii"))

    def test_captures_of_every_kind_give_the_same_ladder(self):
        folder = support.lab(FOLDER / "kinds", "last-ack-lost", "--pcapng")
        wanted = self.succeeds("ladder.py", *sorted(folder.glob("*.pcap")))
        self.assertIn("X lost", wanted)
        self.assertEqual(self.succeeds("ladder.py", *sorted(folder.glob("*.pcapng"))), wanted)
        whole = self.succeeds("ladder.py", folder)
        for kind in ("host", "connection"):
            other = support.lab(FOLDER / kind, "last-ack-lost", f"--pcap={kind}")
            found = sorted(other.glob("*.pcap"))
            self.assertEqual(len(found), 2)
            self.assertEqual(self.succeeds("ladder.py", *found), wanted)
            self.assertEqual(self.succeeds("ladder.py", other), whole)

    def test_recorded_segments_give_the_ladder_of_captures(self):
        # Of scenarios in which no segment waits for the device: a capture has it then later.
        for scenario in ("last-ack-lost", "simultaneous-close", "second-fin-lost"):
            folder = support.lab(FOLDER / f"{scenario}-segments", scenario, "--segments")
            wanted = self.succeeds("ladder.py", folder)
            for capture in folder.glob("*.pcap"):
                capture.unlink()
            self.assertEqual(self.succeeds("ladder.py", folder), wanted, scenario)

    def test_svg_and_png_are_drawn_and_are_the_same_each_time(self):
        folder = support.lab(FOLDER / "drawn", "simultaneous-close")
        for kind in ("svg", "png"):
            drawn = []
            for name in ("one", "two"):
                path = FOLDER / f"{name}.{kind}"
                self.succeeds("ladder.py", folder, "-o", path)
                drawn.append(path.read_bytes())
            self.assertEqual(drawn[0], drawn[1])
        tree = xml.etree.ElementTree.parse(FOLDER / "one.svg")
        words = [element.text for element in tree.iter("{http://www.w3.org/2000/svg}text")]
        self.assertEqual(words.count("CLOSING"), 2)
        self.assertTrue((FOLDER / "one.png").read_bytes().startswith(b"\x89PNG"))

    def test_a_connection_is_chosen_by_number_or_by_an_end(self):
        folder = support.lab(FOLDER / "several", "port-exhaustion")
        listed = self.succeeds("ladder.py", folder, "--list")
        self.assertEqual(len(listed.splitlines()), 4)
        self.assertIn("10.0.0.1:49154", self.succeeds("ladder.py", folder, "-c", "2"))
        self.assertIn("10.0.0.1:49152", self.succeeds("ladder.py", folder, "-c", ":49152"))
        # two incarnations of one pair of ends
        first, last = (self.succeeds("ladder.py", folder, "-c", n) for n in "14")
        self.assertIn("2MSL over", first)
        for text in (first, last):
            self.assertEqual(text.count("S 100:100(0)"), 1)
        self.refuses(2, "connection 5 does not exist", "ladder.py", folder, "-c", "5")
        self.refuses(2, "is in several connections (1, 4)", "ladder.py", folder, "-c", ":49153")
        self.refuses(2, "no connection has", "ladder.py", folder, "-c", "10.9.9.9")

    def test_without_captures_the_segments_that_changed_a_state_are_shown(self):
        folder = support.lab(FOLDER / "bare", "simultaneous-close", "--profile=freebsd")
        for capture in folder.glob("*.pcap"):
            capture.unlink()
        text = self.succeeds("ladder.py", folder)
        self.assertEqual(text.count("CLOSING"), 2)
        self.assertIn("F. 101:101(0) ack 301", text)
        self.assertIn("there is no capture of it", text)
        self.succeeds("ladder.py", folder, "-o", FOLDER / "bare.svg")

    def test_a_large_transfer_takes_no_more_than_its_share_of_time(self):
        a, b = ("10.0.0.1", 5000), ("10.0.0.2", 80)
        segments = [Segment(0, a, b, 99, 0, SYN, 9, 0)]
        segments.append(Segment(10, b, a, 499, 100, SYN | ACK, 9, 0))
        segments.append(Segment(20, a, b, 100, 500, ACK, 9, 0))
        for number in range(30000):
            time_ns, seq = 1000 * number + 100, 100 + 1000 * number
            # each hundredth is lost before the capture and comes again ten segments later
            if number % 100 != 50:
                segments.append(Segment(time_ns, a, b, seq, 500, ACK, 9, 1000))
            if number % 100 == 60:
                segments.append(Segment(time_ns + 1, a, b, seq - 10000, 500, ACK, 9, 1000))
            top = seq - (number % 100 - 50) * 1000 if 50 <= number % 100 < 60 else seq + 1000
            segments.append(Segment(time_ns + 500, b, a, 500, top, ACK, 9, 0))
        last = 100 + 30000 * 1000
        segments += [
            Segment(10**9, a, b, last, 500, FIN | ACK, 9, 0),
            Segment(10**9 + 9, b, a, 500, last + 1, FIN | ACK, 9, 0),
            Segment(10**9 + 20, a, b, last + 1, 501, ACK, 9, 0),
        ]
        begin = time.process_time()
        (connection,) = connections_of([segments])
        changes, _ = track(connection)
        self.assertLess(time.process_time() - begin, 60)
        states = [[c.state for c in changes if c.end == end][-1] for end in (0, 1)]
        self.assertEqual(states, ["TIME-WAIT", "CLOSED"])

    def test_a_long_transfer_is_shortened(self):
        folder = support.lab(FOLDER / "long", "half-close")
        capture = folder / "lab-0-0.pcap"
        for source in (folder, capture):
            text = self.succeeds("ladder.py", source, "--limit", "6")
            self.assertIn("segments left out", text)
            self.assertIn("TIME-WAIT", text)

    def test_bad_input_leaves_the_drawing_that_is_there(self):
        good = support.lab(FOLDER / "good", "client-close")
        drawing = FOLDER / "kept.svg"
        drawing.write_text("kept")
        data = (good / "lab-0-0.pcap").read_bytes()
        commented = support.lab(FOLDER / "commented", "client-close", "--pcapng")
        ng = (commented / "lab-0.pcapng").read_bytes()
        for name, content, words in (
            ("empty.pcap", b"", "the file is empty"),
            ("none.pcap", b"no capture at all", "neither pcap nor pcapng"),
            ("nothing.pcap", data[:24], "no TCP segment"),
            ("huge.pcap", data[:24] + b"\xff" * 16 + data[40:], "a packet of 4294967295 bytes"),
            ("huge.pcapng", ng[:4] + b"\xfc\xff\xff\xff" + ng[8:], "a block of 4294967292 bytes"),
        ):
            path = FOLDER / name
            path.write_bytes(content)
            self.refuses(2, words, "ladder.py", path, "-o", drawing)
        self.refuses(2, "No such file", "ladder.py", FOLDER / "absent.pcap", "-o", drawing)
        self.refuses(2, "has no connections.csv", "ladder.py", FOLDER, "-o", drawing)
        self.refuses(2, "must end in", "ladder.py", good, "-o", FOLDER / "it.gif")
        self.assertEqual(drawing.read_text(), "kept")

    def test_a_full_disk_is_reported(self):
        folder = support.lab(FOLDER / "full", "client-close")
        self.refuses(1, "No space left", "ladder.py", folder, "-o", link_to_full("a.svg"))
        self.refuses(1, "No space left", "ladder.py", folder, "-o", link_to_full("a.png"))


def link_to_full(name):
    """A file to which nothing can be written."""
    path = FOLDER / name
    path.symlink_to("/dev/full")
    return path


def connected():
    """A pair of sockets over the loopback interface, as two hosts would use them."""
    listener = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(listener.getsockname())
    server, _ = listener.accept()
    listener.close()
    return client, server, client.getsockname()[1], server.getsockname()[1]


class Loopback(support.ScriptTest):
    """This host's TCP, captured by tcpdump."""

    def capture(self, talk):
        if os.geteuid() != 0:
            self.skipTest("capturing needs root")
        if not shutil.which("tcpdump"):
            self.skipTest("there is no tcpdump; bash .ci/install.sh browser")
        path = FOLDER / f"{talk.__name__}.pcap"
        with subprocess.Popen(
            ["tcpdump", "-i", "lo", "-U", "--immediate-mode", "-w", path, "tcp"],
            stderr=subprocess.PIPE,
            text=True,
        ) as tcpdump:
            line = tcpdump.stderr.readline()
            while line and "listening on" not in line:
                line = tcpdump.stderr.readline()
            if not line:
                self.skipTest("tcpdump may not capture here")
            time.sleep(0.2)
            ports = talk()
            time.sleep(0.5)
            tcpdump.terminate()
            tcpdump.communicate(timeout=20)
        return path, ports

    def states(self, path, ports):
        text = self.succeeds("ladder.py", path, "-c", f":{ports[0]} > 127.0.0.1:{ports[1]}")
        connections = connections_of([segments_of(read_packets(path))])
        (mine,) = [c for c in connections if {end[1] for end in c.ends} == set(ports)]
        self.assertEqual((mine.ends[0][1], mine.ends[1][1]), ports)
        changes, initial = track(mine)
        self.assertEqual(initial, ("CLOSED", "LISTEN"))
        for change in changes:
            self.assertIn(change.state, text)
        return [[c.state for c in changes if c.end == end] for end in (0, 1)], text

    def test_an_orderly_close(self):
        def orderly():
            client, server, *ports = connected()
            client.sendall(b"x" * 100)
            server.recv(200)
            server.sendall(b"y" * 1000)
            client.recv(2000)
            client.shutdown(socket.SHUT_WR)
            server.recv(1)
            time.sleep(0.1)
            server.close()
            client.recv(1)
            client.close()
            return tuple(ports)

        path, ports = self.capture(orderly)
        (client, server), text = self.states(path, ports)
        self.assertEqual(
            client, ["SYN-SENT", "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT"]
        )
        self.assertEqual(
            server, ["SYN-RECEIVED", "ESTABLISHED", "CLOSE-WAIT", "LAST-ACK", "CLOSED"]
        )
        for kind in ("svg", "png"):
            self.succeeds("ladder.py", path, "-c", f":{ports[0]} >", "-o", FOLDER / f"lo.{kind}")
        words = [element.text for element in xml.etree.ElementTree.parse(FOLDER / "lo.svg").iter(
            "{http://www.w3.org/2000/svg}text")]  # fmt: skip
        for state in client + server[:-1]:
            self.assertIn(state, words)
        self.assertTrue((FOLDER / "lo.png").read_bytes().startswith(b"\x89PNG"))
        if shutil.which("editcap"):
            other = FOLDER / "orderly.pcapng"
            subprocess.run(["editcap", "-F", "pcapng", path, other], check=True)
            self.assertEqual(self.states(other, ports), ([client, server], text))
        self.assertIn("P. 1:101(100) ack 1", text)
        self.assertNotIn("lost", text.replace("losses", ""))
        self.assertNotIn("again", text)

    def test_the_server_closes_at_once(self):
        def at_once():
            client, server, *ports = connected()
            server.close()
            client.recv(1)
            client.close()
            return tuple(ports)

        (client, server), _ = self.states(*self.capture(at_once))
        self.assertEqual(client, ["SYN-SENT", "ESTABLISHED", "CLOSE-WAIT", "LAST-ACK", "CLOSED"])
        self.assertEqual(server[:3], ["SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1"])
        self.assertEqual(server[-1], "TIME-WAIT")

    def test_an_abort(self):
        def abort():
            client, server, *ports = connected()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.close()
            server.close()
            return tuple(ports)

        (client, server), _ = self.states(*self.capture(abort))
        self.assertEqual(client, ["SYN-SENT", "ESTABLISHED", "CLOSED"])
        self.assertEqual(server, ["SYN-RECEIVED", "ESTABLISHED", "CLOSED"])

    def test_nobody_listens(self):
        def refused():
            listener = socket.create_server(("127.0.0.1", 0))
            port = listener.getsockname()[1]
            listener.close()
            client = socket.socket()
            client.bind(("127.0.0.1", 0))
            own = client.getsockname()[1]
            self.assertNotEqual(client.connect_ex(("127.0.0.1", port)), 0)
            client.close()
            return own, port

        path, ports = self.capture(refused)
        text = self.succeeds("ladder.py", path, "-c", f":{ports[0]}")
        self.assertRegex(text, r"CLOSED │◀─+ R\. 0:0\(0\) ack 1 ─+┤")


if __name__ == "__main__":
    unittest.main()
