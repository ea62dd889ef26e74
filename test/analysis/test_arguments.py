#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Wrong command lines of the scripts: one line that names what was meant, status 2."""

import os
import subprocess
import sys
import unittest

import support

support.need_modules("pandas", "matplotlib", "scipy")

import made_run  # noqa: E402
from made_capture import Talk, write  # noqa: E402

FOLDER = support.scratch()
SWEEP = 'program = "/bin/true"\n'

# Script, arguments, what the line must contain. {run}, {pcap}, {sweep} and {top} are there.
WRONG = [
    ("capture.py", "{pcap}", "-o"),
    ("capture.py", "{pcap} -o {top}/x --packetdril 1", "nearest: --packetdrill"),
    ("capture.py", "{pcap} -o {top}/x --packet 1", "nearest: --packetdrill"),
    ("capture.py", "{pcap} -o {top}/x --end clent", "nearest: client"),
    ("capture.py", "{top}/none.pcap -o {top}/x", "none.pcap"),
    ("capture.py", "{pcap} -o {top}/x.pkt --packetdrill 7", "7"),
    ("capture.py", "", "source"),
    ("ladder.py", "{pcap} --colour", "nearest: --"),
    ("ladder.py", "{pcap} -o x.gif", ".svg, .png, .pdf or .txt"),
    ("ladder.py", "{pcap} --limit ten", "--limit"),
    ("ladder.py", "{pcap} --limit 0", "--limit"),
    ("ladder.py", "{pcap} -c 99", "99"),
    ("ladder.py", "{pcap} --list=1", "--list"),
    ("timeline.py", "{run} -o x.bmp", ".svg"),
    ("timeline.py", "{run} -o x.svg --lane 3", "nearest: --lanes"),
    ("timeline.py", "{run} -o x.svg --lanes 0", "--lanes"),
    ("timeline.py", "{run} -o x.svg --from 3 --to 1", "--from"),
    ("timeline.py", "{run} -o x.svg --from=nan", "--from"),
    ("timeline.py", "{run}", "-o"),
    ("distributions.py", "{run} -m conect", "nearest: connect"),
    ("distributions.py", "{run} -m connected", "has no distribution"),
    ("distributions.py", "{run} --colums 1", "nearest: --columns"),
    ("distributions.py", "{run} --columns 3", "--columns"),
    ("distributions.py", "{run} --by profil", "nearest: profile"),
    ("distributions.py", "{pcap}", "capture.py"),
    ("compare.py", "{run}", "two or more"),
    ("compare.py", "{run} {run}", "twice"),
    ("compare.py", "{run} {run} --confidence 95", "between 0 and 1"),
    ("compare.py", "{run} {run} --confidence=nan", "between 0 and 1"),
    ("report.py", "{run} -o {top}", "is a folder"),
    ("report.py", "{run}", "-o"),
    ("report.py", "{run} --rowz 3", "nearest: --rows"),
    ("report.py", "{top}/none -o x.html", "none"),
    ("study.py", "{run}", "figures.csv"),
    ("study.py", "{run} --lgo y", "nearest: --log"),
    ("sweep.py", "{sweep} --jobs 0", "--jobs"),
    ("sweep.py", "{sweep} --job 2", "nearest: --jobs"),
    ("sweep.py", "{sweep} --share 3/2", "--share"),
    ("sweep.py", "{top}/none.toml", "none.toml"),
    ("sweep.py", "{pcap}", "pcap"),
]


class Wrong(unittest.TestCase):
    def test_each_is_refused_in_a_line(self):
        sweep = FOLDER / "some.toml"
        sweep.write_text(SWEEP)
        places = {
            "run": made_run.make_run(FOLDER / "run", 20, 3),
            "pcap": write(FOLDER / "some.pcap", Talk().whole()),
            "sweep": sweep, "top": FOLDER,
        }  # fmt: skip
        # What is refused leaves nothing where it was called.
        here = FOLDER / "here"
        here.mkdir()
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(here)
        for name, line, words in WRONG:
            with self.subTest(f"{name} {line}"):
                given = [word.format(**places) for word in line.split()]
                status, complaint, said = support.in_process(name[:-3], *given)
                self.assertEqual(status, 2, complaint)
                lines = complaint.splitlines()
                self.assertEqual(len(lines), 1, complaint)
                self.assertTrue(lines[0].startswith(f"{name}: "), lines[0])
                self.assertIn(words, lines[0])
                self.assertEqual(said, "")
                self.assertEqual(list(here.iterdir()), [])

    def test_a_python_module_that_is_missing_is_named_with_the_remedy(self):
        # Without site-packages there is no pandas.
        for name in ("ladder.py", "report.py", "study.py", "sweep.py", "compare.py",
                     "distributions.py"):  # fmt: skip
            path = support.SCRIPTS / name
            done = subprocess.run(
                [sys.executable, "-S", "-B", str(path), "x", "-o", "y"],
                capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": ""},
            )  # fmt: skip
            self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            if name != "sweep.py":
                self.assertIn("bash .ci/install.sh analysis", done.stderr)


if __name__ == "__main__":
    unittest.main()
