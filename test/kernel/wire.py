# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Captures as segments, and segments as flows seen from one end."""

import struct
from dataclasses import dataclass, field

FIN, SYN, RST, PSH, ACK, URG = 1, 2, 4, 8, 16, 32
PPP = 9
TCP = 6
DONT_LOOK = 0x1fff


def ones_complement_sum(octets):
    """The Internet checksum (RFC 1071) of bytes, 0xffff if it is valid."""
    if len(octets) % 2:
        octets += b"\0"
    total = sum(struct.unpack(f">{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return total


@dataclass
class Segment:
    """A segment at one place."""
    time: float
    source: tuple
    target: tuple
    seq: int
    flags: int
    ack: int = 0
    window: int = 65535
    payload: bytes = b""
    mss: int = None
    shift: int = None
    sack_permitted: bool = False
    stamps: tuple = None
    sack: tuple = ()
    options_size: int = 0
    valid: bool = True
    ip_size: int = 40
    forged: bool = False
    sent: bool = False

    def has(self, flag):
        """Whether a control bit is set."""
        return bool(self.flags & flag)

    @property
    def length(self):
        """SEG.LEN"""
        return len(self.payload) + self.has(SYN) + self.has(FIN)

    @property
    def is_pure_ack(self):
        """Nothing but an acknowledgment."""
        return self.has(ACK) and self.length == 0 and not self.has(RST)

    def key(self):
        """What makes two captured segments the same one."""
        return (self.source, self.seq, self.ack, self.flags, self.window, self.stamps,
                len(self.payload))

    def __str__(self):
        letters = "".join(c for c, f in (("F", FIN), ("S", SYN), ("R", RST), ("P", PSH),
                                         (".", ACK)) if self.has(f))
        stamps = f" TS {self.stamps[0]} {self.stamps[1]}" if self.stamps else ""
        blocks = f" sack {self.sack}" if self.sack else ""
        return (f"{'>' if self.sent else '<'} {self.time:.6f} {letters} {self.seq}"
                f"({len(self.payload)}) ack {self.ack} win {self.window}{stamps}{blocks}")


def read_options(octets, segment):
    """Put the options of a header into a segment."""
    place = 0
    while place < len(octets) and octets[place] != 0:
        kind = octets[place]
        if kind == 1:
            place += 1
            continue
        size = octets[place + 1] if place + 1 < len(octets) else 0
        if size < 2:
            return
        value = octets[place + 2:place + size]
        if kind == 2:
            segment.mss = struct.unpack(">H", value)[0]
        elif kind == 3:
            segment.shift = value[0]
        elif kind == 4:
            segment.sack_permitted = True
        elif kind == 5:
            edges = struct.unpack(f">{len(value) // 4}I", value)
            segment.sack = tuple(zip(edges[::2], edges[1::2]))
        elif kind == 8:
            segment.stamps = struct.unpack(">II", value)
        place += size


def read_segment(time, packet):
    """An IPv4 packet with TCP, or None."""
    header = (packet[0] & 15) * 4
    if packet[9] != TCP:
        return None
    size = struct.unpack(">H", packet[2:4])[0]
    text = packet[header:size]
    source, target, seq, ack = struct.unpack(">HHII", text[:12])
    data = (text[12] >> 4) * 4
    pseudo = packet[12:20] + struct.pack(">BBH", 0, TCP, len(text))
    segment = Segment(time=time, source=(packet[12:16], source), target=(packet[16:20], target),
                      seq=seq, ack=ack, flags=text[13], window=struct.unpack(">H", text[14:16])[0],
                      payload=text[data:], options_size=data - 20, ip_size=size)
    segment.valid = (ones_complement_sum(packet[:header]) == 0xffff
                     and ones_complement_sum(pseudo + text) == 0xffff)
    read_options(text[20:data], segment)
    return segment


class Reassembly:
    """IPv4 fragments to packets (RFC 791, 3.2); fragments of a packet come in order here."""

    def __init__(self):
        self.parts = {}

    def add(self, packet):
        """A packet or fragment; returns a whole packet or None."""
        field_ = struct.unpack(">H", packet[6:8])[0]
        if not field_ & 0x3fff:
            return packet
        header = (packet[0] & 15) * 4
        size = struct.unpack(">H", packet[2:4])[0]
        key = packet[4:6] + packet[12:20]
        if not field_ & DONT_LOOK:
            self.parts[key] = packet[:header]
        self.parts[key] = self.parts.get(key, b"") + packet[header:size]
        if field_ & 0x2000:
            return None
        whole = bytearray(self.parts.pop(key))
        struct.pack_into(">H", whole, 2, len(whole))
        whole[6:8] = b"\0\0"
        whole[10:12] = b"\0\0"
        struct.pack_into(">H", whole, 10, 0xffff - ones_complement_sum(bytes(whole[:header])))
        return bytes(whole)


def read_capture(path):
    """The segments of a pcap file of PPP frames with times in nanoseconds."""
    with open(path, "rb") as file:
        octets = file.read()
    segments = []
    reassembly = Reassembly()
    place = 24
    while place + 16 <= len(octets):
        seconds, nanoseconds, size = struct.unpack("<III", octets[place:place + 12])
        packet = octets[place + 18:place + 16 + size]
        place += 16 + size
        whole = reassembly.add(packet) if packet[0] >> 4 == 4 else None
        segment = read_segment(seconds + nanoseconds / 1e9, whole) if whole else None
        if segment:
            segments.append(segment)
    return segments


@dataclass
class Flow:
    """A connection seen from one end: what it has sent and received, in order."""
    name: str
    segments: list = field(default_factory=list)
    isn: int = None
    peer_isn: int = None
    mine: Segment = None
    peer: Segment = None

    def add(self, segment):
        """The next segment."""
        if segment.has(SYN) and segment.valid and not segment.forged:
            if segment.sent:
                self.isn, self.mine = segment.seq, self.mine or segment
            else:
                self.peer_isn, self.peer = segment.seq, self.peer or segment
        self.segments.append(segment)

    @property
    def sent(self):
        """What it sent."""
        return [segment for segment in self.segments if segment.sent]

    @property
    def received(self):
        """What it received and could read."""
        return [segment for segment in self.segments if not segment.sent and segment.valid]

    @property
    def shift(self):
        """The scale of its windows and of its peer's."""
        if not self.mine or not self.peer or None in (self.mine.shift, self.peer.shift):
            return 0, 0
        return self.mine.shift, self.peer.shift

    @property
    def stamped(self):
        """Whether timestamps were negotiated."""
        return bool(self.mine and self.peer and self.mine.stamps and self.peer.stamps)

    @property
    def sacked(self):
        """Whether SACK was negotiated."""
        return bool(self.mine and self.peer and self.mine.sack_permitted
                    and self.peer.sack_permitted)

    @staticmethod
    def relative(number, start):
        """A sequence number against a first one, signed."""
        difference = (number - start) & 0xffffffff
        return difference - (1 << 32) if difference >= 1 << 31 else difference

    def own(self, number):
        """A number of its own direction: 0 is its SYN's."""
        return self.relative(number, self.isn)

    def theirs(self, number):
        """A number of the peer's direction."""
        return self.relative(number, self.peer_isn)


def flows_of(segments, address):
    """The flows of a capture as the end with that address sees them.

    A SYN with another number than the one before it from there begins a new flow on the same ports,
    unless it was forged.
    """
    latest = {}
    flows = []
    for segment in segments:
        segment.sent = segment.source[0] == address
        ends = frozenset((segment.source, segment.target))
        flow = latest.get(ends)
        begins = segment.has(SYN) and not segment.has(ACK) and segment.valid and not segment.forged
        known = flow and (flow.isn if segment.sent else flow.peer_isn)
        if flow is None or begins and known is not None and known != segment.seq:
            local, remote = ((segment.source, segment.target) if segment.sent
                             else (segment.target, segment.source))
            flow = latest[ends] = Flow(f"{local[1]}-{remote[1]}")
            flows.append(flow)
        flow.add(segment)
    return flows


def mark_forged(received, sent, address):
    """Mark what arrived from address and was never sent there."""
    known = {segment.key() for segment in sent if segment.source[0] == address}
    for segment in received:
        if segment.source[0] == address and segment.valid and segment.key() not in known:
            segment.forged = True
