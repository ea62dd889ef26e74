#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Runs the commands of doc/tutorial.rst and README.md, and looks for the files that the tutorial names.

What installs or builds is left out, and in README.md all but the programs lifecycle-lab and
lifecycle-workload. Usage: check-tutorial.py; the programs are in $TCP_LIFECYCLE_BIN_DIR.
Exit status: 0; 1: a command fails or a file is missing; 77: there are no packages for the analysis.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TUTORIAL = (ROOT / "doc" / "tutorial.rst").read_text()
README = (ROOT / "README.md").read_text()
PACKAGES = ("matplotlib", "numpy", "pandas", "scipy")


def commands():
    """The command lines, in order."""
    blocks = re.findall(r"^\.\. code-block:: sh\n\n((?:   .*\n|\n)+)", TUTORIAL, re.M)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    found = [line for line in lines if line and not line.startswith("bash ")]
    for block in re.findall(r"```sh\n(.*?)```", README, re.S):
        found += re.findall(r"^build/default/bin/lifecycle-(?:lab|workload) .*", block, re.M)
    return found


def named_files():
    """The files that the tutorial says a run has left."""
    return sorted(set(re.findall(r"``((?:lost|my-figure)/[\w./-]+)``", TUTORIAL)))


def main():
    if not all(importlib.util.find_spec(package) for package in PACKAGES):
        print("skipped: bash .ci/install.sh analysis")
        return 77
    bad = 0
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "build" / "default").mkdir(parents=True)
        (folder / "build" / "default" / "bin").symlink_to(os.environ["TCP_LIFECYCLE_BIN_DIR"])
        for name in ("examples", "doc"):
            (folder / name).symlink_to(ROOT / name)
        # "Save this as last-ack.toml"
        shutil.copy(ROOT / "doc" / "tools" / "last-ack.toml", folder)
        for command in commands():
            done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True,
                                  timeout=300, check=False, env=environment)  # fmt: skip
            print(f"{done.returncode}  {command}")
            if done.returncode != 0:
                bad = 1
                print(done.stdout[-500:] + done.stderr[-500:], file=sys.stderr)
        names = named_files()
        for name in names:
            if not (folder / name).is_file():
                bad = 1
                print(f"doc/tutorial.rst: no run has left {name}", file=sys.stderr)
        if not names:
            bad = 1
            print("doc/tutorial.rst: names no file in lost or my-figure", file=sys.stderr)
    return bad


sys.exit(main())
