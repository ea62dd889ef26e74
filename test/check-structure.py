#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Rules of the tree that a compiler does not see.

Every source is in CMakeLists.txt; a header that is installed includes installed headers only; the name of
a public header begins with tcp-lifecycle, and there are few; a file's name says its layer; a layer includes headers of the layers below it only; the pure layers name no ns-3 header, the
library none of Boost; no file includes a whole ns-3 module. In some folders both kinds of files are, and
their names tell which is which.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# From below: a layer may include its own headers and those of the layers before it.
LAYERS = [
    "model/wire", "model/machine", "model/host", "model/settings", "model/packet", "model/socket",
    "model/stack", "model/middlebox", "model/faults", "helper/text", "helper/records",
    "helper/capture", "helper/ladder", "helper/faults", "helper", "helper/lab/run",
    "helper/lab/topology", "helper/lab/workload", "helper/lab/scenario", "helper/packetdrill",
    "helper/lab/kernel",
]
PURE = {"model/wire": "lifecycle-", "model/machine": "lifecycle-", "model/host": "lifecycle-",
        "model/middlebox": "lifecycle-", "helper/capture": "lifecycle-",
        "helper/packetdrill": "packetdrill-"}
MIXED = {"model/middlebox", "helper/capture", "helper/packetdrill"}
LISTED = re.compile(r"^ +((?:model|helper)/\S+\.(?:cc|h))$", re.MULTILINE)
PUBLIC = re.compile(r"set\(public_headers([^)]*)\)")
MOST_PUBLIC = 16
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)


def includes(file):
    return INCLUDE.findall(file.read_text())


def check_public(public):
    """What scripts include is little, and its names are this module's."""
    complaints = [f"{name}: public, but its name does not begin with tcp-lifecycle-"
                  for name in public if not Path(name).name.startswith("tcp-lifecycle-")]
    if len(public) > MOST_PUBLIC:
        complaints.append(f"CMakeLists.txt: {len(public)} public headers; at most {MOST_PUBLIC}")
    return complaints


def main():
    complaints = []
    listed = LISTED.findall((ROOT / "CMakeLists.txt").read_text())
    installed = {Path(name).name for name in listed if name.endswith(".h")}

    complaints += check_public(PUBLIC.search((ROOT / "CMakeLists.txt").read_text()).group(1).split())
    for name in listed:
        if not (ROOT / name).is_file():
            complaints.append(f"{name}: in CMakeLists.txt, but not there")

    layer_of = {
        file.name: LAYERS.index(layer)
        for layer in LAYERS
        for file in (ROOT / layer).glob("*.h")
    }
    for layer in LAYERS:
        prefixes = [PURE[layer]] if layer in PURE else []
        prefixes += ["tcp-lifecycle-"] if layer not in PURE or layer in MIXED else []
        for file in sorted((ROOT / layer).glob("*.cc")) + sorted((ROOT / layer).glob("*.h")):
            name = str(file.relative_to(ROOT))
            pure = layer in PURE and file.name.startswith(PURE[layer])
            if not file.name.startswith(tuple(prefixes)):
                complaints.append(f"{name}: its name should start with {' or '.join(prefixes)}")
            if file.suffix == ".cc" and name not in listed:
                complaints.append(f"{name}: not in CMakeLists.txt")
            for included in includes(file):
                if pure and included.startswith("ns3/"):
                    complaints.append(f"{name}: a pure layer, but includes {included}")
                if included.startswith("boost/"):
                    complaints.append(f"{name}: the library needs no Boost, but includes {included}")
                if layer_of.get(included, 0) > LAYERS.index(layer):
                    complaints.append(f"{name}: includes {included}, which is in a layer above")
                own = re.match(r"(tcp-)?lifecycle-|packetdrill-", included)
                if name in listed and file.suffix == ".h" and own and included not in installed:
                    complaints.append(f"{name}: installed, but includes {included}, which is not")
    listed_folders = {str(Path(name).parent) for name in listed}
    for folder in sorted(listed_folders - set(LAYERS)):
        complaints.append(f"{folder}: no layer; give it a place in test/check-structure.py")

    for folder in ["model", "helper", "examples", "test"]:
        for file in sorted((ROOT / folder).rglob("*.cc")) + sorted((ROOT / folder).rglob("*.h")):
            for included in includes(file):
                if re.fullmatch(r"ns3/.*-module\.h", included):
                    complaints.append(f"{file.relative_to(ROOT)}: includes all of {included}")

    print("\n".join(complaints))
    sys.exit(1 if complaints else 0)


main()
