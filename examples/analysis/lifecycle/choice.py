# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Which of several connections is meant."""

from __future__ import annotations

import re

from .errors import UseError


def choose(names: list[str], wanted: str) -> int:
    """The place of the connection that is wanted."""
    if wanted.isdigit():
        if 1 <= int(wanted) <= len(names):
            return int(wanted) - 1
        raise UseError(f"connection {wanted} does not exist; known: 1 to {len(names)}")
    fitting = [place for place, name in enumerate(names) if wanted in name]
    if not fitting:
        raise UseError(f"no connection has '{wanted}'; see --list")
    if len(fitting) > 1:
        numbers = ", ".join(str(place + 1) for place in fitting[:10])
        raise UseError(f"'{wanted}' is in several connections ({numbers}); give a number")
    return fitting[0]


MOST = 40
"""Ladders at once."""


def choose_several(names: list[str], wanted: str) -> list[int]:
    """The places of connections: `3`, `1,4-6`, `all`, or a part of one's name."""
    if wanted == "all":
        wanted = f"1-{len(names)}"
    if not re.fullmatch(r"\d+(-\d+)?(,\d+(-\d+)?)*", wanted):
        return [choose(names, wanted)]
    places: list[int] = []
    for part in wanted.split(","):
        first, _, last = part.partition("-")
        span = range(int(first), int(last or first) + 1)
        if not span:
            raise UseError(f"--connection {wanted}: {part} is not a range")
        if len(places) + len(span) > MOST:
            raise UseError(f"--connection {wanted}: more than {MOST} ladders; give fewer")
        places += [choose(names, str(number)) for number in span]
    return places
