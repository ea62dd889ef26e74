/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-header.h"

#include "ns3/abort.h"

#include <algorithm>
#include <variant>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(TcpLifecycleHeader);

namespace
{

/// \param address an IPv6 address \return it as in layer wire
lifecycle::IpAddress
FromIpv6(const Ipv6Address& address)
{
    uint8_t octets[16];
    address.GetBytes(octets);
    return lifecycle::IpAddress::FromIpv6(octets);
}

/**
 * An iterator reads byte by byte and looks for the zero area each time; copied at once into plain
 * memory, bytes are read many times as fast.
 * \param from first byte \param size how many
 * \return them, until the next call
 */
const uint8_t*
PlainOctets(const Buffer::Iterator& from, uint32_t size)
{
    // The buffer is kept, for ns-3's pool of buffers takes back none that is smaller than its
    // largest.
    static thread_local Buffer copy;
    if (copy.GetSize() < size)
    {
        copy.AddAtEnd(size - copy.GetSize());
    }
    Buffer::Iterator end = from;
    end.Next(size);
    copy.Begin().Write(from, end);
    return copy.PeekData();
}

} // namespace

TcpLifecycleHeader::TcpLifecycleHeader(const lifecycle::Segment& segment)
    : m_segment(segment)
{
}

TypeId
TcpLifecycleHeader::GetTypeId()
{
    static TypeId tid = TypeId("ns3::TcpLifecycleHeader")
                            .SetParent<Header>()
                            .SetGroupName("TcpLifecycle")
                            .AddConstructor<TcpLifecycleHeader>();
    return tid;
}

TypeId
TcpLifecycleHeader::GetInstanceTypeId() const
{
    return GetTypeId();
}

void
TcpLifecycleHeader::Print(std::ostream& os) const
{
    os << m_segment.sourcePort << " > " << m_segment.destinationPort << ": "
       << lifecycle::ToText(m_segment);
}

uint32_t
TcpLifecycleHeader::GetSerializedSize() const
{
    return m_segment.HeaderSize();
}

void
TcpLifecycleHeader::Serialize(Buffer::Iterator start) const
{
    uint8_t octets[lifecycle::MAX_HEADER_SIZE];
    const auto size = static_cast<uint32_t>(lifecycle::Encode(m_segment, octets));
    if (m_checksumsEnabled)
    {
        uint8_t* field = octets + lifecycle::CHECKSUM_OFFSET;
        field[0] = 0;
        field[1] = 0;
        Buffer::Iterator payload = start;
        payload.Next(size);
        const uint32_t rest = payload.GetRemainingSize();
        const uint16_t checksum = CalculateChecksum(octets, size, PlainOctets(payload, rest), rest);
        field[0] = static_cast<uint8_t>(checksum >> 8);
        field[1] = static_cast<uint8_t>(checksum);
    }
    start.Write(octets, size);
}

uint32_t
TcpLifecycleHeader::Deserialize(Buffer::Iterator start)
{
    const uint32_t available = start.GetRemainingSize();
    const uint32_t read =
        m_checksumsEnabled ? available : std::min<uint32_t>(available, lifecycle::MAX_HEADER_SIZE);
    const uint8_t* octets = PlainOctets(start, read);
    m_checksumOk = !m_checksumsEnabled || CalculateChecksum(octets, available, nullptr, 0) == 0;

    const lifecycle::ParseResult result = lifecycle::Parse(octets, available);
    if (const auto* error = std::get_if<lifecycle::ParseError>(&result))
    {
        m_segment = {};
        m_parseError = *error;
        return 0;
    }
    m_segment = std::get<lifecycle::Segment>(result);
    m_parseError.reset();
    return m_segment.HeaderSize();
}

void
TcpLifecycleHeader::EnableChecksums()
{
    m_checksumsEnabled = true;
}

void
TcpLifecycleHeader::InitializeChecksum(const Ipv4Address& source,
                                       const Ipv4Address& destination,
                                       uint8_t protocol)
{
    m_source = lifecycle::IpAddress::FromIpv4(source.Get());
    m_destination = lifecycle::IpAddress::FromIpv4(destination.Get());
    m_protocol = protocol;
}

void
TcpLifecycleHeader::InitializeChecksum(const Ipv6Address& source,
                                       const Ipv6Address& destination,
                                       uint8_t protocol)
{
    m_source = FromIpv6(source);
    m_destination = FromIpv6(destination);
    m_protocol = protocol;
}

void
TcpLifecycleHeader::InitializeChecksum(const Address& source,
                                       const Address& destination,
                                       uint8_t protocol)
{
    if (Ipv4Address::IsMatchingType(source) && Ipv4Address::IsMatchingType(destination))
    {
        InitializeChecksum(Ipv4Address::ConvertFrom(source),
                           Ipv4Address::ConvertFrom(destination),
                           protocol);
        return;
    }
    NS_ABORT_MSG_UNLESS(Ipv6Address::IsMatchingType(source) &&
                            Ipv6Address::IsMatchingType(destination),
                        "the pseudo-header takes two IPv4 or two IPv6 addresses, not "
                            << source << " and " << destination);
    InitializeChecksum(Ipv6Address::ConvertFrom(source),
                       Ipv6Address::ConvertFrom(destination),
                       protocol);
}

uint16_t
TcpLifecycleHeader::CalculateChecksum(const uint8_t* octets,
                                      uint32_t size,
                                      const uint8_t* rest,
                                      uint32_t restSize) const
{
    uint32_t sum = lifecycle::PseudoHeaderSum(m_source, m_destination, size + restSize, m_protocol);
    sum = lifecycle::ChecksumAdd(octets, size, sum);
    if (restSize > 0)
    {
        sum = lifecycle::ChecksumAdd(rest, restSize, sum);
    }
    return lifecycle::ChecksumFinish(sum);
}

void
TcpLifecycleHeader::SetSegment(const lifecycle::Segment& segment)
{
    m_segment = segment;
}

uint16_t
TcpLifecycleHeader::GetSourcePort() const
{
    return m_segment.sourcePort;
}

void
TcpLifecycleHeader::SetSourcePort(uint16_t port)
{
    m_segment.sourcePort = port;
}

uint16_t
TcpLifecycleHeader::GetDestinationPort() const
{
    return m_segment.destinationPort;
}

void
TcpLifecycleHeader::SetDestinationPort(uint16_t port)
{
    m_segment.destinationPort = port;
}

uint32_t
TcpLifecycleHeader::GetSequenceNumber() const
{
    return m_segment.seq.Value();
}

void
TcpLifecycleHeader::SetSequenceNumber(uint32_t sequenceNumber)
{
    m_segment.seq = lifecycle::Seq(sequenceNumber);
}

uint32_t
TcpLifecycleHeader::GetAckNumber() const
{
    return m_segment.ack.Value();
}

void
TcpLifecycleHeader::SetAckNumber(uint32_t ackNumber)
{
    m_segment.ack = lifecycle::Seq(ackNumber);
}

uint8_t
TcpLifecycleHeader::GetFlags() const
{
    return m_segment.flags;
}

void
TcpLifecycleHeader::SetFlags(uint8_t flags)
{
    m_segment.flags = flags;
}

uint16_t
TcpLifecycleHeader::GetWindowSize() const
{
    return m_segment.window;
}

void
TcpLifecycleHeader::SetWindowSize(uint16_t windowSize)
{
    m_segment.window = windowSize;
}

uint16_t
TcpLifecycleHeader::GetUrgentPointer() const
{
    return m_segment.urgentPointer;
}

void
TcpLifecycleHeader::SetUrgentPointer(uint16_t urgentPointer)
{
    m_segment.urgentPointer = urgentPointer;
}

uint8_t
TcpLifecycleHeader::GetLength() const
{
    return static_cast<uint8_t>(GetSerializedSize() / 4);
}

} // namespace ns3
