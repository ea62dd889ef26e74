/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-codec.h"

#include "lifecycle-option-reader.h"

#include <algorithm>

/**
 * \file
 * \ingroup tcp-lifecycle-wire
 * The header's layout (RFC 9293, section 3.1) and its checksum.
 */

namespace ns3
{
namespace lifecycle
{

namespace
{

/// Octets of a header without options (RFC 9293, section 3.1).
constexpr std::size_t FIXED_SIZE = 20;

// Where the fields of the header begin (RFC 9293, figure 1).
constexpr std::size_t SOURCE_PORT = 0;      //!< 2 octets
constexpr std::size_t DESTINATION_PORT = 2; //!< 2 octets
constexpr std::size_t SEQUENCE = 4;         //!< 4 octets
constexpr std::size_t ACKNOWLEDGMENT = 8;   //!< 4 octets
constexpr std::size_t OFFSET_RESERVED = 12; //!< data offset in words, 4 bits; reserved, 4 bits
constexpr std::size_t CONTROL_BITS = 13;    //!< 1 octet
constexpr std::size_t WINDOW = 14;          //!< 2 octets
constexpr std::size_t URGENT_POINTER = 18;  //!< 2 octets

/// \param wide a sum \return it with the upper 32 bits added in, which keeps it modulo 2^16 - 1
uint32_t
Fold32(uint64_t wide)
{
    while (wide >> 32 != 0)
    {
        wide = (wide & 0xffffffff) + (wide >> 32);
    }
    return static_cast<uint32_t>(wide);
}

} // namespace

const char*
ToText(ParseError error)
{
    switch (error)
    {
    case ParseError::ShortHeader:
        return "shorter than a header";
    case ParseError::DataOffsetTooSmall:
        return "data offset below 5 words";
    case ParseError::DataOffsetTooLarge:
        return "data offset beyond the last octet";
    case ParseError::OptionLengthTooSmall:
        return "option of length 0 or 1";
    case ParseError::OptionTruncated:
        return "option runs past the end of the header";
    case ParseError::OptionWrongLength:
        return "wrong length for a known option";
    }
    return "unknown error";
}

ParseResult
Parse(const uint8_t* data, std::size_t size)
{
    if (size < FIXED_SIZE)
    {
        return ParseError::ShortHeader;
    }
    const std::size_t headerSize = static_cast<std::size_t>(data[OFFSET_RESERVED] >> 4) * 4;
    if (headerSize < FIXED_SIZE)
    {
        return ParseError::DataOffsetTooSmall;
    }
    if (headerSize > size)
    {
        return ParseError::DataOffsetTooLarge;
    }
    const uint8_t* options = data + FIXED_SIZE;
    const std::size_t optionsSize = headerSize - FIXED_SIZE;
    if (!IsAlignedTimestamps(options, optionsSize))
    {
        OptionReader reader(options, optionsSize);
        OptionView option;
        while (reader.Next(option))
        {
            // each option is checked as it is passed
        }
        if (reader.Error())
        {
            return *reader.Error();
        }
    }

    Segment segment;
    segment.sourcePort = Read16(data + SOURCE_PORT);
    segment.destinationPort = Read16(data + DESTINATION_PORT);
    segment.seq = Seq(Read32(data + SEQUENCE));
    segment.ack = Seq(Read32(data + ACKNOWLEDGMENT));
    segment.reserved = data[OFFSET_RESERVED] & 0xf;
    segment.flags = data[CONTROL_BITS];
    segment.window = Read16(data + WINDOW);
    segment.checksum = Read16(data + CHECKSUM_OFFSET);
    segment.urgentPointer = Read16(data + URGENT_POINTER);
    segment.options.AddRaw(options, optionsSize);
    segment.length = static_cast<uint32_t>(size - headerSize);
    return segment;
}

std::size_t
Encode(const Segment& segment, uint8_t* out)
{
    const std::size_t headerSize = segment.HeaderSize();
    Write16(out + SOURCE_PORT, segment.sourcePort);
    Write16(out + DESTINATION_PORT, segment.destinationPort);
    Write32(out + SEQUENCE, segment.seq.Value());
    Write32(out + ACKNOWLEDGMENT, segment.ack.Value());
    out[OFFSET_RESERVED] = static_cast<uint8_t>((headerSize / 4) << 4 | (segment.reserved & 0xf));
    out[CONTROL_BITS] = segment.flags;
    Write16(out + WINDOW, segment.window);
    Write16(out + CHECKSUM_OFFSET, segment.checksum);
    Write16(out + URGENT_POINTER, segment.urgentPointer);
    uint8_t* end = std::copy_n(segment.options.Data(), segment.options.Size(), out + FIXED_SIZE);
    // RFC 9293, section 3.1: the padding is composed of zeros
    std::fill(end, out + headerSize, uint8_t{0});
    return headerSize;
}

uint32_t
ChecksumAdd(const uint8_t* data, std::size_t size, uint32_t sum)
{
    // RFC 1071, section 2 (C): adding 32 bits at a time and folding late gives the same sum
    uint64_t wide = sum;
    std::size_t at = 0;
    for (; size - at >= 4; at += 4)
    {
        wide += Read32(data + at);
    }
    if (size - at >= 2)
    {
        wide += Read16(data + at);
        at += 2;
    }
    if (at < size)
    {
        // RFC 9293, section 3.1: an odd last octet is padded on the right with zeros
        wide += static_cast<uint32_t>(data[at]) << 8;
    }
    return Fold32(wide);
}

uint16_t
ChecksumFinish(uint32_t sum)
{
    while (sum >> 16 != 0)
    {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return static_cast<uint16_t>(~sum);
}

uint32_t
PseudoHeaderSum(const IpAddress& source,
                const IpAddress& destination,
                uint32_t tcpLength,
                uint8_t protocol)
{
    const uint32_t sum = ChecksumAdd(source.octets.data(), source.Size(), 0);
    // the zero octets of both families' pseudo-headers add nothing
    return Fold32(uint64_t{ChecksumAdd(destination.octets.data(), destination.Size(), sum)} +
                  tcpLength + protocol);
}

uint16_t
Checksum(const IpAddress& source,
         const IpAddress& destination,
         const uint8_t* data,
         std::size_t size)
{
    const uint32_t sum =
        PseudoHeaderSum(source, destination, static_cast<uint32_t>(size), TCP_PROTOCOL);
    return ChecksumFinish(ChecksumAdd(data, size, sum));
}

} // namespace lifecycle
} // namespace ns3
