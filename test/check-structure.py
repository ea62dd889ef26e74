#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The house rules that a compiler does not see.

Every source is in CMakeLists.txt; a public header includes public headers only; a file's name says
its room; the pure rooms name no ns-3 header, the library none of Boost; no file includes a whole ns-3 module. In
helper/packetdrill both kinds of files are, and their names tell which is which.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PURE_ROOMS = ["model/wire", "model/machine", "model/host"]
NS3_ROOMS = ["model", "helper", "helper/packetdrill"]
PURE_PREFIX = {room: "lifecycle-" for room in PURE_ROOMS}
PURE_PREFIX["helper/packetdrill"] = "packetdrill-"
LISTED = re.compile(r"^ +((?:model|helper)/\S+\.(?:cc|h))$", re.MULTILINE)
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


def includes(file):
    return INCLUDE.findall(file.read_text())


def main():
    complaints = []
    listed = LISTED.findall((ROOT / "CMakeLists.txt").read_text())
    public = {Path(name).name for name in listed if name.endswith(".h")}

    for name in listed:
        if not (ROOT / name).is_file():
            complaints.append(f"{name}: in CMakeLists.txt, but not there")

    for room in PURE_ROOMS + NS3_ROOMS:
        prefixes = [PURE_PREFIX[room]] if room in PURE_PREFIX else []
        prefixes += ["tcp-lifecycle-"] if room in NS3_ROOMS else []
        for file in sorted((ROOT / room).glob("*.cc")) + sorted((ROOT / room).glob("*.h")):
            name = str(file.relative_to(ROOT))
            pure = room in PURE_PREFIX and file.name.startswith(PURE_PREFIX[room])
            if not file.name.startswith(tuple(prefixes)):
                complaints.append(f"{name}: its name should start with {' or '.join(prefixes)}")
            if file.suffix == ".cc" and name not in listed:
                complaints.append(f"{name}: not in CMakeLists.txt")
            for included in includes(file):
                if pure and included.startswith("ns3/"):
                    complaints.append(f"{name}: a pure room, but includes {included}")
                if included.startswith("boost/"):
                    complaints.append(f"{name}: the library needs no Boost, but includes {included}")
                own = re.match(r"(tcp-)?lifecycle-|packetdrill-", included)
                if name in listed and file.suffix == ".h" and own and included not in public:
                    complaints.append(f"{name}: public, but includes {included}, which is not")

    for folder in ["model", "helper", "examples", "test"]:
        for file in sorted((ROOT / folder).rglob("*.cc")) + sorted((ROOT / folder).rglob("*.h")):
            for included in includes(file):
                if re.fullmatch(r"ns3/.*-module\.h", included):
                    complaints.append(f"{file.relative_to(ROOT)}: includes all of {included}")

    print("\n".join(complaints))
    sys.exit(1 if complaints else 0)


main()
