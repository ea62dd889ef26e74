#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: bash .ci/chroot.sh RELEASE [source | bare]
#
# Makes a chroot of a Debian release, with the packages that .ci/install.sh wants for building the module
# and its test programs; with "source" also unpacks the source of the release's ns-3 to /ns-3 there; with
# "bare" nothing is added to debootstrap's minimal system, which is RELEASE-bare. Prints the
# chroot's folder, which lies in ~/.cache/tcp-lifecycle/chroots and is used again if it exists; delete
# it for a new one. Exits with 77 where the machine or Debian's archive cannot give what is wanted.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

release=${1:?usage: bash .ci/chroot.sh RELEASE [source]}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tcp-lifecycle/chroots
chroot=$cache/$release
bare=
[ "${2:-}" != bare ] || { bare=yes && chroot+=-bare; }
tied=$PWD/.ci/tied.sh

cannot() {
    echo "no $1 of $release: $2" >&2
    exit 77
}

# Runs a command of which only a failure shows what it printed. An archive that does not answer is given
# up after ten minutes.
# \param 1: what it makes \param others: command
quietly() {
    local what=$1 log status=0
    shift
    log=$(mktemp)
    bash "$tied" timeout --kill-after=10 600 "$@" >"$log" 2>&1 || status=$?
    [ $status -eq 0 ] || { tail -n 20 "$log" && echo "making a $what of $release: exit status $status"; } >&2
    rm -f "$log"
    return $status
}

# Debian's archive, as this machine's apt knows it.
archive_of_debian() {
    local archive
    archive=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' \
        'Component: main' 'Origin: Debian' 2>/dev/null | awk '$2 !~ /-/ { print $1; exit }')
    [ -n "$archive" ] || cannot chroot "apt knows no archive of Debian (apt-get update tells it)"
    echo "$archive"
}

# Downloads the source package of the release's ns-3, by this machine's apt but with no other lists than
# of that release: no chroot is made where there is no source for it. \param 1: folder
download_source() {
    local folder=$1 archive options
    archive=$(archive_of_debian) || exit
    mkdir -p "$folder"/{lists,cache/archives}/partial
    echo "deb-src $archive $release main" >"$folder/sources.list"
    options=(-qq -o APT::Sandbox::User=root -o Dir::Etc::SourceList="$folder/sources.list"
        -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$folder/lists" -o Dir::Cache="$folder/cache")
    {
        bash "$tied" timeout 120 apt-get "${options[@]}" update &&
            bash "$tied" timeout 600 env --chdir="$folder" \
                apt-get "${options[@]}" --download-only source ns3
    } >"$folder/log" 2>&1 || cannot source \
        "the archive does not give it: $(grep '^E: ' "$folder/log" | sed 's/.*\///; q')"
}

[ "$(id -u)" -eq 0 ] || cannot chroot "that needs root"
unshare --mount true 2>/dev/null || cannot chroot "this machine allows no mounts"
command -v apt-get >/dev/null || cannot chroot "this is not a Debian system"

# Another run may be at it.
mkdir -p "$cache"
exec 8>"$chroot.lock"
flock 8

download=
if [ "${2:-}" = source ] && [ ! -d "$chroot/ns-3" ]; then
    download=$cache/$release.source
    trap 'rm -rf "$download"' EXIT
    download_source "$download"
fi

if [ ! -d "$chroot" ]; then
    # The archive, its key and apt's settings for the network are this machine's.
    archive=$(archive_of_debian) || exit
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [ -f "$keyring" ] || cannot chroot "$keyring is missing"

    echo "Making a chroot of Debian's $release in $chroot" >&2
    bash .ci/install.sh chroot >&2 || cannot chroot "debootstrap cannot be installed"
    part=$chroot.part
    rm -rf --one-file-system "$part"
    quietly chroot debootstrap --variant=minbase --keyring="$keyring" "$release" "$part" \
        "$archive" || cannot chroot "debootstrap failed"
    echo "deb $archive $release main" >"$part/etc/apt/sources.list"
    apt-config dump | grep -E '^Acquire::(http|https|Retries|Check-)' \
        >"$part/etc/apt/apt.conf.d/network" || true
    echo force-unsafe-io >"$part/etc/dpkg/dpkg.cfg.d/unsafe-io"
    cp /etc/resolv.conf "$part/etc/"
    if [ -z "$bare" ]; then
        mkdir -p "$part/tcp-lifecycle/.ci"
        cp .ci/install.sh "$part/tcp-lifecycle/.ci/"
        quietly chroot bash .ci/in-chroot.sh "$part" bash -euc '
            bash /tcp-lifecycle/.ci/install.sh build unit
            apt-get clean' || cannot chroot "the archive does not give the packages that it lists"
    fi
    mv "$part" "$chroot"
fi

if [ -n "$download" ]; then
    rm -rf "$chroot/tmp/ns-3"
    mkdir "$chroot/tmp/ns-3"
    mv "$download"/ns3_* "$chroot/tmp/ns-3/"
    quietly source bash .ci/in-chroot.sh "$chroot" bash -euc '
        apt-get -qq update
        DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends dpkg-dev
        cd /tmp/ns-3
        dpkg-source --extract *.dsc' || cannot source "it cannot be unpacked"
    # An archive of all of ns-3 has it in a folder.
    tree=$(find "$chroot/tmp/ns-3" -maxdepth 4 -path '*/src/core' -print -quit)
    [ -n "$tree" ] || cannot source "the package ns3 has no src/core"
    mv "${tree%/src/core}" "$chroot/ns-3"
    rm -rf "$chroot/tmp/ns-3"
fi
echo "$chroot"
