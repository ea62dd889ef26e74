# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""What the tests of captures share: reading them, and what is concluded."""

from __future__ import annotations

import support

support.need_modules("pandas")

from lifecycle.capture import read_packets  # noqa: E402
from lifecycle.connections import connections_of  # noqa: E402
from lifecycle.notes import Notes  # noqa: E402
from lifecycle.segments import segments_of  # noqa: E402
from lifecycle.tracker import track  # noqa: E402


def read(*paths):
    """The connections of captures, and the notes of the first one."""
    notes = [Notes(path) for path in paths]
    found = connections_of(
        [segments_of(read_packets(path, note), note) for path, note in zip(paths, notes)]
    )
    return found, notes[0]


def states(connection):
    """By end."""
    changes, _ = track(connection)
    return tuple([change.state for change in changes if change.end == end] for end in (0, 1))


def lost(connection):
    """What is said to be lost, by number of the segment."""
    return {f.segment.number: f.lost for f in connection.flights if f.lost}
