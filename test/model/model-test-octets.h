/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef MODEL_TEST_OCTETS_H
#define MODEL_TEST_OCTETS_H

#include "../wire/wire-samples.h"
#include "tcp-lifecycle-header.h"

#include "ns3/packet.h"

/// \file
/// Packets of captured bytes, and headers that check them.

namespace model_test
{

using namespace ns3;
using wire_samples::Octets;
using wire_samples::Sample;

constexpr uint8_t TCP = lifecycle::TCP_PROTOCOL;

/// \param packet a packet \return its bytes
inline Octets
OctetsOf(Ptr<const Packet> packet)
{
    Octets octets(packet->GetSize());
    packet->CopyData(octets.data(), packet->GetSize());
    return octets;
}

/// \param octets bytes \return a packet of them
inline Ptr<Packet>
PacketOf(const Octets& octets)
{
    return Create<Packet>(octets.data(), static_cast<uint32_t>(octets.size()));
}

/// \param address an address of layer wire \return the same for ns-3
inline Address
Ns3Address(const lifecycle::IpAddress& address)
{
    const std::string text = lifecycle::ToText(address);
    return address.isIpv6 ? Address(Ipv6Address(text.c_str())) : Address(Ipv4Address(text.c_str()));
}

/**
 * Set up checksums with a sample's addresses.
 * \param header TcpLifecycleHeader or TcpHeader
 * \param sample the sample
 */
template <typename H>
inline void
UseChecksum(H& header, const Sample& sample)
{
    header.EnableChecksums();
    header.InitializeChecksum(Ns3Address(wire_samples::Source(sample)),
                              Ns3Address(wire_samples::Destination(sample)),
                              TCP);
}

/// \return a segment with every field in use and 24 bytes of options
inline lifecycle::Segment
FullSegment()
{
    const lifecycle::SackBlock block{lifecycle::Seq(5), lifecycle::Seq(0xfffffff0)};
    lifecycle::Segment segment;
    segment.sourcePort = 49153;
    segment.destinationPort = 80;
    segment.seq = lifecycle::Seq(0xfffffffe);
    segment.ack = lifecycle::Seq(0x80000001);
    segment.flags = lifecycle::PSH | lifecycle::ACK | lifecycle::URG;
    segment.window = 0xabcd;
    segment.urgentPointer = 0x1234;
    segment.options.AddNoOperation();
    segment.options.AddNoOperation();
    segment.options.AddTimestamps({0x01020304, 0xfffefdfc});
    segment.options.AddNoOperation();
    segment.options.AddNoOperation();
    segment.options.AddSack(&block, 1);
    return segment;
}

/**
 * Deserialize bytes.
 * \param octets the bytes
 * \param[out] header what they gave
 * \return what Deserialize() said
 */
inline uint32_t
Read(const Octets& octets, TcpLifecycleHeader& header)
{
    return PacketOf(octets)->PeekHeader(header);
}

} // namespace model_test

#endif // MODEL_TEST_OCTETS_H
