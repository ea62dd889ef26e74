# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Files that are there as a whole or not at all.

Everything is written beside its place and renamed when all of it is on the disk, so that an
error, a full disk or a kill leaves what was there before.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from .errors import InputError, os_error


def write_bytes(path: str | Path, data: bytes) -> None:
    """Put a file in place, or leave the one that is there and complain."""
    path = Path(path)
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            # A device or a pipe can't be replaced.
            path.write_bytes(data)
            return
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), 0o666 & ~_umask())
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None and os.path.exists(temporary):
            os.unlink(temporary)
        raise os_error(path, error) from None


def write_text(path: str | Path, text: str) -> None:
    """As write_bytes, of text."""
    write_bytes(path, text.encode("utf-8"))


def make_folder(path: str | Path) -> Path:
    """A folder that is there."""
    path = Path(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise InputError(path, "is not a folder", "give another --out") from None
    except OSError as error:
        raise os_error(path, error) from None
    return path


def _umask() -> int:
    mask = os.umask(0o22)
    os.umask(mask)
    return mask
