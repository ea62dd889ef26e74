#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Holds doc/architecture.rst against the tree.

Every file that the page names exists, and every source file of model and helper is named there. A
name without ending, ``lifecycle-rto``, means the header and the sources of that name.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "doc" / "architecture.rst"
NAME = re.compile(r"``((?:(?:tcp-)?lifecycle|packetdrill)-[a-z0-9-]+(?:\.cc|\.h)?)``")
PATH = re.compile(r"``((?:model|helper|examples|doc|test)/[A-Za-z0-9./_-]*)``")
PROGRAMS = {"lifecycle-lab", "lifecycle-workload", "tcp-lifecycle-lab"}


def main():
    sources = [
        path
        for folder in ("model", "helper")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".cc", ".h")
    ]
    bases = {path.name for path in sources}
    named = set()
    errors = []
    for number, line in enumerate(PAGE.read_text().splitlines(), 1):
        for name in NAME.findall(line):
            if name in PROGRAMS:
                continue
            files = {name} if "." in name else {name + ".h", name + ".cc"}
            if not files & bases:
                errors.append(
                    f"doc/architecture.rst:{number}: there is no {name} in model or helper; "
                    "name the file as it is called, or take it out"
                )
            named |= files
        for path in PATH.findall(line):
            if not (ROOT / path).exists():
                errors.append(f"doc/architecture.rst:{number}: there is no {path}; name what is")
    for path in sources:
        if path.name not in named:
            errors.append(
                f"{path.relative_to(ROOT)}:1: doc/architecture.rst does not name it; "
                "say there what it is for"
            )
    for error in errors:
        print(error, file=sys.stderr)
    return 1 if errors else 0


sys.exit(main())
