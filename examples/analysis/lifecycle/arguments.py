# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Command lines of the scripts: what is wrong is said in one line, with what was likely meant."""

from __future__ import annotations

import argparse
import math
import re
from typing import Any, NoReturn, Sequence

from .errors import UseError, nearest


class Parser(argparse.ArgumentParser):
    """As argparse's, but options are not abbreviated, and complaints are those of errors.run()."""

    def __init__(self, name: str, description: str | None):
        super().__init__(
            prog=name,
            description=description,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def parse_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:
        """The options; what is none is refused."""
        options, others = self.parse_known_args(args, namespace)
        for word in others:
            self._unknown(word)
        return options

    def parse_known_args(
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """As argparse's; an unknown option is named before what is missing because of it."""
        for word in args or ():
            name = word.partition("=")[0]
            if word == "--":
                break
            if name.startswith("--") and name not in self._option_string_actions:
                self._unknown(word)
        return super().parse_known_args(args, namespace)

    def _unknown(self, word: str) -> NoReturn:
        names = [name for name in self._option_string_actions if name.startswith("--")]
        near = nearest(word.partition("=")[0], names)
        if word.startswith("-"):
            raise UseError(f"'{word}' is not an option; nearest: {near}")
        raise UseError(f"'{word}' is one argument too many")

    def error(self, message: str) -> NoReturn:
        """Called by argparse."""
        missing = re.fullmatch(r"the following arguments are required: (.*)", message)
        if missing:
            raise UseError(f"{missing[1]}: missing")
        message = re.sub(r"^argument ", "", message)
        choice = re.search(r"invalid choice: '(.*)' \(choose from (.*)\)$", message)
        if choice:
            names = re.findall(r"[^', ]+", choice[2])
            message += f"; nearest: {nearest(choice[1], names)}"
        raise UseError(message)


def number(text: str) -> float:
    """A finite number, for argparse."""
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value
