# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What the scripts of examples/analysis share, and a package of one's own analyses.

    import lifecycle
    run = lifecycle.read_run("results")     # run.connections, run.transitions: DataFrames
    lifecycle.estimated(run.connections, "connect:p99")

See the manual, page "Analysis in Python".

api          what `import lifecycle` gives
arguments    command lines
errors       complaints about input, and the end of a script
output       files that are there as a whole or not at all
columns      what connections.csv and transitions.csv have
tables       both, read and checked
database     the same out of run.sqlite
about        run.json or run.txt
runs         the folder of a run
capture      pcap and pcapng; sources: captures as they are named; notes: what is passed over
frames       IP packets out of frames; datagrams: TCP out of these, fragments put together
segments     TCP segments out of packets; copies: one packet that was captured several times
sequence     sequence numbers without wrapping, holes
connections  the connections of captures; arrivals: what was lost
tracker      the states of both ends, from segments
ladder       a connection as a value to be drawn; ladder_table hands it to lifecycle-ladder
measures     times and shares out of connections.csv
estimate     means and shares with their intervals
figures      what plots have in common; plot_distributions, plot_timeline draw some
report_data  what a report says
sweep_file   what is to be run; sweep_run runs it, sweep_pool all of it, sweep_result sums it up
"""

import importlib
from typing import Any

_API = ("Captured", "estimated", "figure_of", "measured", "pair_ends", "read_captures",
        "read_connections", "read_run", "save")  # fmt: skip


def __getattr__(name: str) -> Any:
    """The interface, which needs pandas, is loaded when it is wanted."""
    if name in _API:
        return getattr(importlib.import_module(".api", __name__), name)
    raise AttributeError(f"module 'lifecycle' has no attribute '{name}'")
