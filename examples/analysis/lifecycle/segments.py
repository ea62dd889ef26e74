# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""TCP segments out of packets; each once, however often it was captured on its way."""

from __future__ import annotations

import ipaddress
import re
import struct
from dataclasses import dataclass, field
from functools import cache
from typing import Iterable, Iterator

from .capture import Packet
from .copies import Copies
from .datagrams import Datagrams, Part
from .frames import NotIp, find_ip
from .notes import Notes

FIN, SYN, RST, PSH, ACK, URG, ECE, CWR = 1, 2, 4, 8, 16, 32, 64, 128


@dataclass(slots=True)
class Segment:
    """A TCP segment as it was captured."""

    time_ns: int
    source: tuple[str, int]  # address and port
    target: tuple[str, int]
    seq: int
    ack: int
    flags: int
    window: int
    length: int  # bytes of data it had on the wire
    number: int = 0  # of the packet in its capture, from 1
    ident: int = 0  # IPv4's identification
    timestamps: tuple[int, int] | None = None  # RFC 7323: TSval, TSecr
    sack: tuple[tuple[int, int], ...] = ()
    options: str = field(default="", compare=False)  # of a SYN, for a reader
    comment: str = field(default="", compare=False)

    def has(self, flags: int) -> bool:
        """Whether all of the flags are set."""
        return self.flags & flags == flags

    @property
    def span(self) -> int:
        """SEG.LEN: bytes of sequence space, SYN and FIN counted (RFC 9293, 3.4)."""
        return self.length + bool(self.flags & SYN) + bool(self.flags & FIN)

    @property
    def end(self) -> int:
        """The sequence number after its last byte."""
        return (self.seq + self.span) % 2**32

    def key(self) -> tuple:
        """What the same segment has in common in two captures."""
        return (
            self.source, self.target, self.seq, self.ack, self.flags, self.window, self.length,
            self.ident, self.timestamps, self.sack,
        )  # fmt: skip

    def label(self, own_base: int = 0, other_base: int = 0) -> str:
        """In packetdrill's notation, numbers relative to the bases: `F. 1:1(0) ack 1`."""
        letters = flag_letters(self.flags)
        first = (self.seq - own_base) % 2**32
        last = (self.seq + self.length - own_base) % 2**32
        text = f"{letters or '-'} {first}:{last}({self.length})"
        if self.flags & ACK:
            text += f" ack {(self.ack - other_base) % 2**32}"
        if self.sack:
            text += " <sack " + " ".join(
                f"{(a - other_base) % 2**32}:{(b - other_base) % 2**32}" for a, b in self.sack
            ) + ">"  # fmt: skip
        return text


def after(a: int, b: int) -> bool:
    """a > b in sequence numbers (RFC 9293, 3.4)."""
    return 0 < (a - b) % 2**32 < 2**31


def segments_of(packets: Iterable[Packet], notes: Notes | None = None) -> Iterator[Segment]:
    """The TCP segments among packets. What is passed over is added to the notes."""
    notes = notes if notes is not None else Notes()
    datagrams = Datagrams(notes)
    copies = Copies()
    passed = {"link": notes.links, "tunnel": notes.tunnels, "other": notes.others}
    for number, packet in enumerate(packets, 1):
        data = packet.data
        try:
            at = find_ip(packet.link, data)
            length = packet.length - at
            part = datagrams.tcp_part(packet.time_ns, data[at:], length)
            if part is None:
                continue
            segment = _segment(packet, number, part)
        except NotIp as holds:
            passed[holds.kind][holds.name] += 1
            continue
        except (struct.error, IndexError):
            if len(data) < packet.length:
                notes.cut_off(len(data))
            else:
                notes.others["what is too short for its headers"] += 1
            continue
        if segment is None:
            notes.others["damaged TCP headers"] += 1
        elif copies.is_copy(packet, at, part, segment.span):
            notes.copies += 1
        else:
            yield segment
    datagrams.finish()


_TEXT = re.compile(r"([SFRPUEW.-]+) (\d+):(\d+)\((\d+)\)(?: ack (\d+))?(?: win (\d+))?")
_LETTERS = {"F": FIN, "S": SYN, "R": RST, "P": PSH, ".": ACK, "U": URG, "E": ECE, "W": CWR}


def read_segment(
    text: str, time_ns: int, source: tuple[str, int], target: tuple[str, int]
) -> Segment | None:
    """A segment in packetdrill's notation, as transitions.csv has it; None if it is none."""
    found = _TEXT.match(text)
    if not found:
        return None
    flags = flags_of(found[1])
    return Segment(
        time_ns, source, target, int(found[2]), int(found[5] or 0), flags, int(found[6] or 0),
        int(found[4]),
    )  # fmt: skip


@cache
def flag_letters(flags: int) -> str:
    """Flags in packetdrill's notation, `S.`."""
    return "".join(
        letter for bit, letter in ((SYN, "S"), (FIN, "F"), (RST, "R"), (PSH, "P"), (URG, "U"),
                                   (ECE, "E"), (CWR, "W"), (ACK, "."))
        if flags & bit
    )  # fmt: skip


def flags_of(letters: str) -> int:
    """The flags of packetdrill's notation, `S.`."""
    return sum(_LETTERS.get(letter, 0) for letter in set(letters))


def sack_of(options: str) -> tuple[tuple[int, int], ...]:
    """The SACK blocks among options in packetdrill's notation."""
    return tuple((int(a), int(b)) for a, b in re.findall(r"(\d+):(\d+)", options))


_HEADER = struct.Struct("!HHIIBBH").unpack_from
_TIMESTAMPS = struct.Struct("!II").unpack_from
_addresses: dict[bytes, str] = {}


def _address(octets: bytes) -> str:
    text = _addresses.get(octets)
    if text is None:
        text = _addresses[octets] = str(ipaddress.ip_address(octets))
    return text


def _segment(packet: Packet, number: int, part: Part) -> Segment | None:
    data = part.data
    source_port, target_port, seq, ack, offset, flags, window = _HEADER(data)
    header = (offset >> 4) * 4
    if header < 20 or part.size < header:
        return None
    timestamps: tuple[int, int] | None = None
    sack: tuple[tuple[int, int], ...] = ()
    words = ""
    if header == 32 and not flags & SYN and data[20:24] == b"\x01\x01\x08\x0a" and len(data) >= 32:
        timestamps = _TIMESTAMPS(data, 24)  # as nearly all segments have it
    elif header > 20:
        timestamps, sack, found = _options(data[20:header])
        words = ",".join(found) if flags & SYN else ""
    return Segment(
        packet.time_ns,
        (_address(part.source), source_port),
        (_address(part.target), target_port),
        seq,
        ack if flags & ACK else 0,
        flags,
        window,
        part.size - header,
        number,
        part.ident,
        timestamps,
        sack,
        words,
        packet.comment,
    )


def _options(
    data: bytes,
) -> tuple[tuple[int, int] | None, tuple[tuple[int, int], ...], list[str]]:
    """Time stamps, SACK blocks, and a SYN's options in words (RFC 9293, 3.2)."""
    timestamps: tuple[int, int] | None = None
    sack: list[tuple[int, int]] = []
    words: list[str] = []
    at = 0
    while at < len(data) and data[at] != 0:
        if data[at] == 1:
            at += 1
            continue
        if at + 1 >= len(data) or data[at + 1] < 2 or at + data[at + 1] > len(data):
            break
        kind, value = data[at], data[at + 2 : at + data[at + 1]]
        at += data[at + 1]
        if kind == 2 and len(value) == 2:
            words.append(f"mss {struct.unpack('!H', value)[0]}")
        elif kind == 3 and len(value) == 1:
            words.append(f"wscale {value[0]}")
        elif kind == 4:
            words.append("sackOK")
        elif kind == 5 and len(value) % 8 == 0:
            sack += [struct.unpack_from("!II", value, i) for i in range(0, len(value), 8)]
        elif kind == 8 and len(value) == 8:
            timestamps = struct.unpack("!II", value)
            words.append("TS")
        elif kind in (34, 254):
            words.append("fastopen" if kind == 34 else "exp")
    return timestamps, tuple(sack), words
