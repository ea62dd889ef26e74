/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_HEADER_H
#define TCP_LIFECYCLE_HEADER_H

#include "lifecycle-address.h"
#include "lifecycle-codec.h"
#include "lifecycle-segment.h"

#include "ns3/address.h"
#include "ns3/buffer.h"
#include "ns3/header.h"
#include "ns3/ipv4-address.h"
#include "ns3/ipv6-address.h"
#include "ns3/type-id.h"

#include <cstdint>
#include <optional>
#include <ostream>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The TCP header as ns-3 sees it.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * A TCP header (RFC 9293, section 3.1) in an ns-3 packet: a lifecycle::Segment and the checksum
 * over the packet around it.
 *
 * Every string of bytes can be deserialized. If it is not a TCP segment, Deserialize() returns 0,
 * nothing is taken from the packet, and GetParseError() tells why.
 *
 * The checksum is computed and verified only after EnableChecksums(), with the addresses given to
 * InitializeChecksum(). It covers the pseudo-header, the header and everything after it in the
 * buffer, so the header goes onto its payload before anything else does, and comes off the packet
 * after the IP header and any link-layer padding.
 */
class TcpLifecycleHeader : public Header
{
  public:
    /// A header without options, all fields 0.
    TcpLifecycleHeader() = default;

    /// \param segment the fields
    explicit TcpLifecycleHeader(const lifecycle::Segment& segment);

    /// \return the TypeId, ns3::TcpLifecycleHeader
    static TypeId GetTypeId();
    TypeId GetInstanceTypeId() const override;

    /**
     * Print ports and segment, in packetdrill's notation: `49153 > 80: S 0:0(0) win 65535 <mss
     * 1460>`. Numbers are absolute.
     *
     * \param os where to
     */
    void Print(std::ostream& os) const override;

    /// \return bytes of the header, 20..60
    uint32_t GetSerializedSize() const override;

    /**
     * Write the header. The data offset follows from the options. The checksum is computed if
     * checksums are enabled; if not, the segment's checksum field is written unchanged.
     *
     * \param start where the header begins; the payload follows it up to the end of the buffer
     */
    void Serialize(Buffer::Iterator start) const override;

    /**
     * Read a header. The segment's length becomes the number of bytes after it.
     *
     * \param start where the header begins; the segment reaches to the end of the buffer
     * \return bytes of the header, or 0 if there is none: see GetParseError()
     */
    uint32_t Deserialize(Buffer::Iterator start) override;

    /// \return why the last Deserialize() returned 0; empty if it did not
    std::optional<lifecycle::ParseError> GetParseError() const
    {
        return m_parseError;
    }

    /// Compute the checksum in Serialize() and verify it in Deserialize().
    void EnableChecksums();

    /**
     * Set what goes into the pseudo-header (RFC 9293, section 3.1).
     * \param source source address
     * \param destination destination address
     * \param protocol protocol number, 6
     */
    void InitializeChecksum(const Ipv4Address& source,
                            const Ipv4Address& destination,
                            uint8_t protocol);

    /**
     * Set what goes into the pseudo-header (RFC 8200, section 8.1).
     * \param source source address
     * \param destination destination address
     * \param protocol protocol number, 6
     */
    void InitializeChecksum(const Ipv6Address& source,
                            const Ipv6Address& destination,
                            uint8_t protocol);

    /**
     * Set what goes into the pseudo-header. Stops the program if the addresses are not both
     * Ipv4Address or both Ipv6Address.
     * \param source source address
     * \param destination destination address
     * \param protocol protocol number, 6
     */
    void InitializeChecksum(const Address& source, const Address& destination, uint8_t protocol);

    /**
     * \return false if the last Deserialize() verified the checksum and found it wrong, whether or
     * not the bytes were a segment; true otherwise
     */
    bool IsChecksumOk() const
    {
        return m_checksumOk;
    }

    /// Its packet says congestion experienced (RFC 3168, 5).
    void NoteMark()
    {
        m_segment.marked = true;
    }

    /// \return all fields
    const lifecycle::Segment& GetSegment() const
    {
        return m_segment;
    }

    /// \param segment all fields
    void SetSegment(const lifecycle::Segment& segment);

    /// \return source port
    uint16_t GetSourcePort() const;
    /// \param port source port
    void SetSourcePort(uint16_t port);

    /// \return destination port
    uint16_t GetDestinationPort() const;
    /// \param port destination port
    void SetDestinationPort(uint16_t port);

    /// \return SEG.SEQ
    uint32_t GetSequenceNumber() const;
    /// \param sequenceNumber SEG.SEQ
    void SetSequenceNumber(uint32_t sequenceNumber);

    /// \return SEG.ACK
    uint32_t GetAckNumber() const;
    /// \param ackNumber SEG.ACK
    void SetAckNumber(uint32_t ackNumber);

    /// \return control bits, see lifecycle::Flag; the same bits as TcpHeader::Flags_t
    uint8_t GetFlags() const;
    /// \param flags control bits
    void SetFlags(uint8_t flags);

    /// \return SEG.WND as in the header, not scaled
    uint16_t GetWindowSize() const;
    /// \param windowSize SEG.WND as in the header
    void SetWindowSize(uint16_t windowSize);

    /// \return SEG.UP
    uint16_t GetUrgentPointer() const;
    /// \param urgentPointer SEG.UP
    void SetUrgentPointer(uint16_t urgentPointer);

    /// \return the data offset: length of the header in words of 32 bits, 5..15
    uint8_t GetLength() const;

  private:
    /**
     * The checksum over pseudo-header and the bytes given.
     * \param octets the first bytes of the segment
     * \param size how many; even, unless nothing follows
     * \param rest the other bytes, or null
     * \param restSize how many
     * \return the value to put into the field if it is 0, and 0 if the field is right
     */
    uint16_t CalculateChecksum(const uint8_t* octets,
                               uint32_t size,
                               const uint8_t* rest,
                               uint32_t restSize) const;

    lifecycle::Segment m_segment;                      //!< all fields
    std::optional<lifecycle::ParseError> m_parseError; //!< why the last bytes were no segment
    lifecycle::IpAddress m_source;                     //!< of the pseudo-header
    lifecycle::IpAddress m_destination;                //!< of the pseudo-header
    uint8_t m_protocol{lifecycle::TCP_PROTOCOL};       //!< of the pseudo-header
    bool m_checksumsEnabled{false};                    //!< whether to compute and verify
    bool m_checksumOk{true};                           //!< what verifying found
};

} // namespace ns3

#endif // TCP_LIFECYCLE_HEADER_H
