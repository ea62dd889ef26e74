#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Tables that are as they should be, and such as are not; what scripts write, or leave."""

import math
import os
import resource
import shutil
import subprocess
import sys
import unittest

import support

support.need_modules("pandas", "matplotlib", "scipy", "jinja2")
support.need_lab()

import made_run  # noqa: E402
from lifecycle import estimate, tables  # noqa: E402
from lifecycle.measures import BY_NAME  # noqa: E402
from lifecycle.plot_timeline import count_at, poisson_mean, time_wait_stays  # noqa: E402

FOLDER = support.scratch()
RUN = made_run.make_run(FOLDER / "made", 3000, 11)


def connections(change):
    """A run's folder whose connections.csv has been changed."""
    folder = FOLDER / "changed"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(RUN, folder)
    lines = (RUN / "connections.csv").read_text().splitlines(True)
    (folder / "connections.csv").write_bytes(change(lines))
    return folder


def joined(lines):
    return "".join(lines).encode()


def replaced(number, old, new):
    """A change of one line."""

    def change(lines):
        assert old in lines[number - 1]
        changed = lines[number - 1].replace(old, new, 1)
        return joined([*lines[: number - 1], changed, *lines[number:]])

    return change


class Tables(support.ScriptTest):
    def test_what_lifecycle_lab_writes_is_read(self):
        for scenario in ("client-close", "port-exhaustion", "keep-alive-death"):
            folder = support.lab(FOLDER / scenario, scenario)
            self.assertGreater(len(tables.read_connections(folder / "connections.csv")), 0)
            self.assertGreater(len(tables.read_transitions(folder / "transitions.csv")), 0)

    def test_every_script_refuses_a_bad_table_and_leaves_what_is_there(self):
        kept = FOLDER / "kept.svg"
        page = FOLDER / "kept.html"
        for path in (kept, page):
            path.write_text("kept")
        cases = [
            ("the file is empty", lambda lines: b""),
            ("csv:1: the column is missing: dwell_time_wait_ns",
             replaced(1, ",dwell_time_wait_ns", "")),
            ("csv:1: the column is missing: role", replaced(1, "role", "Role")),
            ("csv:1: is not a table", lambda lines: b"<html><body>404</body></html>\n"),
            ("is not a table", lambda lines: bytes(range(256)) * 40 + b"\n"),
            ("the last line is truncated", lambda lines: joined(lines)[:-7]),
            ("csv:7: 3 fields, but the first line names", lambda lines: joined(
                [*lines[:6], "1,2,3\n", *lines[7:]])),
            ("csv:9: 42 fields, but", lambda lines: joined(
                [*lines[:8], lines[8][:-1] + ",1\n", *lines[9:]])),
            ("csv:2: 42 fields, but", lambda lines: joined(
                [lines[0], *(line[:-1] + ",1\n" for line in lines[1:])])),
            ("csv:5: column open_ns: 'soon' is not a whole number", lambda lines: joined(
                [*lines[:4], set_field(lines[4], 8, "soon"), *lines[5:]])),
            ("csv:6: column close_ns: '1e99' is not a whole number", lambda lines: joined(
                [*lines[:5], set_field(lines[5], 10, "1e99"), *lines[6:]])),
            ("csv:6: column open_ns: '9223372036854775808' is negative or", lambda lines: joined(
                [*lines[:5], set_field(lines[5], 8, str(2**63)), *lines[6:]])),
            ("csv:4: column open_ns: '' is not a whole number", lambda lines: joined(
                [*lines[:3], set_field(lines[3], 8, ""), *lines[4:]])),
        ]  # fmt: skip
        for number, (words, change) in enumerate(cases):
            folder = connections(change)
            if number % 4 == 0:
                self.refuses(2, words, "report.py", folder, "-o", page)
            self.refuses(2, words, "distributions.py", folder, "-m", "connect", "-o", kept)
        self.assertEqual((kept.read_text(), page.read_text()), ("kept", "kept"))

    def test_a_state_that_is_none_is_refused(self):
        folder = FOLDER / "state"
        shutil.copytree(RUN, folder)
        lines = (RUN / "transitions.csv").read_text().splitlines(True)
        lines[2] = lines[2].replace("SYN", "XYZ")
        (folder / "transitions.csv").write_text("".join(lines))
        self.refuses(2, "csv:3: column ", "timeline.py", folder, "-o", FOLDER / "x.svg")
        lines[2] = lines[3].rsplit(",", 1)[0] + "\n"
        (folder / "transitions.csv").write_text("".join(lines))
        self.refuses(2, "csv:3: 10 fields", "timeline.py", folder, "-o", FOLDER / "x.svg")
        self.assertFalse((FOLDER / "x.svg").exists())

    def test_columns_that_are_not_known_do_no_harm(self):
        folder = connections(
            lambda lines: joined(
                [line[:-1] + (",extra\n" if number == 0 else ",\n")
                 for number, line in enumerate(lines)]
            )
        )  # fmt: skip
        self.succeeds("distributions.py", folder)

    def test_metadata_that_is_damaged_is_refused(self):
        folder = connections(joined)
        (folder / "run.json").write_text('{"seed": 1,\n "run": }')
        words = "run.json:2: Expecting value, column 9"
        self.refuses(2, words, "report.py", folder, "-o", "x.html")
        (folder / "run.json").write_text("[1]")
        self.refuses(2, "is not a JSON object", "report.py", folder, "-o", "x.html")

    def test_a_large_table_is_read(self):
        lines = (RUN / "connections.csv").read_text().splitlines(True)
        big = FOLDER / "big.csv"
        with open(big, "w", encoding="utf-8") as file:
            file.write(lines[0])
            for _ in range(40):
                file.writelines(lines[1:])
        self.assertEqual(len(tables.read_connections(big)), 40 * (len(lines) - 1))

    def test_a_file_that_may_not_grow_is_reported_and_the_old_one_stays(self):
        page = FOLDER / "old.html"
        page.write_text("old")
        # matplotlib's list of fonts, which is larger than the limit where many fonts are installed
        environment = {**os.environ, "MPLCONFIGDIR": str(FOLDER)}
        fonts = [sys.executable, "-c", "import matplotlib.font_manager"]
        subprocess.run(fonts, env=environment, check=True, capture_output=True)
        done = subprocess.run(
            [sys.executable, "-B", str(support.SCRIPTS / "report.py"), str(RUN), "-o", str(page)],
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40000, 40000)),
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("old.html: File too large", done.stderr)
        self.assertEqual(page.read_text(), "old")
        self.assertEqual([p.name for p in FOLDER.glob(".old*")], [])

    def test_the_number_in_time_wait_is_that_of_the_formula(self):
        table = tables.read_transitions(RUN / "transitions.csv")
        stays = time_wait_stays(table)
        # 3000 connections at 50 a second, of which 98 % come to be, for 30 s and retries
        times = stays.begin[(stays.begin > 40) & (stays.begin < 50)]
        mean, rate, stay = poisson_mean(stays, times)
        self.assertAlmostEqual(rate, 50 * 0.98, delta=3)
        self.assertAlmostEqual(stay, 30 + 0.1 / 0.8, delta=0.1)
        counted = count_at(stays.begin, stays.finish, times)
        self.assertLess(abs(counted - mean).max(), 4 * math.sqrt(mean.max()))

    def test_times_are_those_that_the_run_was_made_with(self):
        rows = tables.read_connections(RUN / "connections.csv")
        connect = estimate.mean(BY_NAME["connect"].values(rows).tolist(), 0.9999)
        # RTT + R p / (1 - 2 p): research/timing, 1.1, of one round
        self.assertLess(connect.low, 0.1 + 0.1 / 0.8)
        self.assertGreater(connect.high, 0.1 + 0.1 / 0.8)
        last_ack = BY_NAME["dwell_last_ack"].values(rows)
        self.assertAlmostEqual(last_ack.min(), 0.1, places=9)
        self.assertEqual(BY_NAME["connected"].values(rows).sum(), len(last_ack))

    def test_intervals_are_those_of_tables(self):
        # Clopper and Pearson of 3 in 10; Student of 1..5
        found = estimate.share(3, 10)
        self.assertAlmostEqual(found.low, 0.06673951, places=7)
        self.assertAlmostEqual(found.high, 0.65245285, places=7)
        self.assertEqual(estimate.share(0, 20).low, 0)
        self.assertAlmostEqual(estimate.share(0, 20).high, 1 - 0.025 ** (1 / 20), places=9)
        found = estimate.mean([1, 2, 3, 4, 5])
        self.assertAlmostEqual(found.high - found.value, 2.776445 * math.sqrt(2.5 / 5), places=5)

    def test_differences_are_those_of_the_papers(self):
        # Newcombe 1998, table II, method 10: 56/70 - 48/80, and 9/10 - 3/10
        first, other = estimate.share(48, 80), estimate.share(56, 70)
        found = estimate.difference_of_shares(first, other)
        self.assertAlmostEqual(found.low, 0.0524, places=4)
        self.assertAlmostEqual(found.high, 0.3339, places=4)
        found = estimate.difference_of_shares(estimate.share(3, 10), estimate.share(9, 10))
        self.assertAlmostEqual(found.low, 0.1705, places=4)
        self.assertAlmostEqual(found.high, 0.8090, places=4)
        # Welch with equal variances and numbers is Student with 2 n - 2 degrees of freedom
        first, other = estimate.mean([1, 2, 3, 4, 5]), estimate.mean([2, 3, 4, 5, 6])
        found = estimate.difference_of_means(first, other)
        self.assertAlmostEqual(found.high - found.value, 2.306004 * 1.0, places=5)

    def test_runs_are_compared(self):
        other = made_run.make_run(FOLDER / "other", 3000, 12)
        linux = support.lab(FOLDER / "linux", "client-close", "--profile=linux")
        windows = support.lab(FOLDER / "windows", "client-close", "--profile=windows")
        text = self.succeeds("compare.py", RUN, other, "--csv", FOLDER / "compared.csv")
        lines = [line.split() for line in text.splitlines() if line.startswith("connect ")]
        self.assertEqual([line[2] for line in lines], ["made", "other"])
        self.assertIn("seed", text.splitlines()[1])
        self.assertTrue((FOLDER / "compared.csv").read_text().startswith("measure,unit,run,n,"))
        figures = FOLDER / "compared"
        text = self.succeeds("compare.py", linux, windows, "-o", figures)
        self.assertRegex(text, r"(?m)^attributes.0.Profile +linux +windows$")
        self.assertRegex(text, r"(?m)^dwell_time_wait +s +linux +1 +60")
        self.assertRegex(text, r"(?m)^dwell_time_wait +s +windows +1 +120")
        self.assertTrue((figures / "dwell_time_wait.svg").exists())
        self.refuses(2, "two or more runs", "compare.py", RUN)
        self.refuses(2, "named twice", "compare.py", RUN, RUN)

    def test_distributions_print_and_draw(self):
        text = self.succeeds("distributions.py", RUN, "-o", FOLDER / "figures")
        self.assertRegex(text, r"connect +rfc9293 +29\d\d")
        self.assertTrue((FOLDER / "figures" / "dwell_time_wait.svg").exists())
        picture = FOLDER / "one.png"
        self.succeeds("distributions.py", RUN, "-m", "connect", "--log", "-o", picture)
        self.assertTrue(picture.read_bytes().startswith(b"\x89PNG"))
        svg = (FOLDER / "figures" / "connect.svg").read_text()
        self.assertIn("1 again", svg)
        self.refuses(2, "nearest: ", "distributions.py", RUN, "-m", "speed")

    def test_timeline_draws_states_and_lanes(self):
        for arguments in ((), ("--lanes", "12"), ("--from", "5", "--to", "6")):
            path = FOLDER / "timeline.svg"
            self.succeeds("timeline.py", RUN, "-o", path, *arguments)
            self.assertIn("TIME-WAIT", path.read_text())
        none = ("--from", "5", "--to", "5")
        self.refuses(2, "should be before", "timeline.py", RUN, "-o", path, *none)

    def test_every_script_has_help(self):
        for path in support.SCRIPTS.glob("*.py"):
            if path.name != "plot-validation.py":
                self.assertIn("usage:", self.succeeds(path.name, "--help"))


def set_field(line, place, text):
    """A line with another field."""
    fields = line.split(",")
    fields[place] = text
    return ",".join(fields)


if __name__ == "__main__":
    unittest.main()
