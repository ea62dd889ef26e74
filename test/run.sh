#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: bash test/run.sh [--fast] [--matrix[=NAMES]] [--fuzz=SECONDS]
#
# From a bare Debian to "N passed, N failed": installs what is missing, builds, runs every test, checks
# format and lint, and runs the tests once more under AddressSanitizer and UBSan.
#   --fast           leave out lint and the sanitizers
#   --matrix[=NAMES] also build and test in chroots of other releases of Debian: see .ci/matrix.sh;
#                    names with a comma between them, by default all; core: a part of the tests,
#                    stand-alone in Debian 13, which .ci/run asks for
#   --fuzz=SECONDS   also build the fuzzers and run each of them for so long
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fast=
matrix=
fuzz=
for argument in "$@"; do
    case $argument in
    --fast) fast=yes ;;
    --matrix) matrix=all ;;
    --matrix=*) matrix=${argument#*=} ;;
    --fuzz=*) fuzz=${argument#*=} ;;
    *)
        sed -n 's/^# \{0,1\}//; /^Usage/,/^ *--fuzz/p' "$0" >&2
        exit 2
        ;;
    esac
done

passed=0
failed=0
# What did not pass, printed once more at the end.
not_passed=$(mktemp)
trap 'rm -f "$not_passed"' EXIT

failure() {
    failed=$((failed + 1))
    echo "failed: $1" | tee -a "$not_passed"
}

# A step that is not a test program counts as one test.
step() {
    local name=$1
    shift
    echo "== $name"
    if "$@"; then
        passed=$((passed + 1))
    else
        failure "$name"
    fi
}

# Builds a preset and runs its tests; test cases are counted one by one.
tests_of() {
    local preset=$1 test_dir=build/$1/test counts good bad skipped
    echo "== build: $preset"
    if ! bash .ci/build.sh "$preset"; then
        failure "build of $preset"
        return
    fi
    echo "== tests: $preset"
    rm -f "$test_dir/results.xml"
    touch "$test_dir/started"
    ctest --preset "$preset" -j "$(nproc)" --output-junit "$PWD/$test_dir/results.xml" || true
    if counts=$(/usr/bin/python3 -B .ci/summary.py "$test_dir"/{results.xml,report,started} \
        2> >(tee -a "$not_passed" >&2)); then
        read -r good bad skipped <<<"$counts"
        echo "$preset: $good passed, $bad failed, $skipped skipped"
        passed=$((passed + good))
        failed=$((failed + bad))
    else
        failure "tests of $preset"
    fi
}

# What cannot be tried here is skipped, and named.
other_releases() {
    local log line names=()
    case $matrix in
    all) ;;
    core) names=(--core trixie/stand-alone) ;;
    *) IFS=, read -r -a names <<<"$matrix" ;;
    esac
    log=$(mktemp)
    bash .ci/tied.sh bash .ci/matrix.sh "${names[@]}" 2>&1 | tee "$log" || true
    awk '/^failed: / { shown = 1 } !/^(failed: |    )/ { shown = 0 } shown' "$log" >>"$not_passed"
    line=$(tail -n 1 "$log")
    rm -f "$log"
    if [[ $line =~ ^matrix:\ ([0-9]+)\ passed,\ ([0-9]+)\ failed,\ [0-9]+\ skipped$ ]]; then
        passed=$((passed + BASH_REMATCH[1]))
        failed=$((failed + BASH_REMATCH[2]))
    else
        failure matrix
    fi
}

run_fuzzers() {
    bash .ci/build.sh fuzz || return
    local source name seeds
    for source in test/fuzz/fuzz-*.cc; do
        name=$(basename "$source" .cc)
        [ "$name" != fuzz-driver ] || continue
        mkdir -p "build/fuzz/corpus/$name"
        seeds=()
        [ ! -d "test/fuzz/seeds/${name#fuzz-}" ] || seeds+=("test/fuzz/seeds/${name#fuzz-}")
        if [ "$name" = fuzz-packetdrill ]; then
            seeds=(test/packetdrill/broken)
            [ ! -d ../shared/packetdrill ] || seeds+=(../shared/packetdrill)
        fi
        "build/fuzz/bin/$name" -max_total_time="$fuzz" -verbosity=0 -print_final_stats=1 \
            -artifact_prefix=build/fuzz/ "build/fuzz/corpus/$name" "${seeds[@]}" || return
    done
    /usr/bin/python3 -B test/fuzz/fuzz-readers.py --runs=1000000 --seconds="$fuzz"
}

bash .ci/install.sh build test analysis browser peers ${fuzz:+fuzz}
tests_of default
step format bash .ci/format.sh --check
if [ -z "$fast" ]; then
    step lint bash .ci/build.sh lint lint -- -k 0
    tests_of asan
fi
if [ -n "$matrix" ]; then
    other_releases
fi
if [ -n "$fuzz" ]; then
    step fuzz run_fuzzers
fi

echo
cat "$not_passed"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
