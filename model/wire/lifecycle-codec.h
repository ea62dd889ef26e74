/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_CODEC_H
#define LIFECYCLE_CODEC_H

#include "lifecycle-address.h"
#include "lifecycle-segment.h"

#include <cstddef>
#include <cstdint>
#include <variant>

/**
 * \file
 * \ingroup tcp-lifecycle-wire
 * Octets to segment and back, for every string of octets.
 */

namespace ns3
{
namespace lifecycle
{

/// The protocol number of TCP in IP headers and pseudo-headers (IANA; RFC 9293, section 3.1).
constexpr uint8_t TCP_PROTOCOL = 6;

/// Most octets of a header: data offset 15 words (RFC 9293, section 3.1).
constexpr std::size_t MAX_HEADER_SIZE = 60;

/// The offset of the checksum in the header (RFC 9293, section 3.1).
constexpr std::size_t CHECKSUM_OFFSET = 16;

/// Why octets are not a TCP segment.
enum class ParseError : uint8_t
{
    ShortHeader,          //!< fewer than 20 octets
    DataOffsetTooSmall,   //!< data offset below 5 words
    DataOffsetTooLarge,   //!< data offset points past the last octet
    OptionLengthTooSmall, //!< an option with a length octet of 0 or 1
    OptionTruncated, //!< an option runs past the end of the header, or its length octet is missing
    OptionWrongLength, //!< a known option whose length is not one that its RFC allows
};

/// \param error the error \return a short English text for it
const char* ToText(ParseError error);

/// Either a segment or the reason why there is none.
using ParseResult = std::variant<Segment, ParseError>;

/**
 * Read a segment. Total: every string of octets gives a segment or an error; nothing is read
 * beyond \p size, nor beyond the header: of the payload only its size counts. The checksum is not
 * verified here (see Checksum()).
 *
 * Options are read whatever the control bits: MSS, window scale or SACK-permitted without SYN are
 * well-formed anywhere (RFC 9293, section 3.1, MUST-5), and it is for who acts on the segment to
 * ignore them there (RFC 7323, section 2.2). The first malformed option decides; of its faults a
 * missing length octet comes first, then a length of 0 or 1, running past the end, a wrong length.
 *
 * Octets after an "end of option list" are padding and are kept, so that Encode() of the result
 * gives the same octets again.
 *
 * \param data the octets, header first
 * \param size octets of header and payload
 * \return the segment, its length the octets after the header; or the error
 */
ParseResult Parse(const uint8_t* data, std::size_t size);

/**
 * Write a segment's header. Options are padded with zero octets (end of option list) to a
 * multiple of four.
 *
 * \param segment the segment; segment.checksum is written unchanged
 * \param out room for segment.HeaderSize() octets
 * \return octets written, segment.HeaderSize()
 */
std::size_t Encode(const Segment& segment, uint8_t* out);

/**
 * One's-complement sum of octets, for building a checksum in parts (RFC 1071).
 * \param data the octets \param size how many \param sum the sum so far
 * \return the sum, not folded; only the last part may have an odd number of octets
 */
uint32_t ChecksumAdd(const uint8_t* data, std::size_t size, uint32_t sum);

/// \param sum from ChecksumAdd() \return folded to 16 bits and complemented, as in the header
uint16_t ChecksumFinish(uint32_t sum);

/**
 * The sum over the pseudo-header (RFC 9293, section 3.1; IPv6: RFC 8200, section 8.1).
 * \param source source address \param destination destination address, of the same family
 * \param tcpLength octets of header and payload
 * \param protocol the protocol number
 * \return the sum, not folded
 */
uint32_t PseudoHeaderSum(const IpAddress& source,
                         const IpAddress& destination,
                         uint32_t tcpLength,
                         uint8_t protocol = TCP_PROTOCOL);

/**
 * The checksum of a whole segment.
 * \param source source address \param destination destination address
 * \param data header and payload; the checksum field is used unchanged
 * \param size octets of header and payload
 * \return with the field zero: the value to put there; with the field filled: 0 if it is right
 */
uint16_t Checksum(const IpAddress& source,
                  const IpAddress& destination,
                  const uint8_t* data,
                  std::size_t size);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_CODEC_H
