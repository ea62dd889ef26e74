# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The file that describes a sweep, and the runs that follow from it.

TOML, read by Python's tomllib. What it means is checked here, and a complaint names the line.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import InputError, UseError, os_error
from .measures import BY_NAME, measure_of

KEYS = {
    "program": str,
    "arguments": list,
    "repetitions": int,
    "timeout": (int, float),
    "measures": list,
    "confidence": float,
    "random": str,
    "out_argument": str,
    "run_argument": str,
    "x_scale": str,
    "y_scale": str,
    "parameters": dict,
}
DEFAULT_PLOTS = ["connect", "close", "dwell_last_ack", "dwell_time_wait", "connected"]
# ns-3 has 2^51 substreams in a stream (L'Ecuyer, Simard, Chen and Kelton 2002).
RUN_BITS = 48


@dataclass(frozen=True)
class Value:
    """One value of a parameter."""

    text: str  # in tables
    arguments: tuple[str, ...]  # on the command line


@dataclass(frozen=True)
class PlannedRun:
    """One run."""

    index: int  # in the sweep
    key: str  # its folder's name
    values: tuple[str, ...]  # by parameter
    repetition: int  # from 1
    random_run: int  # ns-3's RngRun
    arguments: tuple[str, ...]  # all but those for folder and random numbers


@dataclass
class Sweep:
    """What the file says."""

    path: Path
    program: str
    arguments: tuple[str, ...]
    repetitions: int
    parameters: dict[str, list[Value]]
    measures: list[str]
    plots: list[str]
    confidence: float = 0.95
    timeout: float | None = None
    common: bool = False  # the same random numbers for all values
    out_argument: str = "--out={}"
    run_argument: str = "--RngRun={}"
    scales: tuple[str, str] = ("linear", "linear")  # of plots
    runs: list[PlannedRun] = field(default_factory=list)


class _Checker:
    def __init__(self, path: Path, text: str):
        self._path = path
        self._lines = text.splitlines()

    def fail(self, key: str, message: str, remedy: str = "", section: str = "") -> InputError:
        """A complaint about a key, with its line."""
        line = None
        inside = ""
        for number, content in enumerate(self._lines, 1):
            head = re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", content)
            if head:
                inside = head.group(1)
                if inside.split(".")[-1].strip("\"'") == key:
                    line = line or number
            elif re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", content) and inside == section:
                line = number
                break
        return InputError(self._path, message, remedy, line)

    def keys(self, data: dict[str, Any]) -> None:
        for key, value in data.items():
            if key not in KEYS:
                raise self.fail(key, f"unknown key '{key}'", f"there are {', '.join(KEYS)}")
            wanted = KEYS[key]
            if not isinstance(value, wanted) or isinstance(value, bool):
                names = {str: "a text", list: "a list", int: "a whole number", dict: "a table"}
                name = names.get(wanted, "a number")  # type: ignore[call-overload]
                raise self.fail(key, f"{key}: should be {name}")
        if "program" not in data:
            raise InputError(self._path, "there is no program", 'add: program = "..."')

    def texts(self, data: dict[str, Any], key: str) -> list[str]:
        values = data.get(key, [])
        if not all(isinstance(value, str) for value in values):
            raise self.fail(key, f"{key}: should be a list of texts")
        return values

    def values(self, name: str, values: Any) -> list[Value]:
        section = "parameters"
        if isinstance(values, dict):
            found = []
            for text, arguments in values.items():
                if not isinstance(arguments, list) or not all(
                    isinstance(argument, str) for argument in arguments
                ):
                    raise self.fail(
                        text, f"{name}: '{text}' should be a list of arguments",
                        'such as ["--loss=0.1"]', f"{section}.{name}",
                    )  # fmt: skip
                found.append(Value(text, tuple(arguments)))
        elif isinstance(values, list):
            found = []
            for value in values:
                if not isinstance(value, (str, int, float)):
                    raise self.fail(
                        name, f"{name}: {value!r} is neither text nor a number", "", section
                    )
                text = str(value).lower() if isinstance(value, bool) else str(value)
                found.append(Value(text, (f"--{name}={text}",)))
        else:
            raise self.fail(name, f"{name}: should be a list of values", f"{name} = [..]", section)
        if not found:
            raise self.fail(name, f"{name}: has no value", "", section)
        texts = [value.text for value in found]
        twice = next((text for text in texts if texts.count(text) > 1), None)
        if twice is not None:
            raise self.fail(name, f"{name}: has the value {twice} twice", "", section)
        return found


def read_sweep(path: str | Path, program: str | None = None) -> Sweep:
    """The sweep that a file describes."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise os_error(path, error) from None
    except UnicodeDecodeError:
        raise InputError(path, "is not text", "give a sweep file") from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        if "(at end of document)" in str(error):
            message = str(error).replace(" (at end of document)", "")
            raise InputError(path, message, "the file ends there", text.count("\n")) from None
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        if place:
            message = f"column {place[2]}: {str(error).split(' (at')[0]}"
            raise InputError(path, message, "", int(place[1])) from None
        raise InputError(path, str(error)) from None
    checker = _Checker(path, text)
    checker.keys(data)
    if data.get("repetitions", 1) < 1:
        raise checker.fail("repetitions", "repetitions: at least 1")
    if not 0 < data.get("confidence", 0.95) < 1:
        raise checker.fail("confidence", "confidence: between 0 and 1")
    if data.get("timeout", 1) <= 0:
        raise checker.fail("timeout", "timeout: more than 0 s")
    if data.get("random", "independent") not in ("independent", "common"):
        raise checker.fail("random", "random: should be independent or common")
    for key in ("x_scale", "y_scale"):
        if data.get(key, "linear") not in ("linear", "log"):
            raise checker.fail(key, f"{key}: should be linear or log")
    for key in ("out_argument", "run_argument"):
        if data.get(key, "{}").count("{}") != 1:
            raise checker.fail(key, f"{key}: should contain {{}} once", 'such as "--out={}"')
    measures = checker.texts(data, "measures")
    for name in measures:
        try:
            measure_of(name)
        except UseError as error:
            raise checker.fail("measures", str(error)) from None
    sweep = Sweep(
        path,
        program or data["program"],
        tuple(checker.texts(data, "arguments")),
        data.get("repetitions", 1),
        {
            name: checker.values(name, values)
            for name, values in data.get("parameters", {}).items()
        },
        measures or list(BY_NAME),
        measures or DEFAULT_PLOTS,
        data.get("confidence", 0.95),
        data.get("timeout"),
        data.get("random") == "common",
        data.get("out_argument", "--out={}"),
        data.get("run_argument", "--RngRun={}"),
        (data.get("x_scale", "linear"), data.get("y_scale", "linear")),
    )
    sweep.runs = _plan(sweep)
    return sweep


def _hash(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _plan(sweep: Sweep) -> list[PlannedRun]:
    """All runs: every combination, so often. A run's key and random numbers follow from what it is,
    so that a value added to the file leaves the runs that are done as they are."""
    runs: list[PlannedRun] = []
    names = list(sweep.parameters)
    for values in itertools.product(*sweep.parameters.values()):
        arguments = [argument for value in values for argument in value.arguments]
        what = [sweep.arguments, sorted(zip(names, [value.arguments for value in values]))]
        for repetition in range(1, sweep.repetitions + 1):
            dice = _hash("common", repetition) if sweep.common else _hash(what, repetition)
            runs.append(
                PlannedRun(
                    len(runs),
                    _hash(what, repetition, sweep.common)[:20],
                    tuple(value.text for value in values),
                    repetition,
                    int(dice, 16) % (2**RUN_BITS - 1) + 1,
                    sweep.arguments + tuple(arguments),
                )
            )
    return runs
