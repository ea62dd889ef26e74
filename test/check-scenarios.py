#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Every scenario, with every profile and one-way delays of 10, 40 and 150 ms, is as its formulas predict.

Usage: check-scenarios.py [lifecycle-lab]; without an argument, the one in $TCP_LIFECYCLE_BIN_DIR.
"""

import os
import subprocess
import sys


def main():
    """Check all."""
    lab = sys.argv[1] if len(sys.argv) > 1 else os.path.join(
        os.environ["TCP_LIFECYCLE_BIN_DIR"], "lifecycle-lab")
    listing = subprocess.run([lab, "--list"], capture_output=True, text=True, check=True).stdout
    runs = 15 * len(listing.splitlines())
    done = subprocess.run([lab, "--check"], capture_output=True, text=True, check=False)
    print(done.stdout + done.stderr)
    right = done.returncode == 0 and f"\n{runs} of {runs} runs " in "\n" + done.stdout
    # What a user adds to a scenario is a reason to differ, and the table says so
    lossy = subprocess.run([lab, "--scenario=client-close", "--fault=drop B>A FIN 1"],
                           capture_output=True, text=True, check=False)  # fmt: skip
    if lossy.returncode != 0 or "the run has additional fault rules" not in lossy.stdout:
        right = False
        print(f"a user's fault: exit status {lossy.returncode}", file=sys.stderr)
    # Times that do not fit the link are none: B closes after A's FIN has come, not before
    late = subprocess.run([lab, "--scenario=simultaneous-close", "--times=s=1s"],
                          capture_output=True, text=True, check=False)  # fmt: skip
    if late.returncode != 1 or "differs" not in late.stdout:
        right = False
        print(f"what differs without a reason: exit status {late.returncode}", file=sys.stderr)
    return 0 if right else 1


sys.exit(main())
