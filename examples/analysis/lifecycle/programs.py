# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Where the programs of this module are."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from .errors import InputError

ROOT = Path(__file__).resolve().parents[3]


def find_program(name: str) -> Path:
    """A program: in TCP_LIFECYCLE_BIN_DIR, in a build of this tree, or installed."""
    named = os.environ.get("TCP_LIFECYCLE_BIN_DIR")
    folders = [Path(named)] if named else [ROOT / "build" / "default" / "bin"]
    for folder in folders:
        if os.access(folder / name, os.X_OK):
            return folder / name
    found = shutil.which(name)
    if found:
        return Path(found)
    raise InputError(
        folders[0] / name, "is not built", f"cmake --build build/default --target {name}"
    )
