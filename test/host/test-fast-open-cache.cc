/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Cookies of TCP Fast Open (RFC 7413), as a server makes and a client keeps them.
 */

#include "lifecycle-fast-open.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

const IpAddress CLIENT = IpAddress::FromIpv4(0x0a000002);

} // namespace

BOOST_AUTO_TEST_SUITE(host_fast_open_cache)

// RFC 7413, 4.1.2: "the cookie is ... computed" from the address under a secret, in each of its
// bytes
BOOST_AUTO_TEST_CASE(every_byte_of_a_cookie_depends_on_the_key)
{
    const FastOpenCookie cookie = MakeFastOpenCookie(0, CLIENT);
    BOOST_TEST(cookie.size == 8U);
    for (std::size_t i = 0; i < cookie.size; ++i)
    {
        bool differs = false;
        for (uint64_t key = 1; key < 20; ++key)
        {
            differs |= MakeFastOpenCookie(key, CLIENT).octets[i] != cookie.octets[i];
        }
        BOOST_TEST(differs, i);
    }
}

BOOST_AUTO_TEST_CASE(the_cookie_cache_is_bounded_and_the_oldest_entry_makes_room)
{
    FastOpenCache cache;
    for (uint32_t i = 0; i < 3 * FastOpenCache::MOST; ++i)
    {
        cache.At(IpAddress::FromIpv4(i)).mss = 1000;
        cache.At(IpAddress::FromIpv4(i)).cookie.size = 8;
        BOOST_TEST(cache.Size() <= FastOpenCache::MOST);
    }
    BOOST_TEST(cache.Size() == FastOpenCache::MOST);
    BOOST_TEST(!cache.Find(IpAddress::FromIpv4(2 * FastOpenCache::MOST - 1)));
    BOOST_TEST_REQUIRE(cache.Find(IpAddress::FromIpv4(2 * FastOpenCache::MOST)));
    BOOST_TEST(cache.Find(IpAddress::FromIpv4(2 * FastOpenCache::MOST))->mss == 1000u);
    // What is there already displaces nothing
    cache.At(IpAddress::FromIpv4(2 * FastOpenCache::MOST)).mss = 1200;
    BOOST_TEST(cache.Find(IpAddress::FromIpv4(2 * FastOpenCache::MOST))->mss == 1200u);
    BOOST_TEST(cache.Find(IpAddress::FromIpv4(2 * FastOpenCache::MOST + 1)));
    // After a crash the oldest is again the first that came
    cache.At(IpAddress::FromIpv4(0));
    cache.Clear();
    BOOST_TEST(cache.Size() == 0U);
    for (uint32_t i = 0; i <= FastOpenCache::MOST; ++i)
    {
        cache.At(IpAddress::FromIpv4(i));
    }
    BOOST_TEST(!cache.Find(IpAddress::FromIpv4(0)));
    BOOST_TEST(cache.Find(IpAddress::FromIpv4(1)));
    BOOST_TEST(cache.Size() == FastOpenCache::MOST);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
