/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-codec.h"
#include "wire-samples.h"

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <cstdint>
#include <random>

using namespace ns3::lifecycle;
using namespace wire_samples;

namespace
{

/**
 * RFC 1071's definition, word by word, with the carry added at once.
 * \param octets octets
 * \return the checksum
 */
uint16_t
Reference(const Octets& octets)
{
    uint32_t sum = 0;
    for (std::size_t i = 0; i < octets.size(); i += 2)
    {
        const uint32_t low = i + 1 < octets.size() ? octets[i + 1] : 0;
        sum += octets[i] * 256u + low;
        if (sum > 0xffff)
        {
            sum -= 0xffff;
        }
    }
    return static_cast<uint16_t>(0xffff - sum);
}

/// \param octets octets \return their checksum
uint16_t
Of(const Octets& octets)
{
    return ChecksumFinish(ChecksumAdd(octets.data(), octets.size(), 0));
}

/// \param sample a sample \return its checksum with the field unchanged
uint16_t
OfSample(const Sample& sample)
{
    const Octets octets = FromHex(sample.hex);
    return Checksum(Source(sample), Destination(sample), octets.data(), octets.size());
}

} // namespace

BOOST_AUTO_TEST_SUITE(checksum)

BOOST_AUTO_TEST_CASE(the_worked_example_of_rfc_1071)
{
    // RFC 1071, section 3: the words sum to 2ddf0, with the carry ddf2
    BOOST_TEST(Of(FromHex("0001 f203 f4f5 f6f7")) == 0xffff - 0xddf2);
}

BOOST_AUTO_TEST_CASE(nothing_and_zeros_sum_to_zero)
{
    BOOST_TEST(ChecksumAdd(nullptr, 0, 0) == 0u);
    BOOST_TEST(Of({}) == 0xffff);
    BOOST_TEST(Of(Octets(100, 0)) == 0xffff);
    BOOST_TEST(Of(Octets(100, 0xff)) == 0);
}

BOOST_AUTO_TEST_CASE(an_odd_last_octet_is_padded_on_the_right)
{
    BOOST_TEST(Of(FromHex("12")) == 0xffff - 0x1200);
    BOOST_TEST(Of(FromHex("123456")) == 0xffff - (0x1234 + 0x5600));
}

BOOST_AUTO_TEST_CASE(every_size_and_every_even_split_give_the_reference_sum)
{
    std::mt19937 random(1071);
    Octets octets;
    for (std::size_t size = 0; size <= 200; ++size)
    {
        const uint16_t expected = Reference(octets);
        BOOST_REQUIRE_EQUAL(Of(octets), expected);
        for (std::size_t split = 0; split <= size; split += 2)
        {
            const uint32_t first = ChecksumAdd(octets.data(), split, 0);
            const uint32_t both = ChecksumAdd(octets.data() + split, size - split, first);
            BOOST_REQUIRE_EQUAL(ChecksumFinish(both), expected);
        }
        octets.push_back(static_cast<uint8_t>(random()));
    }
}

BOOST_AUTO_TEST_CASE(carries_beyond_32_bits_are_not_lost)
{
    // more words of ffff than a sum of 32 bits can hold, and a jumbogram's worth of odd data
    Octets octets(300001, 0xff);
    BOOST_TEST(Of(octets) == Reference(octets));
    octets[0] = 0x12;
    octets[299999] = 0x34;
    BOOST_TEST(Of(octets) == Reference(octets));
    BOOST_TEST(ChecksumFinish(ChecksumAdd(octets.data(), octets.size(), 0xffffffff)) ==
               Reference(octets));
}

BOOST_AUTO_TEST_CASE(captured_segments_of_both_families_are_right)
{
    for (const Sample& sample : SAMPLES)
    {
        BOOST_TEST_CONTEXT(sample.name)
        {
            BOOST_TEST(OfSample(sample) == 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(with_the_field_zero_the_captured_value_comes_out)
{
    for (const Sample& sample : SAMPLES)
    {
        Octets octets = FromHex(sample.hex);
        const int captured = octets[CHECKSUM_OFFSET] << 8 | octets[CHECKSUM_OFFSET + 1];
        octets[CHECKSUM_OFFSET] = 0;
        octets[CHECKSUM_OFFSET + 1] = 0;
        BOOST_TEST_CONTEXT(sample.name)
        {
            const auto value =
                Checksum(Source(sample), Destination(sample), octets.data(), octets.size());
            BOOST_TEST(value == captured);
        }
    }
}

BOOST_AUTO_TEST_CASE(any_single_bit_flipped_is_noticed)
{
    for (const Sample& sample : SAMPLES)
    {
        const Octets original = FromHex(sample.hex);
        for (std::size_t bit = 0; bit < original.size() * 8; ++bit)
        {
            Octets octets = original;
            octets[bit / 8] = static_cast<uint8_t>(octets[bit / 8] ^ (1 << bit % 8));
            BOOST_REQUIRE(
                Checksum(Source(sample), Destination(sample), octets.data(), octets.size()) != 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(another_address_or_a_lost_octet_is_noticed)
{
    for (const Sample& sample : SAMPLES)
    {
        const Octets octets = FromHex(sample.hex);
        const auto check = [&octets](const IpAddress& source, const IpAddress& destination) {
            return Checksum(source, destination, octets.data(), octets.size());
        };
        BOOST_TEST(check(Address(sample.isIpv6, 9), Destination(sample)) != 0);
        BOOST_TEST(check(Source(sample), Address(sample.isIpv6, 9)) != 0);
        // the two addresses contribute equally to the sum
        BOOST_TEST(check(Destination(sample), Source(sample)) == 0);
        Octets longer = octets;
        longer.push_back(0); // only the length in the pseudo-header tells
        BOOST_TEST(Checksum(Source(sample), Destination(sample), longer.data(), longer.size()) !=
                   0);
    }
}

BOOST_AUTO_TEST_CASE(the_pseudo_headers_are_those_of_rfc_9293_and_rfc_8200)
{
    const Octets ipv4 = FromHex("c0000201 c0000202 00 06 0014");
    const Octets ipv6 = FromHex("20010db8000000000000000000000001 20010db8000000000000000000000002"
                                "00012345 000000 06");
    BOOST_TEST(ChecksumFinish(PseudoHeaderSum(Address(false, 1), Address(false, 2), 20)) ==
               Reference(ipv4));
    BOOST_TEST(ChecksumFinish(PseudoHeaderSum(Address(true, 1), Address(true, 2), 0x12345)) ==
               Reference(ipv6));
    const Octets udp = FromHex("c0000201 c0000202 00 11 0014");
    BOOST_TEST(ChecksumFinish(PseudoHeaderSum(Address(false, 1), Address(false, 2), 20, 17)) ==
               Reference(udp));
    // the largest of everything
    const uint8_t ones[16] =
        {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    const IpAddress largest = IpAddress::FromIpv6(ones);
    Octets all(32, 0xff);
    const Octets rest = FromHex("ffffffff 000000 ff");
    all.insert(all.end(), rest.begin(), rest.end());
    BOOST_TEST(ChecksumFinish(PseudoHeaderSum(largest, largest, 0xffffffff, 0xff)) ==
               Reference(all));
}

BOOST_AUTO_TEST_SUITE_END()
