/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-address.h"

#include <arpa/inet.h>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <random>
#include <string>

using namespace ns3::lifecycle;

namespace
{

/// \param text an IPv6 address as the C library reads it \return the address
IpAddress
Ipv6(const char* text)
{
    uint8_t octets[16];
    BOOST_REQUIRE_EQUAL(inet_pton(AF_INET6, text, octets), 1);
    return IpAddress::FromIpv6(octets);
}

} // namespace

BOOST_AUTO_TEST_SUITE(address)

BOOST_AUTO_TEST_CASE(an_ipv4_address_is_dotted_decimal)
{
    BOOST_TEST(ToText(IpAddress::FromIpv4(0xc0000201)) == "192.0.2.1");
    BOOST_TEST(ToText(IpAddress::FromIpv4(0)) == "0.0.0.0");
    BOOST_TEST(ToText(IpAddress::FromIpv4(0xffffffff)) == "255.255.255.255");
    BOOST_TEST(ToText(IpAddress()) == "0.0.0.0");
}

BOOST_AUTO_TEST_CASE(the_c_library_writes_every_octet_the_same)
{
    for (uint32_t octet = 0; octet < 256; ++octet)
    {
        const uint32_t host = octet << 24 | (255 - octet) << 16 | octet << 8 | octet;
        const in_addr address{htonl(host)};
        char expected[INET_ADDRSTRLEN];
        BOOST_REQUIRE(inet_ntop(AF_INET, &address, expected, sizeof expected) != nullptr);
        BOOST_TEST(ToText(IpAddress::FromIpv4(host)) == expected);
    }
}

BOOST_AUTO_TEST_CASE(the_examples_of_rfc_5952_come_out_as_it_says)
{
    const struct
    {
        const char* given;
        const char* expected;
    } EXAMPLES[] = {
        // section 1 and section 2: ways to write one address
        {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
        {"2001:0db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
        {"2001:db8::0:1:0:0:1", "2001:db8::1:0:0:1"},
        // 4.1: leading zeros
        {"2001:0db8::0001", "2001:db8::1"},
        // 4.2.1: shorten as much as possible
        {"2001:db8:0:0:0:0:2:1", "2001:db8::2:1"},
        // 4.2.2: not for a single group
        {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
        // 4.2.3: the longest run, else the first
        {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
        {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
        // 4.3: lower case
        {"2001:DB8:0:0:AAAA:BBBB:CCCC:DDDD", "2001:db8::aaaa:bbbb:cccc:dddd"},
        // 5: a well-known prefix shows the IPv4 address
        {"0:0:0:0:0:ffff:192.0.2.1", "::ffff:192.0.2.1"},
    };

    for (const auto& example : EXAMPLES)
    {
        BOOST_TEST(ToText(Ipv6(example.given)) == example.expected);
    }
}

BOOST_AUTO_TEST_CASE(the_examples_of_rfc_4291_come_out_compressed)
{
    // RFC 4291, section 2.2
    BOOST_TEST(ToText(Ipv6("ABCD:EF01:2345:6789:ABCD:EF01:2345:6789")) ==
               "abcd:ef01:2345:6789:abcd:ef01:2345:6789");
    BOOST_TEST(ToText(Ipv6("2001:DB8:0:0:8:800:200C:417A")) == "2001:db8::8:800:200c:417a");
    BOOST_TEST(ToText(Ipv6("FF01:0:0:0:0:0:0:101")) == "ff01::101");
    BOOST_TEST(ToText(Ipv6("0:0:0:0:0:0:0:1")) == "::1");
    BOOST_TEST(ToText(Ipv6("0:0:0:0:0:0:0:0")) == "::");
    BOOST_TEST(ToText(Ipv6("0:0:0:0:0:FFFF:129.144.52.38")) == "::ffff:129.144.52.38");
}

BOOST_AUTO_TEST_CASE(runs_of_zeros_at_either_end_and_in_between)
{
    BOOST_TEST(ToText(Ipv6("1:0:0:0:0:0:0:0")) == "1::");
    BOOST_TEST(ToText(Ipv6("0:0:1:0:0:0:0:0")) == "0:0:1::");
    BOOST_TEST(ToText(Ipv6("0:1:0:1:0:1:0:1")) == "0:1:0:1:0:1:0:1");
    BOOST_TEST(ToText(Ipv6("1:0:1:0:1:0:1:0")) == "1:0:1:0:1:0:1:0");
    BOOST_TEST(ToText(Ipv6("fe80:0:0:0:10:200:3000:f")) == "fe80::10:200:3000:f");
}

BOOST_AUTO_TEST_CASE(only_the_mapped_prefix_is_written_with_dots)
{
    BOOST_TEST(ToText(Ipv6("0:0:0:0:0:ffff:0:0")) == "::ffff:0.0.0.0");
    BOOST_TEST(ToText(Ipv6("0:0:0:0:0:ff00:c000:201")) == "::ff00:c000:201");
    BOOST_TEST(ToText(Ipv6("0:0:0:0:0:ff:c000:201")) == "::ff:c000:201");
    BOOST_TEST(ToText(Ipv6("0:0:0:0:1:ffff:c000:201")) == "::1:ffff:c000:201");
    BOOST_TEST(ToText(Ipv6("8000:0:0:0:0:ffff:c000:201")) == "8000::ffff:c000:201");
    BOOST_TEST(ToText(Ipv6("0:0:0:0:0:0:c000:201")) == "::c000:201");
}

BOOST_AUTO_TEST_CASE(the_c_library_writes_the_same)
{
    std::mt19937 random(5952);
    for (int round = 0; round < 100000; ++round)
    {
        // every group is zero half the time; the first is not, for the C library writes ::/96 as
        // IPv4 also where RFC 5952 names no such prefix
        uint8_t octets[16];
        for (int group = 0; group < 8; ++group)
        {
            const auto bits = static_cast<uint32_t>(random());
            const uint32_t value = group == 0 ? (bits & 0xffff) | 1
                                   : bits & 1 ? 0
                                              : bits >> 16 >> (bits & 12);
            octets[2 * group] = static_cast<uint8_t>(value >> 8);
            octets[2 * group + 1] = static_cast<uint8_t>(value);
        }
        // RFC 4291, 2.5.6: these are zero in a link-local address; here they are its zone
        if (octets[0] == 0xfe && (octets[1] & 0xc0) == 0x80)
        {
            octets[2] = octets[3] = 0;
        }
        char expected[INET6_ADDRSTRLEN];
        BOOST_REQUIRE(inet_ntop(AF_INET6, octets, expected, sizeof(expected)) != nullptr);
        BOOST_REQUIRE_EQUAL(ToText(IpAddress::FromIpv6(octets)), expected);
    }
}

BOOST_AUTO_TEST_CASE(any_is_all_zero_and_families_stay_apart)
{
    BOOST_TEST(IpAddress().IsAny());
    BOOST_TEST(Ipv6("::").IsAny());
    BOOST_TEST(!Ipv6("::1").IsAny());
    BOOST_TEST(!IpAddress::FromIpv4(1).IsAny());
    BOOST_TEST(IpAddress().Size() == 4u);
    BOOST_TEST(Ipv6("::").Size() == 16u);
    BOOST_TEST((IpAddress() != Ipv6("::")));
    BOOST_TEST((IpAddress::FromIpv4(7) == IpAddress::FromIpv4(7)));
    BOOST_TEST((IpAddress::FromIpv4(7) != IpAddress::FromIpv4(8)));
}

// RFC 1122, 3.2.1.3: { 127, <any> }; RFC 4291, 2.5.3: 0:0:0:0:0:0:0:1
BOOST_AUTO_TEST_CASE(loopback_is_a_network_in_ipv4_and_one_address_in_ipv6)
{
    BOOST_TEST(IpAddress::FromIpv4(0x7f000001).IsLoopback());
    BOOST_TEST(IpAddress::FromIpv4(0x7f123456).IsLoopback());
    BOOST_TEST(!IpAddress::FromIpv4(0x0100007f).IsLoopback());
    BOOST_TEST(!IpAddress::FromIpv4(0x80000001).IsLoopback());
    BOOST_TEST(Ipv6("::1").IsLoopback());
    for (const char* text : {"::", "::2", "::101", "2001:db8::1", "100::1"})
    {
        BOOST_TEST(!Ipv6(text).IsLoopback(), text);
    }
}

BOOST_AUTO_TEST_CASE(a_four_tuple_differs_if_any_of_its_numbers_does)
{
    const FourTuple tuple{IpAddress::FromIpv4(1), IpAddress::FromIpv4(2), 3, 4};
    BOOST_TEST((tuple == FourTuple{IpAddress::FromIpv4(1), IpAddress::FromIpv4(2), 3, 4}));
    BOOST_TEST((tuple != FourTuple{IpAddress::FromIpv4(9), IpAddress::FromIpv4(2), 3, 4}));
    BOOST_TEST((tuple != FourTuple{IpAddress::FromIpv4(1), IpAddress::FromIpv4(9), 3, 4}));
    BOOST_TEST((tuple != FourTuple{IpAddress::FromIpv4(1), IpAddress::FromIpv4(2), 9, 4}));
    BOOST_TEST((tuple != FourTuple{IpAddress::FromIpv4(1), IpAddress::FromIpv4(2), 3, 9}));
    BOOST_TEST((tuple != FourTuple{IpAddress::FromIpv4(2), IpAddress::FromIpv4(1), 4, 3}));
}

BOOST_AUTO_TEST_SUITE_END()
