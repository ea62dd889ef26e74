# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What plots have in common: no window, the same bytes for the same data, whole files."""

from __future__ import annotations

import io
import re
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

from matplotlib.figure import Figure  # noqa: E402

from .errors import UseError  # noqa: E402
from .output import write_bytes  # noqa: E402

COLOURS = ["#1b6ca8", "#c2571a", "#2e7d32", "#7b3fa0", "#8a6d00", "#444444", "#b5473c", "#2aa7a1"]
KINDS = (".svg", ".png", ".pdf")

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
        raise UseError(f"-o {path}: its name should end in {', '.join(KINDS)}")


def picture(figure: Figure, kind: str) -> bytes:
    """The figure as a file's content."""
    buffer = io.BytesIO()
    dates = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {"Software": None}}
    figure.savefig(buffer, format=kind, metadata=dates[kind], dpi=144)
    return buffer.getvalue()


def save(figure: Figure, path: str | Path) -> None:
    """Write a figure; the name's ending says what kind."""
    write_bytes(path, picture(figure, Path(path).suffix.lower().lstrip(".")))


def inline_svg(figure: Figure, name: str) -> str:
    """The figure as an element of an HTML page, whose ids begin with the name."""
    text = picture(figure, "svg").decode("utf-8")
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.S)
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r'(xlink:href="|url\()#', rf"\1#{name}-", text)
    return text.replace("<svg", f'<svg role="img" aria-label="{name}"', 1)


def new_figure(rows: int = 1, height: float = 4.0, width: float = 9.0) -> tuple[Figure, list]:
    """A figure with so many diagrams one below the other."""
    figure = Figure(figsize=(width, height * rows), layout="constrained")
    return figure, [figure.add_subplot(rows, 1, row + 1) for row in range(rows)]


def name_of(text: str) -> str:
    """Safe in a legend, where matplotlib takes $ for mathematics and hides what begins with _."""
    text = text.replace("$", r"\$")
    return "\u200b" + text if text.startswith("_") else text
