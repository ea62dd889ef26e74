# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Packets out of pcap and pcapng, as a stream, with times in whole nanoseconds.

pcap (draft-ietf-opsawg-pcap) in both byte orders, with microseconds or nanoseconds; pcapng
(draft-ietf-opsawg-pcapng) with several sections and interfaces, either byte order, any
resolution, and comments. A file that ends in the middle of a packet, as one does whose tcpdump was
killed, is read up to there, with a warning; one that says that a packet is larger than any can be
is refused with the place where it goes wrong. dpkt and Scapy read past both silently, and dpkt's
times are floating-point numbers: microseconds are not exact.
"""

from __future__ import annotations

import gzip
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Iterator

from .errors import InputError, os_error
from .notes import Notes

# draft-ietf-opsawg-pcap, 4; the byte order is that in which these read so
MICROSECONDS = 0xA1B2C3D4
NANOSECONDS = 0xA1B23C4D
# draft-ietf-opsawg-pcapng, 4.1
SECTION = 0x0A0D0D0A
BYTE_ORDER = 0x1A2B3C4D
INTERFACE, OLD_PACKET, SIMPLE_PACKET, ENHANCED_PACKET = 1, 2, 3, 6

MAX_PACKET = 1 << 22  # bytes; libpcap's largest snapshot is 262144, that of USB 128 MiB
MAX_BLOCK = 1 << 24  # bytes; as in libpcap
MAX_TIME = 1 << 62  # ns; in the year 2116

_DAMAGED = "the file is damaged"
_NO_CAPTURE = "give a pcap or pcapng file, such as tcpdump -w and Wireshark write"


@dataclass(slots=True)
class Packet:
    """A captured packet."""

    time_ns: int  # since the capture's epoch
    link: int  # LINKTYPE_ value
    data: bytes  # as much of it as was captured
    length: int  # bytes it had on the wire
    comment: str = ""  # pcapng's opt_comment
    interface: int = 0  # its number in pcapng
    direction: int = 0  # pcapng's epb_flags: 1 inbound, 2 outbound


class _CutOff(Exception):
    """The file ends where something should go on."""


def read_packets(path: str | Path, notes: Notes | None = None) -> Iterator[Packet]:
    """The packets of a capture in the order of the file, one by one.

    That the file was cut off is added to the notes.
    """
    path = Path(path)
    reader = None
    try:
        with open(path, "rb") as raw:
            file: BinaryIO = raw
            if raw.peek(2)[:2] == b"\x1f\x8b":  # type: ignore[attr-defined]
                file = gzip.open(raw, "rb")  # type: ignore[assignment]
            reader = _Reader(path, file)
            yield from reader.packets()
    except (_CutOff, EOFError) as cut:
        at = reader.at if reader else 0
        what = str(cut) if isinstance(cut, _CutOff) else "compressed data"
        if reader is None or not reader.begun:
            raise InputError(path, f"byte {at}: the file ends in {what}", _NO_CAPTURE) from None
        if notes is not None:
            notes.warnings.append(
                f"byte {at}: the file ends in {what}: it is truncated, and is read up to there"
            )
    except (gzip.BadGzipFile, zlib.error) as error:
        raise InputError(path, f"damaged gzip: {error}", _NO_CAPTURE) from None
    except OSError as error:
        raise os_error(path, error) from None


@dataclass
class _Interface:
    link: int
    snap: int
    units: int = 10**6  # of a time, in a second
    offset: int = 0  # seconds to be added


class _Reader:
    def __init__(self, path: Path, file: BinaryIO):
        self._path = path
        self._file = file
        self.at = 0  # bytes read
        self.begun = False  # the header of the file was read
        self._order = "<"
        self._interfaces: list[_Interface] = []

    def _fail(self, message: str, remedy: str = _DAMAGED) -> InputError:
        return InputError(self._path, f"byte {self.at}: {message}", remedy)

    def _take(self, size: int, what: str) -> bytes:
        """Exactly this number of bytes."""
        data = self._file.read(size)
        if len(data) < size:
            raise _CutOff(what)
        self.at += size
        return data

    def _unpack(self, fields: str, data: bytes, offset: int = 0) -> tuple[int, ...]:
        return struct.unpack_from(self._order + fields, data, offset)

    def packets(self) -> Iterator[Packet]:
        first = self._file.read(4)
        if not first:
            raise InputError(self._path, "the file is empty", _NO_CAPTURE)
        self.at = len(first)
        if len(first) == 4:
            for order in "<>":
                (magic,) = struct.unpack(order + "I", first)
                if magic in (MICROSECONDS, NANOSECONDS):
                    self._order = order
                    yield from self._pcap(1000 if magic == MICROSECONDS else 1)
                    return
            if struct.unpack("<I", first)[0] == SECTION:
                yield from self._pcapng()
                return
        raise InputError(self._path, "is neither pcap nor pcapng", _NO_CAPTURE)

    def _pcap(self, unit: int) -> Iterator[Packet]:
        header = self._take(20, "the file's header")
        link = self._unpack("I", header, 16)[0] & 0xFFFF
        self.begun = True
        read, unpack = self._file.read, struct.Struct(self._order + "IIII").unpack
        while True:
            begin = read(16)
            if not begin:
                return
            if len(begin) < 16:
                raise _CutOff("a packet's header")
            seconds, part, kept, length = unpack(begin)
            if kept > MAX_PACKET:
                raise self._fail(f"a packet of {kept} bytes")
            self.at += 16
            yield Packet(
                seconds * 10**9 + part * unit, link, self._take(kept, "a packet"), length
            )

    def _pcapng(self) -> Iterator[Packet]:
        kind = SECTION
        while True:
            body = self._block(kind)
            self.begun = True
            if kind == INTERFACE:
                self._add_interface(body)
            elif kind == ENHANCED_PACKET:
                yield self._packet(body, "IIIII", 20)
            elif kind == OLD_PACKET:
                yield self._packet(body, "HHIIII", 20)
            elif kind == SIMPLE_PACKET:
                raise self._fail(
                    "a Simple Packet Block: a packet without time", "convert it with editcap"
                )
            begin = self._file.read(4)
            if not begin:
                return
            if len(begin) < 4:
                raise _CutOff("a block's header")
            self.at += 4
            kind = self._unpack("I", begin)[0]

    def _block(self, kind: int) -> bytes:
        """The rest of a block whose type was read; a section's tells the byte order."""
        size_octets = self._take(4, "a block's header")
        body_start = b""
        if kind == SECTION:
            body_start = self._take(4, "a section's header")
            for order in "<>":
                if struct.unpack(order + "I", body_start)[0] == BYTE_ORDER:
                    self._order = order
                    break
            else:
                raise self._fail("a section without byte-order magic", _NO_CAPTURE)
            self._interfaces = []
        (size,) = self._unpack("I", size_octets)
        if size < 12 + len(body_start) or size % 4 or size > MAX_BLOCK:
            raise self._fail(f"a block of {size} bytes")
        body = body_start + self._take(size - 12 - len(body_start), "a block")
        if self._take(4, "a block") != size_octets:
            raise self._fail("the two lengths of a block differ")
        return body

    def _options(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        at = 0
        while at + 4 <= len(data):
            code, size = self._unpack("HH", data, at)
            if code == 0:
                return
            if at + 4 + size > len(data):
                raise self._fail("an option longer than its block")
            yield code, data[at + 4 : at + 4 + size]
            at += 4 + (size + 3 & ~3)

    def _add_interface(self, body: bytes) -> None:
        if len(body) < 8:
            raise self._fail("an interface of too few bytes")
        link, _, snap = self._unpack("HHI", body)
        interface = _Interface(link, snap)
        for code, value in self._options(body[8:]):
            if code == 9 and len(value) == 1:  # if_tsresol
                exponent = value[0] & 0x7F
                interface.units = 2**exponent if value[0] & 0x80 else 10**exponent
            elif code == 14 and len(value) == 8:  # if_tsoffset
                (interface.offset,) = self._unpack("q", value)
        self._interfaces.append(interface)

    def _packet(self, body: bytes, fields: str, size: int) -> Packet:
        if len(body) < size:
            raise self._fail("a packet's block of too few bytes")
        values = self._unpack(fields, body)
        number = values[0]
        high, low, kept, length = values[-4:]
        if number >= len(self._interfaces):
            raise self._fail(f"a packet of interface {number}, which is not described")
        if kept > len(body) - size:
            raise self._fail("a packet longer than its block")
        interface = self._interfaces[number]
        ticks = high << 32 | low
        time_ns = interface.offset * 10**9 + ticks * 10**9 // interface.units
        if abs(time_ns) >= MAX_TIME:
            raise self._fail("a packet with an invalid time")
        packet = Packet(time_ns, interface.link, body[size : size + kept], length, "", number)
        for code, value in self._options(body[size + (kept + 3 & ~3) :]):
            if code == 1:
                text = value.decode("utf-8", "replace")
                packet.comment = f"{packet.comment}\n{text}" if packet.comment else text
            elif code == 2 and len(value) == 4:  # epb_flags
                packet.direction = self._unpack("I", value)[0] & 3
        return packet
