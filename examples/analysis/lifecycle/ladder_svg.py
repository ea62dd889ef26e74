# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""A ladder as SVG, and as PNG by matplotlib."""

from __future__ import annotations

import io
from xml.sax.saxutils import escape

from .ladder import Ladder
from .ladder_layout import Box, Drawing, Line, Shape, Words, layout

SANS = "'DejaVu Sans','Segoe UI','Helvetica Neue',Arial,sans-serif"
MONO = "'DejaVu Sans Mono',Menlo,Consolas,monospace"


def ladder_svg(ladder: Ladder, standalone: bool = True) -> str:
    """The ladder as SVG: a file, or an element of an HTML page."""
    drawing = layout(ladder)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>'] if standalone else []
    lines.append(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width:g} '
        f'{drawing.height:g}" width="{drawing.width:g}" height="{drawing.height:g}" role="img" '
        f'font-family="{SANS}">'
    )
    lines.append(f"<title>{escape(drawing.title)}</title>")
    lines.append('<rect width="100%" height="100%" fill="#ffffff"/>')
    lines += [_element(part) for part in drawing.parts]
    return "\n".join([*lines, "</svg>", ""])


def _element(part: Line | Box | Shape | Words) -> str:
    if isinstance(part, Line):
        dash = ' stroke-dasharray="2 3"' if part.dashed else ""
        return (
            f'<path d="M{part.x1:.1f} {part.y1:.1f}L{part.x2:.1f} {part.y2:.1f}" '
            f'stroke="{part.colour}" stroke-width="1.4"{dash}/>'
        )
    if isinstance(part, Box):
        return (
            f'<rect x="{part.x:.1f}" y="{part.y:.1f}" width="{part.width:.1f}" '
            f'height="{part.height:.1f}" fill="{part.colour}"/>'
        )
    if isinstance(part, Shape):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in part.points)
        return f'<polygon points="{points}" fill="{part.colour}"/>'
    more = ' font-weight="bold"' if part.bold else ""
    more += f' font-family="{MONO}"' if part.mono else ""
    if part.angle:
        more += f' transform="rotate({part.angle:.2f} {part.x:.1f} {part.y:.1f})"'
    return (
        f'<text x="{part.x:.1f}" y="{part.y:.1f}" font-size="{part.size:g}" '
        f'text-anchor="{part.anchor}" fill="{part.colour}"{more}>{escape(part.text)}</text>'
    )


def ladder_png(ladder: Ladder, scale: float = 1.5) -> bytes:
    """The ladder as PNG, so many pixels for each unit of the layout."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib.figure import Figure

    drawing: Drawing = layout(ladder)
    dpi = 72.0 * scale
    figure = Figure(figsize=(drawing.width / 72.0, drawing.height / 72.0), dpi=dpi)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, drawing.width)
    axes.set_ylim(drawing.height, 0)
    axes.axis("off")
    for part in drawing.parts:
        _paint(axes, part)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=dpi, facecolor="white", metadata={"Software": None})
    return buffer.getvalue()


def _paint(axes, part: Line | Box | Shape | Words) -> None:  # type: ignore[no-untyped-def]
    from matplotlib.patches import Polygon, Rectangle

    if isinstance(part, Line):
        style = (0, (2, 3)) if part.dashed else "solid"
        axes.plot(
            [part.x1, part.x2], [part.y1, part.y2], color=part.colour, linewidth=1.4, ls=style
        )
    elif isinstance(part, Box):
        axes.add_patch(
            Rectangle((part.x, part.y), part.width, part.height, color=part.colour, linewidth=0)
        )
    elif isinstance(part, Shape):
        axes.add_patch(Polygon(part.points, color=part.colour, linewidth=0))
    else:
        axes.text(
            part.x,
            part.y,
            part.text.replace("$", r"\$"),
            fontsize=part.size,
            color=part.colour,
            ha={"start": "left", "middle": "center", "end": "right"}[part.anchor],
            va="baseline",
            weight="bold" if part.bold else "normal",
            family="DejaVu Sans Mono" if part.mono else "DejaVu Sans",
            rotation=-part.angle,
            rotation_mode="anchor",
        )
