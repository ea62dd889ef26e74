# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""TCP segments out of packets.

Link layers: Ethernet (with VLAN tags), raw IP, PPP, BSD's null and loop, Linux's cooked ones.
Fragments other than the first hold no TCP header and are passed over, as is whatever is no TCP.
"""

from __future__ import annotations

import ipaddress
import re
import struct
from dataclasses import dataclass, field
from typing import Iterable, Iterator

from .capture import Packet

# www.tcpdump.org/linktypes.html
NULL, ETHERNET, PPP, PPP_HDLC, RAW, LOOP, COOKED, IPV4, IPV6, COOKED2 = (
    0, 1, 9, 50, 101, 108, 113, 228, 229, 276,
)  # fmt: skip
_VLANS = (0x8100, 0x88A8, 0x9100)
_EXTENSIONS = (0, 43, 60, 135)  # RFC 8200, 4: those with a length in units of eight octets
_FRAGMENT = 44
_TCP = 6

FIN, SYN, RST, PSH, ACK, URG, ECE, CWR = 1, 2, 4, 8, 16, 32, 64, 128


@dataclass(frozen=True, slots=True)
class Segment:
    """A TCP segment as it was captured."""

    time_ns: int
    source: tuple[str, int]  # address and port
    target: tuple[str, int]
    seq: int
    ack: int
    flags: int
    window: int
    length: int  # octets of data it had on the wire
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
        """SEG.LEN: octets of sequence space, SYN and FIN counted (RFC 9293, 3.4)."""
        return self.length + bool(self.flags & SYN) + bool(self.flags & FIN)

    @property
    def end(self) -> int:
        """The sequence number after its last octet."""
        return (self.seq + self.span) % 2**32

    def key(self) -> tuple:
        """What the same segment has in common in two captures."""
        return (
            self.source, self.target, self.seq, self.ack, self.flags, self.window, self.length,
            self.ident, self.timestamps, self.sack,
        )  # fmt: skip

    def label(self, own_base: int = 0, other_base: int = 0) -> str:
        """In packetdrill's notation, numbers relative to the bases: `F. 1:1(0) ack 1`."""
        letters = "".join(
            letter for bit, letter in ((SYN, "S"), (FIN, "F"), (RST, "R"), (PSH, "P"), (URG, "U"),
                                       (ECE, "E"), (CWR, "W"), (ACK, "."))
            if self.flags & bit
        )  # fmt: skip
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


def segments_of(packets: Iterable[Packet]) -> Iterator[Segment]:
    """The TCP segments among packets."""
    for number, packet in enumerate(packets, 1):
        try:
            segment = _parse(packet, number)
        except (struct.error, IndexError):
            continue  # cut off within its headers by the capture's snapshot length
        if segment is not None:
            yield segment


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


def flags_of(letters: str) -> int:
    """The flags of packetdrill's notation, `S.`."""
    return sum(_LETTERS.get(letter, 0) for letter in set(letters))


def sack_of(options: str) -> tuple[tuple[int, int], ...]:
    """The SACK blocks among options in packetdrill's notation."""
    return tuple((int(a), int(b)) for a, b in re.findall(r"(\d+):(\d+)", options))


def _network(packet: Packet) -> bytes | None:
    """The IP packet inside the frame."""
    data, link = packet.data, packet.link
    if link in (RAW, IPV4, IPV6, 12, 14):  # 12 and 14: DLT_RAW of some systems
        return data
    if link == ETHERNET:
        at = 12
        (kind,) = struct.unpack_from("!H", data, at)
        while kind in _VLANS:
            at += 4
            (kind,) = struct.unpack_from("!H", data, at)
        return data[at + 2 :] if kind in (0x0800, 0x86DD) else None
    if link in (NULL, LOOP):
        return data[4:]
    if link in (PPP, PPP_HDLC):
        at = 2 if data[:2] == b"\xff\x03" else 0
        if data[at] & 1:  # RFC 1661, 6.5: compressed to one octet
            return data[at + 1 :] if data[at] in (0x21, 0x57) else None
        return data[at + 2 :] if data[at : at + 2] in (b"\x00\x21", b"\x00\x57") else None
    if link == COOKED:
        return data[16:] if data[14:16] in (b"\x08\x00", b"\x86\xdd") else None
    if link == COOKED2:
        return data[20:] if data[:2] in (b"\x08\x00", b"\x86\xdd") else None
    return None


def _parse(packet: Packet, number: int) -> Segment | None:
    data = _network(packet)
    if not data:
        return None
    version = data[0] >> 4
    if version == 4:
        header = (data[0] & 15) * 4
        total, ident, fragment = struct.unpack_from("!HHH", data, 2)
        if data[9] != _TCP or fragment & 0x1FFF:
            return None
        # 0 is what a network interface that cuts segments itself leaves
        size = (total or packet.length - (len(packet.data) - len(data))) - header
        source, target = data[12:16], data[16:20]
        return _tcp(packet, number, data[header:], size, ident, source, target)
    if version == 6:
        size, protocol = struct.unpack_from("!HB", data, 4)
        source, target = data[8:24], data[24:40]
        size = size or packet.length - (len(packet.data) - len(data)) - 40
        at = 40
        while protocol in _EXTENSIONS or protocol == _FRAGMENT:
            if protocol == _FRAGMENT and struct.unpack_from("!H", data, at + 2)[0] & 0xFFF8:
                return None
            step = 8 if protocol == _FRAGMENT else 8 * (data[at + 1] + 1)
            protocol = data[at]
            at += step
            size -= step
        if protocol == _TCP:
            return _tcp(packet, number, data[at:], size, 0, source, target)
    return None


def _tcp(
    packet: Packet, number: int, data: bytes, size: int, ident: int, source: bytes, target: bytes
) -> Segment | None:
    source_port, target_port, seq, ack, offset, flags, window = struct.unpack_from(
        "!HHIIBBH", data
    )
    header = (offset >> 4) * 4
    if header < 20 or size < header:
        return None
    timestamps, sack, words = _options(data[20:header])
    return Segment(
        packet.time_ns,
        (str(ipaddress.ip_address(source)), source_port),
        (str(ipaddress.ip_address(target)), target_port),
        seq,
        ack if flags & ACK else 0,
        flags,
        window,
        size - header,
        number,
        ident,
        timestamps,
        sack,
        ",".join(words) if flags & SYN else "",
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
