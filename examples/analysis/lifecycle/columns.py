# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The columns of connections.csv, transitions.csv and segments.csv, as the manual has them."""

from __future__ import annotations

STATES = [
    "CLOSED",
    "LISTEN",
    "SYN-SENT",
    "SYN-RECEIVED",
    "ESTABLISHED",
    "FIN-WAIT-1",
    "FIN-WAIT-2",
    "CLOSE-WAIT",
    "CLOSING",
    "LAST-ACK",
    "TIME-WAIT",
]
"""RFC 9293's states, in its order."""

# text; whole: a number; time: a number, or empty for a time that has not come
TRANSITIONS = {
    "time_ns": "whole",
    "node": "whole",
    "id": "whole",
    "local": "text",
    "local_port": "whole",
    "remote": "text",
    "remote_port": "whole",
    "from": "state",
    "to": "state",
    "cause": "text",
    "segment": "text",
}

CONNECTIONS = {
    "id": "whole",
    "node": "whole",
    "role": "text",
    "local": "text",
    "local_port": "whole",
    "remote": "text",
    "remote_port": "whole",
    "profile": "text",
    "open_ns": "whole",
    "established_ns": "time",
    "close_ns": "time",
    "outcome": "text",
    "closer": "text",
    "close_type": "text",
    "error": "text",
    **{
        name: "whole"
        for name in "syn_tx syn_rtx synack_tx synack_rtx fin_tx fin_rtx rst_tx rst_rx "
        "challenge_acks tw_reacks tw_restarts segments_tx segments_rx bytes_tx bytes_rx".split()
    },
    **{f"dwell_{state.lower().replace('-', '_')}_ns": "whole" for state in STATES},
}

SEGMENTS = {
    "time_ns": "whole",
    "node": "whole",
    "id": "whole",
    "local": "text",
    "local_port": "whole",
    "remote": "text",
    "remote_port": "whole",
    "direction": "text",
    "flags": "text",
    "seq": "whole",
    "ack": "time",
    "length": "whole",
    "window": "whole",
    "options": "text",
    "retransmission": "time",
    "reason": "text",
    "serial": "time",
}


def dwell_column(state: str) -> str:
    """The column of connections.csv that has the time spent in a state."""
    return f"dwell_{state.lower().replace('-', '_')}_ns"


STATE_COLOURS = {
    "CLOSED": "#d5dae0",
    "LISTEN": "#9aa7b4",
    "SYN-SENT": "#f2c230",
    "SYN-RECEIVED": "#f08c2e",
    "ESTABLISHED": "#3fa66b",
    "FIN-WAIT-1": "#7db7ea",
    "FIN-WAIT-2": "#2f74c0",
    "CLOSING": "#2aa7a1",
    "TIME-WAIT": "#b5473c",
    "CLOSE-WAIT": "#c39be0",
    "LAST-ACK": "#7b46b0",
}
"""The colour of each state in every figure."""
