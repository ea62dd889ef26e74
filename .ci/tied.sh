#!/usr/bin/env bash
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: bash .ci/tied.sh COMMAND...
#
# Becomes the command, which gets SIGTERM when the process that started it ends in whatever way: a run
# that is killed leaves nothing running.
set -euo pipefail
! command -v setpriv >/dev/null || exec setpriv --pdeathsig TERM "$@"
exec "$@"
