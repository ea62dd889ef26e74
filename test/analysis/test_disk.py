#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""A full disk is reported, whatever is written: by programs, and by the scripts that read them."""

import json
import os
import resource
import signal
import subprocess
import sys
import unittest

import support

support.need_modules("pandas", "matplotlib", "scipy", "jinja2")
support.need_lab()

FOLDER = support.scratch()
ALL = ("--segments", "--db", "--pcapng")


def lab(folder, *arguments, limit=None):
    """lifecycle-lab, with files that may not grow beyond a limit."""

    def confine():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [str(support.LAB), "--scenario=port-exhaustion", f"--out={folder}", *ALL, *arguments],
        capture_output=True, text=True, check=False, timeout=300,
        preexec_fn=confine if limit is not None else None,
    )  # fmt: skip


def link(path):
    """A file to which nothing can be written."""
    path.symlink_to("/dev/full")
    return path


class Programs(unittest.TestCase):
    def reported(self, done, name):
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn(f"lifecycle-lab: cannot write {name}: ", done.stderr)

    def test_each_file_of_a_run_is_named(self):
        for kind, names in (
            ("device", ("connections.csv", "transitions.csv", "segments.csv", "run.json",
                        "run.txt", "ladder.txt", "ladder.svg", "lab-0.pcapng", "lab-1-0.pcap")),
            ("host", ("lab-1.pcap",)),
            ("connection", ("lab-0-connection-2.pcap",)),
        ):  # fmt: skip
            for name in names:
                folder = FOLDER / f"one-{name}"
                folder.mkdir()
                link(folder / name)
                done = lab(folder, f"--pcap={kind}")
                self.reported(done, folder / name)
                self.assertIn("No space left on device", done.stderr)

    def test_a_database_that_can_t_grow_is_named_and_the_run_is_not_complete(self):
        folder = FOLDER / "base"
        self.assertEqual(lab(folder).returncode, 0)
        # The other files of this run are smaller.
        size = (folder / "run.sqlite").stat().st_size
        largest = max(path.stat().st_size for path in folder.iterdir() if path.suffix != ".sqlite")
        self.assertGreater(size, largest + 8192)
        self.reported(lab(folder, "--force", limit=largest + 4096), folder / "run.sqlite")
        self.assertFalse((folder / "run.sqlite.partial").exists())
        self.assertFalse((folder / "run.sqlite").exists())
        about = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        self.assertFalse(about["complete"])

    def test_files_that_can_t_grow_are_reported(self):
        folder = FOLDER / "small"
        done = lab(folder, limit=2000)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"^lifecycle-lab: cannot write \S+: [A-Z]")


    def test_what_is_printed_to_a_full_disk_is_reported(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([str(support.LAB)], stdout=full, stderr=subprocess.PIPE,
                                  text=True, check=False, timeout=60)  # fmt: skip
        self.reported(done, "standard output")


class Scripts(support.ScriptTest):
    def test_each_script_names_the_file(self):
        run = support.lab(FOLDER / "run", "port-exhaustion")
        other = support.lab(FOLDER / "other", "client-close")
        for number, (name, kind, *arguments) in enumerate((
            ("ladder.py", "svg", "-c", "1"),
            ("ladder.py", "png", "-c", "1"),
            ("ladder.py", "txt", "-c", "1"),
            ("timeline.py", "svg"),
            ("distributions.py", "svg", "-m", "connect"),
            ("report.py", "html"),
        )):  # fmt: skip
            path = link(FOLDER / f"{number}.{kind}")
            said = self.refuses(1, "No space left", name, run, *arguments, "-o", path)
            self.assertIn(str(path), said)
        path = link(FOLDER / "compared.csv")
        self.assertIn(str(path), self.refuses(1, "No space left", "compare.py", run, other,
                                              "--csv", path))  # fmt: skip

    def test_what_is_printed_to_a_full_disk_is_reported(self):
        run = support.lab(FOLDER / "printed", "client-close")
        for unbuffered in ("", "1"):  # the disk is found full at the end, or at the first byte
            with open("/dev/full", "w", encoding="utf-8") as full:
                done = subprocess.run(
                    [sys.executable, "-B", str(support.SCRIPTS / "ladder.py"), str(run)],
                    stdout=full, stderr=subprocess.PIPE, text=True, check=False,
                    env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
                )  # fmt: skip
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("No space left", done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def test_a_sweep_s_tables_are_named(self):
        sweep = FOLDER / "sweep.toml"
        sweep.write_text(
            f'program = "{support.LAB}"\narguments = ["--scenario=client-close"]\n'
            'repetitions = 1\nmeasures = ["connect"]\n[parameters]\nloss = [0.0]\n'
        )
        out = FOLDER / "swept"
        out.mkdir()
        for name in ("runs.csv", "results.csv"):
            link(out / name)
            said = self.refuses(1, "No space left", "sweep.py", sweep, "--out", out)
            self.assertIn(name, said)
            (out / name).unlink()


if __name__ == "__main__":
    unittest.main()
