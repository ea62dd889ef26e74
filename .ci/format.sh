#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: bash .ci/format.sh [--check]
#
# Formats every C++ file in ns-3's style; with --check names those that it would change, and fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Versions of clang-format differ in what they make of one .clang-format; Debian 12's is the reference.
program=$(command -v clang-format-14 || command -v clang-format)
if ! "$program" --version | grep -q 'version 14\.'; then
    echo "left out: $("$program" --version), not version 14"
    exit 0
fi

mapfile -t files < <(find model helper examples test doc -name '*.cc' -o -name '*.h' | sort)
if [ "${1:-}" != --check ]; then
    "$program" -i "${files[@]}"
    exit 0
fi
if ! findings=$("$program" --dry-run -Werror "${files[@]}" 2>&1); then
    echo "Not formatted (bash .ci/format.sh does it):"
    sed -nE 's/^([^: ]+):[0-9]+:[0-9]+: error: .*/  \1/p' <<<"$findings" | sort -u
    exit 1
fi
