#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: bash .ci/in-tree.sh [--core] NS3_SOURCE_TREE
#
# Checks the module as contrib/tcp-lifecycle of an ns-3 source tree: builds its library, programs and
# tests there with as few of ns-3's modules as they need, with assertions, logging and warnings as
# errors, and runs them; with --core, compiled without optimization, lifecycle-lab and the tests of layer
# model, which is what touches ns-3, but for the comparison of goodput with ns-3's own TCP. The tree gets
# a link in contrib/ for as long as this runs, and nothing else; what is built lies in
# build/in-tree-<version>, CTest's results in its test/results.xml.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
core=
[ "${1:-}" != --core ] || { core=yes && shift; }
tree=$(cd "${1:?usage: bash .ci/in-tree.sh [--core] NS3_SOURCE_TREE}" && pwd)
output=$root/build/in-tree-$(cat "$tree/VERSION")
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}

link=$tree/contrib/tcp-lifecycle
if [ ! -e "$link" ]; then
    ln -s "$root" "$link"
    trap 'rm -f "$link"' EXIT
fi

cmake -G Ninja -S "$tree" -B "$output/cmake" -DNS3_OUTPUT_DIRECTORY="$output/ns3" \
    -DNS3_ENABLED_MODULES="internet;point-to-point;applications;tcp-lifecycle" \
    -DNS3_TESTS=ON -DNS3_EXAMPLES=ON -DNS3_LOG=ON -DNS3_ASSERT=ON -DNS3_WARNINGS_AS_ERRORS=ON \
    -DCMAKE_BUILD_TYPE=release ${core:+-DCMAKE_CXX_FLAGS_RELEASE=-O0} ${TCP_LIFECYCLE_IN_TREE_OPTIONS:-}

targets=(lifecycle-lab tcp-lifecycle-test-model)
[ -n "$core" ] || for source in "$root"/examples/*.cc; do
    targets+=("$(basename "$source" .cc)")
done
[ -n "$core" ] || for room in wire machine host model packetdrill helper; do
    [ ! -d "$root/test/$room" ] || targets+=("tcp-lifecycle-test-$room")
done
# What ns-3's test.py would run: its own suites take longer to compile than all of this.
suites=$(sed -n 's/^testtcp-lifecycle:INTERNAL=//p' "$output/cmake/CMakeCache.txt")
cmake --build "$output/cmake" --target "${targets[@]}" ${suites:+"$suites"}

lab=$(find "$output/ns3" -type f -name '*lifecycle-lab*' -perm -u+x)
"$lab" --scenario=client-close --out="$output/lab"

tests=$output/cmake/contrib/tcp-lifecycle/test
ln -sfn "$tests" "$output/test"
touch "$tests/started"
ctest --test-dir "$tests" -j "$(nproc)" --output-on-failure --no-tests=error \
    --timeout 900 ${core:+--tests-regex '^tcp-lifecycle-model[.]' --exclude-regex congestion_goodput} \
    --output-junit "$tests/results.xml"
