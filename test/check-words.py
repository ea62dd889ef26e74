#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Finds words that readers of RFCs and of ns-3 do not expect.

Reads comments and strings of all sources and scripts, and the pages of the manual. Names in code,
`code` in comments and pages, quotations of RFCs and names of tests are not prose and are left out.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("model", "helper", "examples", "test", "doc", ".ci", ".cmake")

# A pattern, and what to write instead.
WORDS = {
    r"whoever": "the user, the end, the program",
    r"anew": "again, or restarts",
    r"how-manieth": "number",
    r"without a word": "silently",
    r"so many": "this number of",
    r"embryos?|embryonic": "half-open connection",
    r"thaw\w*": "unpack",
    r"put away": "packed",
    r"funnel": "event loop",
    r"rooms": "layers",
    r"stor(?:y|ies)": "scenario",
    r"behind": "after",
    r"stands?(?! for\b)": "is",
    r"vanish\w*": "is dropped",
    r"lest": "so that not",
    r"time-outs?": "timeout",
    r"for ever": "forever, or endlessly",
    r"(?<!there )is no(?! longer\b| more\b| other\b)": "is not a",
    r"octets?": "bytes",
    r"(?:bytes|first|unread) (?:of )?text": "data",
    r"agreed on": "negotiated",
    r"none the less": "nevertheless",
    r"for want of": "for lack of",
    r"by the letter": "literally, or by that clause",
}
PATTERN = re.compile(
    r"(?<![-\w`])(?:"
    + "|".join(f"(?P<w{i}>{word})" for i, word in enumerate(WORDS))
    + r")(?![-\w`])",
    re.I,
)

# Files and folders in which words of the list are right, with the words ("" for all) and the reason.
EXCEPTIONS = {
    "test/check-words.py": ("", "the list itself"),
    "doc/attributes.rst": ("", "printed from strings that are read"),
    "doc/rfc-coverage.md": ("octet", "clauses of RFCs, in their words"),
    "model/wire": ("octet", "fields of a header, as RFC 9293 names them"),
    "test/wire": ("octet", "fields of a header, as RFC 9293 names them"),
}

# Comments and strings, by the ending of a file. Strings of one word are names or values.
C_STRING = r'R"(?P<mark>\w*)\((?:.*?)\)(?P=mark)"|"(?:[^"\\\n]|\\.)*"'
C_LIKE = re.compile(C_STRING + r"|'(?:[^'\\\n]|\\.)+'|//[^\n]*(?:\n\s*//[^\n]*)*|/\*.*?\*/", re.S)
PYTHON = re.compile(r'"""(?:.*?)"""|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|#[^\n]*', re.S)
SHELL = re.compile(r'"(?:[^"\\]|\\.)*"|(?:(?<=\s)|^)#[^\n]*', re.S | re.M)
SCRIPT = re.compile(r"(?:(?<=\s)|^)(?://|#)[^\n]*|/\*.*?\*/", re.S | re.M)
PROSE = re.compile(r".+", re.S)
LANGUAGES = {
    ".cc": C_LIKE,
    ".h": C_LIKE,
    ".js": C_LIKE,
    ".dox": C_LIKE,
    ".py": PYTHON,
    ".sh": SHELL,
    ".cmake": SHELL,
    ".txt": SHELL,
    ".toml": SHELL,
    ".pkt": SCRIPT,
    ".rst": PROSE,
    ".md": PROSE,
    ".inc": PROSE,
    ".j2": PROSE,
}
# What is not prose: code, quotations, parameters, placeholders, names of attributes and files.
CODE = re.compile(
    r"``[^`]+``|`[^`\n]+`"
    r"|\"\w[^\"\n]{11,}(?:\n[^\"\n]*)?\"(?!\"\")"
    r"|\\param(?:\[[\w,]+\])? \w+|\{[^}\n]*\}|<[^>\n]*>"
)


def blank(text, pattern):
    """The text with spaces for what a pattern matches, so that places are kept."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def prose(path, text):
    """Yields offset and text of each comment and string, or of the page."""
    language = LANGUAGES.get(path.suffix, SHELL)
    for match in language.finditer(text):
        part = match.group()
        comment = part.startswith(("//", "/*", "#", '"""')) or language is PROSE
        if not comment and (" " not in part or part.startswith("'") and language is C_LIKE):
            continue
        if comment and not part.startswith('"""'):
            part = blank(part, CODE)
        else:
            part = blank(part, re.compile(r"`[^`\n]+`|\{[^}\n]*\}"))
        yield match.start(), part


def exceptions(name):
    """The words that a file may have: a list of beginnings."""
    return [
        words
        for place, (words, _) in EXCEPTIONS.items()
        if name == place or name.startswith(place + "/")
    ]


def files():
    """All files that people write."""
    yield from (ROOT / name for name in ("README.md", "CMakeLists.txt"))
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and (path.suffix in LANGUAGES or folder == ".ci" and not path.suffix):
                yield path


def main():
    """Check all."""
    bad = 0
    for path in files():
        name = path.relative_to(ROOT).as_posix()
        allowed = exceptions(name)
        if "" in allowed:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for start, part in prose(path, text):
            for match in PATTERN.finditer(part):
                word = match.group()
                if any(word.lower().startswith(each) for each in allowed):
                    continue
                instead = list(WORDS.values())[int(match.lastgroup[1:])]
                line = text.count("\n", 0, start + match.start()) + 1
                print(f"{name}:{line}: \"{word}\": say {instead}", file=sys.stderr)
                bad += 1
    return 1 if bad else 0


sys.exit(main())
