# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What a rule is: it looks at a flow from one end and yields what is wrong in it."""

from dataclasses import dataclass

RULES = []


@dataclass
class Terms:
    """What is expected of an end in a case."""
    profile: str = "rfc9293"
    octets: object = None  # bytes.at(offset, size): the stream that it sends
    may_reset: bool = False
    mtu: int = 1500
    slack: float = 0.005  # seconds that its timers may be late
    keep_alive: tuple = None  # idle, interval
    delayed_ack: float = 0.5


def rule(function):
    """Register a rule."""
    RULES.append(function)
    return function
