#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Own questions to lifecycle-study: lists of values, a precision, and where they are written.

Expected times are RFC 6298's: with R the RTO after one sample of the round-trip time, an end that
loses each ACK with probability p is in LAST-ACK for RTT + R p/(1-2p) in the mean.
"""

import csv
import json
import re
import subprocess
import unittest

import support

support.need_modules("matplotlib")
STUDY = support.BIN / "lifecycle-study"
if not STUDY.exists():
    support.skip(f"there is no {STUDY}; build it, or set TCP_LIFECYCLE_BIN_DIR")

FOLDER = support.scratch()


def ask(*arguments, status=0):
    """Rows of table.csv, those of figures.csv, and what the program printed."""
    out = FOLDER / "asked"
    done = subprocess.run(
        [str(STUDY), *arguments, f"--out={out}", "--force"],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stdout + done.stderr
    return table(out / "table.csv"), table(out / "figures.csv"), done.stdout


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mean_in_last_ack(rtt, rto, loss):
    return rtt + rto * loss / (1 - 2 * loss)


class Question(support.ScriptTest):
    def test_each_combination_has_rows_and_the_formula_is_the_closed_form(self):
        rows, figures, said = ask(
            "lost-last-ack", "--rtt=80ms,200ms", "--loss=1%,0.05", "--runs=4000",
            "--profile=rfc9293,windows", "--closer=client,server",
        )  # fmt: skip
        mean = [row for row in rows if row["quantity"] == "mean time in LAST-ACK (s)"]
        self.assertEqual(len(mean), 2 * 2 * 2 * 2)
        for row in mean:
            rtt = float(row["rtt_ms"]) / 1e3
            rto = max(3 * rtt, {"rfc9293": 1.0, "windows": 0.3}[row["profile"]])
            losses = {float(row["loss_forward"]), float(row["loss_reverse"])} - {0.0}
            self.assertEqual(len(losses), 1, row)
            # The loss is that of the end that closes first.
            column = "loss_forward" if "client closes first" in row["detail"] else "loss_reverse"
            loss = float(row[column])
            wanted = mean_in_last_ack(rtt, rto, loss)
            self.assertLess(abs(float(row["formula"]) - wanted), 2e-4 * wanted, row)
        self.assertTrue(all(row["inside"] == "yes" for row in rows))
        self.assertTrue(all(row["observations"] == "4000" for row in mean))
        self.assertEqual([row["x_label"] for row in figures], ["loss of what the first closer sends"])
        self.assertIn("connections", said)

    def test_seed_and_command_are_in_every_output(self):
        rows, figures, said = ask("lost-last-ack", "--loss=5%", "--runs=1000", "--seed=7")
        command = "lifecycle-study lost-last-ack --loss=5% --runs=1000 --seed=7"
        curves = table(FOLDER / "asked" / "curves.csv")
        for row in [*rows, *figures, *curves]:
            self.assertEqual((row["seed"], row["command"]), ("7", command))
        self.assertIn(command, said)
        about = json.loads((FOLDER / "asked" / "run.json").read_text())
        self.assertEqual((about["seed"], about["precision"]), (7, "none"))
        self.assertEqual(about["losses"], "0.05")
        picture = FOLDER / "figure.pdf"
        drawn = self.succeeds("study.py", FOLDER / "asked", "-o", FOLDER, "--pdf", "--columns", "1")
        self.assertEqual(len(drawn.splitlines()), len(figures))
        picture = (FOLDER / f"{figures[0]['figure']}.pdf").read_bytes()
        self.assertTrue(picture.startswith(b"%PDF"))
        box = re.search(rb"/MediaBox \[ *([0-9. ]+)\]", picture)
        self.assertAlmostEqual(float(box[1].split()[2]) / 72, 3.5, places=2)
        self.assertIn(b"--loss=5%", picture.replace(b"\\", b""))
        self.succeeds("study.py", FOLDER / "asked", "-o", FOLDER, "--svg")
        self.assertIn("--loss=5%", (FOLDER / f"{figures[0]['figure']}.svg").read_text())

    def test_connections_are_added_until_the_precision_is_reached(self):
        rows, _, said = ask(
            "lost-last-ack", "--rtt=80ms", "--loss=2%,10%", "--precision=2%",
            "--profile=rfc9293",
        )  # fmt: skip
        for row in rows:
            if row["quantity"] != "mean time in LAST-ACK (s)":
                continue
            # The table has the interval of 99 %; that of 95 % is shorter by 1.960 / 2.576.
            half = (float(row["ci_high"]) - float(row["ci_low"])) / 2 * 1.960 / 2.576
            self.assertLessEqual(half, 0.0201 * float(row["simulated"]))
            # Var = R^2 p(1-p)... / (1-4p); the number that is needed differs by the batch only.
            self.assertGreaterEqual(int(row["observations"]), 5000)
        self.assertNotIn("not reached", said)
        _, _, said = ask("lost-last-ack", "--loss=1%", "--precision=0.1%", "--runs=2000")
        self.assertIn("precision of 0.1 % is not reached at 5 points", said)

    def test_more_connections_than_a_host_has_ports(self):
        rows, _, _ = ask("lost-last-ack", "--loss=5%", "--runs=70000", "--profile=linux")
        self.assertIn("70000", {row["observations"] for row in rows})

    def test_two_msl_rto_and_pairs_of_profiles(self):
        rows, figures, _ = ask(
            "short-time-wait", "--two-msl=500ms,4s", "--rto=1s,2s", "--loss=10%",
            "--runs=4000", "--profile=rfc9293:linux,rfc9293",
        )  # fmt: skip
        self.assertEqual(figures[0]["x_label"], "2MSL (s)")
        share = {(row["profile"], row["detail"]): row for row in rows
                 if row["quantity"] == "P(LAST-ACK ends by RST)"}  # fmt: skip
        self.assertEqual(len(share), 8)
        for (profile, detail), row in share.items():
            if profile == "rfc9293" and "2MSL=500ms" in detail:
                # Below the RTO it is the loss of the ACK, of a FIN that arrived.
                self.assertAlmostEqual(float(row["formula"]), 0.1, delta=0.005)
        rows, _, _ = ask("connect-loss", "--rto=500ms,3s", "--loss=5%", "--runs=4000",
                         "--profile=rfc9293")  # fmt: skip
        for row in rows:
            if row["quantity"] == "mean connect time (s)":
                rto = 3.0 if "=3000ms" in row["detail"] else 0.5
                wanted = 0.1 + 2 * rto * 0.05 / 0.9  # Cardwell, Savage, Anderson 2000
                self.assertAlmostEqual(float(row["formula"]), wanted, delta=0.004 * wanted)
        rows, _, _ = ask("teardown-loss", "--closer=server", "--profile=macos:linux",
                         "--loss=3%", "--runs=2000")  # fmt: skip
        self.assertEqual({row["profile"] for row in rows}, {"macos to linux"})

    def test_wrong_lists_are_refused_in_a_line(self):
        for arguments, words in (
            (["lost-last-ack", "--rtt=80"], "--rtt"),
            (["lost-last-ack", "--rtt=80ms,,90ms"], "--rtt"),
            (["lost-last-ack", "--rtt=80ms,80ms"], "'80ms' is there twice"),
            (["lost-last-ack", "--loss=1.5"], "--loss"),
            (["lost-last-ack", "--loss=60%"], "--loss"),
            (["lost-last-ack", "--profile=lunix"], "nearest: linux"),
            (["lost-last-ack", "--closer=both"], "known: 'client', 'server'"),
            (["lost-last-ack", "--precision=0"], "--precision"),
            (["connect-loss", "--two-msl=1s"], "--two-msl has no effect on connect-loss"),
            (["connect-loss", "--rtt=2s"], "--rtt"),
            (["rfc1337", "--rtt=80ms"], "lost-last-ack"),
            (["all", "--loss=1%"], "lost-last-ack"),
            (["rfc1337", "--runs=60000"], "50000"),
            (["lost-last-ack", "--two-msl=0s"], "--two-msl"),
        ):
            done = subprocess.run([STUDY, *arguments], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 2, (arguments, done.stdout))
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertIn(words, done.stderr)


if __name__ == "__main__":
    unittest.main()
