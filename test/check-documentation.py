#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Holds README.md and the manual against the code.

The lines of C++ that both show are those of doc/tools/ten-lines.cc; the tables of columns in
doc/output.rst are those that helper/records/tcp-lifecycle-rows.cc has; paths, scenarios and options that are
named exist.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
OUTPUT = ROOT / "doc" / "output.rst"

errors = []


def complain(path, number, message):
    errors.append(f"{path.relative_to(ROOT)}:{number}: {message}")


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def shown_lines():
    """The lines between the marks of ten-lines.cc."""
    text = (ROOT / "doc" / "tools" / "ten-lines.cc").read_text()
    inside = text.split("// [readme]\n")[1].split("    // [/readme]")[0]
    return "".join(line[4:] if line.strip() else line for line in inside.splitlines(True))


def check_readme_code():
    text = README.read_text()
    blocks = re.findall(r"```cpp\n(.*?)```", text, re.S)
    if shown_lines() not in blocks:
        number = line_of(text, text.find("```cpp"))
        complain(README, number, "the C++ differs from doc/tools/ten-lines.cc; copy its lines here")


def columns_of(function):
    """The columns of a table, from the function that lists them."""
    source = (ROOT / "helper/records" / "tcp-lifecycle-rows.cc").read_text()
    body = source.split(f"{function}()\n{{")[1].split("return table")[0]
    return re.findall(r'\{"([a-z0-9_]+)", [A-Z]+\}', body)


def check_columns(title, function):
    text = OUTPUT.read_text()
    section = re.search(rf"^{re.escape(title)}\n\*+\n(.*?)(?=^[^\n]+\n\*+\n)", text, re.M | re.S)
    number = line_of(text, section.start())
    documented = []
    for row in re.findall(r"^   \* - (.*?)(?=^     - )", section.group(1), re.M | re.S):
        documented += re.findall(r"``([a-z0-9_]+)``", row)
    written = columns_of(function)
    if documented != written:
        for name in written:
            if name not in documented:
                complain(OUTPUT, number, f"{title} has a column {name}; add it to the table")
        for name in documented:
            if name not in written:
                complain(OUTPUT, number, f"{title} has no column {name}; take it out")
        if sorted(documented) == sorted(written):
            complain(OUTPUT, number, f"the columns of {title} are in another order: {written}")


def pages():
    return [README] + sorted((ROOT / "doc").rglob("*.rst")) + sorted((ROOT / "doc").rglob("*.md"))


RUN_RECORDS = ROOT / "helper/lab/run" / "tcp-lifecycle-run-records.h"


def options_in(source):
    return set(re.findall(r'Add(?:Value|Option)\(\s*"([a-z0-9-]+)"', source))


def check_workload_options():
    """The manual's page on workloads names every key, and no page an option that is not there."""
    keys = re.findall(
        r'^        {"([a-z-]+)",', (ROOT / "helper/lab/workload" / "tcp-lifecycle-workload-keys.cc").read_text(), re.M
    )
    program = (ROOT / "examples" / "lifecycle-workload.cc").read_text()
    options = set(keys) | options_in(program + RUN_RECORDS.read_text())
    workloads = ROOT / "doc" / "workloads.rst"
    for key in keys:
        shown = key if not key.startswith("bottleneck-") else "bottleneck-rate"
        if f"``{shown}``" not in workloads.read_text():
            complain(workloads, 1, f"the key {key} is missing; add it to the table")
    for page in pages():
        text = page.read_text()
        for match in re.finditer(r"lifecycle-workload([^`\n]*)", text):
            for option in re.findall(r"--([a-z][a-z0-9-]*)(?![a-z0-9:-])", match.group(1)):
                if option not in options:
                    complain(
                        page,
                        line_of(text, match.start()),
                        f"lifecycle-workload has no --{option}; its source lists what it has",
                    )


def check_names():
    groups = sorted((ROOT / "helper/lab/scenario").glob("tcp-lifecycle-scenario-*.cc"))
    catalogue = "".join(path.read_text() for path in groups)
    lab = (ROOT / "examples" / "lifecycle-lab.cc").read_text()
    options = options_in(lab + RUN_RECORDS.read_text())
    for page in pages():
        text = page.read_text()
        for match in re.finditer(r"--scenario=([a-z0-9-]+)", text):
            if f'{{"{match.group(1)}"' not in catalogue:
                complain(
                    page,
                    line_of(text, match.start()),
                    f"there is no scenario {match.group(1)}; lifecycle-lab --list shows them",
                )
        for match in re.finditer(r"lifecycle-lab([^`\n]*)", text):
            for option in re.findall(r"--([a-z][a-z0-9-]*)(?![a-z0-9:-])", match.group(1)):
                if option not in options:
                    complain(
                        page,
                        line_of(text, match.start()),
                        f"lifecycle-lab has no --{option}; its source lists what it has",
                    )
        for match in re.finditer(
            r"(?<![\w./-])((?:model|helper|examples|test|doc|\.ci)/[\w./-]*[\w-])", text
        ):
            path = match.group(1)
            if not (ROOT / path).exists() and not (page.parent / path).exists():
                complain(page, line_of(text, match.start()), f"there is no {path}; name what is")
        for match in re.finditer(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", text):
            path = match.group(1) or match.group(2)
            if "://" not in path and not (page.parent / path).exists():
                complain(page, line_of(text, match.start()), f"the link {path} leads nowhere")


def main():
    check_readme_code()
    check_columns("transitions.csv", "TcpLifecycleTransitionsTable")
    check_columns("connections.csv", "TcpLifecycleConnectionsTable")
    check_columns("segments.csv", "TcpLifecycleSegmentsTable")
    check_names()
    check_workload_options()
    for error in errors:
        print(error, file=sys.stderr)
    return 1 if errors else 0


sys.exit(main())
