# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The TCP part of IP packets: IPv4 and IPv6, extension headers, fragments put together."""

from __future__ import annotations

from .frames import NotIp
from .notes import Notes

_TCP, _UDP, _FRAGMENT, _AH = 6, 17, 44, 51
_EXTENSIONS = (0, 43, 60, 135, 139, 140)  # RFC 8200, 4: length in units of eight bytes
_NAMES = {
    1: "ICMP", 2: "IGMP", 17: "UDP", 33: "DCCP", 58: "ICMPv6", 59: "IPv6 without next header",
    88: "EIGRP", 89: "OSPF", 103: "PIM", 112: "VRRP", 132: "SCTP", 136: "UDP-Lite",
}  # fmt: skip
_TUNNELS = {
    4: "IPv4 in IP", 41: "IPv6 in IP", 47: "GRE", 50: "ESP", 55: "IP mobility", 94: "IP in IP",
    97: "Ethernet in IP", 108: "IPComp", 115: "L2TP", 137: "MPLS in IP",
}  # fmt: skip
# www.iana.org/assignments/service-names-port-numbers
_UDP_TUNNELS = {
    1701: "L2TP", 2152: "GTP-U", 3544: "Teredo", 4500: "IPsec NAT traversal", 4754: "GRE in UDP",
    4789: "VXLAN", 4790: "VXLAN-GPE", 6081: "Geneve", 6635: "MPLS in UDP", 8472: "VXLAN",
}  # fmt: skip
_KEEP_NS = 30 * 10**9
"""How long fragments wait for each other: RFC 791, 3.2 has 15 s, RFC 8200, 4.5 60 s."""
_COPY_NS = 10**9
"""A fragment of a datagram that is whole is a further sighting of it, until so much later."""


class Part:
    """The payload of an IP packet."""

    __slots__ = ("source", "target", "data", "size", "ident", "ttl")

    def __init__(
        self, source: bytes, target: bytes, data: bytes, size: int, ident: int, ttl: int
    ):
        self.source = source
        self.target = target
        self.data = data  # as much as was captured
        self.size = size  # bytes it had on the wire
        self.ident = ident  # IPv4's identification
        self.ttl = ttl


class _Datagram:
    """What has come of one in fragments."""

    __slots__ = ("time_ns", "spans", "first", "size", "whole")

    def __init__(self, time_ns: int):
        self.time_ns = time_ns
        self.spans: list[tuple[int, int]] = []
        self.first: bytes | None = None
        self.size: int | None = None
        self.whole = False

    def add(self, offset: int, size: int, more: bool, data: bytes) -> bool:
        """Whether it is now whole."""
        if offset == 0:
            self.first = data
        if not more:
            self.size = offset + size
        self.spans.append((offset, offset + size))
        if self.size is None or self.first is None:
            return False
        reached = 0
        for begin, end in sorted(self.spans):
            if begin > reached:
                return False
            reached = max(reached, end)
        self.whole = reached >= self.size
        return self.whole


class Datagrams:
    """Takes IP packets and gives the TCP parts of whole datagrams."""

    def __init__(self, notes: Notes):
        self._notes = notes
        self._waiting: dict[tuple, _Datagram] = {}
        self._swept_ns = 0

    def tcp_part(self, time_ns: int, data: bytes, length: int) -> Part | None:
        """The TCP part; None while fragments are missing. NotIp: it holds something else.

        IndexError: the headers are cut off. length: bytes of the IP packet on the wire.
        """
        version = data[0] >> 4
        if version == 4:
            return self._version_4(time_ns, data, length)
        if version == 6:
            return self._version_6(time_ns, data, length)
        raise NotIp(f"what is not IP (version {version})", "other")

    def _version_4(self, time_ns: int, data: bytes, length: int) -> Part | None:
        header = (data[0] & 15) * 4
        if header < 20:
            raise NotIp("IPv4 with a header of less than 20 bytes", "other")
        protocol = data[9]
        ident = data[4] << 8 | data[5]
        fragment = data[6] << 8 | data[7]
        source, target = data[12:16], data[16:20]
        if len(target) < 4:
            raise IndexError
        # 0 is what a network interface that cuts segments itself leaves
        size = (data[2] << 8 | data[3] or length) - header
        payload = data[header:]
        if fragment & 0x3FFF:
            if protocol not in (_TCP, *_TUNNELS):
                _refuse(protocol, payload if not fragment & 0x1FFF else b"")
            key = (source, target, ident, protocol)
            offset, more = (fragment & 0x1FFF) * 8, bool(fragment & 0x2000)
            whole = self._fragment(time_ns, key, offset, size, more, payload)
            if whole is None:
                return None
            payload, size = whole
        if protocol != _TCP:
            _refuse(protocol, payload)
        return Part(source, target, payload, size, ident, data[8])

    def _version_6(self, time_ns: int, data: bytes, length: int) -> Part | None:
        source, target = data[8:24], data[24:40]
        if len(target) < 16:
            raise IndexError
        protocol, hops = data[6], data[7]
        size = data[4] << 8 | data[5] or length - 40
        at = 40
        while protocol in _EXTENSIONS or protocol in (_FRAGMENT, _AH):
            if protocol == _FRAGMENT:
                key = (source, target, data[at + 4 : at + 8])
                offset = data[at + 2] << 8 | data[at + 3] & 0xF8
                more = bool(data[at + 3] & 1)
                protocol = data[at]
                at += 8
                size -= 8
                if offset or more:
                    whole = self._fragment(time_ns, key, offset, size, more, data[at:])
                    if whole is None:
                        return None
                    data, size = whole
                    at = 0
                continue
            step = 4 * (data[at + 1] + 2) if protocol == _AH else 8 * (data[at + 1] + 1)
            protocol = data[at]
            at += step
            size -= step
        if protocol != _TCP:
            _refuse(protocol, data[at:])
        return Part(source, target, data[at:], size, 0, hops)

    def _fragment(
        self, time_ns: int, key: tuple, offset: int, size: int, more: bool, data: bytes
    ) -> tuple[bytes, int] | None:
        """The first fragment and the size of all, when the last one that was missing is there."""
        if not 0 <= time_ns - self._swept_ns < _KEEP_NS:
            self._sweep(time_ns)
        datagram = self._waiting.get(key)
        if datagram is not None and datagram.whole:
            if abs(time_ns - datagram.time_ns) <= _COPY_NS:
                return None  # another interface, or a bridge
            datagram = None
        if datagram is None:
            datagram = self._waiting[key] = _Datagram(time_ns)
        if not datagram.add(offset, size, more, data):
            return None
        datagram.time_ns = time_ns
        datagram.spans = []
        first, datagram.first = datagram.first, None
        return first or b"", datagram.size or 0

    def _sweep(self, time_ns: int) -> None:
        """Forget what has waited too long."""
        self._swept_ns = time_ns
        old = [key for key, one in self._waiting.items() if time_ns - one.time_ns > _KEEP_NS]
        for key in old:
            self._notes.fragments += not self._waiting.pop(key).whole

    def finish(self) -> None:
        """Count what is not whole at the end of the capture."""
        self._notes.fragments += sum(not one.whole for one in self._waiting.values())
        self._waiting.clear()


def _refuse(protocol: int, payload: bytes) -> None:
    """Say what a packet holds that is not TCP."""
    if protocol in _TUNNELS:
        raise NotIp(_TUNNELS[protocol], "tunnel")
    if protocol == _UDP and len(payload) >= 4:
        for at in (2, 0):
            port = payload[at] << 8 | payload[at + 1]
            if port in _UDP_TUNNELS:
                raise NotIp(_UDP_TUNNELS[port], "tunnel")
    raise NotIp(_NAMES.get(protocol, f"IP protocol {protocol}"), "other")
