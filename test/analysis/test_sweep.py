#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Sweeps that are killed, fail, are mixed, are shared out.

test_sweep.py --runs=500 kills a sweep of 500 runs instead of 60.
"""

import csv
import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
import unittest
from pathlib import Path

import support

support.need_modules("pandas", "matplotlib", "scipy")
support.need_lab()

FOLDER = support.scratch()
RUNS = next((int(a.split("=")[1]) for a in sys.argv if a.startswith("--runs=")), 60)
sys.argv = [a for a in sys.argv if not a.startswith("--runs=")]
SWEEP = [sys.executable, "-B", "-W", "error", str(support.SCRIPTS / "sweep.py")]

# Writes what a run of one connection would, with the connect time of --time.
PROGRAM = """\
#!/usr/bin/python3
import json, os, sys, time
# build 1
options = dict(word[2:].split("=", 1) for word in sys.argv[1:])
out = options["out"]
here = os.path.dirname(os.path.abspath(__file__))
if options.get("time") == "bad" and not os.path.exists(here + "/mended"):
    print("cannot do that", file=sys.stderr)
    sys.exit(5)
if options.get("time") == "long":
    open(here + "/pid", "w").write(str(os.getpid()))
    time.sleep(600)
time.sleep(float(options.get("sleep", 0)))
sys.path.insert(0, SCRIPTS)
from lifecycle.columns import CONNECTIONS
row = dict.fromkeys(CONNECTIONS, 0)
row |= {"role": "active", "profile": "p", "outcome": "closed", "close_ns": 5 * 10**9,
        "established_ns": int(float(options["time"]) * 1e9) + int(options["RngRun"]) % 1000}
if options["time"] == "0.5":
    row |= {"established_ns": "", "outcome": "timed-out"}
with open(out + "/connections.csv", "w") as file:
    file.write(",".join(CONNECTIONS) + "\\n" + ",".join(map(str, row.values())) + "\\n")
    if options["time"] == "0.7":
        file.write("1,2")
commit = here + "/commit"
if os.path.exists(commit):
    json.dump({"commit": open(commit).read()}, open(out + "/run.json", "w"))
"""

# What `sbatch` does with an array script: its tasks, two at a time.
SBATCH = """\
import concurrent.futures, os, re, subprocess, sys
script = sys.argv[1]
first, last = map(int, re.search(r"^#SBATCH --array=(\\d+)-(\\d+)$", open(script).read(), re.M).groups())
print("Submitted batch job 1", flush=True)
def task(number):
    own = {"SLURM_JOB_ID": "1", "SLURM_ARRAY_TASK_ID": str(number)}
    return subprocess.run(["bash", script], env={**os.environ, **own}).returncode
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    for number, status in enumerate(pool.map(task, range(first, last + 1)), first):
        print(f"1_{number}", "FAILED" if status else "COMPLETED", flush=True)
"""


def program(name):
    """A program of that name in a folder of its own."""
    folder = FOLDER / name
    folder.mkdir(exist_ok=True)
    path = folder / "program"
    path.write_text(PROGRAM.replace("SCRIPTS", repr(str(support.SCRIPTS))))
    path.chmod(0o755)
    return path


def sweep_file(name, text):
    path = FOLDER / f"{name}.toml"
    path.write_text(textwrap.dedent(text))
    return path


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def small(name, times, repetitions=2, more=""):
    """A sweep of the program above over connect times."""
    return sweep_file(
        name,
        f"""\
        program = "{program(name)}"
        repetitions = {repetitions}
        measures = ["connect", "connected"]
        {more}
        [parameters]
        time = {times}
        """,
    )


def finished(out):
    """By run that is done: what would change if it were done again."""
    found = {}
    for folder in (out / "runs").glob("*"):
        status = (folder / "sweep-run.json").stat()
        found[folder.name] = (status.st_ino, status.st_mtime_ns)
    return found


class Sweep(support.ScriptTest):
    def sweep(self, *arguments, status=0):
        done = support.script("sweep.py", *arguments)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        return done

    def test_killed_three_times_it_ends_with_the_same_tables(self):
        seed = random.randrange(10**6)
        rng = random.Random(seed)
        path = sweep_file(
            "killed",
            f"""\
            program = "{support.LAB}"
            arguments = ["--scenario=request-response"]
            repetitions = {RUNS // 4}
            [parameters]
            loss = [0.05, 0.25]
            profile = ["linux", "freebsd"]
            """,
        )
        whole, cut = FOLDER / "whole", FOLDER / "cut"
        self.sweep(path, "--out", whole, "--no-plots")
        wanted = {name: (whole / name).read_bytes() for name in ("results.csv", "runs.csv")}
        self.assertEqual(len(table(whole / "runs.csv")), RUNS // 4 * 4)
        done = {}
        for part in sorted(rng.sample(range(1, RUNS // 4 * 4 - 4), 3)):
            with subprocess.Popen(
                [*SWEEP, str(path), "--out", str(cut), "--no-plots", "-j", "3"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            ) as process:
                end = time.monotonic() + 300
                while len(list((cut / "runs").glob("*"))) < part and process.poll() is None:
                    self.assertLess(time.monotonic(), end)
                    time.sleep(0.001)
                time.sleep(rng.random() * 0.05)
                process.kill()
            self.assertEqual(process.returncode, -signal.SIGKILL, f"seed {seed}")
            now = finished(cut)
            self.assertLess(len(now), RUNS // 4 * 4)
            self.assertEqual({key: now[key] for key in done}, done, f"seed {seed}")
            done = now
        self.sweep(path, "--out", cut, "--no-plots")
        now = finished(cut)
        self.assertEqual({key: now[key] for key in done}, done, f"seed {seed}")
        for name, content in wanted.items():
            self.assertEqual((cut / name).read_bytes(), content, f"{name}, seed {seed}")
        self.assertEqual(list((cut / "work").iterdir()), [])
        self.sweep(path, "--out", cut, "--no-plots")
        self.assertEqual(finished(cut), now)

    def test_estimates_are_those_of_the_runs(self):
        path = small("values", "[0.25, 0.5]", 5)
        out = FOLDER / "values-out"
        self.sweep(path, "--out", out)
        runs = table(out / "runs.csv")
        self.assertEqual([run["time"] for run in runs], ["0.25"] * 5 + ["0.5"] * 5)
        wanted = [0.25 + int(run["random_run"]) % 1000 / 1e9 for run in runs[:5]]
        self.assertEqual([float(run["connect"]) for run in runs[:5]], wanted)
        rows = {(row["time"], row["measure"]): row for row in table(out / "results.csv")}
        connect = rows["0.25", "connect"]
        mean = sum(wanted) / 5
        half = 2.7764451 * (sum((x - mean) ** 2 for x in wanted) / 20) ** 0.5
        self.assertAlmostEqual(float(connect["value"]), mean, places=11)
        self.assertAlmostEqual(float(connect["high"]), mean + half, places=11)
        self.assertEqual(connect["interval"], "t")
        self.assertNotIn(("0.5", "connect"), rows)
        share = rows["0.5", "connected"]
        self.assertEqual((share["value"], share["low"]), ("0", "0"))
        # Clopper and Pearson: 1 - 0.025^(1/5)
        self.assertAlmostEqual(float(share["high"]), 0.52182375, places=7)
        self.assertTrue((out / "plots" / "connect.svg").exists())

    def test_runs_that_fail_are_recorded_and_the_others_go_on(self):
        path = small("failing", '[0.1, "bad", 0.7, 0.2]', more="timeout = 100")
        out = FOLDER / "failing-out"
        done = self.sweep(path, "--out", out, status=3)
        self.assertIn("4 runs done, 4 failed, 0 missing", done.stdout)
        states = [run["status"] for run in table(out / "runs.csv")]
        self.assertEqual(states[:4], ["ok", "ok", "exit status 5", "exit status 5"])
        self.assertIn("the last line is truncated", states[4])
        (record, *_) = [json.loads(p.read_text()) for p in out.glob("failed/*/sweep-run.json")
                        if "exit status" in p.read_text()]  # fmt: skip
        self.assertEqual(record["output"], "cannot do that\n")
        # They stay failed until they are to be tried again.
        self.sweep(path, "--out", out, status=3)
        (path.parent / "failing" / "mended").touch()
        self.sweep(path, "--out", out, status=3)
        done = self.sweep(path, "--out", out, "--retry", status=3)
        self.assertIn("4 runs done, 4 failed", done.stdout)
        states = [run["status"] for run in table(out / "runs.csv")]
        self.assertIn("exit status 1", states[2])  # it has no number of that name
        results = [row for row in table(out / "results.csv") if row["time"] == "0.1"]
        self.assertEqual({row["runs"] for row in results}, {"2"})

    def test_runs_that_all_fail_alike_end_the_sweep_with_the_reason(self):
        path = small("alike", '["bad"]', 40)
        out = FOLDER / "alike-out"
        said = self.refuses(2, "have all failed for the same reason: exit status 5: cannot do that", "sweep.py",
                            path, "--out", out, "-j", "1")  # fmt: skip
        self.assertEqual(len(said.splitlines()[-1:]), 1)
        self.assertLess(len(list(out.glob("failed/*"))), 8)

    def test_another_sweep_in_a_used_folder_is_refused(self):
        out = FOLDER / "used-out"
        self.sweep(small("used", "[0.1]"), "--out", out)
        before = (out / "results.csv").read_bytes()
        other = FOLDER / "used.toml"
        other.write_text(other.read_text().replace("time = ", "other = "))
        self.refuses(2, "has results of another sweep, with parameters time", "sweep.py", other,
                     "--out", out)  # fmt: skip
        self.assertEqual((out / "results.csv").read_bytes(), before)

    def test_a_run_that_takes_too_long_is_ended(self):
        path = small("long", '[0.1, "long"]', 1, "timeout = 1.0")
        done = self.sweep(path, "--out", FOLDER / "long-out", status=3)
        self.assertIn("1 runs done, 1 failed", done.stdout)
        self.assertIn("took longer than 1 s", (FOLDER / "long-out" / "runs.csv").read_text())

    def test_what_runs_ends_with_the_runner_however_that_ends(self):
        path = small("orphan", '["long"]', 1)
        note = FOLDER / "orphan" / "pid"
        for ending in (signal.SIGKILL, signal.SIGINT, signal.SIGTERM):
            note.unlink(missing_ok=True)
            out = FOLDER / "orphan-out"
            with subprocess.Popen(
                [*SWEEP, str(path), "--out", str(out)], stderr=subprocess.PIPE, text=True
            ) as process:
                end = time.monotonic() + 60
                while not note.exists() or not note.read_text():
                    self.assertLess(time.monotonic(), end)
                    time.sleep(0.01)
                process.send_signal(ending)
                _, said = process.communicate(timeout=60)
            self.assertNotIn("Traceback", said)
            pid = int(note.read_text())
            while Path(f"/proc/{pid}").exists() and state_of(pid) != "Z":
                self.assertLess(time.monotonic(), end)
                time.sleep(0.01)
            # It is not a failure of the run.
            self.assertEqual(list(out.glob("failed/*")), [])

    def test_results_of_different_builds_are_not_mixed(self):
        path = small("builds", "[0.1]")
        out = FOLDER / "builds-out"
        self.sweep(path, "--out", out)
        before = (out / "results.csv").read_bytes()
        more = small("builds", "[0.1, 0.2]")
        binary = FOLDER / "builds" / "program"
        binary.write_text(binary.read_text().replace("build 1", "build 2"))
        self.refuses(2, "another build", "sweep.py", more, "--out", out)
        self.assertEqual((out / "results.csv").read_bytes(), before)
        self.sweep(more, "--out", out, "--mix")
        self.refuses(2, "several builds", "sweep.py", more, "--out", out, "--collect")
        self.sweep(more, "--out", out, "--collect", "--mix")

    def test_results_of_different_commits_are_not_mixed(self):
        path = small("commits", "[0.1, 0.2]")
        out = FOLDER / "commits-out"
        for share, commit in ((0, "abc1234"), (1, "def5678")):
            (FOLDER / "commits" / "commit").write_text(commit)
            self.sweep(path, "--out", out, "--share", f"{share}/2")
        words = "several builds (abc1234, def5678)"
        self.refuses(2, words, "sweep.py", path, "--out", out, "--collect")
        self.assertFalse((out / "results.csv").exists())
        self.sweep(path, "--out", out, "--collect", "--mix")

    def test_a_value_added_leaves_what_is_done(self):
        out = FOLDER / "added-out"
        self.sweep(small("added", "[0.1]"), "--out", out)
        done = finished(out)
        self.sweep(small("added", "[0.05, 0.1]", 3), "--out", out)
        now = finished(out)
        self.assertEqual(len(now), 6)
        self.assertEqual({key: now[key] for key in done}, done)

    def test_common_random_numbers_are_the_same_for_all_values(self):
        listed = self.sweep(small("common", "[0.1, 0.2]", 2, 'random = "common"'), "--list").stdout
        numbers = [line.split("--RngRun=")[1].split()[0] for line in listed.splitlines()]
        self.assertEqual(numbers[:2], numbers[2:])
        listed = self.sweep(small("common", "[0.1, 0.2]", 2), "--list").stdout
        numbers = [line.split("--RngRun=")[1].split()[0] for line in listed.splitlines()]
        self.assertEqual(len(set(numbers)), 4)

    def test_progress_tells_the_time_left_by_what_this_call_has_done(self):
        import io
        from unittest import mock

        from lifecycle import sweep_pool

        said = io.StringIO()
        with mock.patch.object(sweep_pool.time, "monotonic", side_effect=[100.0, 130.0, 160.0]):
            progress = sweep_pool.Progress(10, 6, said)
            for good in (True, False):
                progress.add(good)
        # 30 s each for those done here; the six before count for nothing
        self.assertEqual(
            said.getvalue().splitlines(),
            ["7/10 runs, 70 %, 0 failed, 01:30 left", "8/10 runs, 80 %, 1 failed, 01:00 left"],
        )

    def test_the_files_that_the_manual_shows_give_runs_of_their_own(self):
        for name, runs in (
            ("loss", 4 * 3 * 60),
            ("load", 2 * 3 * 3 * 5),
            ("closing", 2**5 * 20),
        ):
            listed = self.sweep(support.SCRIPTS / f"{name}.toml", "--list").stdout.splitlines()
            self.assertEqual(len(listed), runs)
            self.assertEqual(len(set(listed)), runs)
        self.assertIn("--scenario=server-close", listed[-1])
        self.assertIn("--ns3::TcpLifecycleL4Protocol::Msl=120s", listed[-1])

    def same_tables(self, out, other):
        for name in ("results.csv", "runs.csv"):
            self.assertEqual((other / name).read_bytes(), (out / name).read_bytes())

    def wait_for(self, found, limit=120):
        """What a search finds, once it finds anything."""
        end = time.monotonic() + limit
        while not (result := found()):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)
        return result

    def test_a_slurm_array_gives_the_same_tables(self):
        """Submitted as to Slurm; one task is killed within a run, and the array is submitted again."""
        path = small("slurm", "[0.1, 0.2, 0.3]", 4, 'arguments = ["--sleep=0.3"]')
        out, other = FOLDER / "slurm-out", FOLDER / "slurm-other"
        self.sweep(path, "--out", out)
        batch = FOLDER / "slurm.sbatch"
        self.sweep(path, "--out", other, "--slurm", batch, "--tasks", "4")
        self.assertIn("#SBATCH --array=0-3\n", batch.read_text())
        sbatch = FOLDER / "sbatch"
        sbatch.write_text(SBATCH)
        with subprocess.Popen([sys.executable, sbatch, batch], stderr=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, text=True) as submitted:  # fmt: skip
            work = self.wait_for(lambda: list((other / "work").glob("*-*")))[0]
            self.wait_for(lambda: list((other / "runs").glob("*")))
            work = self.wait_for(lambda: list((other / "work").glob("*-*")))[0]
            os.kill(int(work.name.split("-")[-2]), signal.SIGKILL)
            said, _ = submitted.communicate(timeout=120)
        self.assertIn("Submitted batch job 1\n", said)
        self.assertIn("FAILED", said)
        done = finished(other)
        self.assertTrue(0 < len(done) < 12, done)
        self.sweep(path, "--out", other, "--collect", status=3)
        subprocess.run([sys.executable, sbatch, batch], check=True, stderr=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, timeout=120)  # fmt: skip
        self.assertEqual({key: finished(other)[key] for key in done}, done)
        self.sweep(path, "--out", other, "--collect")
        self.same_tables(out, other)

    def test_dask_gives_the_same_tables(self):
        """A scheduler with two workers; one is killed within a run, and the other does that run again."""
        try:
            import distributed  # noqa: F401
        except ImportError:
            self.skipTest("the Python module distributed is missing; bash .ci/install.sh peers")
        path = small("dask", "[0.1, 0.2, 0.3]", 4, 'arguments = ["--sleep=0.3"]')
        out, other = FOLDER / "dask-out", FOLDER / "dask-other"
        self.sweep(path, "--out", out)
        address_file = FOLDER / "scheduler.json"
        begin = [sys.executable, "-m"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": FOLDER}
        servers = [subprocess.Popen([*begin, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
                                     "--no-dashboard", "--scheduler-file", address_file], **quiet)]  # fmt: skip
        try:
            self.wait_for(lambda: address_file.exists() and address_file.read_text())
            address = json.loads(address_file.read_text())["address"]
            for _ in range(2):
                servers.append(subprocess.Popen(
                    [*begin, "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny",
                     "--no-dashboard", "--local-directory", FOLDER], **quiet))  # fmt: skip
            with subprocess.Popen(
                [*SWEEP[:2], SWEEP[-1], str(path), "--out", str(other), "--dask", address],
                stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
            ) as process:  # fmt: skip
                victim = servers[1]
                self.wait_for(lambda: list((other / "work").glob(f"*-{victim.pid}-*")))
                self.wait_for(lambda: list((other / "runs").glob("*")))
                self.wait_for(lambda: list((other / "work").glob(f"*-{victim.pid}-*")))
                victim.kill()
                done = finished(other)
                _, said = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 0, said)
            self.assertEqual({key: finished(other)[key] for key in done}, done)
            self.same_tables(out, other)
        finally:
            for server in servers:
                server.kill()
                server.wait()

    def test_two_workers_that_do_the_same_run_lose_nothing(self):
        """A worker that the scheduler believed dead ends its run after another has done it."""
        from lifecycle import sweep_file as files
        from lifecycle import sweep_run

        path = small("twice", "[0.1]", 1)
        sweep = files.read_sweep(str(path))
        out = FOLDER / "twice-out"
        out.mkdir()
        binary = str(FOLDER / "twice" / "program")
        self.assertEqual(sweep_run.execute(sweep, out, sweep.runs[0], binary, "x"), "")
        before = finished(out)
        self.assertEqual(sweep_run.execute(sweep, out, sweep.runs[0], binary, "x"), "")
        self.assertEqual(finished(out), before)

    def test_a_folder_in_use_is_refused(self):
        import fcntl

        path = small("lock", "[0.1]")
        out = FOLDER / "lock-out"
        self.sweep(path, "--out", out)
        with open(out / "lock", "a", encoding="utf-8") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            self.refuses(2, "another sweep is at work", "sweep.py", path, "--out", out)

    def test_a_full_disk_is_reported_and_nothing_is_lost(self):
        out = FOLDER / "full-out"
        path = small("full", "[0.1]", 3)
        self.sweep(path, "--out", out)
        before = (out / "results.csv").read_bytes()
        if os.geteuid() != 0 or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", out / "work"],
            stderr=subprocess.DEVNULL, check=False,
        ).returncode:  # fmt: skip
            self.skipTest("mounting a small disk needs root")
        try:
            (out / "work" / "x").write_bytes(bytes(60 * 1024))
            more = small("full", "[0.1, 0.2]", 3)
            self.refuses(1, "No space", "sweep.py", more, "--out", out, "--share", "0/1")
            self.assertEqual((out / "results.csv").read_bytes(), before)
            self.assertEqual(list(out.glob("failed/*")), [])
        finally:
            subprocess.run(["umount", out / "work"], check=True)
        self.sweep(more, "--out", out)

    def test_a_sweep_file_that_is_wrong_is_refused_with_its_line(self):
        cases = [
            ('program = "x"\nloss = [0.1\n', "toml:2: Unclosed array"),
            ('program = "x"\nprogramm = 3\n', "toml:2: unknown key 'programm'"),
            ('repetitions = 3\n', "there is no program"),
            ('program = "x"\nrepetitions = 0\n', "toml:2: repetitions: at least 1"),
            ('program = "x"\nrepetitions = "3"\n', "toml:2: repetitions: should be a whole number"),
            ('program = "x"\nmeasures = ["speed"]\n', "toml:2: measure 'speed': is neither a name (nearest: connected)"),
            ('program = "x"\n\n[parameters]\nloss = 0.1\n', "toml:4: loss: should be a list"),
            ('program = "x"\n[parameters]\na = [1]\nloss = []\n', "toml:4: loss: has no value"),
            ('program = "x"\n[parameters]\nloss = [1, 1]\n', "toml:3: loss: has the value 1 twice"),
            ('program = "x"\n[parameters]\nloss = [[1]]\n', "toml:3: loss: [1] is neither text nor a number"),
            ('program = "x"\n[parameters.pair]\nboth = 3\n', "toml:3: pair: 'both' should be"),
            ('program = "x"\nout_argument = "-o"\n', "toml:2: out_argument: should contain {}"),
            ('program = "/nowhere/x"\n', "the program /nowhere/x does not exist"),
            ("\x00", "toml:1: column 1"),
            ("time_ns,node\n1,2\n", "toml:1: column "),
        ]  # fmt: skip
        out = FOLDER / "wrong-out"
        for text, words in cases:
            path = FOLDER / "wrong.toml"
            path.write_text(text)
            self.refuses(2, words, "sweep.py", path, "--out", out)
            self.assertEqual(list(out.glob("*.csv")), [])
        self.refuses(2, "No such file", "sweep.py", FOLDER / "absent.toml")
        self.refuses(2, "should be K/N", "sweep.py", path, "--share", "3/3")


def state_of(pid):
    """The letter of a process's state."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "Z"


if __name__ == "__main__":
    unittest.main()
