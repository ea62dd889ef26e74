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


def share(successes: float, count: float, level: float = 0.95) -> Estimate:
    """A probability from independent trials, with Clopper's and Pearson's interval (1934).

    Numbers that are not whole are effective ones, see share_over_runs().
    """
    if count == 0:
        return Estimate(math.nan, math.nan, math.nan, 0, "Clopper-Pearson")
    tail = (1 - level) / 2
    low, high = 0.0, 1.0
    if successes > 0:
        low = float(special.betaincinv(successes, count - successes + 1, tail))
    if successes < count:
        high = float(special.betaincinv(successes + 1, count - successes, 1 - tail))
    return Estimate(successes / count, low, high, round(count), "Clopper-Pearson")


def share_over_runs(runs: Sequence[tuple[int, float]], level: float = 0.95) -> Estimate:
    """A share of connections, from each run's number of them and share.

    Clopper's and Pearson's interval over all connections. Where the runs' shares differ by more
    than chance, connections of one run are alike: the number that counts is then that of Korn and
    Graubard (1998), less by the design effect.
    """
    count = sum(number for number, _ in runs)
    if count == 0:
        return share(0, 0, level)
    successes = math.fsum(number * part for number, part in runs)
    whole = successes / count
    effect = 1.0
    if len(runs) > 1 and 0 < whole < 1:
        between = math.fsum((number * (part - whole)) ** 2 for number, part in runs)
        variance = between * len(runs) / (len(runs) - 1) / count**2
        effect = max(1.0, variance / (whole * (1 - whole) / count))
    found = share(successes / effect, count / effect, level)
    return Estimate(whole, found.low, found.high, count, found.method)


def quantile(values: Sequence[float], part: float, level: float = 0.95) -> Estimate:
    """A quantile, with the interval between order statistics (binomial; Conover 1999, 3.2).

    A bound that so few observations do not have is not known.
    """
    count = len(values)
    if count == 0:
        return Estimate(math.nan, math.nan, math.nan, 0, "order statistics")
    ordered = sorted(values)
    place = part * (count - 1)
    first = int(place)
    upper = ordered[min(first + 1, count - 1)]
    value = ordered[first] + (place - first) * (upper - ordered[first])
    from scipy.stats import binom

    tail = (1 - level) / 2
    below = int(binom.ppf(tail, count, part))
    above = int(binom.ppf(1 - tail, count, part)) + 1
    low = ordered[below - 1] if below >= 1 else math.nan
    high = ordered[above - 1] if above <= count else math.nan
    return Estimate(value, low, high, count, "order statistics")


LEAST_FOR_BOOTSTRAP = 10
"""Runs; of fewer, resampling finds intervals that are too short, and Student's is taken."""
_RESAMPLES = 2000


def mean_over_runs(means: Sequence[float], level: float = 0.95) -> Estimate:
    """The mean of the runs' means: the bootstrap's interval (Efron 1979, percentiles), over runs.

    The resamples are the same each time. Of fewer than ten runs, Student's interval.
    """
    found = mean(means, level)
    if len(means) < LEAST_FOR_BOOTSTRAP:
        return found
    import numpy

    values = numpy.asarray(means)
    random = numpy.random.default_rng(1)
    drawn = values[random.integers(0, len(values), (_RESAMPLES, len(values)))].mean(axis=1)
    low, high = numpy.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(found.value, float(low), float(high), found.count, "bootstrap", found.error)


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
