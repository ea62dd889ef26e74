/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-options.h"
#include "wire-samples.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

using namespace ns3::lifecycle;
using wire_samples::FromHex;
using wire_samples::Octets;

namespace
{

/// \param options options \return their octets
Octets
OctetsOf(const Options& options)
{
    return {options.Data(), options.Data() + options.Size()};
}

/// \param hex octets \return them as options
Options
FromOctets(const std::string& hex)
{
    const Octets octets = FromHex(hex);
    Options options;
    BOOST_REQUIRE(options.AddRaw(octets.data(), octets.size()));
    return options;
}

/// One of the options that the combinations are made of.
struct Building
{
    const char* hex;                                   //!< its octets, from the RFC's layout
    std::function<bool(Options&)> add;                 //!< appends it
    std::function<bool(const KnownOptions&)> isThere;  //!< whether it was read, and nothing else
    std::function<bool(const KnownOptions&)> isAbsent; //!< whether nothing of it was read
};

const SackBlock BLOCKS[] = {{Seq(0xfffffff0), Seq(0x10)}, {Seq(0x100), Seq(0x200)}};

/// \return the options that the combinations are made of
std::vector<Building>
Buildings()
{
    const auto always = [](const KnownOptions&) { return true; };
    return {
        {"020405b4",
         [](Options& o) { return o.AddMaxSegmentSize(1460); },
         [](const KnownOptions& k) { return k.maxSegmentSize == 1460; },
         [](const KnownOptions& k) { return !k.maxSegmentSize; }},
        {"03030e",
         [](Options& o) { return o.AddWindowScale(14); },
         [](const KnownOptions& k) { return k.windowScale == 14; },
         [](const KnownOptions& k) { return !k.windowScale; }},
        {"0402",
         [](Options& o) { return o.AddSackPermitted(); },
         [](const KnownOptions& k) { return k.sackPermitted; },
         [](const KnownOptions& k) { return !k.sackPermitted; }},
        {"080a 01020304 fffefdfc",
         [](Options& o) {
             return o.AddTimestamps({0x01020304, 0xfffefdfc});
         },
         [](const KnownOptions& k) {
             return k.timestamps == Timestamps{0x01020304, 0xfffefdfc};
         },
         [](const KnownOptions& k) { return !k.timestamps; }},
        {"0512 fffffff0 00000010 00000100 00000200",
         [](Options& o) { return o.AddSack(BLOCKS, 2); },
         [](const KnownOptions& k) {
             return k.sackBlockCount == 2 && k.sackBlocks[0] == BLOCKS[0] &&
                    k.sackBlocks[1] == BLOCKS[1];
         },
         [](const KnownOptions& k) { return k.sackBlockCount == 0; }},
        {"01", [](Options& o) { return o.AddNoOperation(); }, always, always},
        {"fe04f989",
         [](Options& o) {
             const uint8_t experiment[] = {254, 4, 0xf9, 0x89};
             return o.AddRaw(experiment, sizeof(experiment));
         },
         always,
         always},
    };
}

} // namespace

BOOST_AUTO_TEST_SUITE(options)

BOOST_AUTO_TEST_CASE(each_option_has_the_octets_of_its_rfc)
{
    for (const Building& building : Buildings())
    {
        Options options;
        BOOST_TEST(building.add(options));
        BOOST_TEST(OctetsOf(options) == FromHex(building.hex), boost::test_tools::per_element());
    }
    Options options;
    BOOST_TEST(options.AddEndOfList());
    BOOST_TEST(OctetsOf(options) == Octets{0}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(every_combination_in_every_order_reads_back)
{
    const std::vector<Building> buildings = Buildings();
    int checked = 0;
    int full = 0;
    for (unsigned subset = 0; subset < 1u << buildings.size(); ++subset)
    {
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < buildings.size(); ++i)
        {
            if (subset & (1u << i))
            {
                order.push_back(i);
            }
        }
        do
        {
            Options options;
            Octets expected;
            unsigned present = 0;
            for (std::size_t i : order)
            {
                const Octets octets = FromHex(buildings[i].hex);
                const bool fits = expected.size() + octets.size() <= 40;
                const Options before = options;
                BOOST_REQUIRE_EQUAL(buildings[i].add(options), fits);
                if (!fits)
                {
                    BOOST_REQUIRE(options == before);
                    ++full;
                    continue;
                }
                expected.insert(expected.end(), octets.begin(), octets.end());
                present |= 1u << i;
            }
            BOOST_REQUIRE(OctetsOf(options) == expected);
            const KnownOptions known = options.Read();
            for (std::size_t i = 0; i < buildings.size(); ++i)
            {
                BOOST_REQUIRE(present & (1u << i) ? buildings[i].isThere(known)
                                                  : buildings[i].isAbsent(known));
            }
            ++checked;
        } while (std::next_permutation(order.begin(), order.end()));
    }
    BOOST_TEST(checked == 13700); // the sum of 7!/k! for k = 0..7
    BOOST_TEST(full > 0);
}

BOOST_AUTO_TEST_CASE(one_to_four_sack_blocks_and_no_more)
{
    const SackBlock blocks[5] = {{Seq(1), Seq(2)},
                                 {Seq(3), Seq(4)},
                                 {Seq(5), Seq(6)},
                                 {Seq(7), Seq(8)},
                                 {Seq(9), Seq(10)}};
    for (std::size_t count = 0; count <= 5; ++count)
    {
        Options options;
        BOOST_TEST(options.AddSack(blocks, count) == (count >= 1 && count <= 4));
        const KnownOptions known = options.Read();
        BOOST_TEST(options.Size() == (count >= 1 && count <= 4 ? 8 * count + 2 : 0));
        BOOST_TEST(known.sackBlockCount == (count <= 4 ? count : 0));
        for (std::size_t i = 0; i < known.sackBlockCount; ++i)
        {
            BOOST_TEST((known.sackBlocks[i] == blocks[i]));
        }
    }
}

BOOST_AUTO_TEST_CASE(with_timestamps_three_sack_blocks_fit_and_a_fourth_does_not)
{
    // RFC 2018, section 3
    const SackBlock blocks[4]{};
    Options options;
    BOOST_TEST(options.AddTimestamps({1, 2}));
    BOOST_TEST(!options.AddSack(blocks, 4));
    BOOST_TEST(options.Size() == 10u);
    BOOST_TEST(options.AddSack(blocks, 3));
    BOOST_TEST(options.Size() == 36u);
}

BOOST_AUTO_TEST_CASE(raw_octets_fit_up_to_forty)
{
    const Octets octets(41, 1);
    for (std::size_t size = 0; size <= 41; ++size)
    {
        Options options;
        BOOST_TEST(options.AddRaw(octets.data(), size) == (size <= 40));
        BOOST_TEST(options.Size() == (size <= 40 ? size : 0));
        BOOST_TEST(options.Empty() == (size == 0 || size == 41));
    }
    Options options;
    BOOST_TEST(options.AddRaw(nullptr, 0));
    BOOST_TEST(options.AddRaw(octets.data(), 38));
    BOOST_TEST(!options.AddRaw(octets.data(), SIZE_MAX));
    BOOST_TEST(!options.AddWindowScale(7));
    BOOST_TEST(options.AddSackPermitted());
    BOOST_TEST(!options.AddNoOperation());
    BOOST_TEST(!options.AddEndOfList());
    BOOST_TEST(options.Size() == 40u);
}

BOOST_AUTO_TEST_CASE(of_an_option_given_twice_the_last_counts)
{
    const KnownOptions known =
        FromOctets("02040001 02040002 0303 07 0303 08 050a0000000100000002 050a0000000300000004")
            .Read();
    BOOST_TEST((known.maxSegmentSize == 2));
    BOOST_TEST((known.windowScale == 8));
    BOOST_TEST(known.sackBlockCount == 1);
    BOOST_TEST((known.sackBlocks[0] == SackBlock{Seq(3), Seq(4)}));
}

// RFC 7323, 3.2: "TSval ... TSecr" in an option that is there already
BOOST_AUTO_TEST_CASE(timestamps_are_set_where_they_are_and_nowhere_else)
{
    Options without;
    without.AddMaxSegmentSize(1460);
    const Options before = without;
    BOOST_TEST(!without.SetTimestamps({7, 8}));
    BOOST_TEST((without == before));
    Options with = before;
    with.AddTimestamps({1, 2});
    with.AddWindowScale(3);
    BOOST_TEST(with.SetTimestamps({7, 8}));
    const KnownOptions known = with.Read();
    BOOST_TEST((known.timestamps == Timestamps{7, 8}));
    BOOST_TEST((known.maxSegmentSize == uint16_t{1460}));
    BOOST_TEST((known.windowScale == uint8_t{3}));
}

BOOST_AUTO_TEST_CASE(nothing_counts_after_the_end_of_the_list)
{
    const KnownOptions known = FromOctets("020405b4 00 0402 03030700").Read();
    BOOST_TEST((known.maxSegmentSize == 1460));
    BOOST_TEST(!known.sackPermitted);
    BOOST_TEST(!known.windowScale.has_value());
}

BOOST_AUTO_TEST_CASE(reading_ends_before_a_malformed_option)
{
    for (const char* malformed :
         {"0200", "0201", "0203 01", "0205 010203", "02", "0204 05", "fe00"})
    {
        Options options = FromOctets("0402");
        const Octets octets = FromHex(malformed);
        BOOST_TEST(options.AddRaw(octets.data(), octets.size()));
        BOOST_TEST(options.Read().sackPermitted);
        BOOST_TEST(!options.Read().maxSegmentSize.has_value());
    }
}

BOOST_AUTO_TEST_CASE(an_unknown_option_is_passed_by_its_length)
{
    // its data looks like an MSS option
    const KnownOptions known = FromOctets("fd06 02040001 0402").Read();
    BOOST_TEST(!known.maxSegmentSize.has_value());
    BOOST_TEST(known.sackPermitted);
}

BOOST_AUTO_TEST_CASE(options_differ_by_any_octet_and_by_size)
{
    BOOST_TEST((FromOctets("0101") == FromOctets("0101")));
    BOOST_TEST((FromOctets("0101") != FromOctets("0100")));
    BOOST_TEST((FromOctets("0101") != FromOctets("01")));
    // zeros count too: a list that ends is not a shorter list
    BOOST_TEST((FromOctets("0100") != FromOctets("01")));
    BOOST_TEST((Options() != FromOctets("00")));
}

// RFC 5482, 3.3: kind 28, length 4, one bit of granularity (set: minutes), 15 bits of time
// RFC 7413, 4.1.1, with erratum 4238: length 2, or 6 to 18, even
BOOST_AUTO_TEST_CASE(a_fast_open_cookie_is_written_and_read_as_it_is)
{
    for (uint8_t size = 0; size <= 18; ++size)
    {
        FastOpenCookie cookie;
        cookie.size = size;
        std::string hex;
        for (uint8_t i = 0; i < std::min<std::size_t>(size, FastOpenCookie::MAX_SIZE); ++i)
        {
            cookie.octets[i] = static_cast<uint8_t>(0xa0 + i);
            hex += "a" + std::string(1, "0123456789abcdef"[i]);
        }
        Options options;
        const bool legal = size == 0 || (size >= 4 && size <= 16 && size % 2 == 0);
        BOOST_TEST(options.AddFastOpen(cookie) == legal, int{size});
        if (!legal)
        {
            BOOST_TEST(options.Empty());
            continue;
        }
        const std::string length{"0123456789abcdef"[(size + 2) / 16],
                                 "0123456789abcdef"[(size + 2) % 16]};
        BOOST_TEST((OctetsOf(options) == FromHex("22" + length + hex)), int{size});
        BOOST_TEST((options.Read().fastOpen == cookie), int{size});
    }
    BOOST_TEST(!Options().Read().fastOpen.has_value());
}

BOOST_AUTO_TEST_CASE(the_user_timeout_is_in_seconds_and_beyond_32767_in_minutes)
{
    const struct
    {
        uint32_t seconds;
        const char* hex;
        uint32_t read;
    } cases[] = {
        {0, "1c040000", 0},
        {1, "1c040001", 1},
        {32767, "1c047fff", 32767},
        {32768, "1c048223", 547 * 60},
        {36000, "1c048258", 36000},
        {32767 * 60, "1c04ffff", 32767 * 60},
        {0xffffffff, "1c04ffff", 32767 * 60},
    };

    for (const auto& each : cases)
    {
        Options options;
        BOOST_TEST(options.AddUserTimeout(each.seconds));
        BOOST_TEST((OctetsOf(options) == FromHex(each.hex)), each.seconds);
        BOOST_TEST(options.Read().userTimeout.value_or(1) == each.read);
    }
    BOOST_TEST(!Options().Read().userTimeout.has_value());
    BOOST_TEST(FromOctets("1c048000").Read().userTimeout.value_or(1) == 0U);
    Options full;
    for (int i = 0; i < 37; ++i)
    {
        full.AddNoOperation();
    }
    BOOST_TEST(!full.AddUserTimeout(1));
}

BOOST_AUTO_TEST_SUITE_END()
