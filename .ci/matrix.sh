#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: bash .ci/matrix.sh [--core] [--table=FILE] [NAME...]
#
# Builds and tests the module in chroots of Debian's releases, each with the compiler and the ns-3 that
# the release has, warnings as errors. A NAME is RELEASE/stand-alone (against the installed ns-3: the
# quickstart, then every test) or RELEASE/in-tree (as contrib/tcp-lifecycle of the release's ns-3
# source, with assertions and logging). newest/in-tree is the newest of them whose source the archive
# gives; those before it are skipped. Without names: both of bookworm, trixie and sid.
#   --core         only what differs most between releases: the quickstart and the tests of layer model,
#                  but for the comparison of goodput with ns-3's own TCP
#   --table=FILE   replace the lines of these names in a CSV table, which the manual shows
#
# Ends with "matrix: N passed, N failed, N skipped". A name whose chroot cannot be made is skipped and
# named; a build that fails is one failure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

core=
table=
names=()
for argument in "$@"; do
    case $argument in
    --core) core=yes ;;
    --table=*) table=${argument#*=} ;;
    [a-z]*/stand-alone | [a-z]*/in-tree) names+=("$argument") ;;
    *)
        sed -n 's/^# \{0,1\}//; /^Usage/,/^ *--table/p' "$0" >&2
        exit 2
        ;;
    esac
done
if [ -n "$core" ] && [ -n "$table" ]; then
    echo "matrix.sh: --table shows all tests, --core runs a part of them; leave one of them out" >&2
    exit 2
fi
if [ ${#names[@]} -eq 0 ]; then
    names=({bookworm,trixie,sid}/{stand-alone,in-tree})
fi

# Copies what git would, changes that are not committed included. What was built in an ns-3 tree stays:
# most of it is ns-3.
# \param 1: chroot
copy_sources() {
    local target=$1/tcp-lifecycle file
    mkdir -p "$target"
    find "$target" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
    rm -rf "$target/build/default"
    git ls-files -z --cached --others --exclude-standard |
        while IFS= read -r -d '' file; do
            [ ! -e "$file" ] || printf '%s\0' "$file"
        done |
        tar --create --null --files-from=- | tar --extract --directory="$target"
    # Scripts that tests use where they are, beside the project.
    rm -rf "$1/shared"
    [ ! -d ../shared/packetdrill ] || { mkdir "$1/shared" && cp -R ../shared/packetdrill "$1/shared/"; }
}

# The commands of a kind of build; what they leave is in the folder that the last line names.
stand_alone='
    cmake --preset default -DCMAKE_CXX_FLAGS_RELEASE=-O0 -DTCP_LIFECYCLE_WERROR=ON \
        -DTCP_LIFECYCLE_UNITY=ON >/dev/null
    bash examples/quickstart.sh
    bash .ci/build.sh default $targets
    touch build/default/test/started
    ctest --preset default -j "$(nproc)" --timeout 900 $tests \
        --output-junit "$PWD/build/default/test/results.xml" || true
    ln -sfn default build/last'
in_tree='
    bash .ci/in-tree.sh $core /ns-3 || [ -f "build/in-tree-$(cat /ns-3/VERSION)/test/results.xml" ]
    ln -sfn "in-tree-$(cat /ns-3/VERSION)" build/last'
groups=(test analysis)
limit=${TCP_LIFECYCLE_LIMIT:-5400}
settings='core= targets= tests='
if [ -n "$core" ]; then
    groups=()
    limit=${TCP_LIFECYCLE_LIMIT:-1500}
    settings="core=--core targets=test-model tests='--tests-regex ^model[.] --exclude-regex congestion_goodput'"
fi

# \param 1: name \return as the command that failed; sets good, bad, skips and row
run_one() {
    local name=$1 release=${1%/*} commands wanted=() chroot test_dir counts versions status=0
    exec 7>&- # chroot.sh wants the lock, too
    case ${1#*/} in
    stand-alone) commands=$stand_alone ;;
    in-tree) commands=$in_tree wanted=(source) ;;
    esac
    bash .ci/tied.sh bash .ci/chroot.sh "$release" "${wanted[@]}" >"$answer" || return
    chroot=$(<"$answer")
    exec 7>"$chroot.lock"
    flock 7
    copy_sources "$chroot" || return 1
    rm -f "$chroot"/tcp-lifecycle/build/*/test/results.xml "$chroot/tcp-lifecycle/build/last"
    bash .ci/tied.sh timeout --kill-after=60 "$limit" nice -n 5 \
        bash .ci/in-chroot.sh "$chroot" bash -euo pipefail -c "
        cd /tcp-lifecycle
        $settings
        bash .ci/install.sh build unit ${groups[*]} || exit 77
        $commands" || status=$?
    [ $status -ne 77 ] || echo "no packages of $release: the archive does not give what install.sh asks for" >&2
    [ $status -eq 0 ] || return $status
    test_dir=$chroot/tcp-lifecycle/build/last/test
    counts=$(/usr/bin/python3 -B .ci/summary.py "$test_dir"/{results.xml,report,started}) || return 1
    read -r good bad skips <<<"$counts"
    versions=$(bash .ci/in-chroot.sh "$chroot" bash -c '
        dpkg-query --show --showformat "\${source:Upstream-Version},g++ " ns3
        g++ -dumpfullversion') || return 1
    row="$name,$versions,$good,$bad,$skips"
}

passed=0
failed=0
skipped=0
rows=()
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# Runs one and counts it. \param 1: name \return whether it could be tried
try() {
    local status=0
    echo "== matrix: $1"
    run_one "$1" || status=$?
    case $status in
    0)
        echo "$1: $good passed, $bad failed, $skips skipped"
        passed=$((passed + good))
        failed=$((failed + bad))
        skipped=$((skipped + skips))
        rows+=("$row")
        ;;
    77)
        echo "skipped: $1"
        skipped=$((skipped + 1))
        return 1
        ;;
    *)
        echo "failed: $1"
        failed=$((failed + 1))
        ;;
    esac
}

for name in "${names[@]}"; do
    if [ "$name" = newest/in-tree ]; then
        try sid/in-tree || try trixie/in-tree || try bookworm/in-tree || true
    else
        try "$name" || true
    fi
done

if [ -n "$table" ]; then
    header='Debian,ns-3,compiler,passed,failed,skipped'
    {
        echo "$header"
        {
            [ ! -f "$table" ] || tail -n +2 "$table"
            [ ${#rows[@]} -eq 0 ] || printf '%s\n' "${rows[@]}"
        } | tac | sort -t , -k 1,1 -u -s
    } >"$table.part"
    mv "$table.part" "$table"
fi

echo "matrix: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
