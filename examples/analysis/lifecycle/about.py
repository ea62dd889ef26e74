# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What a run's folder says of how it was made: run.json, or run.txt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .errors import InputError, os_error


def read_about(folder: Path) -> dict[str, str]:
    """What run.json says, or run.txt where there is none; nothing if there is neither.

    A run that was broken off is refused: its tables are those of a part of it.
    """
    try:
        if (folder / "run.json").exists():
            about = _read_json(folder / "run.json")
            if about.pop("complete", True) is not True:
                raise InputError(folder, "the run was interrupted", "write the run again")
            return _flat(about)
        if (folder / "run.txt").exists():
            text = (folder / "run.txt").read_text(encoding="utf-8", errors="replace")
            pairs = (line.split(": ", 1) for line in text.splitlines() if ": " in line)
            return {name: value for name, value in pairs}
    except OSError as error:
        raise os_error(error.filename or folder, error) from None
    return {}


def _read_json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise InputError(path, f"{error.msg}, column {error.colno}", "", error.lineno) from None
    except UnicodeDecodeError:
        raise InputError(path, "is not text", "write the run again") from None
    if not isinstance(data, dict):
        raise InputError(path, "is not a JSON object", "write the run again")
    return data


def _flat(data: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """Nested objects as `attributes.A.Msl`."""
    flat: dict[str, str] = {}
    for name, value in data.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            flat[prefix + name] = " ".join(str(item) for item in value)
        else:
            flat[prefix + name] = str(value)
    return flat
