/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-driver.h"
#include "tcp-lifecycle-l4-protocol.h"

#include <optional>

/**
 * \file
 * \ingroup tcp-lifecycle
 * ICMP messages about segments of this node.
 */

namespace ns3
{

namespace
{

using lifecycle::PathErrorKind;

// Types and codes of RFC 792, and codes of RFC 1122, 3.2.2.1
constexpr uint8_t ICMPV4_UNREACHABLE = 3;
constexpr uint8_t ICMPV4_SOURCE_QUENCH = 4;
constexpr uint8_t ICMPV4_TIME_EXCEEDED = 11;
constexpr uint8_t ICMPV4_PARAMETER_PROBLEM = 12;
constexpr uint8_t CODE_PROTOCOL_UNREACHABLE = 2;
constexpr uint8_t CODE_PORT_UNREACHABLE = 3;
constexpr uint8_t CODE_FRAGMENTATION_NEEDED = 4;

// Types and codes of RFC 4443
constexpr uint8_t ICMPV6_UNREACHABLE = 1;
constexpr uint8_t ICMPV6_PACKET_TOO_BIG = 2;
constexpr uint8_t ICMPV6_TIME_EXCEEDED = 3;
constexpr uint8_t ICMPV6_PARAMETER_PROBLEM = 4;
constexpr uint8_t CODE6_PROHIBITED = 1;
constexpr uint8_t CODE6_PORT_UNREACHABLE = 4;

/// \param code code of "destination unreachable" \return whether it is "administratively
/// prohibited": for a network, for a host, or by filtering
bool
IsProhibited(uint8_t code)
{
    return code == 9 || code == 10 || code == 13;
}

/// \param type type of an ICMP message \param code its code \return its meaning for TCP; nothing if
/// it is not an error
std::optional<PathErrorKind>
KindOfIcmpv4(uint8_t type, uint8_t code)
{
    switch (type)
    {
    case ICMPV4_UNREACHABLE:
        // RFC 9293, 3.9.2.2: codes 2 to 4 are hard, 4 with an MTU is RFC 1191's; 0, 1 and 5 are
        // soft. Of the later codes (RFC 1122: 6 to 12; RFC 1812: 13 to 15), "prohibited" is hard,
        // as is code 1 of ICMPv6; the others are soft
        return code == CODE_PROTOCOL_UNREACHABLE   ? PathErrorKind::ProtocolUnreachable
               : code == CODE_PORT_UNREACHABLE     ? PathErrorKind::PortUnreachable
               : code == CODE_FRAGMENTATION_NEEDED ? PathErrorKind::PacketTooBig
               : IsProhibited(code)                ? PathErrorKind::Prohibited
                                                   : PathErrorKind::Unreachable;
    case ICMPV4_SOURCE_QUENCH:
        return PathErrorKind::SourceQuench;
    case ICMPV4_TIME_EXCEEDED:
        return PathErrorKind::TimeExceeded;
    case ICMPV4_PARAMETER_PROBLEM:
        return PathErrorKind::ParameterProblem;
    default: // not an error, or not relevant for TCP
        return std::nullopt;
    }
}

/// \param type type of an ICMPv6 message \param code its code \return its meaning for TCP; nothing
/// if it is not an error
std::optional<PathErrorKind>
KindOfIcmpv6(uint8_t type, uint8_t code)
{
    switch (type)
    {
    case ICMPV6_UNREACHABLE:
        // RFC 9293, 3.9.2.2: codes 1 and 4 are hard, 0 and 3 are soft; the others are treated as
        // soft
        return code == CODE6_PROHIBITED         ? PathErrorKind::Prohibited
               : code == CODE6_PORT_UNREACHABLE ? PathErrorKind::PortUnreachable
                                                : PathErrorKind::Unreachable;
    case ICMPV6_PACKET_TOO_BIG:
        return PathErrorKind::PacketTooBig;
    case ICMPV6_TIME_EXCEEDED:
        return PathErrorKind::TimeExceeded;
    case ICMPV6_PARAMETER_PROBLEM:
        return PathErrorKind::ParameterProblem;
    default: // not an error, or not relevant for TCP
        return std::nullopt;
    }
}

/// \param octets two bytes in network byte order \return the number
uint16_t
Number16(const uint8_t* octets)
{
    return static_cast<uint16_t>(octets[0] << 8 | octets[1]);
}

} // namespace

void
TcpLifecycleL4Protocol::ReceiveIcmp(Ipv4Address,
                                    uint8_t,
                                    uint8_t icmpType,
                                    uint8_t icmpCode,
                                    uint32_t icmpInfo,
                                    Ipv4Address payloadSource,
                                    Ipv4Address payloadDestination,
                                    const uint8_t payload[8])
{
    if (const auto kind = KindOfIcmpv4(icmpType, icmpCode))
    {
        const uint32_t mtu = *kind == PathErrorKind::PacketTooBig ? icmpInfo : 0;
        ReceivePathError(ToLifecycleAddress(payloadSource),
                         ToLifecycleAddress(payloadDestination),
                         payload,
                         {*kind, {}, mtu, false});
    }
}

void
TcpLifecycleL4Protocol::ReceiveIcmp(Ipv6Address,
                                    uint8_t,
                                    uint8_t icmpType,
                                    uint8_t icmpCode,
                                    uint32_t icmpInfo,
                                    Ipv6Address payloadSource,
                                    Ipv6Address payloadDestination,
                                    const uint8_t payload[8])
{
    if (const auto kind = KindOfIcmpv6(icmpType, icmpCode))
    {
        const uint32_t mtu = *kind == PathErrorKind::PacketTooBig ? icmpInfo : 0;
        const lifecycle::IpAddress source = m_ip.InZone(ToLifecycleAddress(payloadSource), nullptr);
        ReceivePathError(source,
                         ToLifecycleAddress(payloadDestination).InZone(source.Zone()),
                         payload,
                         {*kind, {}, mtu, true});
    }
}

void
TcpLifecycleL4Protocol::ReceivePathError(const lifecycle::IpAddress& source,
                                         const lifecycle::IpAddress& destination,
                                         const uint8_t payload[8],
                                         lifecycle::PathError error)
{
    // RFC 792: "the first 64 bits of the original datagram's data": both ports, and SEG.SEQ
    error.seq = lifecycle::Seq(uint32_t{Number16(payload + 4)} << 16 | Number16(payload + 6));
    const lifecycle::FourTuple tuple{source, destination, Number16(payload), Number16(payload + 2)};
    GetDriver().ReceivePathError(tuple, error);
}

} // namespace ns3
