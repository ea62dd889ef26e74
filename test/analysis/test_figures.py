#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Figures of each kind, as wide as the columns of a paper."""

import re
import shutil
import struct
import subprocess
import unittest

import support

support.need_modules("pandas", "matplotlib")

import made_run  # noqa: E402

FOLDER = support.scratch()


class Figures(support.ScriptTest):
    @classmethod
    def setUpClass(cls):
        cls.run_folder = made_run.make_run(FOLDER / "run", 20, 3)

    def draw(self, name, *more, env=None):
        path = FOLDER / name
        done = support.script("timeline.py", self.run_folder, "-o", path, *more, env=env)
        return path, done

    def test_each_kind_is_as_wide_as_was_asked(self):
        """A column of IEEE's two is 3.5 inches wide, both with the space between are 7.16."""
        for columns, inches in ((1, 3.5), (2, 7.16)):
            widths = {}
            for kind in ("svg", "pdf", "png"):
                path, done = self.draw(f"x{columns}.{kind}", "--columns", columns)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                content = path.read_bytes()
                if kind == "svg":
                    widths[kind] = float(re.search(rb'width="([\d.]+)pt"', content)[1]) / 72
                elif kind == "pdf":
                    widths[kind] = float(re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ", content)[1]) / 72
                else:
                    widths[kind] = struct.unpack(">I", content[16:20])[0] / 144
            for kind, width in widths.items():
                self.assertAlmostEqual(width, inches, delta=0.02, msg=kind)

    def test_pgf_is_what_latex_reads(self):
        if not shutil.which("xelatex"):
            self.skipTest("there is no xelatex (Debian: texlive-xetex)")
        path, done = self.draw("x.pgf", "--columns", 1)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        text = path.read_text(encoding="utf-8")
        width = re.search(r"\\pgfpathrectangle\{\\pgfpointorigin\}\{\\pgfqpoint\{([\d.]+)in\}", text)
        self.assertAlmostEqual(float(width[1]), 3.5, places=2)
        self.assertIn(r"hand \& \textdollar{}dollars\textdollar{}", text)  # as in the run's title
        (FOLDER / "page.tex").write_text(
            "\\documentclass{article}\\usepackage{pgf}\\begin{document}\\input{x.pgf}\\end{document}\n")
        subprocess.run(["xelatex", "-interaction=batchmode", "-halt-on-error", "page.tex"], cwd=FOLDER, check=True,
                       stdout=subprocess.DEVNULL, timeout=120)  # fmt: skip
        self.assertGreater((FOLDER / "page.pdf").stat().st_size, 1000)

    def test_without_latex_pgf_is_refused_with_the_remedy(self):
        path, done = self.draw("none.pgf", env={"PATH": str(FOLDER)})
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn("apt-get install texlive-xetex", done.stderr)
        self.assertFalse(path.exists())


if __name__ == "__main__":
    unittest.main()
