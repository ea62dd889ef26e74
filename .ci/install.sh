#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: bash .ci/install.sh [build|unit|test|fuzz|analysis|browser|peers|chroot]...
#
# Installs the Debian packages that are missing for building the module (build), for its test programs
# (unit), for test/run.sh (test), for the fuzzers (fuzz), for the scripts of examples/analysis (analysis), for those of
# their tests that want a browser or a capture of this host's TCP (browser), and for the tests that want a
# web client, a web server or a cluster (peers). Says what it installs; silent when nothing is missing.
set -euo pipefail

build=(g++ cmake ninja-build ccache ns3 libns3-dev libboost-dev libsqlite3-dev)
unit=(libboost-test-dev python3)
test=(libboost-test-dev clang-format clang-tidy tshark python3 python3-clang gcovr python3-sphinx furo doxygen graphviz valgrind)
fuzz=(clang libclang-rt-dev)
analysis=(python3 python3-jinja2 python3-matplotlib python3-pandas python3-scipy librsvg2-bin)
browser=(chromium chromium-driver python3-selenium tcpdump)
peers=(curl nginx-light python3-distributed)
chroot=(debootstrap)

wanted=()
for group in "${@:-build}"; do
    case $group in
    build) wanted+=("${build[@]}") ;;
    unit) wanted+=("${unit[@]}") ;;
    test) wanted+=("${test[@]}") ;;
    fuzz) wanted+=("${fuzz[@]}") ;;
    analysis) wanted+=("${analysis[@]}") ;;
    browser) wanted+=("${browser[@]}") ;;
    peers) wanted+=("${peers[@]}") ;;
    chroot) wanted+=("${chroot[@]}") ;;
    *)
        echo "usage: bash .ci/install.sh [build|unit|test|fuzz|analysis|browser|peers|chroot]..." >&2
        exit 2
        ;;
    esac
done

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    echo "Not a Debian system, so nothing is installed; needed: the equivalents of ${wanted[*]}"
    exit 0
fi

missing=()
for package in "${wanted[@]}"; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Missing, and neither root nor sudo to install it: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

# tshark's package asks who may capture; no answer is needed to read files.
apt_get() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
        -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
}

echo "Installing by apt-get: ${missing[*]}"
log=$(mktemp)
# A server that is installed for tests is not started (invoke-rc.d and deb-systemd-invoke ask this).
policy=/usr/sbin/policy-rc.d
if [ -e "$policy" ]; then policy=; fi
trap 'rm -f "$log"; [ -z "$policy" ] || "${as_root[@]}" rm -f "$policy"' EXIT
if [ -n "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
fi
if ! { apt_get update && apt_get install --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
