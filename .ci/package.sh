#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: bash .ci/package.sh RELEASE [PACKAGE]
#
# Installs the module's Debian package in a bare chroot of a Debian release, of which only debootstrap's
# minimal system is there, and uses it: programs, a scenario, manual page, completion, find_package() by
# a project of its own. Without a PACKAGE it is made before, in the chroot with compilers that
# .ci/chroot.sh makes, from the sources as git has them. Exits with 77 where no chroot can be made.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

release=${1:?usage: bash .ci/package.sh RELEASE [PACKAGE]}
package=${2:-}

if [ -z "$package" ]; then
    builder=$(bash .ci/chroot.sh "$release")
    sources=$builder/tcp-lifecycle-package
    rm -rf "$sources"
    mkdir "$sources"
    git archive HEAD | tar --extract --directory="$sources"
    # dpkg-shlibdeps, which names the packages of the libraries, is in dpkg-dev.
    bash .ci/in-chroot.sh "$builder" bash -euc '
        apt-get -qq update
        DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends dpkg-dev file >/dev/null
        cd /tcp-lifecycle-package
        cmake --preset default -DTCP_LIFECYCLE_TESTS=OFF >/dev/null
        nice cmake --build build/default
        cd build/default
        cpack' >&2
    package=$(ls "$sources"/build/default/*.deb)
fi
echo "package: $package ($(stat --format %s "$package") bytes)"

base=$(bash .ci/chroot.sh "$release" bare)
trial=$base.trial
trap 'rm -rf --one-file-system "$trial"' EXIT
rm -rf --one-file-system "$trial"
cp -a "$base" "$trial"
cp "$package" "$trial/tmp/tcp-lifecycle.deb"
cp -r test/consumer "$trial/tmp/"

# Runs a step in the chroot and says how it ended. \param 1: what it is \param 2: commands
step() {
    local log
    log=$(mktemp)
    if bash .ci/in-chroot.sh "$trial" bash -euo pipefail -c "$2" >"$log" 2>&1; then
        echo "$1: $(tail -n 1 "$log")"
        rm -f "$log"
        return
    fi
    echo "$1: failed" >&2
    tail -n 30 "$log" >&2
    rm -f "$log"
    exit 1
}

step "installs" '
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update
    apt-get -qq -y install --no-install-recommends /tmp/tcp-lifecycle.deb
    dpkg-query --show --showformat "\${Package} \${Version}, \${Depends}\n" tcp-lifecycle'
step "programs" '
    for program in $(dpkg --listfiles tcp-lifecycle | grep "^/usr/bin/lifecycle"); do
        "$program" --version
    done'
step "scenario" '
    cd /tmp
    lifecycle-lab last-ack-lost --out=lost | grep "in LAST-ACK"
    test -s lost/connections.csv -a -s lost/ladder.svg -a -s lost/lab-0-0.pcap
    lifecycle-study lost-last-ack --loss=5% --runs=1000 --profile=linux | grep "0 outside"'
step "manual page" '
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends man-db
    man lifecycle-lab | cat > /tmp/page
    grep -e --scenario /tmp/page | head -n 1
    lexgrog /usr/share/man/man1/lifecycle-*.1*'
step "completion" '
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends bash-completion
    set +eu
    . /usr/share/bash-completion/bash_completion
    if declare -F _comp_load >/dev/null; then _comp_load lifecycle-lab; else __load_completion lifecycle-lab; fi
    COMP_WORDS=(lifecycle-lab --scenario = last-ack-l) COMP_CWORD=3
    _tcp_lifecycle lifecycle-lab
    [ "${COMPREPLY[0]}" = last-ack-lost ] && complete -p lifecycle-lab'
step "find_package" '
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends cmake g++ make libns3-dev ns3
    cmake -S /tmp/consumer -B /tmp/consumer/build
    cmake --build /tmp/consumer/build
    cd /tmp
    consumer/build/consumer
    consumer/build/by-name
    echo built and run'
step "scripts" '
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends python3-pandas python3-matplotlib \
        python3-scipy python3-jinja2
    cd /tmp
    /usr/share/tcp-lifecycle/analysis/report.py lost -o report.html
    /usr/share/tcp-lifecycle/analysis/ladder.py lost/lab-0-0.pcap | grep TIME-WAIT'
step "is removed" '
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y remove tcp-lifecycle
    test ! -e /usr/bin/lifecycle-lab
    echo nothing left'
echo "package: $release is right"
