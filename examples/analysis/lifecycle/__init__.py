# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What the scripts of examples/analysis share.

errors       complaints about input, and the end of a script
output       files that are there as a whole or not at all
columns      what connections.csv and transitions.csv have
tables       both, read and checked
database     the same out of run.sqlite
about        run.json or run.txt
runs         the folder of a run
capture      pcap and pcapng
segments     TCP segments out of packets
connections  the connections of captures, with what was lost
tracker      the states of both ends, from segments
ladder       a connection as a value to be drawn; ladder_layout, ladder_text and ladder_svg (also
             for PNG) draw it
measures     times and shares out of connections.csv
estimate     means and shares with their intervals
figures      what plots have in common; plot_distributions, plot_timeline draw some
report_data  what a report says
sweep_file   what is to be run; sweep_run runs it, sweep_pool all of it, sweep_result sums it up
"""
