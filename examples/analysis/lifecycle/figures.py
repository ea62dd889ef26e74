# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What plots have in common: no window, the same bytes for the same data, whole files."""

from __future__ import annotations

import argparse
import io
import re
import shutil
import textwrap
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

from matplotlib.figure import Figure  # noqa: E402
from matplotlib.text import Text  # noqa: E402

from .errors import UseError  # noqa: E402
from .output import write_bytes  # noqa: E402

COLOURS = ["#1b6ca8", "#c2571a", "#2e7d32", "#7b3fa0", "#8a6d00", "#444444", "#b5473c", "#2aa7a1"]
KINDS = (".svg", ".png", ".pdf", ".pgf")
WIDTHS = {1: 3.5, 2: 7.16}
"""Inches of one and of two columns, as IEEE and ACM have them."""

matplotlib.rcParams.update(
    {
        "svg.fonttype": "none",
        "svg.hashsalt": "tcp-lifecycle",
        "font.size": 9,
        "axes.grid": True,
        "grid.linewidth": 0.3,
        "legend.fontsize": 8,
        "figure.max_open_warning": 0,
    }
)


def check_kind(path: str) -> None:
    """Refuse a name whose ending says no kind of picture."""
    if Path(path).suffix.lower() not in KINDS:
        raise UseError(f"-o {path}: the name must end in {', '.join(KINDS)}")


def _write_for_latex(figure: Figure) -> None:
    """Matplotlib hands texts on to LaTeX with only _, ^ and % as they are meant, and takes each $ for mathematics."""
    signs = {"$": r"\textdollar{}", "&": r"\&", "#": r"\#", "{": r"\{", "}": r"\}", "\u200b": ""}
    for text in figure.findobj(Text):
        words = text.get_text()
        if len(re.findall(r"(?<!\\)\$", words)) < 2:  # else it is mathematics
            text.set_text("".join(signs.get(sign, sign) for sign in words.replace(r"\$", "$")))


def picture(figure: Figure, kind: str, about: str = "") -> bytes:
    """The figure as a file's content; what it is about is in the file's metadata."""
    buffer = io.BytesIO()
    metadata: dict[str, dict[str, str | None]] = {
        "svg": {"Date": None},
        "pdf": {"CreationDate": None},
        "png": {"Software": None},
    }
    if about and kind in metadata:
        metadata[kind]["Subject" if kind == "pdf" else "Description"] = about
    if kind == "pgf" and not shutil.which(matplotlib.rcParams["pgf.texsystem"]):
        raise UseError(".pgf needs LaTeX; apt-get install texlive-xetex")
    if kind == "pgf":
        _write_for_latex(figure)
    # PGF takes no metadata, not even none.
    more = {"metadata": metadata[kind]} if kind in metadata else {}
    try:
        figure.savefig(buffer, format=kind, dpi=144, **more)
    except (RuntimeError, ValueError) as error:
        if kind != "pgf":
            raise
        reason = str(error).splitlines()[0]
        raise UseError(f".pgf: LaTeX does not do it: {reason}") from None
    return buffer.getvalue()


def add_columns(parser: argparse.ArgumentParser) -> None:
    """The option for the size of figures."""
    parser.add_argument(
        "--columns", type=int, choices=tuple(WIDTHS),
        help="as wide as one or two columns of a paper: 3.5 or 7.16 inches",
    )  # fmt: skip


def file_name(name: str) -> str:
    """A measure's name or expression as that of a file."""
    return re.sub(r"[^\w.-]+", "-", name).strip("-")


def save(figure: Figure, path: str | Path, columns: int | None = None, about: str = "") -> None:
    """Write a figure; the name's ending says what kind."""
    if columns:
        width, height = figure.get_size_inches()
        wanted = WIDTHS[columns]
        # Lower by less than narrower: the words keep their size.
        figure.set_size_inches(wanted, height * (wanted / width) ** 0.5 * (0.9 if columns == 1 else 1))
        for axes in figure.axes:
            axes.set_xlabel(textwrap.fill(axes.get_xlabel(), int(wanted * 14)))
            axes.set_title(textwrap.fill(axes.get_title(), int(wanted * 14)))
    write_bytes(path, picture(figure, Path(path).suffix.lower().lstrip("."), about))


def inline_svg(figure: Figure, name: str) -> str:
    """The figure as an element of an HTML page, whose ids begin with the name."""
    text = picture(figure, "svg").decode("utf-8")
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.S)
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r'(xlink:href="|url\()#', rf"\1#{name}-", text)
    return text.replace("<svg", f'<svg role="img" aria-label="{name}"', 1)


def new_figure(rows: int = 1, height: float = 4.0, width: float = 9.0) -> tuple[Figure, list]:
    """A figure with this number of diagrams, one below the other."""
    figure = Figure(figsize=(width, height * rows), layout="constrained")
    return figure, [figure.add_subplot(rows, 1, row + 1) for row in range(rows)]


def name_of(text: str) -> str:
    """Safe in a legend, where matplotlib takes $ for mathematics and hides what begins with _."""
    text = text.replace("$", r"\$")
    return "\u200b" + text if text.startswith("_") else text
