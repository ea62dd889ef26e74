#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Counts the test cases of one CTest run.

Usage: summary.py CTEST_JUNIT_XML REPORT_DIR STARTED

A CTest test that is a suite of Boost.Test has a report in REPORT_DIR and counts as many cases as
that says; any other test counts as one. A suite whose report is older than the file STARTED, or not
whole, ended before Boost.Test could write it, and failed whatever its exit code. Prints the numbers of
passed, failed and skipped cases; names those not passed on standard error, with the last lines of what
they printed.
"""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

# Lines of a failed test's output.
LAST_LINES = 12


def cases_of(report, started):
    """(passed, failed) as a Boost.Test report has it."""
    if report.stat().st_mtime < started.stat().st_mtime:
        return 0, 1
    try:
        suite = ElementTree.parse(report).getroot().find("TestSuite")
    except ElementTree.ParseError:
        return 0, 1
    passed = int(suite.get("test_cases_passed"))
    passed += int(suite.get("test_cases_passed_with_warnings"))
    return passed, int(suite.get("test_cases_failed"))


def main():
    junit, report_dir, started = map(Path, sys.argv[1:])
    passed = failed = skipped = 0
    for test in ElementTree.parse(junit).getroot().iter("testcase"):
        name = test.get("name")
        ran = test.get("status") == "run"
        if test.find("skipped[@message='SKIP_RETURN_CODE=77']") is not None:
            skipped += 1
            print(f"skipped: {name}", file=sys.stderr)
            continue
        report = report_dir / f"{name}.xml"
        good, bad = cases_of(report, started) if report.exists() else (int(ran), int(not ran))
        if not ran:
            bad = max(bad, 1)
        if bad:
            print(f"failed: {name}", file=sys.stderr)
            output = test.findtext("system-out") or ""
            for line in output.rstrip().splitlines()[-LAST_LINES:]:
                print(f"    {line}", file=sys.stderr)
        passed += good
        failed += bad
    print(passed, failed, skipped)


main()
