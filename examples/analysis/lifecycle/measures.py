# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Times and shares out of connections.csv: what of each row counts, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable

from .columns import STATES, dwell_column

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
            ("tw_reacks", "ACKs repeated in TIME-WAIT by an end"),
            ("tw_restarts", "times an end began 2MSL anew"),
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

BY_NAME = {measure.name: measure for measure in MEASURES}
