#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Files of model and helper have at most 450 lines, functions at most 60.

A function is what clang-format puts between a { and a } at the beginning of a line. The lists below
name what exceeds a limit today; they only become shorter.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("model", "helper")
MOST_LINES = 450
MOST_BODY = 60

# Functions that are a table, a list of attributes, or a switch with one line for each enumerator.
TABLES = {
    "AbruptScenarios", "CrowdedScenarios", "FaultyScenarios", "ForgetfulScenarios",
    "OldDuplicateScenarios", "OrderlyScenarios", "MakeTable", "TcpLifecycleHostSettings",
    "TcpLifecycleRuleSettings", "TcpLifecycleWorkloadSettings::GetKeys",
    "TcpLifecycleConntrack::GetTypeId", "TcpLifecycleSocket::AddTraceSources", "MakeFreeBsd",
    "MakeLinux", "ToText", "WordsOf",
}
# Functions that are to be divided.
LONG = {
    "Sockets::ApplyOption", "Sockets::GetOption", "Host::OnSegment", "Connection::ProcessAck", "Connection::ProcessData",
    "Connection::ProcessFin", "Connection::CheckReset", "Connection::SynOptions",
    "Connection::OnSegmentSynSent", "Connection::SynAcknowledged", "Connection::EmitData",
    "Connection::Output", "TcpLifecycleSocketOptions::ApplyTo",
}
# Files that are to be divided.
LONG_FILES = {
    "model/machine/lifecycle-connection-input.cc", "model/machine/lifecycle-connection-open.cc",
    "model/machine/lifecycle-connection-output.cc", "model/machine/lifecycle-connection.h",
    "model/machine/lifecycle-config.h", "helper/packetdrill/tcp-lifecycle-packetdrill-world.cc",
}
NAME = re.compile(r"^([\w:~]+(?:operator\S+)?)\(")


def functions(lines):
    """Name and lines of the body of each function."""
    begin = name = None
    for number, line in enumerate(lines):
        found = NAME.match(line)
        if found:
            name = found.group(1)
        if line == "{":
            begin = number
        elif line == "}" and begin is not None:
            if name is not None:
                yield name, begin + 1, number - begin - 1
            begin = name = None


def main():
    """Check all files."""
    bad = []
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in (".cc", ".h"):
                continue
            file = path.relative_to(ROOT).as_posix()
            lines = path.read_text(encoding="utf-8").split("\n")
            if len(lines) - 1 > MOST_LINES and file not in LONG_FILES:
                bad.append(f"{file}: {len(lines) - 1} lines; divide it, {MOST_LINES} are allowed")
            for name, number, length in functions(lines):
                if length > MOST_BODY and name not in TABLES | LONG:
                    bad.append(
                        f"{file}:{number}: {name}() has {length} lines; divide it, "
                        f"{MOST_BODY} are allowed"
                    )
    print("\n".join(bad))
    return 1 if bad else 0


sys.exit(main())
