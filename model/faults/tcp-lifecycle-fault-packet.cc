/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-fault-packet.h"

#include "lifecycle-codec.h"
#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-header.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv6-header.h"
#include "ns3/ppp-header.h"

#include <algorithm>
#include <array>
#include <variant>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * TCP segments in packets as they lie on a point-to-point link.
 */

namespace ns3
{

namespace
{

using lifecycle::Segment;

constexpr std::size_t PPP_SIZE = 2;       //!< bytes of ns-3's PppHeader: RFC 1661's protocol field
constexpr uint16_t PPP_IPV4 = 0x0021;     //!< RFC 1332, section 2
constexpr uint16_t PPP_IPV6 = 0x0057;     //!< RFC 5072, section 2
constexpr std::size_t IPV4_MIN_SIZE = 20; //!< RFC 791, section 3.1: 5 words
constexpr std::size_t IPV4_MAX_SIZE = 60; //!< RFC 791, section 3.1: 15 words
constexpr std::size_t IPV6_SIZE = 40;     //!< RFC 8200, section 3

constexpr uint8_t IP_TTL = 64; //!< of injected packets (RFC 1122, 3.2.1.7: 64)

/// Bytes of a packet that are looked at, at most.
constexpr std::size_t PEEK_SIZE = PPP_SIZE + IPV4_MAX_SIZE + lifecycle::MAX_HEADER_SIZE;

/// \param octets two bytes in network order \return the number
uint16_t
Number16(const uint8_t* octets)
{
    return static_cast<uint16_t>(octets[0] << 8 | octets[1]);
}

/// Where the TCP segment lies in an IP packet, and between whom.
struct Place
{
    std::size_t start{0};             //!< bytes before it
    std::size_t size{0};              //!< bytes of header and payload
    lifecycle::IpAddress source;      //!< from
    lifecycle::IpAddress destination; //!< to
};

/// \param octets four, in network order \return the IPv4 address
lifecycle::IpAddress
Ipv4At(const uint8_t* octets)
{
    return lifecycle::IpAddress::FromIpv4(uint32_t{Number16(octets)} << 16 | Number16(octets + 2));
}

/// \param ip an IPv4 packet \param size bytes there \return the segment's place, if there is one
std::optional<Place>
InIpv4(const uint8_t* ip, std::size_t size)
{
    if (size < IPV4_MIN_SIZE)
    {
        return std::nullopt;
    }
    const std::size_t headerSize = std::size_t{4} * (ip[0] & 0x0f);
    const std::size_t totalSize = Number16(ip + 2);
    const bool laterFragment = (Number16(ip + 6) & 0x1fff) != 0;
    if (headerSize < IPV4_MIN_SIZE || totalSize < headerSize || laterFragment ||
        ip[9] != lifecycle::TCP_PROTOCOL)
    {
        return std::nullopt;
    }
    return Place{headerSize, totalSize - headerSize, Ipv4At(ip + 12), Ipv4At(ip + 16)};
}

/// \param ip an IPv6 packet \param size bytes there \return the segment's place, if there is one
std::optional<Place>
InIpv6(const uint8_t* ip, std::size_t size)
{
    if (size < IPV6_SIZE || ip[6] != lifecycle::TCP_PROTOCOL)
    {
        return std::nullopt;
    }
    return Place{IPV6_SIZE,
                 Number16(ip + 4),
                 lifecycle::IpAddress::FromIpv6(ip + 8),
                 lifecycle::IpAddress::FromIpv6(ip + 24)};
}

} // namespace

std::optional<TcpLifecycleLinkSegment>
PeekLinkSegment(Ptr<const Packet> packet)
{
    std::array<uint8_t, PEEK_SIZE> octets{};
    const std::size_t copied = packet->CopyData(octets.data(), octets.size());
    if (copied < PPP_SIZE)
    {
        return std::nullopt;
    }
    const uint8_t* ip = octets.data() + PPP_SIZE;
    const std::size_t there = copied - PPP_SIZE;
    const uint16_t protocol = Number16(octets.data());
    std::optional<Place> place;
    if (protocol == PPP_IPV4)
    {
        place = InIpv4(ip, there);
    }
    else if (protocol == PPP_IPV6)
    {
        place = InIpv6(ip, there);
    }
    if (!place || place->start >= there)
    {
        return std::nullopt;
    }
    // Only the header was copied: parse that, then count the payload that IP tells of.
    const std::size_t visible = std::min(there - place->start, place->size);
    const auto result = lifecycle::Parse(ip + place->start, visible);
    const auto* segment = std::get_if<Segment>(&result);
    if (!segment)
    {
        return std::nullopt;
    }
    TcpLifecycleLinkSegment found{
        *segment,
        {place->destination, place->source, segment->destinationPort, segment->sourcePort},
        PPP_SIZE + place->start,
        place->size};
    found.segment.length += static_cast<uint32_t>(place->size - visible);
    return found;
}

std::optional<Segment>
PeekSegment(Ptr<const Packet> packet)
{
    const auto found = PeekLinkSegment(packet);
    return found ? std::optional<Segment>(found->segment) : std::nullopt;
}

Ptr<Packet>
MakeLinkPacket(Segment segment, const lifecycle::FourTuple& tuple, uint8_t octet)
{
    segment.sourcePort = tuple.remotePort;
    segment.destinationPort = tuple.localPort;
    const std::vector<uint8_t> text(segment.length, octet);
    const auto packet = Create<Packet>(text.data(), segment.length);
    TcpLifecycleHeader header(segment);
    header.EnableChecksums();
    PppHeader link;
    if (tuple.local.isIpv6)
    {
        const Ipv6Address from = ToIpv6Address(tuple.remote);
        const Ipv6Address to = ToIpv6Address(tuple.local);
        header.InitializeChecksum(from, to, lifecycle::TCP_PROTOCOL);
        packet->AddHeader(header);
        Ipv6Header ip;
        ip.SetSource(from);
        ip.SetDestination(to);
        ip.SetNextHeader(lifecycle::TCP_PROTOCOL);
        ip.SetHopLimit(IP_TTL);
        ip.SetPayloadLength(static_cast<uint16_t>(packet->GetSize()));
        packet->AddHeader(ip);
        link.SetProtocol(PPP_IPV6);
    }
    else
    {
        const Ipv4Address from = ToIpv4Address(tuple.remote);
        const Ipv4Address to = ToIpv4Address(tuple.local);
        header.InitializeChecksum(from, to, lifecycle::TCP_PROTOCOL);
        packet->AddHeader(header);
        Ipv4Header ip;
        ip.SetSource(from);
        ip.SetDestination(to);
        ip.SetProtocol(lifecycle::TCP_PROTOCOL);
        ip.SetTtl(IP_TTL);
        ip.SetPayloadSize(static_cast<uint16_t>(packet->GetSize()));
        ip.EnableChecksum();
        packet->AddHeader(ip);
        link.SetProtocol(PPP_IPV4);
    }
    packet->AddHeader(link);
    return packet;
}

Ptr<Packet>
WithBitFlipped(Ptr<const Packet> packet, std::size_t bit)
{
    const uint32_t at = static_cast<uint32_t>(bit / 8);
    uint8_t octet = 0;
    packet->CreateFragment(at, 1)->CopyData(&octet, 1);
    octet = static_cast<uint8_t>(octet ^ (0x80 >> (bit % 8)));
    const auto flipped = packet->CreateFragment(0, at);
    flipped->AddAtEnd(Create<Packet>(&octet, 1));
    flipped->AddAtEnd(packet->CreateFragment(at + 1, packet->GetSize() - at - 1));
    return flipped;
}

} // namespace ns3
