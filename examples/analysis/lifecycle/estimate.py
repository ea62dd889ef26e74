# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Means and shares with their intervals of confidence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Sequence

from scipy import special


@dataclass(frozen=True)
class Estimate:
    """A number, with an interval that holds the true one with the probability level."""

    value: float
    low: float
    high: float
    count: int  # of observations
    method: str


def mean(values: Sequence[float], level: float = 0.95) -> Estimate:
    """The mean of independent observations, with Student's interval; none from fewer than two."""
    count = len(values)
    if count == 0:
        return Estimate(math.nan, math.nan, math.nan, 0, "t")
    centre = math.fsum(values) / count
    if count == 1:
        return Estimate(centre, math.nan, math.nan, 1, "t")
    variance = math.fsum((value - centre) ** 2 for value in values) / (count - 1)
    half = float(special.stdtrit(count - 1, (1 + level) / 2)) * math.sqrt(variance / count)
    return Estimate(centre, centre - half, centre + half, count, "t")


def share(successes: int, count: int, level: float = 0.95) -> Estimate:
    """A probability from independent trials, with Clopper's and Pearson's interval (1934)."""
    if count == 0:
        return Estimate(math.nan, math.nan, math.nan, 0, "Clopper-Pearson")
    tail = (1 - level) / 2
    low = 0.0 if successes == 0 else float(special.betaincinv(successes, count - successes + 1, tail))
    high = (
        1.0
        if successes == count
        else float(special.betaincinv(successes + 1, count - successes, 1 - tail))
    )
    return Estimate(successes / count, low, high, count, "Clopper-Pearson")


def text(value: float) -> str:
    """Six significant digits; empty for what is not known."""
    return "" if math.isnan(value) else f"{value:.6g}"
