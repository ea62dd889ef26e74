#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: bash doc/tools/analysis-figures.sh
#
# Makes the figures of doc/analysis.rst and doc/tutorial.rst by the commands that they state. Needs a build of preset
# default; what is not a figure goes to build/analysis.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

lab=build/default/bin/lifecycle-lab
out=build/analysis
scripts=examples/analysis
# Results of another build would be refused.
rm -rf $out
$lab --scenario=last-ack-lost --out=$out/lost >/dev/null
$lab --scenario=port-exhaustion --delay=20ms --out=$out/ports >/dev/null
$scripts/ladder.py $out/lost/lab-0-0.pcap -o doc/figures/analysis-ladder.svg
$scripts/timeline.py $out/ports --lanes 6 --to 2.5 -o doc/figures/analysis-lanes.svg
$scripts/sweep.py $scripts/loss.toml --out $out/loss
cp $out/loss/plots/dwell_last_ack.svg doc/figures/analysis-sweep.svg
$scripts/distributions.py $out/loss/runs/* --together -m dwell_last_ack --log \
    -o doc/figures/analysis-last-ack.svg
$scripts/sweep.py doc/tools/last-ack.toml --out $out/tutorial
cp $out/tutorial/plots/dwell_last_ack.svg doc/figures/tutorial-last-ack.svg
