#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: bash .ci/profiled.sh [TARGET]...
#
# Builds the targets (without any: the benchmarks) in build/profiled by g++'s profile-guided
# optimization: once with counters, which a run of short connections and a long one fill, and once more
# by what they say. It takes the time of two builds and pays where a study runs for hours: see
# doc/performance.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

directory=build/profiled

# \param 1: see TCP_LIFECYCLE_PROFILE \param others: targets
build() {
    cmake --preset profiled -DTCP_LIFECYCLE_PROFILE="$1" >/dev/null
    bash .ci/build.sh profiled "${@:2}"
}

rm -rf $directory
build record benchmarks
$directory/bin/bench-lifecycle --direct=ours --connections=16000 >/dev/null
$directory/bin/bench-lifecycle --direct=ours --lines=segment >/dev/null
build use "${@:-benchmarks}"
