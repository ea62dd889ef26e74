#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""lifecycle-tap: simulated hosts talk to curl, nginx and Python's web server.

Both captures of each run are judged by the rules of the cases against the kernel. lifecycle-tap is taken
from $TCP_LIFECYCLE_BIN_DIR, or build/default/bin. Exit status: 0; 1; 77: no network namespace or no TUN
device here. What needs a program that is not installed is skipped by its name.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from judge import Terms, judge_flow  # noqa: E402
from wire import FIN, SYN, flows_of, mark_forged, read_capture  # noqa: E402

BIN = Path(os.environ.get("TCP_LIFECYCLE_BIN_DIR", HERE.parents[1] / "build/default/bin"))
TAP = str(BIN / "lifecycle-tap")
SKIPPED = 77
HOST, KERNEL = bytes((10, 0, 1, 1)), bytes((10, 0, 2, 2))
# As in run-cases.py: what Linux is known for, and how late a simulation may be before its times prove nothing.
KERNEL_IS_KNOWN_FOR = {"right-edge-moves-left", "timestamp-echo"}
LATE_NS = 5_000_000
ATTEMPTS = 4
PROFILES = ("rfc9293", "linux", "freebsd", "windows", "macos")
URL = "http://10.0.1.1"
NGINX = """\
daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{ access_log off; client_body_temp_path {folder}/1; proxy_temp_path {folder}/2;
fastcgi_temp_path {folder}/3; uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
server {{ listen 80; root {folder}/www; }} }}
"""


def tap(*words, limit=60):
    """A run of the program."""
    return subprocess.run([TAP, *words], capture_output=True, text=True, timeout=limit, check=False)


def namespaces():
    """The network namespaces of all processes."""
    found = set()
    for link in Path("/proc").glob("[0-9]*/ns/net"):
        try:
            found.add(os.readlink(link))
        except OSError:
            continue
    return found


class RealHosts(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="tcp-lifecycle-tap-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def need(self, program):
        if not shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin"):
            self.skipTest(f"{program} is not installed; bash .ci/install.sh peers")

    def table(self, name):
        with open(self.folder / "out" / name, encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def findings(self, profile):
        """What the rules say of both captures."""
        at_host = read_capture(self.folder / "out/host.pcap")
        at_kernel = read_capture(self.folder / "out/kernel.pcap")
        self.assertTrue(at_host and at_kernel)
        mark_forged(at_host, at_kernel, KERNEL)
        mark_forged(at_kernel, at_host, HOST)
        found = []
        for end, segments, address, terms in (
            ("host", at_host, HOST, Terms(profile)),
            ("kernel", at_kernel, KERNEL, Terms("kernel", slack=0.3)),
        ):
            for flow in flows_of(segments, address):
                found += [f"{end} {name} ({clause}): {text}" for name, clause, text in judge_flow(flow, terms)
                          if end == "host" or name not in KERNEL_IS_KNOWN_FOR]  # fmt: skip
        return found

    def judged(self, profile, *words, status=0):
        """A run whose captures break no rule; one whose simulation was late is repeated."""
        for attempt in range(ATTEMPTS):
            done = tap(f"--profile={profile}", f"--out={self.folder}/out", "--force", *words)
            self.assertEqual(done.returncode, status, done.stderr)
            about = json.loads((self.folder / "out/run.json").read_text(encoding="utf-8"))
            found = self.findings(profile)
            if not found or int(about["slip_ns"]) <= LATE_NS or attempt == ATTEMPTS - 1:
                self.assertEqual(found, [], about["slip"])
                return done
        return None

    def outcomes(self):
        return [(row["outcome"], row["closer"]) for row in self.table("connections.csv")]

    def test_curl_asks_a_simulated_server_of_each_system(self):
        self.need("curl")
        for profile in PROFILES:
            with self.subTest(profile):
                done = self.judged(profile, "--", "curl", "--silent", f"{URL}/100000")
                self.assertEqual(len(done.stdout), 100000)
                self.assertIn("A answered 1 requests with 100000 bytes", done.stderr)
                self.assertIn("Real time: the simulation was at most", done.stderr)
                self.assertIn(f"A ({profile})", done.stderr)
                for name in ("connections.csv", "transitions.csv", "run.json", "ladder.svg", "ladder.txt"):
                    self.assertGreater((self.folder / "out" / name).stat().st_size, 0)
                (row,) = self.table("connections.csv")
                self.assertEqual((row["role"], row["profile"], row["closer"]), ("passive", profile, "local"))

    def test_either_end_closes_first(self):
        """RFC 9293, 3.6: who closes first is in TIME-WAIT, the other in LAST-ACK."""
        self.need("curl")
        for closer, state in (("A", "TIME-WAIT"), ("B", "LAST-ACK")):
            with self.subTest(closer):
                self.judged("linux", f"--closer={closer}", "--", "curl", "--silent", f"{URL}/10")
                self.assertIn(state, {row["to"] for row in self.table("transitions.csv")})

    def test_a_fault_is_seen_in_both_captures(self):
        """A's FIN is lost: the kernel does not get the first, and gets the repeat."""
        self.need("curl")
        done = self.judged("linux", "--fault=drop A>B FIN 1", "--", "curl", "--silent", f"{URL}/10")
        fins = {name: sum(s.has(FIN) and s.source[0] == HOST for s in read_capture(self.folder / "out" / name))
                for name in ("host.pcap", "kernel.pcap")}  # fmt: skip
        self.assertEqual(fins["host.pcap"], fins["kernel.pcap"] + 1)
        self.assertIn("lost", done.stderr)

    def test_losses_at_random_lose_no_byte(self):
        self.need("curl")
        done = self.judged("windows", "--loss=5%", "--delay=5ms", "--", "curl", "--silent", f"{URL}/300000")
        self.assertEqual(len(done.stdout), 300000)

    def test_the_ladder_has_the_times_of_both_ends(self):
        """With 40 ms each way nothing arrives before 40 ms."""
        self.need("curl")
        tap("--delay=40ms", f"--out={self.folder}/out", "--pcapng", "--", "curl", "--silent", f"{URL}/")
        host = read_capture(self.folder / "out/host.pcap")
        kernel = read_capture(self.folder / "out/kernel.pcap")
        sent = next(s.time for s in kernel if s.has(SYN) and s.source[0] == KERNEL)
        came = next(s.time for s in host if s.has(SYN) and s.source[0] == KERNEL)
        self.assertGreaterEqual(came - sent, 0.0399)
        self.assertLess(came - sent, 0.2)
        self.assertTrue(list((self.folder / "out").glob("*.pcapng")))

    def test_a_simulated_client_asks_nginx(self):
        self.need("nginx")
        www = self.folder / "www"
        www.mkdir()
        (www / "page").write_bytes(bytes(50000))
        self.folder.chmod(0o755)
        configuration = self.folder / "nginx.conf"
        configuration.write_text(NGINX.format(folder=self.folder), encoding="utf-8")
        nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
        for closer in ("A", "B"):
            done = self.judged("windows", "--fetch=/page", "--times=3", f"--closer={closer}", "--",
                               nginx, "-c", configuration)  # fmt: skip
            self.assertIn("A got 3 of 3 responses, 150000 bytes", done.stderr)
            self.assertEqual(len(self.table("connections.csv")), 3)
        self.assertNotIn("nginx", "".join(self.left_over()))

    def test_a_simulated_client_asks_python(self):
        (self.folder / "page").write_bytes(bytes(1000))
        done = self.judged("freebsd", "--fetch=/page", "--port=8000", "--", sys.executable, "-m", "http.server",
                           "--directory", self.folder)  # fmt: skip
        self.assertIn("A got 1 of 1 responses, 1000 bytes", done.stderr)

    def left_over(self):
        """Command lines of processes that name this test's folder."""
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                line = path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            except OSError:
                continue
            if str(self.folder) in line:
                found.append(line)
        return found

    def test_nothing_stays_behind(self):
        """Daemons of the command end, too, and the namespace is gone."""
        before = namespaces()
        mark = self.folder / "daemon"
        done = tap("--", "sh", "-c", f"setsid sleep 1000 {mark} 2>/dev/null || setsid sh -c 'sleep 1000; : {mark}' & exit 3")
        self.assertEqual(done.returncode, 3)
        time.sleep(0.2)
        self.assertEqual(self.left_over(), [])
        self.assertLessEqual(namespaces(), before)

    def test_what_cannot_be_done_is_said_in_a_line(self):
        for words, status, text in (
            (["--", "no-such-program"], 127, "can't run no-such-program"),
            (["--"], 2, "there is no command after --"),
            (["--profile=windoze", "--", "true"], 2, "nearest: windows"),
            (["--closer=C", "--", "true"], 2, "is neither A nor B"),
            (["--fetch=page", "--", "true"], 2, "write --fetch=/page"),
            (["--times=3", "--", "true"], 2, "write --fetch=PATH"),
            (["--delay=40", "--", "true"], 2, "40ms"),
            (["--pcapng", "--", "true"], 2, "write --out=FOLDER"),
            (["--fetch=/", "--limit=1s", "--", "sleep", "30"], 1, "Nobody has listened at B's port 80"),
            (["--fetch=/", "--", "false"], 1, "A got 0 of 1 responses"),
            (["--limit=500ms", "--", "sleep", "30"], 1, "broken off by --limit after 500.000 ms"),
        ):
            with self.subTest(" ".join(words)):
                done = tap(*words)
                self.assertEqual(done.returncode, status, done.stderr)
                self.assertIn(text, done.stderr)
                if status == 2:
                    self.assertEqual(len(done.stderr.splitlines()), 1)

    def test_a_late_simulation_is_reported(self):
        """The process is stopped for 300 ms: what it writes is as late, and it says so."""
        with subprocess.Popen([TAP, f"--out={self.folder}/out", "--", "sleep", "1"], stderr=subprocess.PIPE,
                              text=True) as process:  # fmt: skip
            time.sleep(0.5)
            process.send_signal(19)
            time.sleep(0.3)
            process.send_signal(18)
            _, said = process.communicate(timeout=60)
        self.assertIn("Warning: times in the records are wrong by as much", said)
        about = json.loads((self.folder / "out/run.json").read_text(encoding="utf-8"))
        self.assertGreater(int(about["slip_ns"]), 200_000_000)


if __name__ == "__main__":
    if not Path(TAP).exists():
        sys.exit(f"there is no {TAP}; build it")
    probe = tap("--", "true")
    if probe.returncode == SKIPPED:
        print("skipped:", probe.stderr.strip())
        sys.exit(SKIPPED)
    unittest.main()
