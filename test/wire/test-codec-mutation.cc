/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-codec.h"
#include "wire-codec-support.h"
#include "wire-samples.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <set>

using namespace ns3::lifecycle;
using namespace wire_samples;

namespace
{

/// Lengths that the RFCs named in OptionKind allow, by kind.
const struct
{
    uint8_t kind;          //!< kind
    std::set<int> allowed; //!< lengths
} KNOWN_LENGTHS[] = {
    {2, {4}},
    {3, {3}},
    {4, {2}},
    {5, {10, 18, 26, 34}},
    {8, {10}},
    {28, {4}},
    {34, {2, 6, 8, 10, 12, 14, 16, 18}},
};

/// \param kind an option's kind, not 0 or 1 \param length its length, 2..255 \return if allowed
bool
IsAllowed(int kind, int length)
{
    for (const auto& known : KNOWN_LENGTHS)
    {
        if (known.kind == kind)
        {
            return known.allowed.count(length) > 0;
        }
    }
    return true;
}

} // namespace

BOOST_AUTO_TEST_SUITE(codec_mutation)

BOOST_AUTO_TEST_CASE(every_kind_with_every_length_at_every_place)
{
    for (int kind = 2; kind < 256; ++kind)
    {
        for (int length = 0; length < 256; ++length)
        {
            for (int place = 0; place < 40; ++place)
            {
                Octets octets = WithOptions(Octets(40, 0));
                std::fill_n(octets.begin() + 20, place, uint8_t{1});
                octets[20 + place] = static_cast<uint8_t>(kind);
                std::optional<ParseError> expected;
                if (place == 39)
                {
                    expected = ParseError::OptionTruncated;
                }
                else
                {
                    octets[21 + place] = static_cast<uint8_t>(length);
                    if (length < 2)
                    {
                        expected = ParseError::OptionLengthTooSmall;
                    }
                    else if (place + length > 40)
                    {
                        expected = ParseError::OptionTruncated;
                    }
                    else if (!IsAllowed(kind, length))
                    {
                        expected = ParseError::OptionWrongLength;
                    }
                }
                const ParseResult result = Parse(octets.data(), octets.size());
                const auto* error = std::get_if<ParseError>(&result);
                const bool asExpected = expected ? error && *error == *expected : !error;
                BOOST_REQUIRE_MESSAGE(asExpected,
                                      "kind " << kind << " length " << length << " at " << place);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(truncated_anywhere_a_segment_is_an_error_or_has_less_payload)
{
    for (const Sample& sample : SAMPLES)
    {
        const Octets octets = FromHex(sample.hex);
        for (std::size_t size = 0; size < octets.size(); ++size)
        {
            const ParseResult result = ParseExact(octets, size);
            if (size < sample.headerSize)
            {
                BOOST_REQUIRE(std::holds_alternative<ParseError>(result));
                BOOST_TEST(
                    (std::get<ParseError>(result) ==
                     (size < 20 ? ParseError::ShortHeader : ParseError::DataOffsetTooLarge)));
            }
            else
            {
                BOOST_REQUIRE(std::holds_alternative<Segment>(result));
                BOOST_TEST(std::get<Segment>(result).length == size - sample.headerSize);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(options_cut_anywhere_never_read_beyond_the_header)
{
    for (const Sample& sample : SAMPLES)
    {
        Octets octets = FromHex(sample.hex);
        for (uint8_t words = 0; words < 16; ++words)
        {
            octets[12] = static_cast<uint8_t>(words << 4);
            for (std::size_t size = 0; size <= octets.size(); ++size)
            {
                BOOST_TEST(SameAgainOrError(
                    Octets(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(size))));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(any_single_bit_flipped_round_trips_or_is_an_error)
{
    for (const Sample& sample : SAMPLES)
    {
        const Octets original = FromHex(sample.hex);
        for (std::size_t bit = 0; bit < original.size() * 8; ++bit)
        {
            Octets octets = original;
            octets[bit / 8] = static_cast<uint8_t>(octets[bit / 8] ^ (1 << bit % 8));
            BOOST_REQUIRE_MESSAGE(SameAgainOrError(octets), sample.name << ", bit " << bit);
            const bool isPayload = bit / 8 >= sample.headerSize;
            if (!isPayload && !ErrorOf(octets))
            {
                BOOST_REQUIRE(SegmentOf(octets) != SegmentOf(original));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(random_octets_round_trip_or_are_an_error)
{
    std::mt19937 random(9293);
    int segments = 0;
    constexpr int ROUNDS = 200000;
    for (int round = 0; round < ROUNDS; ++round)
    {
        Octets octets(random() % 80);
        // small values make options likely
        std::generate(octets.begin(), octets.end(), [&random] {
            const auto bits = static_cast<uint32_t>(random());
            return static_cast<uint8_t>(bits & 0x100 ? bits & 0xff : bits & 0x07);
        });
        if (octets.size() > 12 && round % 2 == 0)
        {
            octets[12] = static_cast<uint8_t>(0x50 + (random() % 11 << 4));
        }
        BOOST_REQUIRE(SameAgainOrError(octets));
        segments += !ErrorOf(octets);
    }
    BOOST_TEST(segments > ROUNDS / 20);
    BOOST_TEST(segments < ROUNDS);
}

BOOST_AUTO_TEST_CASE(samples_with_random_octets_changed_round_trip_or_are_an_error)
{
    std::mt19937 random(793);
    for (const Sample& sample : SAMPLES)
    {
        const Octets original = FromHex(sample.hex);
        for (int round = 0; round < 10000; ++round)
        {
            Octets octets = original;
            for (auto changes = random() % 4 + 1; changes > 0; --changes)
            {
                octets[random() % octets.size()] = static_cast<uint8_t>(random());
            }
            BOOST_REQUIRE(SameAgainOrError(octets));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
