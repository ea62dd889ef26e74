# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What the tests of examples/analysis share.

They get the programs' folder by the environment variable TCP_LIFECYCLE_BIN_DIR. A test file ends
with status 77 when something it needs is not installed, and says what.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import NoReturn
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPTS = ROOT / "examples" / "analysis"
BIN = Path(os.environ.get("TCP_LIFECYCLE_BIN_DIR", ROOT / "build" / "default" / "bin"))
LAB = BIN / "lifecycle-lab"
SKIPPED = 77

sys.path.insert(0, str(SCRIPTS))


def skip(reason: str) -> NoReturn:
    """End the whole test file."""
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def need_modules(*names: str) -> None:
    """Skip where a Python module is missing."""
    for name in names:
        try:
            __import__(name)
        except ImportError:
            skip(f"there is no Python module {name}; bash .ci/install.sh analysis browser")


def need_lab() -> None:
    """Skip where lifecycle-lab is not built."""
    if not LAB.exists():
        skip(f"there is no {LAB}; build it, or set TCP_LIFECYCLE_BIN_DIR")


def scratch() -> Path:
    """A folder that is gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="tcp-lifecycle-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def lab(folder: Path, scenario: str, *arguments: str) -> Path:
    """The folder of a run of lifecycle-lab."""
    subprocess.run(
        [str(LAB), f"--scenario={scenario}", f"--out={folder}", "--force", *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=300,
    )
    return folder


def script(
    name: str, *arguments: object, env: dict[str, str] | None = None, limit: int = 300
) -> subprocess.CompletedProcess[str]:
    """Run a script with warnings as errors."""
    return subprocess.run(
        [sys.executable, "-B", "-W", "error", str(SCRIPTS / name), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=limit,
        check=False,
        env={**os.environ, **(env or {})},
    )


def in_process(name: str, *arguments: object) -> tuple[int, str, str]:
    """A script's status, complaint and output, without starting Python for it."""
    from lifecycle import errors

    module = importlib.import_module(name)
    said, complaint = io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(complaint), contextlib.redirect_stdout(said):
        with mock.patch("sys.argv", [f"{name}.py", *map(str, arguments)]):
            try:
                errors.run(f"{name}.py", module.main)
            except SystemExit as end:
                return int(end.code or 0), complaint.getvalue(), said.getvalue()
    raise AssertionError("the script has not ended")


class ScriptTest(unittest.TestCase):
    """With what is asserted of scripts."""

    def succeeds(self, name: str, *arguments: object, **more: object) -> str:
        """The script's standard output; its status is 0 and it complains of nothing."""
        done = script(name, *arguments, **more)  # type: ignore[arg-type]
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        return done.stdout

    def refuses(self, status: int, words: str, name: str, *arguments: object) -> str:
        """The script ends with a status and one line that has the words, and no traceback."""
        done = script(name, *arguments)
        self.assertNotIn("Traceback", done.stderr)
        self.assertEqual(done.returncode, status, f"{words}: {done.stderr}")
        self.assertIn(words, done.stderr)
        return done.stderr
