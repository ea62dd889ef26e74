#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: bash test/public-packetdrill.sh LIFECYCLE_PACKETDRILL FOLDER
#
# Runs public packetdrill scripts where they are, beside the project, and fails when one of those
# that have to pass does not, or when fewer of the others pass than have passed.
set -uo pipefail
program=$1
folder=$2
if [ ! -d "$folder" ]; then
    echo "skipped: $folder is not there, 7 folders of FreeBSD's scripts and 4 of Linux's"
    exit 77
fi
cd "$folder" || exit 2
status=0
jobs=$(nproc)

# Runs scripts, by name on the standard input, and prints one line; all must pass, or the number that is given.
scripts() {
    local title=$1 must=$2
    shift 2
    local result
    mapfile -t files
    result=$("$program" --jobs="$jobs" "$@" "${files[@]}" 2>/dev/null)
    local code=$?
    echo "$title: $(tail -n 1 <<<"$result")"
    local passed
    passed=$(sed -n 's/.*[: ]\([0-9]*\) passed.*/\1/p' <<<"$(tail -n 1 <<<"$result")")
    if [ "$must" = must ] && [ $code -ne 0 ]; then
        grep -v '^passed\|^not evaluated' <<<"$result"
        status=1
    elif [ "$must" != must ] && [ "${passed:-0}" -lt "$must" ]; then
        echo "  at least $must have to pass"
        grep -v '^passed\|^not evaluated' <<<"$result"
        status=1
    fi
}

of() {
    find "$@" -name '*.pkt' | sort
}

for part in state-event-engine snippets snd-syn rcv-icmp rcv-data-segments; do
    grep -rL '^#ifdef' "freebsd/$part" --include='*.pkt' | sort |
        scripts "freebsd/$part" must --profile=freebsd
done
for name in FreeBSD STANDARD; do
    grep -rl '^#ifdef' freebsd --include='*.pkt' | sort |
        scripts "freebsd/state-event-engine, -D $name" must --profile=freebsd -D "$name"
done
kinds='blocking|close|shutdown|user_timeout|validate|ts_recent|mss|ecn|basic|syncookies|rfc5961'
kinds="$kinds|listen|fin_wait2"
of google linux nplab/linux gvisor | grep -E "/(tcp_)?($kinds)[/_]" |
    scripts "Linux, lifecycle" must --profile=linux
of google linux nplab/linux gvisor | grep -vE "/(tcp_)?($kinds)[/_]" |
    scripts "Linux, others" 34 --profile=linux
of nplab/bsd freebsd/socket-api | scripts "BSD, others" 7 --profile=freebsd
exit $status
