# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Times and shares out of connections.csv: what of each row counts, and what it is called."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Callable

from .columns import STATES, dwell_column
from .errors import UseError, nearest

if TYPE_CHECKING:
    import pandas

SHARE = "share"  # of ends for which something is so
MEAN = "mean"


@dataclass(frozen=True)
class Measure:
    """One number of an end of a connection, for those ends for which it makes sense."""

    name: str
    text: str
    unit: str  # s, or empty
    kind: str
    values: Callable[[pandas.DataFrame], pandas.Series]
    repeats: str = ""  # the column that counts what makes it longer
    quantile: float | None = None  # in place of the mean


def _seconds(nanoseconds: pandas.Series) -> pandas.Series:
    return nanoseconds.astype("float64") / 1e9


def _active(rows: pandas.DataFrame) -> pandas.DataFrame:
    return rows[rows.role == "active"]


def _connect(rows: pandas.DataFrame) -> pandas.Series:
    done = _active(rows)[lambda part: part.established_ns.notna()]
    return _seconds(done.established_ns - done.open_ns)


def _accept(rows: pandas.DataFrame) -> pandas.Series:
    done = rows[(rows.role == "passive") & rows.established_ns.notna()]
    return _seconds(done.established_ns - done.open_ns)


def _close(rows: pandas.DataFrame) -> pandas.Series:
    closers = rows[rows.closer.isin(["local", "both"]) & (rows.fin_tx > 0)]
    return _seconds(
        closers.dwell_fin_wait_1_ns + closers.dwell_fin_wait_2_ns + closers.dwell_closing_ns
    )


def _life(rows: pandas.DataFrame) -> pandas.Series:
    ended = rows[rows.close_ns.notna()]
    return _seconds(ended.close_ns - ended.open_ns - ended.dwell_time_wait_ns)


def _dwell(state: str) -> Callable[[pandas.DataFrame], pandas.Series]:
    column = dwell_column(state)
    return lambda rows: _seconds(rows[column][rows[column] > 0])


def _count(column: str) -> Callable[[pandas.DataFrame], pandas.Series]:
    return lambda rows: rows[column].astype("float64")


def _outcome(outcome: str) -> Callable[[pandas.DataFrame], pandas.Series]:
    return lambda rows: rows.outcome == outcome


_REPEATS = {
    "SYN-SENT": "syn_rtx",
    "SYN-RECEIVED": "synack_rtx",
    "FIN-WAIT-1": "fin_rtx",
    "CLOSING": "fin_rtx",
    "LAST-ACK": "fin_rtx",
    "TIME-WAIT": "tw_restarts",
}

MEASURES = [
    Measure("connect", "from OPEN to ESTABLISHED, active ends", "s", MEAN, _connect, "syn_rtx"),
    Measure("accept", "from SYN to ESTABLISHED, passive ends", "s", MEAN, _accept, "synack_rtx"),
    Measure("close", "from CLOSE to TIME-WAIT, who closes first", "s", MEAN, _close, "fin_rtx"),
    Measure("life", "from OPEN to CLOSED without TIME-WAIT", "s", MEAN, _life),
    *(
        Measure(
            "dwell_" + state.lower().replace("-", "_"),
            f"in {state}, ends that were in it",
            "s",
            MEAN,
            _dwell(state),
            _REPEATS.get(state, ""),
        )
        for state in STATES[2:]
    ),
    *(
        Measure(column, text, "", MEAN, _count(column))
        for column, text in (
            ("syn_rtx", "SYNs repeated by an end"),
            ("synack_rtx", "SYN,ACKs repeated by an end"),
            ("fin_rtx", "FINs repeated by an end"),
            ("rst_tx", "RSTs sent by an end"),
            ("rst_rx", "RSTs that reached an end"),
            ("tw_reacks", "ACKs repeated in TIME-WAIT by an end"),
            ("tw_restarts", "times an end restarted 2MSL"),
        )
    ),
    Measure(
        "connected",
        "active ends that became ESTABLISHED",
        "",
        SHARE,
        lambda rows: _active(rows).established_ns.notna(),
    ),
    *(
        Measure(
            "outcome_" + outcome.replace("-", "_"),
            f"ends whose outcome is {outcome}",
            "",
            SHARE,
            _outcome(outcome),
        )
        for outcome in ("closed", "refused", "reset", "timed-out", "aborted", "unreachable", "open")
    ),
]
"""All measures, in the order in which they are shown."""

_CLOSE_TYPES = ("four-segment", "three-segment", "simultaneous", "fin-reset", "reset", "timeout")
MEASURES += [
    Measure(
        "close_" + kind.replace("-", "_"),
        f"ends whose close type is {kind}",
        "",
        SHARE,
        lambda rows, kind=kind: rows.close_type[rows.close_type != "none"] == kind,
    )
    for kind in _CLOSE_TYPES
]

BY_NAME = {measure.name: measure for measure in MEASURES}


def measure_of(text: str) -> Measure:
    """A measure by name, with a condition and a quantile, or one of one's own.

    connect                    by name
    connect:p99                its quantile of 99 %
    connect | syn_rtx == 1     of those rows for which a condition over the columns holds
    mean(rst_tx + rst_rx)      an expression over the columns, of all rows
    share(close_type == "fin-reset")
    mine.py:function           a Python function that takes the rows and returns a column
    """
    base, _, condition = text.partition("|")
    base = base.strip()
    quantile = re.fullmatch(r"(.+):p(\d+(?:\.\d+)?)", base)
    if quantile and not 0 < float(quantile[2]) < 100:
        raise UseError(f"measure '{text}': a quantile is between p0 and p100")
    own = re.fullmatch(r"(mean|share)\((.+)\)", base)
    name = quantile[1] if quantile else base
    if name in BY_NAME:
        found = BY_NAME[name]
    elif own:
        found = Measure(base, own[2], "", own[1], _expression(text, own[2], own[1]))
    elif re.fullmatch(r".+\.py:\w+", base):
        found = Measure(base, base, "", MEAN, _function(text, base))
    else:
        raise UseError(
            f"measure '{text}': is neither a name (nearest: {nearest(name, BY_NAME)}), NAME:p99, "
            "mean(...), share(...) nor FILE.py:FUNCTION"
        )
    if quantile:
        if found.kind == SHARE:
            raise UseError(f"measure '{text}': a share has no quantile")
        found = replace(found, name=base, quantile=float(quantile[2]) / 100)
    if condition.strip():
        found = replace(
            found,
            name=text.strip(),
            text=f"{found.text}, where {condition.strip()}",
            values=_given(text, condition.strip(), found.values),
        )
    return found


def _evaluated(text: str, rows: pandas.DataFrame, expression: str) -> pandas.Series:
    """An expression over the columns."""
    import pandas

    try:
        found = rows.eval(expression)
    except Exception as error:  # pandas raises nearly anything for what it cannot read
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UseError(f"measure '{text}': {reason}") from None
    if not isinstance(found, pandas.Series):
        raise UseError(f"measure '{text}': '{expression}' has no column in it")
    return found


def _expression(
    text: str, expression: str, kind: str
) -> Callable[[pandas.DataFrame], pandas.Series]:
    def values(rows: pandas.DataFrame) -> pandas.Series:
        found = _evaluated(text, rows, expression).dropna()
        try:
            return found.astype("bool") if kind == SHARE else found.astype("float64")
        except (TypeError, ValueError):
            raise UseError(f"measure '{text}': '{expression}' is not a number") from None

    return values


def _given(
    text: str, condition: str, values: Callable[[pandas.DataFrame], pandas.Series]
) -> Callable[[pandas.DataFrame], pandas.Series]:
    return lambda rows: values(rows[_evaluated(text, rows, condition).fillna(False).astype("bool")])


def _function(text: str, place: str) -> Callable[[pandas.DataFrame], pandas.Series]:
    path, _, name = place.rpartition(":")
    spec = importlib.util.spec_from_file_location(Path(path).stem, path)
    if not Path(path).is_file() or spec is None or spec.loader is None:
        raise UseError(f"measure '{text}': there is no {path}")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        return getattr(module, name)
    except Exception as error:  # it is the user's code
        raise UseError(f"measure '{text}': {type(error).__name__}: {error}") from None
