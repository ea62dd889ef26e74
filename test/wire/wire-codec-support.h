/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef WIRE_CODEC_SUPPORT_H
#define WIRE_CODEC_SUPPORT_H

#include "lifecycle-codec.h"
#include "wire-samples.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <variant>

/**
 * \file
 * What the tests of the codec share.
 */

namespace wire_samples
{

/**
 * Parse a copy that ends exactly where the memory does, so that a sanitizer sees a read beyond.
 * \param octets the octets
 * \param size how many of them
 * \return what Parse() says
 */
inline ns3::lifecycle::ParseResult
ParseExact(const Octets& octets, std::size_t size)
{
    const std::unique_ptr<uint8_t[]> copy(new uint8_t[size]);
    std::copy_n(octets.begin(), size, copy.get());
    return ns3::lifecycle::Parse(copy.get(), size);
}

/// \param octets octets \return the error they give, if any
inline std::optional<ns3::lifecycle::ParseError>
ErrorOf(const Octets& octets)
{
    const ns3::lifecycle::ParseResult result = ParseExact(octets, octets.size());
    const auto* error = std::get_if<ns3::lifecycle::ParseError>(&result);
    return error ? std::optional<ns3::lifecycle::ParseError>(*error) : std::nullopt;
}

/// \param octets octets that are a segment \return it
inline ns3::lifecycle::Segment
SegmentOf(const Octets& octets)
{
    const ns3::lifecycle::ParseResult result = ParseExact(octets, octets.size());
    BOOST_REQUIRE(std::holds_alternative<ns3::lifecycle::Segment>(result));
    return std::get<ns3::lifecycle::Segment>(result);
}

/// \param segment a segment \return its header's octets
inline Octets
Encoded(const ns3::lifecycle::Segment& segment)
{
    Octets octets(segment.HeaderSize());
    BOOST_REQUIRE_EQUAL(ns3::lifecycle::Encode(segment, octets.data()), octets.size());
    return octets;
}

/**
 * A header that carries options.
 * \param options their octets, padded with "end of option list" to whole words
 * \return the header
 */
inline Octets
WithOptions(Octets options)
{
    options.resize((options.size() + 3) / 4 * 4, 0);
    Octets octets(20 + options.size(), 0);
    octets[12] = static_cast<uint8_t>((5 + options.size() / 4) << 4);
    std::copy(options.begin(), options.end(), octets.begin() + 20);
    return octets;
}

/**
 * \param octets octets
 * \return whether they are an error, or a segment whose header encodes to the same octets
 */
inline bool
SameAgainOrError(const Octets& octets)
{
    const ns3::lifecycle::ParseResult result = ParseExact(octets, octets.size());
    const auto* segment = std::get_if<ns3::lifecycle::Segment>(&result);
    if (!segment)
    {
        return true;
    }
    const Octets again = Encoded(*segment);
    return again.size() + segment->length == octets.size() &&
           std::equal(again.begin(), again.end(), octets.begin());
}

} // namespace wire_samples

#endif // WIRE_CODEC_SUPPORT_H
