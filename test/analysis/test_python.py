#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""import lifecycle: the manual's page is executed, measures and intervals are held against books."""

import doctest
import math
import os
import random
import unittest

import support

support.need_modules("pandas", "matplotlib", "scipy")
support.need_lab()

import lifecycle  # noqa: E402
import made_run  # noqa: E402
from lifecycle import estimate  # noqa: E402
from lifecycle.errors import UseError  # noqa: E402
from lifecycle.measures import measure_of  # noqa: E402

FOLDER = support.scratch()


class Page(unittest.TestCase):
    def test_the_manual_s_page_says_what_python_says(self):
        for name, scenario in (("lost", "last-ack-lost"), ("plain", "client-close")):
            support.lab(FOLDER / "build" / "python" / name, scenario)
        before = os.getcwd()
        os.chdir(FOLDER)
        try:
            failed, tried = doctest.testfile(
                str(support.ROOT / "doc" / "analysis-python.rst"), module_relative=False
            )
        finally:
            os.chdir(before)
        self.assertEqual(failed, 0)
        self.assertGreater(tried, 15)
        self.assertTrue((FOLDER / "build" / "python" / "connect.pdf").exists())


class Measures(support.ScriptTest):
    def test_quantiles_conditions_expressions_and_functions(self):
        rows = lifecycle.read_run(made_run.make_run(FOLDER / "made", 200, 7)).connections
        active = rows[rows.role == "active"]
        done = active[active.established_ns.notna()]
        times = sorted((done.established_ns - done.open_ns) / 1e9)
        found = lifecycle.estimated(rows, "connect:p50")
        self.assertAlmostEqual(found.value, (times[len(times) // 2 - 1] + times[len(times) // 2]) / 2
                               if len(times) % 2 == 0 else times[len(times) // 2])  # fmt: skip
        again = lifecycle.measured(rows, "connect | syn_rtx == 1")
        self.assertEqual(len(again), len(done[done.syn_rtx == 1]))
        self.assertEqual(
            lifecycle.measured(rows, "mean(syn_tx + syn_rtx)").sum(), (rows.syn_tx + rows.syn_rtx).sum()
        )
        mine = FOLDER / "mine.py"
        mine.write_text("def twice(rows):\n    return 2.0 * rows.syn_tx\n")
        self.assertEqual(lifecycle.measured(rows, f"{mine}:twice").sum(), 2 * rows.syn_tx.sum())
        for wrong, words in (
            ("conect", "nearest: connect"),
            ("connect:p100", "between p0 and p100"),
            ("mean(nothing)", "nothing"),
            ("share(syn_tx >)", "share(syn_tx >)"),
            ("connected:p50", "has no quantile"),
            ("absent.py:f", "there is no absent.py"),
            ("mean(3)", "has no column in it"),
        ):
            with self.assertRaises(UseError) as caught:
                measure_of(wrong).values(rows)
            self.assertIn(words, str(caught.exception))

    def test_scripts_take_measures_and_sizes(self):
        run = made_run.make_run(FOLDER / "sized", 200, 8)
        out = FOLDER / "one.pdf"
        said = self.succeeds("distributions.py", run, "-m", "connect | syn_rtx < 2", "-o", out,
                             "--columns", "1")  # fmt: skip
        self.assertIn("connect | syn_rtx < 2", said)
        box = [float(x) for x in out.read_bytes().split(b"/MediaBox [")[1].split(b"]")[0].split()]
        self.assertAlmostEqual(box[2] / 72, 3.5, places=2)
        said = self.succeeds("compare.py", run, made_run.make_run(FOLDER / "sized2", 200, 9),
                             "-m", "connect:p90", "-m", "share(fin_rtx > 0)")  # fmt: skip
        self.assertIn("connect:p90", said)
        self.assertIn("share(fin_rtx > 0)", said)
        other = FOLDER / "sized2"
        self.refuses(2, "measure 'nothing'", "compare.py", run, other, "-m", "nothing")


class Intervals(unittest.TestCase):
    def test_no_event_in_many_connections_is_a_small_share(self):
        # Clopper and Pearson: 1 - 0.025^(1/n)
        found = estimate.share_over_runs([(5000, 0.0)] * 8)
        self.assertEqual((found.value, found.low, found.count), (0, 0, 40000))
        self.assertAlmostEqual(found.high, 1 - 0.025 ** (1 / 40000), places=12)

    def test_shares_of_rare_events_hold_the_true_one(self):
        draw = random.Random(3)
        held = 0
        for _ in range(300):
            runs = []
            for _ in range(5):
                events = sum(draw.random() < 0.002 for _ in range(1000))
                runs.append((1000, events / 1000))
            found = estimate.share_over_runs(runs)
            held += found.low <= 0.002 <= found.high
        self.assertGreaterEqual(held, 280)  # 95 % at least; 3 standard errors below is 274

    def test_connections_that_are_alike_within_runs_count_for_less(self):
        alike = estimate.share_over_runs([(1000, part) for part in (0.0, 0.2, 0.0, 0.2, 0.1)])
        apart = estimate.share_over_runs([(1000, 0.1)] * 5)
        self.assertGreater(alike.high - alike.low, 5 * (apart.high - apart.low))

    def test_the_bootstrap_over_runs_holds_the_mean(self):
        draw = random.Random(5)
        held = 0
        for _ in range(200):
            found = estimate.mean_over_runs([draw.expovariate(1.0) for _ in range(40)])
            held += found.low <= 1.0 <= found.high
            self.assertEqual(found.method, "bootstrap")
        self.assertGreaterEqual(held, 180)  # of 190 expected; the percentiles fall a little short
        self.assertEqual(estimate.mean_over_runs([1.0, 2.0, 3.0]).method, "t")

    def test_an_interval_of_a_quantile_is_that_of_order_statistics(self):
        # Conover 1999, 3.2: of 20 values the median lies between the 6th and the 15th (95.9 %).
        found = estimate.quantile(list(range(1, 21)), 0.5)
        self.assertEqual((found.value, found.low, found.high), (10.5, 6, 15))
        self.assertTrue(math.isnan(estimate.quantile([1, 2, 3], 0.99).high))


if __name__ == "__main__":
    unittest.main()
