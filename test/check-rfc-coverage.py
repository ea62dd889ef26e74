#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Holds doc/rfc-coverage.md against the tree.

Every row has a known status; what is not "yes" has a reason where one is due; every file, name in it
and test that a row mentions exists; every row that says yes names a test, and so does a MUST of which
anything is done; a MUST of which nothing is done has a reason; the clauses of RFC 9293's appendix B
are all there.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "doc" / "rfc-coverage.md"
COLUMNS = ["clause", "text", "level", "status", "where", "test"]
STATUS = ["yes", "untested", "partly", "no", "n/a"]
# RFC 9293, appendix B: 69 MUSTs, 31 SHOULDs, 18 MAYs, one RECOMMENDED.
APPENDIX_B = (
    [f"MUST-{n}" for n in range(1, 70)]
    + [f"SHLD-{n}" for n in range(1, 32)]
    + [f"MAY-{n}" for n in range(1, 19)]
    + ["REC-1"]
)

SUITE = re.compile(r"BOOST_(?:AUTO|FIXTURE)_TEST_SUITE\s*\(\s*(\w+)")
SUITE_END = re.compile(r"BOOST_AUTO_TEST_SUITE_END")
CASE = re.compile(
    r"BOOST_(?:AUTO_TEST_CASE_TEMPLATE|AUTO_TEST_CASE|FIXTURE_TEST_CASE|DATA_TEST_CASE_F"
    r"|DATA_TEST_CASE)\s*\(\s*(\w+)(?:\s*,\s*(\w+))?"
)


def tests_of(root):
    """Names of all test cases, suite/case."""
    names = set()
    for source in sorted((root / "test").rglob("*.cc")):
        suites = []
        text = source.read_text()
        found = []
        for kind, pattern in (("suite", SUITE), ("end", SUITE_END), ("case", CASE)):
            found += [(m.start(), kind, m) for m in pattern.finditer(text)]
        for _, kind, match in sorted(found, key=lambda entry: entry[0]):
            if kind == "suite":
                suites.append(match.group(1))
            elif kind == "end":
                suites = suites[:-1]
            else:
                fixture = match.group(0).startswith("BOOST_DATA_TEST_CASE_F")
                names.add("/".join(suites + [match.group(2) if fixture else match.group(1)]))
    return names


def files_of(root):
    """Source files of the module by base name."""
    folders = ("model", "helper", "examples")
    return {
        path.name: path
        for folder in folders
        for path in (root / folder).rglob("*")
        if path.suffix in (".cc", ".h")
    }


def main():
    errors = []
    tests = tests_of(ROOT)
    files = files_of(ROOT)
    clauses = set()
    counts = dict.fromkeys(STATUS, 0)
    for number, line in enumerate(PAGE.read_text().splitlines(), 1):

        def complain(message, number=number):
            errors.append(f"doc/rfc-coverage.md:{number}: {message}")

        if not line.startswith("|") or line.startswith(("| clause ", "| --- ")):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != len(COLUMNS):
            complain(f"has {len(cells)} columns; a row has {len(COLUMNS)}: {', '.join(COLUMNS)}")
            continue
        clause, _, level, status, where, test = cells
        clauses.add(clause.split(" ")[0])
        word, _, reason = status.partition(":")
        if word not in STATUS:
            complain(f"status {word!r}; use one of {', '.join(STATUS)}")
            continue
        counts[word] += 1
        if word in ("partly", "n/a") and not reason:
            complain(f"{clause}: say why it is {word!r}, after a colon")
        if word in ("yes", "untested", "partly") and not where:
            complain(f"{clause}: name the file and what in it does this")
        if word == "yes" and not test:
            complain(f"{clause}: yes, but no test; name one, or say untested")
        if "MUST" in level and word in ("untested", "partly") and not test:
            complain(f"{clause}: a MUST; name the test of what is done")
        if "MUST" in level and word == "no" and not reason:
            complain(f"{clause}: a MUST; say why it is not done, after a colon")
        if word == "untested" and test:
            complain(f"{clause}: untested, but a test is named; say yes")
        if where:
            match = re.fullmatch(r"(\S+) `([^`]+)`", where)
            if not match:
                complain(f"{clause}: {where!r}; write a file's base name and `a name in it`")
            elif match.group(1) not in files:
                complain(f"{clause}: there is no file {match.group(1)} in model, helper, examples")
            elif match.group(2) not in files[match.group(1)].read_text():
                complain(f"{clause}: {match.group(1)} has no {match.group(2)!r}; name what is there")
        for name in re.split(r",\s*", test) if test else []:
            if name not in tests:
                complain(f"{clause}: there is no test {name} (suite/case) in test/**/*.cc")
    for clause in APPENDIX_B:
        if clause not in clauses:
            errors.append(f"doc/rfc-coverage.md: {clause} of RFC 9293's appendix B is missing; add it")
    for error in errors:
        print(error, file=sys.stderr)
    print(", ".join(f"{count} {word}" for word, count in counts.items()))
    return 1 if errors else 0


sys.exit(main())
