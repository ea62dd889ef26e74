#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: bash examples/study.sh NAME [OPTION]...
#        bash examples/study.sh --list
#
# From a bare Debian to the answer of a question: installs what is missing, builds the program
# lifecycle-study, lets it simulate the study of that name, prints its table and draws its figures.
# Options are handed to lifecycle-study. Files are left in study-out/NAME. Exit status: 0; 1 if a
# formula lies outside its interval, or something went wrong; 2 for a name that there is not.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ $# -eq 0 ]; then
    sed -n 's/^# \(Usage.*\|       bash.*\)/\1/p' "${BASH_SOURCE[0]}" >&2
    exit 2
fi
program=build/default/bin/lifecycle-study
bash .ci/install.sh build analysis
log=$(mktemp)
trap 'rm -f "$log"' EXIT
[ -x "$program" ] || echo "Building lifecycle-study in build/default"
if ! bash .ci/build.sh default lifecycle-study >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi

case $1 in
-*)
    exec "$program" "$@"
    ;;
esac
out=study-out/$1
status=0
"$program" "$@" --out="$out" --force || status=$?
[ "$status" -le 1 ] || exit "$status"
echo
echo "Files in study-out:"
for figures in "$out"/figures.csv "$out"/*/figures.csv; do
    [ -f "$figures" ] || continue
    folder=$(dirname "$figures")
    examples/analysis/study.py "$folder" >/dev/null
    find "$folder" -maxdepth 1 -type f | sort | sed 's/^/  /'
done
exit "$status"
