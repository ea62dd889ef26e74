# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The runs of a sweep on all cores, or on Dask's workers: what is left to do, and how far it is."""

from __future__ import annotations

import fcntl
import json
import queue
import shutil
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any, Callable, Iterable

from . import sweep_run
from .errors import InputError, os_error
from .output import make_folder, write_text
from .sweep_file import PlannedRun, Sweep


def lock(out: Path, shared: bool) -> IO[str]:
    """Hold the folder until the file is closed; tasks that share the runs share it."""
    try:
        file = open(out / "lock", "a", encoding="utf-8")
    except OSError as error:
        raise os_error(out / "lock", error) from None
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        file.close()
        remedy = "wait for it, or give another --out"
        raise InputError(out, "another sweep is at work in it", remedy) from None
    return file


def check_identity(sweep: Sweep, out: Path, identity: str, mix: bool) -> None:
    """Refuse a folder that has results of another build; note this one's."""
    path = out / "sweep.json"
    known: list[str] = []
    own = {"parameters": list(sweep.parameters), "arguments": list(sweep.arguments)}
    other = own
    if path.exists():
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            known = data["programs"]
            other = data.get("sweep", own)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise InputError(path, "is damaged", "remove it") from None
    if other != own:
        named = ", ".join(map(str, other.get("parameters", []))) or "none"
        raise InputError(
            out,
            f"has results of another sweep, with parameters {named}",
            f"give another --out for {sweep.path}",
        )
    if identity in known:
        return
    if known and not mix:
        raise InputError(
            out,
            f"has results of another build of {sweep.program}",
            "give another --out, or --mix if they may be mixed",
        )
    about = {"sweep": own, "programs": [*known, identity]}
    write_text(path, json.dumps(about, indent=1) + "\n")


def runs_to_do(sweep: Sweep, out: Path, retry: bool) -> list[PlannedRun]:
    """Those that are neither done nor, unless they are to be tried again, failed."""
    places = [out / "runs"] + ([] if retry else [out / "failed"])
    done = {folder.name for place in places if place.is_dir() for folder in place.iterdir()}
    return [run for run in sweep.runs if run.key not in done]


def clean(out: Path) -> None:
    """Remove what interrupted runs have left."""
    shutil.rmtree(out / "work", ignore_errors=True)
    make_folder(out / "work")


ALIKE = 5
"""This number of runs that fail for the same reason, without any success, end the sweep."""


class _Failures:
    """Whether all runs fail, and for one reason."""

    def __init__(self, out: Path):
        self._out = out
        done = out / "runs"
        self._good = done.is_dir() and any(done.iterdir())
        self._reasons: list[str] = []

    def add(self, reason: str) -> None:
        """One more run; its reason is empty if it did not fail."""
        self._good = self._good or not reason
        self._reasons.append(reason)
        if self._good or len(self._reasons) < ALIKE or len(set(self._reasons)) > 1:
            return
        raise InputError(
            self._out,
            f"the first {ALIKE} runs have all failed for the same reason: {reason}",
            "correct the sweep or its program, then use --retry",
        )


class Progress:
    """How many are done and how long the rest will take; one line on a terminal."""

    def __init__(self, total: int, before: int, stream: IO[str] | None = None):
        self._total = total
        self._before = before
        self._stream = stream or sys.stderr
        self._begin = time.monotonic()
        self.done = 0
        self.failed = 0
        self._said = -1

    def add(self, good: bool) -> None:
        """One more."""
        self.done += 1
        self.failed += not good
        self.show()

    def show(self) -> None:
        """Say it, in full on a terminal, else at each tenth."""
        whole = self._before + self.done
        part = 100 * whole // max(self._total, 1)
        text = f"{whole}/{self._total} runs, {part} %, {self.failed} failed"
        if self.done and whole < self._total:
            seconds = (time.monotonic() - self._begin) / self.done * (self._total - whole)
            text += f", {int(seconds) // 60:02}:{int(seconds) % 60:02} left"
        if self._stream.isatty():
            bar = "#" * (24 * whole // max(self._total, 1))
            self._stream.write(f"\r[{bar:<24}] {text}\x1b[K")
        elif 10 * whole // max(self._total, 1) != self._said:
            self._said = 10 * whole // max(self._total, 1)
            self._stream.write(text + "\n")
        self._stream.flush()

    def finish(self) -> None:
        """End the line."""
        if self._stream.isatty():
            self._stream.write("\n")
            self._stream.flush()


def run_local(
    sweep: Sweep, out: Path, runs: list[PlannedRun], program: str, identity: str, jobs: int,
    progress: Progress,
) -> None:  # fmt: skip
    """Do the runs in this number of parallel processes."""
    stop = threading.Event()
    todo: queue.SimpleQueue[PlannedRun] = queue.SimpleQueue()
    results: queue.SimpleQueue[Any] = queue.SimpleQueue()
    for run in runs:
        todo.put(run)

    def work() -> None:
        while not stop.is_set():
            try:
                run = todo.get_nowait()
            except queue.Empty:
                return
            try:
                results.put(sweep_run.execute(sweep, out, run, program, identity, stop))
            except BaseException as error:  # handed to the main thread, which ends all of it
                results.put(error)
                return

    failures = _Failures(out)
    threads = [threading.Thread(target=work) for _ in range(min(jobs, len(runs)))]
    for thread in threads:
        thread.start()
    try:
        for _ in runs:
            _take(results.get(), progress, failures)
    finally:
        # What is under way is given up, and done again another time.
        stop.set()
        for thread in threads:
            thread.join()


def _take(result: Any, progress: Progress, failures: _Failures) -> None:
    if isinstance(result, BaseException):
        raise result
    if result is not None:
        progress.add(not result)
        failures.add(result)


def run_dask(
    sweep: Sweep, out: Path, runs: list[PlannedRun], program: str, identity: str, address: str,
    progress: Progress,
) -> None:  # fmt: skip
    """Do the runs on the workers of a Dask scheduler, which see the same files."""
    try:
        from distributed import Client, KilledWorker, as_completed
    except ImportError:
        raise InputError("--dask", "the Python module distributed is missing", "install it") from None
    folder = str(Path(__file__).resolve().parent.parent)
    task = _remote(folder, str(sweep.path.resolve()), str(out.resolve()), program, identity)
    try:
        client = Client(address, timeout=10)
    except (OSError, TimeoutError, ValueError) as error:
        raise InputError(address, f"no Dask scheduler answers: {error}", "start one") from None
    with client:
        failures = _Failures(out)
        futures = client.map(task, [run.index for run in runs], pure=False)
        try:
            for _, result in as_completed(futures, with_results=True):
                _take(result, progress, failures)
        except KilledWorker:
            remedy = "see the workers' logs; what is done is kept, and the same command goes on"
            raise InputError(address, "several workers have died in the same run", remedy) from None


def _remote(
    folder: str, path: str, out: str, program: str, identity: str
) -> Callable[[int], str | None]:
    """What a worker does. Being a local function it is sent as it is, and finds this package by its
    place."""

    def task(index: int) -> str | None:
        import pathlib
        import sys as worker_sys

        if folder not in worker_sys.path:
            worker_sys.path.insert(0, folder)
        from lifecycle import sweep_file as worker_file
        from lifecycle import sweep_run as worker_run

        sweep = worker_file.read_sweep(path)
        return worker_run.execute(
            sweep, pathlib.Path(out), sweep.runs[index], program, identity
        )

    return task


def share_of(runs: Iterable[PlannedRun], share: int, shares: int) -> list[PlannedRun]:
    """Every so-manieth run."""
    return [run for run in runs if run.index % shares == share]
