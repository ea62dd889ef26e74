#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: bash doc/tools/studies-update.sh PROGRAM FOLDER
#
# Makes the tables and figures of doc/studies.rst and doc/validation.rst by lifecycle-study, the
# PROGRAM. Its results go to the FOLDER. A study that is there is not made again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

program=$1
out=$2
mkdir -p "$out"
studies=(connect-loss teardown-loss lost-last-ack short-time-wait time-wait-population
    port-exhaustion rfc1337 syn-flood accept-queue keep-alive nat-forgets)
formulas=(formulas-opening formulas-closing)
for study in "${studies[@]}" "${formulas[@]}"; do
    [ ! -f "$out/$study/run.json" ] || continue
    "$program" "$study" --out="$out/$study" >/dev/null
    echo "$study: $(tail -n 1 "$out/$study/study.txt")"
done
for study in "${studies[@]}"; do
    examples/analysis/study.py "$out/$study" -o doc/figures --svg
    doc/tools/study-table.py "$out/$study" >"doc/study-$study.rst.inc"
done
doc/tools/study-table.py "$out"/{formulas-opening,formulas-closing} >doc/validation.rst.inc
