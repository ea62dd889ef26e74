# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Writes captures: segments, the IP packets and frames around them, pcap and pcapng files.

Headers as in RFC 9293, RFC 791, RFC 8200, IEEE 802.1Q, www.tcpdump.org/linktypes.
"""

from __future__ import annotations

import ipaddress
import itertools
import struct
from dataclasses import dataclass, field
from pathlib import Path

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
CLIENT, SERVER = ("192.0.2.7", 41000), ("192.0.2.9", 443)
CLIENT6, SERVER6 = ("2001:db8::7", 41000), ("2001:db8::9", 443)
MS = 10**6


@dataclass
class Sent:
    """A segment, when it came by."""

    time_ns: int
    source: tuple
    target: tuple
    flags: int
    seq: int
    ack: int = 0
    length: int = 0
    stamps: tuple | None = None
    sack: tuple = ()
    ident: int | None = None
    window: int = 65535
    ttl: int = 64
    syn_options: bytes = b"\x02\x04\x05\xb4"

    def octets(self) -> bytes:
        """As a TCP segment."""
        options = self.syn_options if self.flags & SYN else b""
        if self.stamps:
            options += b"\x01\x01\x08\x0a" + struct.pack("!II", *self.stamps)
        if self.sack:
            options += b"\x01\x01\x05" + bytes([2 + 8 * len(self.sack)])
            options += b"".join(struct.pack("!II", *block) for block in self.sack)
        options += bytes(-len(options) % 4)
        offset = (20 + len(options)) // 4 << 4
        return struct.pack(
            "!HHIIBBHHH", self.source[1], self.target[1], self.seq % 2**32, self.ack % 2**32,
            offset, self.flags, self.window, 0, 0,
        ) + options + bytes(self.length)  # fmt: skip


@dataclass
class Talk:
    """Two ends that talk; each segment comes by 10 ms after the one before."""

    a: tuple = CLIENT
    b: tuple = SERVER
    isn: tuple = (7000, 90000)
    begin_ns: int = 1_700_000_000 * 10**9
    sent: list = field(default_factory=list)

    def say(self, who: int, flags: int, seq: int, ack: int = 0, length: int = 0, **more) -> Sent:
        """A segment of the client (0) or the server (1); numbers relative to the ISNs."""
        ends = (self.a, self.b)
        time_ns = more.pop("time_ns", self.begin_ns + 10 * MS * len(self.sent))
        ack = ack + self.isn[1 - who] if flags & ACK else 0
        one = Sent(time_ns, ends[who], ends[1 - who], flags, seq + self.isn[who], ack, length, **more)
        self.sent.append(one)
        return one

    def whole(self, length: int = 100) -> list:
        """Opening, a request, an answer, the client closes first."""
        end = 1 + length
        self.say(0, SYN, 0)
        self.say(1, SYN | ACK, 0, 1)
        self.say(0, ACK, 1, 1)
        self.say(0, PSH | ACK, 1, 1, length)
        self.say(1, PSH | ACK, 1, end, length)
        self.say(0, FIN | ACK, end, end)
        self.say(1, ACK, end, end + 1)
        self.say(1, FIN | ACK, end, end + 1)
        self.say(0, ACK, end + 1, end + 1)
        return self.sent


WHOLE = (
    ["SYN-SENT", "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT"],
    ["SYN-RECEIVED", "ESTABLISHED", "CLOSE-WAIT", "LAST-ACK", "CLOSED"],
)
"""What RFC 9293, 3.6 has both ends go through in Talk.whole()."""

_idents = itertools.count(1)


def packets(segment: Sent, mtu: int = 65535) -> list[bytes]:
    """The IP packets of a segment, in fragments if it is larger than the MTU."""
    ident = segment.ident if segment.ident is not None else next(_idents) & 0xFFFF
    source, target = (ipaddress.ip_address(end[0]) for end in (segment.source, segment.target))
    data = segment.octets()
    if source.version == 6:
        return _version_6(source, target, data, ident, segment.ttl, mtu)
    step = (mtu - 20) // 8 * 8
    made = []
    for at in range(0, len(data), step):
        part = data[at : at + step]
        more = 0x2000 if at + step < len(data) else 0
        made.append(
            struct.pack(
                "!BBHHHBBH4s4s", 0x45, 0, 20 + len(part), ident, more | at // 8, segment.ttl, 6, 0,
                source.packed, target.packed,
            ) + part
        )  # fmt: skip
    return made


def _version_6(source, target, data, ident, ttl, mtu) -> list[bytes]:
    def packet(protocol: int, payload: bytes) -> bytes:
        head = struct.pack("!IHBB", 6 << 28, len(payload), protocol, ttl)
        return head + source.packed + target.packed + payload

    if len(data) + 40 <= mtu:
        return [packet(6, data)]
    step = (mtu - 48) // 8 * 8
    made = []
    for at in range(0, len(data), step):
        more = at + step < len(data)
        head = struct.pack("!BBHI", 6, 0, at | more, ident)
        made.append(packet(44, head + data[at : at + step]))
    return made


def kind_of(packet: bytes) -> bytes:
    """The EtherType of an IP packet."""
    return b"\x86\xdd" if packet[0] >> 4 == 6 else b"\x08\x00"


def tagged(kind: bytes, tags: tuple) -> tuple[bytes, bytes]:
    """The EtherType to begin with, and what follows, for VLAN tags (TPIDs)."""
    kinds = [struct.pack("!H", tag) for tag in tags] + [kind]
    return kinds[0], b"".join(struct.pack("!H", 5 + i) + one for i, one in enumerate(kinds[1:]))


def framed(link: int, packet: bytes, tags: tuple = (), *, index: int = 1, direction: int = 0) -> bytes:
    """An IP packet in a frame of a link type."""
    kind, more = tagged(kind_of(packet), tags)
    if link == 1:
        return b"\x02\0\0\0\0\x01" + b"\x02\0\0\0\0" + bytes([2 + direction]) + kind + more + packet
    if link == 113:
        return struct.pack("!HHH8s", direction, 1, 6, b"\x02\0\0\0\0\x02") + kind + more + packet
    if link == 276:
        head = struct.pack("!HIHBB8s", 0, index, 1, direction, 6, b"\x02\0\0\0\0\x02")
        return kind + head + more + packet
    if link == 9:
        return (b"\0\x57" if packet[0] >> 4 == 6 else b"\0\x21") + packet
    if link == 0:
        return struct.pack("<I", 30 if packet[0] >> 4 == 6 else 2) + packet
    return packet


def pcap(frames: list, link: int = 1, snap: int = 262144, nano: bool = True) -> bytes:
    """A pcap file of (time, frame)."""
    magic = 0xA1B23C4D if nano else 0xA1B2C3D4
    data = bytearray(struct.pack("<IHHiIII", magic, 2, 4, 0, 0, snap, link))
    for time_ns, frame in frames:
        part = time_ns % 10**9 if nano else time_ns % 10**9 // 1000
        kept = frame[:snap]
        data += struct.pack("<IIII", time_ns // 10**9, part, len(kept), len(frame)) + kept
    return bytes(data)


def block(kind: int, body: bytes) -> bytes:
    """A block of pcapng."""
    body += bytes(-len(body) % 4)
    size = struct.pack("<I", len(body) + 12)
    return struct.pack("<I", kind) + size + body + size


def pcapng(frames: list, links: tuple = (1,)) -> bytes:
    """A pcapng file of (time, frame, interface, direction)."""
    data = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
    for link in links:
        data += block(1, struct.pack("<HHI", link, 0, 0) + b"\x09\0\x01\0\x09\0\0\0" + bytes(4))
    for time_ns, frame, interface, direction in frames:
        head = struct.pack("<IIIII", interface, time_ns >> 32, time_ns & 0xFFFFFFFF,
                           len(frame), len(frame))  # fmt: skip
        options = struct.pack("<HHI", 2, 4, direction) + bytes(4)
        data += block(6, head + frame + bytes(-len(frame) % 4) + options)
    return data


def write(path: Path, sent: list, link: int = 1, tags: tuple = (), mtu: int = 65535, **more) -> Path:
    """A pcap file of segments in the order of time."""
    frames = []
    for segment in sent:
        for number, packet in enumerate(packets(segment, mtu)):
            frames.append((segment.time_ns + number * 1000, framed(link, packet, tags)))
    path.write_bytes(pcap(frames, link, **more))
    return path


def on_bridge(sent: list) -> bytes:
    """tcpdump -i any on a bridge: in, bridge, out (LINKTYPE_LINUX_SLL2)."""
    frames = []
    for s in sent:
        (packet,) = packets(s)
        for copy, (index, direction) in enumerate(((2, 0), (5, 0), (3, 4))):
            frame = framed(276, packet, index=index, direction=direction)
            frames.append((s.time_ns + copy * 1000, frame))
    return pcap(frames, 276)


def on_router(sent: list) -> bytes:
    """The same with the older header, which has no interface; a router takes from the TTL."""
    frames = []
    for s in sent:
        packet = bytearray(packets(s)[0])
        frames.append((s.time_ns, framed(113, bytes(packet), direction=0)))
        packet[8 if packet[0] >> 4 == 4 else 7] -= 1
        frames.append((s.time_ns + 40 * MS, framed(113, bytes(packet), direction=4)))
    return pcap(sorted(frames, key=lambda item: item[0]), 113)


def on_two_interfaces(sent: list) -> bytes:
    """A file of two interfaces."""
    frames = [
        (s.time_ns + copy * 300_000, framed(1, packet), copy, 1 + copy)
        for s in sent for packet in packets(s) for copy in (0, 1)
    ]  # fmt: skip
    return pcapng(frames, (1, 1))
