# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The IP packet inside a frame: Ethernet, raw IP, PPP, BSD's null and loop, Linux's cooked ones.

VLAN tags (IEEE 802.1Q, 802.1ad, any number) may follow any header that has an EtherType.
"""

from __future__ import annotations

# www.tcpdump.org/linktypes.html
NULL, ETHERNET, PPP, PPP_HDLC, PPP_ETHER, RAW, LOOP, COOKED, IPV4, IPV6, COOKED2 = (
    0, 1, 9, 50, 51, 101, 108, 113, 228, 229, 276,
)  # fmt: skip
_RAW = (RAW, IPV4, IPV6, 12, 14)  # 12 and 14: DLT_RAW of some systems
_VLANS = (0x8100, 0x88A8, 0x9100, 0x9200)
_IP = (0x0800, 0x86DD)
_PPPOE = 0x8864  # RFC 2516, session stage
_PPP_IP = (0x0021, 0x0057)  # RFC 1332, RFC 5072
_LINK_NAMES = {
    6: "Token Ring", 7: "ARCNET", 8: "SLIP", 10: "FDDI", 100: "ATM", 104: "Cisco HDLC",
    105: "IEEE 802.11", 107: "Frame Relay", 109: "OpenBSD encapsulation", 117: "OpenBSD pflog",
    119: "IEEE 802.11 with Prism header", 127: "IEEE 802.11 with radiotap", 143: "DOCSIS",
    163: "IEEE 802.11 with AVS header", 187: "Bluetooth HCI", 189: "USB", 192: "PPI",
    195: "IEEE 802.15.4", 201: "Bluetooth HCI with direction", 219: "MPLS", 220: "USB (mmapped)",
    230: "IEEE 802.15.4 without FCS", 239: "NFLOG", 240: "NetAnalyzer", 242: "IP over InfiniBand",
    247: "InfiniBand", 249: "USBPcap", 253: "NETLINK", 258: "Apple PKTAP",
}  # fmt: skip
_ETHER_NAMES = {
    0x0806: "ARP", 0x8035: "RARP", 0x88CC: "LLDP", 0x888E: "EAPOL", 0x88F7: "PTP",
    0x8808: "Ethernet flow control", 0x8809: "LACP", 0x8863: "PPPoE discovery",
    0x9000: "Ethernet loopback test", 0x809B: "AppleTalk", 0x8137: "IPX", 0x88E5: "MACsec",
}  # fmt: skip
_ETHER_TUNNELS = {
    0x8847: "MPLS", 0x8848: "MPLS multicast", 0x88E7: "802.1ah", 0x8864: "PPPoE",
    0x6558: "transparent Ethernet bridging", 0x22EB: "ERSPAN", 0x88BE: "ERSPAN", 0x894F: "NSH",
}  # fmt: skip


class NotIp(Exception):
    """A frame without an IP packet; says what it holds, and whether TCP may be further inside."""

    def __init__(self, name: str, kind: str):
        super().__init__(name)
        self.name = name
        self.kind = kind  # other, tunnel, link


def link_name(link: int) -> str:
    """A LINKTYPE_ value in words."""
    if 147 <= link <= 162:
        return f"type {link} (user {link - 147})"
    return f"type {link} ({_LINK_NAMES[link]})" if link in _LINK_NAMES else f"type {link}"


def find_ip(link: int, data: bytes) -> int:
    """Where the IP packet begins. IndexError: cut off before; NotIp: there is none."""
    if link == ETHERNET:
        return _tagged(data, data[12] << 8 | data[13], 14)
    if link in _RAW:
        return 0
    if link == COOKED:
        return _tagged(data, data[14] << 8 | data[15], 16)
    if link == COOKED2:
        return _tagged(data, data[0] << 8 | data[1], 20)
    if link in (NULL, LOOP):
        return 4
    if link in (PPP, PPP_HDLC):
        return _ppp(data, 2 if data[:2] == b"\xff\x03" else 0)
    if link == PPP_ETHER:
        return _ppp(data, 6)
    raise NotIp(link_name(link), "link")


def _tagged(data: bytes, kind: int, at: int) -> int:
    """After an EtherType: tags, then IP at `at`, or something else."""
    while kind in _VLANS:
        kind = data[at + 2] << 8 | data[at + 3]
        at += 4
    if kind in _IP:
        return at
    if kind == _PPPOE:
        return _ppp(data, at + 6)
    if kind <= 1500:  # IEEE 802.3: a length, then LLC
        if data[at : at + 3] == b"\xaa\xaa\x03":  # SNAP, RFC 1042
            return _tagged(data, data[at + 6] << 8 | data[at + 7], at + 8)
        raise NotIp("LLC", "other")
    if kind in _ETHER_TUNNELS:
        raise NotIp(_ETHER_TUNNELS[kind], "tunnel")
    raise NotIp(_ETHER_NAMES.get(kind, f"EtherType 0x{kind:04x}"), "other")


def _ppp(data: bytes, at: int) -> int:
    """After PPP's address and control, if any."""
    if data[at] & 1:  # RFC 1661, 6.5: compressed to one byte
        protocol, at = data[at], at + 1
    else:
        protocol, at = data[at] << 8 | data[at + 1], at + 2
    if protocol in _PPP_IP:
        return at
    raise NotIp(f"PPP protocol 0x{protocol:04x}", "other")
