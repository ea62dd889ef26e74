#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# From a bare Debian to the picture of a TCP connection: installs what is missing, builds the program
# lifecycle-lab, lets it simulate a connection that the client closes, and shows what it left.
# Arguments are handed to lifecycle-lab.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash .ci/install.sh build
log=$(mktemp)
trap 'rm -f "$log"' EXIT
[ -x build/default/bin/lifecycle-ladder ] || echo "Building lifecycle-lab and lifecycle-ladder in build/default"
if ! bash .ci/build.sh default lifecycle-lab lifecycle-ladder >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi

build/default/bin/lifecycle-lab --scenario=client-close --out=quickstart-out --force "$@"

echo
echo "Files in quickstart-out:"
ls -1 quickstart-out | sed 's/^/  /'
