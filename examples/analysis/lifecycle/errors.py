# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Complaints about input, and how a script ends."""

from __future__ import annotations

import difflib
import errno
import os
import signal
import sys
from pathlib import Path
from types import TracebackType
from typing import Callable, Iterable, NoReturn

# Python's standard library is not all that is needed.
_PACKAGES = {"numpy", "pandas", "matplotlib", "scipy", "jinja2", "dask", "distributed"}

FAILED = 1  # the system refused: a full disk, no permission, no memory
WRONG_INPUT = 2  # a file cannot be used, or an argument makes no sense, as argparse has it


def printable(text: str) -> str:
    """A message may repeat what is in a file: what cannot be printed is escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class InputError(Exception):
    """A file that cannot be used: where, what is wrong, and what can be done."""

    status = WRONG_INPUT

    def __init__(self, path: str | Path, message: str, remedy: str = "", line: int | None = None):
        place = f"{path}:{line}" if line is not None else str(path)
        super().__init__(printable(f"{place}: {message}" + (f"; {remedy}" if remedy else "")))


class UseError(Exception):
    """An argument that makes no sense."""

    def __init__(self, message: str):
        super().__init__(printable(message))


def nearest(text: str, names: Iterable[str]) -> str:
    """The name that is most like a text."""
    return difflib.get_close_matches(text, list(names), 1, 0.0)[0]


def os_error(path: str | Path, error: OSError) -> InputError:
    """A complaint that says what the operating system said, and what helps."""
    remedies = {
        errno.ENOENT: "give the path of an existing file or folder",
        errno.ENOSPC: "the disk is full: free some space; existing files are unchanged",
        errno.EDQUOT: "the quota is exceeded: free some space; existing files are unchanged",
        errno.EACCES: "ask for the permission, or give another path",
        errno.EISDIR: "give a file, not a folder",
        errno.ENOTDIR: "give a folder, not a file",
        errno.EFBIG: "the file exceeds the size limit; existing files are unchanged",
    }
    text = os.strerror(error.errno) if error.errno else str(error)
    wrong = InputError(path, text, remedies.get(error.errno or 0, ""))
    if error.errno not in (errno.ENOENT, errno.EISDIR, errno.ENOTDIR):
        wrong.status = FAILED
    return wrong


def run(name: str, main: Callable[[list[str]], int | None]) -> NoReturn:
    """Call main with the arguments and end with its status.

    Complaints go to standard error in one line each, without a traceback: 2 for input and
    arguments that are wrong, 1 for what the system refuses.
    """
    try:
        status = main(sys.argv[1:]) or 0
        sys.stdout.flush()
    except InputError as error:
        status = complain(name, str(error), error.status)
    except UseError as error:
        status = complain(name, f"{error}; see --help", WRONG_INPUT)
    except BrokenPipeError:
        status = 128 + signal.SIGPIPE  # the reader has gone
    except OSError as error:
        status = complain(name, str(os_error(error.filename or "output", error)), FAILED)
    except KeyboardInterrupt:
        status = 128 + signal.SIGINT
    except MemoryError:
        status = complain(name, "out of memory; use a smaller run or capture", FAILED)
    finish_output()
    sys.exit(status)


def finish_output() -> None:
    """Write what waits to be printed, if it can be; Python must not try again when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(name: str, text: str, status: int) -> int:
    """Say what is wrong on standard error. Return the status."""
    print(f"{name}: {text}", file=sys.stderr)
    return status


def _without_module(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Name a package that is missing, in place of a traceback."""
    name = (getattr(error, "name", None) or "").partition(".")[0]
    if not isinstance(error, ModuleNotFoundError) or name not in _PACKAGES:
        sys.__excepthook__(kind, error, trace)
        return
    text = f"there is no Python module {name}; bash .ci/install.sh analysis, then /usr/bin/python3"
    complain(Path(sys.argv[0]).name, text, WRONG_INPUT)
    sys.stderr.flush()
    os._exit(WRONG_INPUT)  # the status would be 1


# The scripts import this first, and others after it. Who imports the package has tracebacks.
if Path(sys.argv[0]).resolve().parent == Path(__file__).resolve().parent.parent:
    sys.excepthook = _without_module
