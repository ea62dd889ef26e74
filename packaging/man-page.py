#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Writes the manual page of a program from what its --help prints, so that both say the same.

Usage: man-page.py PROGRAM VERSION [SECTIONS]; SECTIONS is a file in man's language with what --help does not say.
"""

import re
import subprocess
import sys
from pathlib import Path


def escaped(text):
    """A text in man's language."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text[:1] in (".", "'") else text


def options_of(text):
    """Option and meaning, from the lines that --help prints: ns-3's `    --name:  text`, or `  --name=X   text`."""
    for line in text.splitlines():
        found = re.match(r"\s{2,}(-\S+?(?: \S+)?)(?::\s+|\s{2,})(\S.*)$", line)
        if found:
            yield found.group(1), found.group(2)


def main():
    """Write the page to standard output."""
    program, version = sys.argv[1:3]
    name = Path(program).name
    text = subprocess.run([program, "--help"], check=True, capture_output=True, text=True).stdout
    paragraphs = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    about = {"lifecycle-packetdrill": "Runs packetdrill scripts in virtual time.",
             "lifecycle-tap": "Lets a simulated host A talk to a real program at this machine's kernel B."}.get(name)
    about = about or " ".join(paragraphs[1].split())
    words = {"lifecycle-packetdrill": "SCRIPT...", "lifecycle-tap": "[\\-\\- COMMAND...]"}.get(name, "[WORD]")
    print(f'.TH {name.upper()} 1 "" "tcp-lifecycle {version}" "tcp-lifecycle"')
    print(f".SH NAME\n{escaped(name)} \\- {escaped(about.rstrip('.'))}")
    print(f".SH SYNOPSIS\n.B {escaped(name)}\n[\\fIOPTION\\fR]... {words}")
    print(f".SH DESCRIPTION\n{escaped(about)}")
    print(".SH OPTIONS")
    for option, meaning in options_of(text):
        print(f".TP\n.B {escaped(option)}\n{escaped(meaning)}")
    if len(sys.argv) > 3:
        print(Path(sys.argv[3]).read_text(encoding="utf-8").rstrip())
    print(".SH EXIT STATUS\n.TP\n.B 0\nSuccess.\n.TP\n.B 1\nA result is not as predicted, or a file can't be written.")
    print(".TP\n.B 2\nAn argument makes no sense; one line names it.")
    print(".SH SEE ALSO\nThe manual of tcp\\-lifecycle; RFC 9293.")


main()
