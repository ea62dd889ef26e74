#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Fuzzes what the analysis scripts read: pcap, pcapng, CSV tables, run.json, sweep files.

Usage: fuzz-readers.py [--runs=N] [--seed=N] [--seconds=S] [--only=READER] [FILE...]

--seconds is for each reader. Valid files are made, a few bytes or words of each changed at random, and read. A reader gives its result or
raises InputError or UseError, with a message of one line that names the file. Anything else is a
defect: the input is written to fuzz-readers.crash, which is an argument as every FILE is (with --only).

Exit status: 0; 1: a defect; 2: wrong arguments; 77: pandas is missing.
"""

import argparse
import random
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "test" / "analysis"), str(ROOT / "examples" / "analysis")]

try:
    import pandas  # noqa: F401  (the tables)
except ImportError:
    print("skipped: the Python module pandas is missing")
    sys.exit(77)

import made_capture as made  # noqa: E402
import made_run  # noqa: E402
from lifecycle.about import read_about  # noqa: E402
from lifecycle.api import read_captures  # noqa: E402
from lifecycle.errors import InputError, UseError  # noqa: E402
from lifecycle.sweep_file import read_sweep  # noqa: E402
from lifecycle.tables import read_connections, read_transitions  # noqa: E402

SIGNS = b"\n\r\t ,;:.=\"'[]{}()#-+0123456789eEnNaA\x00\xff"


def captures():
    """pcap and pcapng files: Ethernet, a VLAN, several interfaces, raw IP."""
    talk = made.Talk()
    talk.whole()
    frames = [(one.time_ns, made.framed(1, packet)) for one in talk.sent for packet in made.packets(one)]
    return [made.pcap(frames), made.pcap(frames, nano=False), made.on_two_interfaces(talk.sent),
            made.on_bridge(talk.sent), made.on_router(talk.sent)]


def read_folder(path):
    """run.json in a folder of its own."""
    read_about(path.parent)


def change(rng, seed):
    """A changed copy."""
    data = bytearray(seed)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(6)
        if kind == 0:
            del data[at:at + rng.randint(1, 12)]
        elif kind == 1:
            data[at:at] = bytes(rng.randrange(256) for _ in range(rng.randint(1, 4)))
        elif kind == 2:
            data[at:at] = bytes([rng.choice(SIGNS)])
        elif kind == 3 and data:
            data[at:at] = data[at // 2:at // 2 + rng.randint(1, 40)]
        elif at < len(data):
            data[at] = rng.choice(SIGNS) if kind == 4 else data[at] ^ 1 << rng.randrange(8)
    return bytes(data)


class Reader:
    """A reader, a name for its file, and what is valid."""

    def __init__(self, read, name, seeds):
        self.read, self.name, self.seeds = read, name, seeds

    def attempt(self, folder, data):
        """The complaint about the reader, or None."""
        path = folder / self.name
        path.write_bytes(data)
        try:
            self.read(path)
        except (InputError, UseError) as error:
            text = str(error)
            if not text.strip() or not text.isprintable():
                return f"not one line that can be printed: {text!r}"
            if isinstance(error, InputError) and str(folder) not in text:
                return f"no file is named: {text}"
        except Exception:  # pylint: disable=broad-except
            return traceback.format_exc()
        return None


def readers(folder):
    """All, by name."""
    made_run.make_run(folder / "run", 3)
    run = {path.name: path.read_bytes() for path in (folder / "run").iterdir()}
    sweeps = [path.read_bytes() for path in sorted((ROOT / "examples" / "analysis").glob("*.toml"))]
    return {
        "capture": Reader(read_captures, "c.pcap", captures()),
        "connections": Reader(read_connections, "connections.csv", [run["connections.csv"]]),
        "transitions": Reader(read_transitions, "transitions.csv", [run["transitions.csv"]]),
        "about": Reader(read_folder, "run.json", [run["run.json"]]),
        "sweep": Reader(read_sweep, "s.toml", sweeps),
    }


def inputs_of(reader, rng, arguments):
    """The files of the command line; or what is valid, then what is changed."""
    if arguments.files:
        yield from (path.read_bytes() for path in arguments.files)
        return
    yield from reader.seeds
    for _ in range(arguments.runs):
        yield change(rng, rng.choice(reader.seeds))


def main():
    """\\return the exit status"""
    parser = argparse.ArgumentParser(description="Fuzzes the readers of the analysis scripts.")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--only", default="")
    parser.add_argument("files", nargs="*", type=Path)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    defects = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for key, reader in readers(folder).items():
            if arguments.only not in ("", key):
                continue
            began = time.monotonic()
            count = 0
            for data in inputs_of(reader, random.Random(f"{arguments.seed} {key}"), arguments):
                if time.monotonic() - began > arguments.seconds:
                    break
                count += 1
                complaint = reader.attempt(folder, data)
                if complaint:
                    Path("fuzz-readers.crash").write_bytes(data)
                    print(f"{key}: {complaint}\nthe input is in fuzz-readers.crash")
                    defects += 1
                    break
            print(f"{key}: {count} inputs", flush=True)
    return 1 if defects else 0


if __name__ == "__main__":
    sys.exit(main())
