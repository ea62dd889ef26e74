#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: bash .ci/in-chroot.sh CHROOT COMMAND...
#
# Runs a command in a chroot, with /proc and with the machine's ccache folder. What is mounted belongs
# to a mount namespace of its own and is gone when the command has ended, whichever way it ends. When
# this script is stopped, all that runs in the chroot is killed.
set -euo pipefail

chroot=${1:?usage: bash .ci/in-chroot.sh CHROOT COMMAND...}
shift
folder=${CCACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/ccache}
size=
if command -v ccache >/dev/null; then
    folder=$(ccache --get-config cache_dir)
    size=$(ccache --get-config max_size)
fi
mkdir -p "$folder" "$chroot/var/cache/ccache"

# unshare takes no notice of SIGTERM. It is killed instead, also when this script is; the command is
# the first process of a PID namespace, and the others of the namespace end with it.
# Headers that were precompiled by ns-3's tree are as good as the module's own, see
# .cmake/standalone.cmake.
[ -e /proc/self/fd/0 ] || exec </dev/null # there may be no standard input
trap 'exit 130' INT
trap 'exit 143' TERM HUP
setpriv --pdeathsig KILL \
    unshare --mount --pid --fork --kill-child --mount-proc="$chroot/proc" bash -euc '
    mount --bind "$2" "$1/var/cache/ccache"
    exec chroot "$1" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM=dumb \
        CCACHE_DIR=/var/cache/ccache ${3:+"CCACHE_MAXSIZE=$3"} \
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime \
        "${@:4}"' in-chroot "$chroot" "$folder" "$size" "$@" <&0 &
running=$!
trap 'disown; kill -KILL $running 2>/dev/null || true' EXIT
status=0
wait $running || status=$?
trap - EXIT
exit $status
