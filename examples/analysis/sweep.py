#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Runs a program for all combinations of parameters, so often, on all cores.

    sweep.py loss.toml --out loss                       do what is not done yet, then make tables
    sweep.py loss.toml --out loss --collect             only make tables and plots
    sweep.py loss.toml --out loss --slurm loss.sbatch   write an array script for Slurm
    sweep.py loss.toml --out loss --dask HOST:8786      on the workers of Dask's scheduler

A sweep that was interrupted, in whatever way, is taken up again by the same command; no run is
lost, none done twice. In the folder: results.csv, a line for each measure and combination, with
its interval of confidence; runs.csv, a line for each run; plots; runs/KEY, failed/KEY, the runs
themselves. Exit status: 0; 1 an error; 2 wrong use; 3 runs have failed or are missing.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import signal
import sys
from pathlib import Path

from lifecycle import errors, output, sweep_pool, sweep_run
from lifecycle.arguments import Parser
from lifecycle.errors import InputError, UseError
from lifecycle.sweep_file import Sweep, read_sweep

INCOMPLETE = 3
MOST_TASKS = 1000  # of a Slurm array; its default MaxArraySize is 1001


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = Parser("sweep.py", __doc__)
    parser.add_argument("sweep", help="the file that describes it; the manual has an example")
    parser.add_argument("--out", metavar="FOLDER", help="default: the file's name without .toml")
    parser.add_argument("--program", metavar="PATH", help="the program, instead of the file's")
    parser.add_argument(
        "-j", "--jobs", type=int, default=os.cpu_count() or 1,
        help="runs at a time (default: cores)",
    )  # fmt: skip
    parser.add_argument("--list", action="store_true", help="print the commands and exit")
    parser.add_argument("--collect", action="store_true", help="only make tables and plots")
    parser.add_argument("--no-plots", action="store_true", help="only tables")
    parser.add_argument("--retry", action="store_true", help="repeat failed runs")
    parser.add_argument(
        "--mix", action="store_true", help="allow results of different builds or commits together"
    )
    parser.add_argument(
        "--share", metavar="K/N", help="only each N-th run from the K-th (0..N-1) on, no tables"
    )
    parser.add_argument("--slurm", metavar="FILE", help="write an array script for Slurm and exit")
    parser.add_argument("--tasks", type=int, help=f"of the array (default: at most {MOST_TASKS})")
    parser.add_argument("--dask", metavar="ADDRESS", help="of a scheduler; files are shared")
    return parser.parse_args(argv)


def find_program(sweep: Sweep) -> str:
    """The program's path: beside the current folder, or in PATH."""
    found = shutil.which(sweep.program)
    if found is None:
        raise InputError(
            sweep.path, f"the program {sweep.program} does not exist", "build it, or give it with --program"
        )
    return str(Path(found).resolve())


def slurm_script(options: argparse.Namespace, sweep: Sweep, out: Path, program: str) -> str:
    """An array script: each task does a share of the runs."""
    tasks = options.tasks or min(len(sweep.runs), MOST_TASKS)
    if tasks < 1:
        raise UseError("--tasks: at least 1")
    command = [sys.executable, str(Path(__file__).resolve()), str(Path(options.sweep).resolve()),
               "--out", str(out.resolve()), "--program", program]  # fmt: skip
    text = shlex.join(command)
    return f"""#!/bin/bash
#SBATCH --job-name={re.sub("[^A-Za-z0-9_.-]", "-", sweep.path.stem)}
#SBATCH --array=0-{tasks - 1}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
# {len(sweep.runs)} runs. When all tasks have ended:
#   {text} --collect
{text} --jobs 1 --share "$SLURM_ARRAY_TASK_ID/{tasks}"
"""


def read_share(text: str) -> tuple[int, int]:
    """K/N."""
    found = re.fullmatch(r"(\d+)/(\d+)", text)
    if not found or not int(found[1]) < int(found[2]):
        raise UseError(f"--share {text}: should be K/N with K from 0 to N-1")
    return int(found[1]), int(found[2])


def work(options: argparse.Namespace, sweep: Sweep, out: Path) -> None:
    """Do the runs that are not done."""
    program = find_program(sweep)
    identity = sweep_run.program_identity(program)
    sweep_pool.check_identity(sweep, out, identity, options.mix)
    if not options.share:
        sweep_pool.clean(out)
    todo = sweep_pool.runs_to_do(sweep, out, options.retry)
    total = sweep.runs
    if options.share:
        share = read_share(options.share)
        todo = sweep_pool.share_of(todo, *share)
        total = sweep_pool.share_of(total, *share)
    if not todo:
        return
    progress = sweep_pool.Progress(len(total), len(total) - len(todo))
    progress.show()
    try:
        if options.dask:
            sweep_pool.run_dask(sweep, out, todo, program, identity, options.dask, progress)
        else:
            sweep_pool.run_local(sweep, out, todo, program, identity, options.jobs, progress)
    finally:
        progress.finish()


def main(argv: list[str]) -> int:
    options = arguments(argv)
    if options.jobs < 1:
        raise UseError("--jobs: at least 1")
    if options.share:
        read_share(options.share)
    sweep = read_sweep(options.sweep, options.program)
    out = Path(options.out or Path(options.sweep).stem)
    if options.list:
        for run in sweep.runs:
            folder = str(out / "runs" / run.key)
            print(shlex.join(sweep_run.command_of(sweep, sweep.program, run, folder)))
        return 0
    if options.slurm:
        output.write_text(options.slurm, slurm_script(options, sweep, out, find_program(sweep)))
        return 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    output.make_folder(out)
    with sweep_pool.lock(out, shared=bool(options.share)):
        if not options.collect:
            work(options, sweep, out)
        if options.share:
            return 0
        from lifecycle import sweep_result  # matplotlib and scipy take long to load

        failed, missing = sweep_result.collect(sweep, out, options.mix, not options.no_plots)
    done = len(sweep.runs) - failed - missing
    print(f"{done} runs done, {failed} failed, {missing} missing; tables and plots are in {out}")
    if failed:
        print(f"What failed, and why: {out / 'runs.csv'}; output: {out / 'failed'}")
    return INCOMPLETE if failed or missing else 0


if __name__ == "__main__":
    errors.run("sweep.py", main)
