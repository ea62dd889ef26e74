/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fuzz-support.h"
#include "lifecycle-codec.h"

#include <cstring>
#include <string>
#include <variant>

/**
 * \file
 * Fuzzes the codec: every string of bytes is a segment or an error, and the header of a segment
 * encodes to the bytes that it was read from.
 */

using namespace ns3::lifecycle;

namespace
{

/// \param segment a segment that was read from \p data \param data bytes \param size how many
void
CheckSegment(const Segment& segment, const uint8_t* data, std::size_t size)
{
    Require(segment.HeaderSize() + segment.length == size, "header and payload are all there is");
    uint8_t again[MAX_HEADER_SIZE];
    Require(Encode(segment, again) == segment.HeaderSize(), "the header's size is as announced");
    Require(std::memcmp(again, data, segment.HeaderSize()) == 0, "encoding gives the same bytes");

    const ParseResult reread = Parse(again, segment.HeaderSize());
    Require(std::holds_alternative<Segment>(reread), "an encoded header can be read");
    Segment header = segment;
    header.length = 0;
    Require(std::get<Segment>(reread) == header,
            "reading the encoded header gives the same fields");

    const KnownOptions known = segment.options.Read();
    Require(known.sackBlockCount <= MAX_SACK_BLOCKS, "no more SACK blocks than fit");
    const std::string text = ToText(segment);
    Require(text.find("raw") == std::string::npos || text.find("eol") != std::string::npos,
            "in a segment that was read only padding is not an option");
}

/// \param data bytes \param size how many
void
CheckChecksum(const uint8_t* data, std::size_t size)
{
    const IpAddress source = IpAddress::FromIpv4(0xc0000201);
    const IpAddress destination = IpAddress::FromIpv4(0xc0000202);
    uint32_t sum = PseudoHeaderSum(source, destination, static_cast<uint32_t>(size));
    const std::size_t half = size / 4 * 2;
    sum = ChecksumAdd(data, half, sum);
    sum = ChecksumAdd(data + half, size - half, sum);
    Require(ChecksumFinish(sum) == Checksum(source, destination, data, size),
            "a checksum in two parts is the checksum of the whole");
}

} // namespace

int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const ParseResult result = Parse(data, size);
    if (const auto* segment = std::get_if<Segment>(&result))
    {
        CheckSegment(*segment, data, size);
    }
    else
    {
        Require(*ToText(std::get<ParseError>(result)) != '\0', "an error has a text");
    }
    CheckChecksum(data, size);

    // options as they come, without Parse() having looked at them
    Options options;
    if (options.AddRaw(data, size < Options::MAX_SIZE ? size : Options::MAX_SIZE))
    {
        options.Read();
        Segment segment;
        segment.options = options;
        ToText(segment);
    }
    return 0;
}
