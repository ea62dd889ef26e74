#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# The manual builds without a warning, its pages that programs print are what they print, and the lines
# of C++ that it shows work.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

build=${TCP_LIFECYCLE_BUILD_DIR:-$PWD/build/default}
bin=${TCP_LIFECYCLE_BIN_DIR:-$build/bin}
update="cmake --build --preset default --target doc-update"
bad=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# \param 1 a file of the repository \param rest the program that prints it
check_printed() {
    local file=$1
    shift
    if ! "$bin/$1" "${@:2}" >"$scratch/printed"; then
        echo "$file: $* failed; build it: cmake --build --preset default"
        bad=1
    elif ! diff -u --label "$file" --label "printed by $1" "$file" "$scratch/printed"; then
        echo "$file: differs from what $* prints; run: $update"
        bad=1
    fi
}

check_printed doc/figures/state-diagram.dot print-state-diagram
check_printed doc/transitions.rst.inc print-transitions transitions
check_printed doc/causes.rst.inc print-transitions causes
check_printed doc/scenarios.rst.inc print-scenarios
check_printed doc/attributes.rst print-attributes

(cd "$scratch" && "$bin/ten-lines") || {
    echo "doc/tools/ten-lines.cc: the program that README.md shows fails"
    bad=1
}
for file in transitions.csv connections.csv ladder.txt ladder.svg; do
    [ -s "$scratch/$file" ] || {
        echo "doc/tools/ten-lines.cc: left no $file"
        bad=1
    }
done

if [ -x /usr/bin/sphinx-build ]; then
    PYTHONDONTWRITEBYTECODE=1 /usr/bin/sphinx-build -W --keep-going -q -b html \
        -d "$build/doc/doctrees" doc "$build/doc/html" || bad=1
else
    echo "the manual is not built: apt-get install python3-sphinx"
fi

exit $bad
