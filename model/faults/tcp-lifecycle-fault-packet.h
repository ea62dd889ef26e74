/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_FAULT_PACKET_H
#define TCP_LIFECYCLE_FAULT_PACKET_H

#include "lifecycle-address.h"
#include "lifecycle-segment.h"

#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstddef>
#include <cstdint>
#include <optional>

/**
 * \file
 * \ingroup tcp-lifecycle
 * TCP segments in packets as they lie on a point-to-point link.
 */

namespace ns3
{

/// A segment in a packet, and between whom.
struct TcpLifecycleLinkSegment
{
    lifecycle::Segment segment; //!< the segment
    lifecycle::FourTuple tuple; //!< its two ends, seen from where it goes
    std::size_t start{0};       //!< bytes of the packet before it
    std::size_t size{0};        //!< bytes of its header and data
};

/**
 * \param packet PPP header (RFC 1661, protocol field of two bytes), IPv4 or IPv6, TCP
 * \return the segment; nothing if the packet is something else, a fragment that is not the first,
 *         an IPv6 packet with extension headers, or no well-formed segment
 */
std::optional<TcpLifecycleLinkSegment> PeekLinkSegment(Ptr<const Packet> packet);

/// \param packet see PeekLinkSegment() \return the segment alone
std::optional<lifecycle::Segment> PeekSegment(Ptr<const Packet> packet);

/**
 * \param segment a segment; its ports are not looked at
 * \param tuple its two ends, seen from where it goes
 * \param octet the value of its bytes
 * \return the segment in IP in PPP, with checksums
 */
Ptr<Packet> MakeLinkPacket(lifecycle::Segment segment,
                           const lifecycle::FourTuple& tuple,
                           uint8_t octet);

/**
 * \param packet at least bit / 8 + 1 bytes
 * \param bit which one to turn over; 0 is the highest of the first byte
 * \return a packet that differs in that bit only, with the same packet tags
 */
Ptr<Packet> WithBitFlipped(Ptr<const Packet> packet, std::size_t bit);

} // namespace ns3

#endif // TCP_LIFECYCLE_FAULT_PACKET_H
