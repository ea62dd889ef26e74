# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""One run of a sweep: in a folder of its own that gets its name when all of it is there.

    runs/KEY      what the program wrote, and sweep-run.json
    failed/KEY    the same of a run that failed, with its output
    work/         runs under way; whatever is left there is of no use
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Any, Iterable

from .about import read_about
from .errors import InputError, UseError, os_error
from .measures import BY_NAME, measure_of
from .output import write_text
from .sweep_file import PlannedRun, Sweep

RECORD = "sweep-run.json"
TAIL = 2000  # characters of a failed run's output that are kept in its record
LEAST_SPACE = 8 << 20  # bytes; with less a failure is put down to the disk
_HERE = Path(__file__).parent


class DiskFull(InputError):
    """There is no space for further runs."""


def measured_by() -> str:
    """What tells measures that were taken by other rules."""
    names = ("measures.py", "tables.py", "columns.py")
    text = b"".join((_HERE / name).read_bytes() for name in names)
    return hashlib.sha256(text).hexdigest()[:16]


def program_identity(program: str) -> str:
    """What tells one build of the program from another: its bytes, and those of the module's
    library."""
    digest = hashlib.sha256()
    try:
        digest.update(Path(program).read_bytes())
        done = subprocess.run(["ldd", program], capture_output=True, text=True, check=False)
        for line in done.stdout.splitlines():
            words = line.split()
            if "tcp-lifecycle" in line and "=>" in words and len(words) > 2:
                digest.update(Path(words[2]).read_bytes())
    except FileNotFoundError:
        if not Path(program).exists():
            raise InputError(program, "the program does not exist", "build it") from None
    except OSError as error:
        raise os_error(program, error) from None
    return digest.hexdigest()[:16]


def own_measures(sweep: Sweep) -> list[str]:
    """Those of the sweep's measures that are no names."""
    return [name for name in sweep.measures if name not in BY_NAME]


def measure(folder: Path, own: Iterable[str] = ()) -> dict[str, list[float]]:
    """By measure: how many observations the run has, and their mean or quantile."""
    from .runs import open_run  # pandas takes long to load

    rows = open_run(folder).connections
    found: dict[str, list[float]] = {}
    for name, one in [*BY_NAME.items(), *((name, measure_of(name)) for name in own)]:
        values = one.values(rows)
        if len(values) and one.quantile is not None:
            found[name] = [len(values), float(values.quantile(one.quantile))]
        elif len(values):
            found[name] = [len(values), float(values.sum()) / len(values)]
    return found


def read_record(folder: Path) -> dict[str, Any] | None:
    """The record of a run that is done; None if there is none."""
    try:
        return json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        remedy = "remove its folder: it is run again"
        raise InputError(folder / RECORD, "is damaged", remedy) from None


def command_of(sweep: Sweep, program: str, run: PlannedRun, folder: str) -> list[str]:
    """The command of a run."""
    return [
        program,
        *run.arguments,
        sweep.run_argument.replace("{}", str(run.random_run)),
        sweep.out_argument.replace("{}", folder),
    ]


def execute(
    sweep: Sweep,
    out: Path,
    run: PlannedRun,
    program: str,
    identity: str,
    stop: threading.Event | None = None,
) -> str | None:
    """Do one run. Return why it failed, empty if it did not, or None if it was stopped."""
    stop = stop or threading.Event()
    try:
        (out / "work").mkdir(parents=True, exist_ok=True)
        prefix = f"{run.key}-{socket.gethostname()}-{os.getpid()}-"
        work = Path(tempfile.mkdtemp(prefix=prefix, dir=out / "work"))
        try:
            return _execute(sweep, out, run, program, identity, stop, work)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(out, "the disk is full", "free some space and start again") from None
        raise os_error(error.filename or out, error) from None


def _execute(
    sweep: Sweep,
    out: Path,
    run: PlannedRun,
    program: str,
    identity: str,
    stop: threading.Event,
    work: Path,
) -> str | None:
    folder = work / "run"
    folder.mkdir()
    status, text = _call(command_of(sweep, program, run, str(folder)), sweep.timeout, work, stop)
    if stop.is_set():
        return None
    record: dict[str, Any] = {
        "key": run.key,
        "values": dict(zip(sweep.parameters, run.values)),
        "repetition": run.repetition,
        "command": command_of(sweep, program, run, "{folder}"),
        "program": identity,
        "commit": read_about(folder).get("commit", ""),
    }
    if not status:
        try:
            own = own_measures(sweep)
            record |= {"measured_by": measured_by(), "own": own, "measures": measure(folder, own)}
        except (InputError, UseError) as error:
            status = str(error).replace(str(folder), run.key)
    if status:
        if shutil.disk_usage(out).free < LEAST_SPACE:
            raise DiskFull(out, "the disk is full", "free some space and start again")
        record |= {"failure": status, "output": text[-TAIL:]}
    write_text(folder / RECORD, json.dumps(record, indent=1) + "\n")
    place = out / ("failed" if status else "runs")
    place.mkdir(exist_ok=True)
    shutil.rmtree(out / "failed" / run.key, ignore_errors=True)
    try:
        os.rename(folder, place / run.key)
    except OSError as error:
        # Another worker, that was believed dead, has done the same run meanwhile.
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
    said = text.strip().splitlines()
    return f"{status}: {said[-1]}" if status and said else status


def _call(
    command: list[str], timeout: float | None, work: Path, stop: threading.Event
) -> tuple[str, str]:
    """How the program failed, empty if it did not, and what it said."""
    # A runner that is killed takes its programs with it; one that is interrupted stops them itself.
    guard = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    waited = 0.0
    with open(work / "output", "w+b") as said:
        with subprocess.Popen(
            guard + command, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            start_new_session=True,
        ) as process:  # fmt: skip
            while True:
                try:
                    process.wait(0.2)
                    break
                except subprocess.TimeoutExpired:
                    waited += 0.2
                    if stop.is_set() or (timeout is not None and waited >= timeout):
                        process.kill()
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    if timeout is not None and waited >= timeout:
        return f"took longer than {timeout:g} s", text
    if process.returncode < 0:
        return f"ended by signal {-process.returncode}", text
    return (f"exit status {process.returncode}" if process.returncode else ""), text
