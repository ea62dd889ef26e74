# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Lets Sphinx read the Markdown of this folder: headings, paragraphs, lists, tables, code, links.

A page is turned into reStructuredText line by line. What is not in this small part of Markdown is
taken as text.
"""

import re

from docutils.statemachine import StringList
from sphinx.parsers import RSTParser

UNDERLINES = "=-~^"


def convert_inline(text):
    """Code spans and links of one line, those of pages by their name; emphasis is the same in both."""
    parts = re.split(r"(`[^`]+`)", text)
    for i, part in enumerate(parts):
        if part.startswith("`") and part.endswith("`") and len(part) > 2:
            parts[i] = "`" + part + "`"
        else:
            part = re.sub(r"(?<=\w)_(?=\W|$)", r"\\_", part)
            part = re.sub(r"\[([^\]]+)\]\(([\w./-]+)\.(?:md|rst)\)", r":doc:`\1 <\2>`", part)
            parts[i] = re.sub(r"\[([^\]]+)\]\(([^)]+)\)", r"`\1 <\2>`__", part)
        if part.startswith("`") and re.match(r"\w", "".join(parts[i + 1 : i + 2])):
            parts[i] += "\\ "  # markup of reStructuredText must not touch a letter
    return "".join(parts)


def convert_table(rows):
    """A table as a list-table; rows are lists of cells, the second one is the rule."""
    yield ".. list-table::"
    yield "   :header-rows: 1"
    yield ""
    for row in [rows[0]] + rows[2:]:
        for i, cell in enumerate(row):
            yield ("   * - " if i == 0 else "     - ") + convert_inline(cell)
    yield ""


def join(lines):
    """Lines of Markdown, with what was wrapped in one line again and blocks apart from each other."""
    out = []
    code = False
    for line in lines:
        fence = line.startswith("```")
        if code or fence:
            if fence and not code:
                out.append("")
            out.append(line)
            code = code != fence
        elif re.match(r"(#|\* |\|)", line) or not line.strip():
            apart = line.startswith("* ") and out and not out[-1].startswith("* ")
            out += ["", line] if apart else [line]
        elif out and out[-1].strip() and not re.match(r"(#|\||```)", out[-1]):
            out[-1] += " " + line.strip()
        else:
            out.append(line)
    return out


def convert(lines):
    """Lines of Markdown to lines of reStructuredText."""
    out = []
    table = []
    code = False
    for line in join(lines) + [""]:
        if code:
            code = not line.startswith("```")
            out.append("   " + line if code and line else "")
            continue
        if line.startswith("|"):
            cells = re.split(r"(?<!\\)\|", line.strip()[1:-1])
            table.append([cell.strip() for cell in cells])
            continue
        if table:
            out += convert_table(table)
            table = []
        heading = re.match(r"(#+) (.*)", line)
        if heading:
            title = convert_inline(heading.group(2))
            out += [title, UNDERLINES[len(heading.group(1)) - 1] * len(title), ""]
        elif line.startswith("```"):
            code = True
            out += [".. code-block:: " + (line[3:].strip() or "none"), ""]
        else:
            out.append(convert_inline(line))
    return out


class MarkdownParser(RSTParser):
    """Parses a converted page."""

    supported = ("markdown",)

    def parse(self, inputstring, document):
        if isinstance(inputstring, StringList):
            inputstring = "\n".join(inputstring)
        super().parse("\n".join(convert(inputstring.splitlines())), document)


def setup(app):
    """Sphinx calls this."""
    app.add_source_parser(MarkdownParser)
    return {"parallel_read_safe": True}
