# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Which of several connections is meant."""

from __future__ import annotations

from .errors import UseError


def choose(names: list[str], wanted: str) -> int:
    """The place of the connection that is wanted."""
    if wanted.isdigit():
        if 1 <= int(wanted) <= len(names):
            return int(wanted) - 1
        raise UseError(f"there is no connection {wanted}, but 1 to {len(names)}")
    fitting = [place for place, name in enumerate(names) if wanted in name]
    if not fitting:
        raise UseError(f"no connection has '{wanted}'; --list shows what there is")
    if len(fitting) > 1:
        numbers = ", ".join(str(place + 1) for place in fitting[:10])
        raise UseError(f"'{wanted}' is in several connections ({numbers}); give a number")
    return fitting[0]
