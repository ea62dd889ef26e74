#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Everything public in the headers is documented, and the comments are well-formed Doxygen. Members that
# override one of ns-3's have ns-3's documentation.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

command -v doxygen >/dev/null || {
    echo "no doxygen: apt-get install doxygen"
    exit 77
}
DOXYGEN_OUTPUT_DIR=${TCP_LIFECYCLE_BUILD_DIR:-build/default}/doc/doxygen
export DOXYGEN_OUTPUT_DIR
mkdir -p "$DOXYGEN_OUTPUT_DIR"
doxygen doc/Doxyfile >"$DOXYGEN_OUTPUT_DIR/warnings" 2>&1
if grep -vE ' override \(function\) of class .* is not documented' "$DOXYGEN_OUTPUT_DIR/warnings" |
    sed "s#$PWD/##" | sort -u | grep .; then
    echo "Document what is named above, in the comment at that line"
    exit 1
fi
