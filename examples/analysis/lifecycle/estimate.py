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
    error: float = math.nan  # standard error of a mean


def mean(values: Sequence[float], level: float = 0.95) -> Estimate:
    """The mean of independent observations, with Student's interval; none from fewer than two."""
    count = len(values)
    if count == 0:
        return Estimate(math.nan, math.nan, math.nan, 0, "t")
    centre = math.fsum(values) / count
    if count == 1:
        return Estimate(centre, math.nan, math.nan, 1, "t")
    variance = math.fsum((value - centre) ** 2 for value in values) / (count - 1)
    error = math.sqrt(variance / count)
    half = float(special.stdtrit(count - 1, (1 + level) / 2)) * error
    return Estimate(centre, centre - half, centre + half, count, "t", error)


def share(successes: int, count: int, level: float = 0.95) -> Estimate:
    """A probability from independent trials, with Clopper's and Pearson's interval (1934)."""
    if count == 0:
        return Estimate(math.nan, math.nan, math.nan, 0, "Clopper-Pearson")
    tail = (1 - level) / 2
    low, high = 0.0, 1.0
    if successes > 0:
        low = float(special.betaincinv(successes, count - successes + 1, tail))
    if successes < count:
        high = float(special.betaincinv(successes + 1, count - successes, 1 - tail))
    return Estimate(successes / count, low, high, count, "Clopper-Pearson")


def difference_of_means(first: Estimate, other: Estimate, level: float = 0.95) -> Estimate:
    """The other mean less the first, with Welch's interval (1947)."""
    gap = other.value - first.value
    count = min(first.count, other.count)
    squares = [first.error**2, other.error**2]
    total = math.fsum(squares)
    if count < 2 or math.isnan(total):
        return Estimate(gap, math.nan, math.nan, count, "Welch")
    if total == 0:
        return Estimate(gap, gap, gap, count, "Welch", 0.0)
    freedom = total**2 / (squares[0] ** 2 / (first.count - 1) + squares[1] ** 2 / (other.count - 1))
    half = float(special.stdtrit(freedom, (1 + level) / 2)) * math.sqrt(total)
    return Estimate(gap, gap - half, gap + half, count, "Welch", math.sqrt(total))


def difference_of_shares(first: Estimate, other: Estimate, level: float = 0.95) -> Estimate:
    """The other share less the first, with Newcombe's interval (1998, method 10)."""
    z = float(special.ndtri((1 + level) / 2))
    (low1, high1), (low2, high2) = (_wilson(one, z) for one in (first, other))
    gap = other.value - first.value
    down = math.hypot(other.value - low2, high1 - first.value)
    up = math.hypot(high2 - other.value, first.value - low1)
    return Estimate(gap, gap - down, gap + up, min(first.count, other.count), "Newcombe")


def _wilson(one: Estimate, z: float) -> tuple[float, float]:
    """Wilson's interval (1927), of which Newcombe's is made."""
    n, p = one.count, one.value
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return centre - half, centre + half


def text(value: float) -> str:
    """Six significant digits; empty for what is not known."""
    return "" if math.isnan(value) else f"{value:.6g}"
