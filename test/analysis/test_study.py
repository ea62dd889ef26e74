# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Studies: what lifecycle-study leaves and says, and what study.py draws of it."""

import csv
import json
import math
import shutil
import subprocess
import sys
import unittest

import support

support.need_modules("matplotlib")
STUDY = support.BIN / "lifecycle-study"
if not STUDY.exists():
    support.skip(f"there is no {STUDY}; build it, or set TCP_LIFECYCLE_BIN_DIR")

FOLDER = support.scratch()


def study(*arguments, limit=300):
    """The program, done."""
    return subprocess.run(
        [str(STUDY), *map(str, arguments)],
        capture_output=True, text=True, timeout=limit, check=False,
    )  # fmt: skip


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Study(support.ScriptTest):
    @classmethod
    def setUpClass(cls):
        cls.out = FOLDER / "short"
        cls.done = study("short-time-wait", "--fast", f"--out={cls.out}")

    def test_a_study_leaves_text_table_curves_and_metadata(self):
        self.assertEqual(self.done.returncode, 0, self.done.stdout + self.done.stderr)
        text = (self.out / "study.txt").read_text()
        self.assertEqual(self.done.stdout.strip(), text.strip())
        self.assertTrue(text.startswith("How short may TIME-WAIT be?\n"))
        self.assertRegex(text, r"6000 connections in [0-9.]+ s of CPU time\n$")
        about = json.loads((self.out / "run.json").read_text())
        self.assertEqual(about["study"], "short-time-wait")
        self.assertEqual(about["seed"], 1)
        self.assertIn("commit", about)

    def test_below_the_rto_the_formula_is_the_loss_of_the_ack(self):
        rows = table(self.out / "table.csv")
        mine = [row for row in rows if "2MSL=0.5" in row["detail"] and "RST" in row["quantity"]]
        self.assertEqual(len(mine), 3)
        for row in mine:
            loss = float(row["loss_forward"])
            # The k-th of seven FINs can be the first to arrive, but not the last: p (1 - p^6...).
            self.assertLess(abs(float(row["formula"]) - loss), 0.04 * loss)
            self.assertLessEqual(float(row["ci_low"]), float(row["simulated"]))
            self.assertLessEqual(float(row["simulated"]), float(row["ci_high"]))
            # What decides is wider than what is shown.
            self.assertLessEqual(float(row["test_low"]), float(row["ci_low"]))
            self.assertGreaterEqual(float(row["test_high"]), float(row["ci_high"]))

    def test_the_same_seed_gives_the_same_rows_and_another_one_others(self):
        again, other = FOLDER / "again", FOLDER / "other"
        study("short-time-wait", "--fast", f"--out={again}")
        study("short-time-wait", "--fast", "--seed=2", f"--out={other}")
        rows = (self.out / "table.csv").read_bytes()
        self.assertEqual((again / "table.csv").read_bytes(), rows)
        self.assertNotEqual((other / "table.csv").read_bytes(), rows)

    def test_a_formula_outside_gives_status_1(self):
        done = study(
            "lost-last-ack", "--fast", "--ns3::TcpLifecycleL4Protocol::MinRto=700ms"
        )  # fmt: skip
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"0\.7 .*  NO\n")

    def test_several_studies_have_a_folder_each(self):
        out = FOLDER / "two"
        done = study("short-time-wait,connect-loss", "--fast", f"--out={out}")
        self.assertEqual(done.returncode, 0)
        names = {path.name for path in out.iterdir()}
        self.assertEqual(names, {"short-time-wait", "connect-loss"})

    def test_what_makes_no_sense_is_refused(self):
        cases = [
            (["no-such"], "unknown study 'no-such'"),
            ([], "which study?"),
            (["connect-loss", "--runs=10"], "'10' is not a number from 1000 to 1000000000"),
            (["connect-loss", "--intervals=1"], "'1' is not a number from 100 to 100000"),
            (["short-time-wait", "--fast", "--out=/dev/null/x"], "/dev/null/x"),
        ]
        for arguments, words in cases:
            done = study(*arguments)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn(words, done.stderr)

    def test_each_study_of_the_list_is_shown_in_the_manual(self):
        manual = (support.ROOT / "doc" / "studies.rst").read_text(encoding="utf-8")
        manual += (support.ROOT / "doc" / "validation.rst").read_text(encoding="utf-8")
        names = [line.split()[0] for line in study("--list").stdout.splitlines()]
        self.assertGreater(len(names), 10)
        for name in names:
            self.assertIn(name, manual)

    def test_every_figure_is_drawn_with_all_its_curves(self):
        pictures = FOLDER / "pictures"
        said = self.succeeds("study.py", self.out, "-o", pictures)
        names = [row["figure"] for row in table(self.out / "figures.csv")]
        wanted = [str(pictures / f"{name}.{kind}") for name in names for kind in ("svg", "pdf", "png")]
        self.assertEqual(said.splitlines(), wanted)
        svg = (pictures / "study-short-time-wait.svg").read_text()
        for words in ("loss 0.02 each way", "loss 0.3 each way", "2MSL / RTO"):
            self.assertIn(words, svg)
        self.succeeds("study.py", self.out, "-o", FOLDER / "svg", "--svg")
        first = (FOLDER / "svg" / "study-short-time-wait.svg").read_text()
        self.assertEqual(first, svg)
        self.assertEqual(len(list((FOLDER / "svg").iterdir())), len(names))

    def test_a_study_without_curves_has_a_figure_of_its_formulas(self):
        folder = FOLDER / "own-ports"
        folder.mkdir()
        (folder / "figures.csv").write_text((self.out / "figures.csv").read_text().split("\n")[0] + "\n")
        (folder / "curves.csv").write_text((self.out / "curves.csv").read_text().split("\n")[0] + "\n")
        shutil.copy(self.out / "table.csv", folder)
        said = self.succeeds("study.py", folder, "--svg")
        self.assertEqual(said.split(), [str(folder / "study-own-ports.svg")])
        count = len(table(self.out / "table.csv"))
        self.assertIn(f"{count} formulas, 0 outside", (folder / "study-own-ports.svg").read_text())
        text = (folder / "table.csv").read_text()
        (folder / "table.csv").write_text(text.split("\n")[0] + "\n")
        self.refuses(2, "has no rows", "study.py", folder)

    def test_points_of_the_formula_alone_are_not_taken_for_simulated(self):
        from lifecycle.study_figures import read_figures

        (figure,) = read_figures(self.out)
        for points in figure.curves.values():
            self.assertEqual(points, sorted(points, key=lambda point: point.x))
            seen = [point for point in points if not math.isnan(point.simulated)]
            self.assertEqual([point.x for point in seen], [0.5, 3.5])
            self.assertGreater(len(points), 100)

    def test_files_that_are_wrong_are_refused_and_nothing_is_drawn(self):
        good = {name: (self.out / name).read_text() for name in ("figures.csv", "curves.csv")}
        curves, figures = good["curves.csv"], good["figures.csv"]
        cases = [
            ("curves.csv", curves[:-9], "the last line is truncated"),
            ("curves.csv", "", "the last line is truncated"),
            ("curves.csv", curves + "study-short-time-wait,x,1\n", "has 3 fields, not 9"),
            ("curves.csv", curves + "other,x,1,,,,2,1,c\n", "has no figure 'other'"),
            ("curves.csv", curves.splitlines()[0] + "\n", "has no point of"),
            ("curves.csv", curves + "study-short-time-wait,x,one,,,,2,1,c\n", "'one' is not a number"),
            ("curves.csv", "a,b\n", "has 2 fields"),
            ("figures.csv", figures.replace("steps", "pie"), "figures.csv:2: has a drawing"),
            ("figures.csv", figures.replace("study-short", "../x"), "is not a name for a figure"),
            ("figures.csv", "\x00\n", "figures.csv"),
        ]
        for name, text, words in cases:
            folder = FOLDER / "wrong"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            for other, content in good.items():
                (folder / other).write_text(text if other == name else content)
            self.refuses(2, words, "study.py", folder)
            self.assertEqual(list(folder.glob("*.svg")), [])
        self.refuses(2, "No such file", "study.py", FOLDER / "absent")


if __name__ == "__main__":
    sys.path.insert(0, str(support.SCRIPTS))
    unittest.main()
