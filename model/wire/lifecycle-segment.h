/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_SEGMENT_H
#define LIFECYCLE_SEGMENT_H

#include "lifecycle-options.h"
#include "lifecycle-seq.h"

#include <cstdint>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle-wire
 * A TCP segment as a value: its header, and how many octets of payload follow.
 */

namespace ns3
{
namespace lifecycle
{

/// Control bits, at their places in the header's 14th octet (RFC 9293, section 3.1).
enum Flag : uint8_t
{
    FIN = 0x01, //!< no more data from sender
    SYN = 0x02, //!< synchronize sequence numbers
    RST = 0x04, //!< reset the connection
    PSH = 0x08, //!< push function
    ACK = 0x10, //!< acknowledgment field is significant
    URG = 0x20, //!< urgent pointer field is significant
    ECE = 0x40, //!< ECN-echo (RFC 3168)
    CWR = 0x80, //!< congestion window reduced (RFC 3168)
};

/**
 * \ingroup tcp-lifecycle-wire
 *
 * One segment: every field of the header (RFC 9293, section 3.1) and the length of the payload.
 *
 * The payload's octets are not here: what decides about a segment never looks at them. The data
 * offset is derived from the options, the checksum is filled in by Encode() and checked by
 * the receiver of the octets.
 */
struct Segment
{
    uint16_t sourcePort{0};      //!< source port
    uint16_t destinationPort{0}; //!< destination port
    Seq seq;                     //!< SEG.SEQ
    Seq ack;                     //!< SEG.ACK, meaningful when ACK is set
    uint8_t reserved{0};         //!< the four reserved bits, 0..15; sent as 0, kept when read
    uint8_t flags{0};            //!< control bits, see Flag
    uint16_t window{0};          //!< SEG.WND as in the header, not scaled
    uint16_t checksum{0};        //!< as read; Encode() writes this value
    uint16_t urgentPointer{0};   //!< SEG.UP, meaningful when URG is set
    Options options;             //!< the options, octet for octet
    uint32_t length{0};          //!< octets of payload
    bool marked{false};          //!< its packet says congestion experienced (RFC 3168, 5); no field

    /// \param mask one or more of Flag \return whether all of them are set
    bool Has(uint8_t mask) const
    {
        return (flags & mask) == mask;
    }

    /// \param mask one or more of Flag \return whether any of them is set
    bool HasAny(uint8_t mask) const
    {
        return (flags & mask) != 0;
    }

    /// \return SEG.LEN: octets of payload, and one each for SYN and FIN (RFC 9293, section 3.4)
    uint32_t SequenceLength() const
    {
        return length + (Has(SYN) ? 1 : 0) + (Has(FIN) ? 1 : 0);
    }

    /// \return the sequence number after the last one this segment occupies
    Seq End() const
    {
        return seq + SequenceLength();
    }

    /// \return octets of the header on the wire, 20..60
    uint32_t HeaderSize() const
    {
        return 20 + static_cast<uint32_t>((options.Size() + 3) / 4 * 4);
    }

    /// \return whether every field is the same
    bool operator==(const Segment& other) const;

    /// \return whether any field differs
    bool operator!=(const Segment& other) const
    {
        return !(*this == other);
    }
};

/// A control bit in packetdrill's notation.
struct FlagLetter
{
    uint8_t mask; //!< the bit
    char letter;  //!< its letter
};

/// The letters of the control bits, in the order in which they are printed.
constexpr FlagLetter FLAG_LETTERS[] = {
    {FIN, 'F'},
    {SYN, 'S'},
    {RST, 'R'},
    {PSH, 'P'},
    {URG, 'U'},
    {ECE, 'E'},
    {CWR, 'W'},
    {ACK, '.'},
};

/// What sequence and acknowledgment numbers are printed relative to.
struct TextBase
{
    Seq seq; //!< subtracted from SEG.SEQ, usually the sender's ISN
    Seq ack; //!< subtracted from SEG.ACK, usually the receiver's ISN; also from SACK blocks
};

/**
 * A segment in the one notation used everywhere, packetdrill's.
 * `S. 0:0(0) ack 1 win 65535 <mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7>`.
 *
 * The flags are, in this order, `F S R P U E W .` for those set (`.` is ACK), `-` for none;
 * an option nobody knows prints as `kind 254 0xf989` (its data in hexadecimal). The range counts
 * payload only, so a SYN is `0:0(0)`; `ack` and `urg` appear if their flag is set. Options are
 * printed unchanged: padding that Encode() adds is not, padding that Parse() kept is, each
 * zero octet as `eol`. Octets that are not options print as `raw 0x...`.
 *
 * \param segment the segment
 * \param base what numbers are relative to
 * \return the text
 */
std::string ToText(const Segment& segment, const TextBase& base = {});

/// \param segment the segment \return its flags alone, `S.`, `F.`, `P.`, `R`, ...
std::string FlagsText(const Segment& segment);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_SEGMENT_H
