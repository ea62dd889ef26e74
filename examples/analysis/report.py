#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Makes one HTML page of a run: parameters, summary, figures, ladders, all connections.

    report.py results -o report.html

The page needs nothing but itself: no network, no other file. Its field searches all of it; a click
on a connection draws its ladder.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lifecycle import errors, output, report_data
from lifecycle.arguments import Parser
from lifecycle.columns import STATE_COLOURS
from lifecycle.errors import UseError
from lifecycle.runs import Run, open_run


def page(run: Run, slowest: int, failed: int, limit: int, drawn: int) -> str:
    """The whole page."""
    import jinja2

    folder = Path(report_data.__file__).parent
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined
    )
    table = run.connections
    bad = int((~table.outcome.isin(["closed", "open"])).sum())
    rest = len(table) - limit
    told = report_data.chosen(run, slowest, failed)
    script = (folder / "report.js").read_text(encoding="utf-8")
    return environment.get_template("report.html.j2").render(
        title=run.title(),
        abstract=report_data.abstract(run),
        parameters=list(run.about.items()),
        summary=report_data.summary(run),
        figures=report_data.figures(run),
        entries=report_data.entries(run, slowest, failed),
        unshown=f"Of {bad} ends that failed, at most {failed} are told of." if bad > failed else "",
        cut=f"The other {rest} ends are in {run.place('connections').name}." if rest > 0 else "",
        columns=report_data.COLUMNS,
        data=_for_script(report_data.table_rows(run, limit)),
        ladders=_for_script(report_data.ladders(run, drawn, told)),
        script=script.replace("%COLOURS%", json.dumps(STATE_COLOURS)),
    )


def _for_script(data: Any) -> str:
    """JSON within a script element, which only this ends."""
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")


def main(argv: list[str]) -> int:
    parser = Parser("report.py", __doc__)
    parser.add_argument("run", help="a run's folder")
    parser.add_argument("-o", "--out", required=True, metavar="FILE", help="the page")
    parser.add_argument(
        "--slowest", type=int, default=5, metavar="N",
        help="ladders of the N slowest to open and of the N slowest to close (default: 5)",
    )  # fmt: skip
    parser.add_argument(
        "--failed", type=int, default=10, metavar="N", help="ladders of N that failed (default: 10)"
    )
    parser.add_argument(
        "--rows", type=int, default=50000, metavar="N",
        help="of more ends, the page has the first N (default: 50000)",
    )  # fmt: skip
    parser.add_argument(
        "--ladders", type=int, default=2000, metavar="N",
        help="besides these, N connections can be drawn by a click (default: 2000)",
    )  # fmt: skip
    options = parser.parse_args(argv)
    for name in ("slowest", "failed", "rows", "ladders"):
        if getattr(options, name) < 0:
            raise UseError(f"--{name}: at least 0")
    if Path(options.out).is_dir():
        raise UseError(f"-o {options.out}: is a folder; give a file")
    run = open_run(options.run)
    report_data.check(run)
    text = page(run, options.slowest, options.failed, options.rows, options.ladders)
    output.write_text(options.out, text)
    return 0


if __name__ == "__main__":
    errors.run("report.py", main)
