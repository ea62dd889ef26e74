/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-seq.h"

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <type_traits>
#include <utility>

using namespace ns3::lifecycle;

namespace
{

// No order on a circle: none of the four comparisons compiles.
template <typename T, typename = void>
struct HasLess : std::false_type
{
};

template <typename T>
struct HasLess<T, std::void_t<decltype(std::declval<T>() < std::declval<T>())>> : std::true_type
{
};

template <typename T, typename = void>
struct HasGreaterOrEqual : std::false_type
{
};

template <typename T>
struct HasGreaterOrEqual<T, std::void_t<decltype(std::declval<T>() >= std::declval<T>())>>
    : std::true_type
{
};

static_assert(HasLess<int>::value, "the probe finds operator< where there is one");
static_assert(!HasLess<Seq>::value, "a sequence number has no operator<");
static_assert(HasGreaterOrEqual<int>::value, "the probe finds operator>= where there is one");
static_assert(!HasGreaterOrEqual<Seq>::value, "a sequence number has no operator>=");
static_assert(!std::is_convertible_v<uint32_t, Seq>, "a number is not a sequence number by itself");
static_assert(!std::is_convertible_v<Seq, uint32_t>, "a sequence number is not a number by itself");
static_assert(std::is_trivially_copyable_v<Seq>, "a sequence number is a plain value");
static_assert(sizeof(Seq) == 4, "a sequence number is 32 bits");

/// Where comparing goes wrong if it goes wrong: round 0, a quarter, half and three quarters.
constexpr uint32_t BASES[] = {0,
                              1,
                              0x3fffffff,
                              0x40000000,
                              0x7fffffff,
                              0x80000000,
                              0x80000001,
                              0xc0000000,
                              0xffff0000,
                              0xffffffff};

/**
 * Check all comparisons for two numbers a known distance apart.
 * \param a a number
 * \param distance how far b is ahead of a, more than -2^31 and less than 2^31
 * \return whether all agree
 */
bool
AgreeAt(uint32_t a, int64_t distance)
{
    const Seq x(a);
    const Seq y(static_cast<uint32_t>((int64_t{a} + distance) & 0xffffffff));
    return (y - x) == distance && (x - y) == -distance && Before(x, y) == (distance > 0) &&
           AtOrBefore(x, y) == (distance >= 0) && After(x, y) == (distance < 0) &&
           AtOrAfter(x, y) == (distance <= 0) && (x == y) == (distance == 0) &&
           (x != y) == (distance != 0) && Latest(x, y) == (distance > 0 ? y : x) &&
           Earliest(x, y) == (distance > 0 ? x : y) && Latest(y, x) == Latest(x, y) &&
           Earliest(y, x) == Earliest(x, y);
}

} // namespace

BOOST_AUTO_TEST_SUITE(seq)

BOOST_AUTO_TEST_CASE(comparisons_agree_at_every_offset_round_the_wrap)
{
    constexpr int64_t REACH = 70000; // more than a window without scaling
    for (uint32_t base : BASES)
    {
        for (int64_t distance = -REACH; distance <= REACH; ++distance)
        {
            BOOST_REQUIRE_MESSAGE(AgreeAt(base, distance), base << " and " << distance);
        }
    }
}

BOOST_AUTO_TEST_CASE(comparisons_agree_from_every_number_near_the_wrap)
{
    for (int64_t start = -3000; start <= 3000; ++start)
    {
        const auto a = static_cast<uint32_t>(start & 0xffffffff);
        for (int64_t distance : {-(int64_t{1} << 30),
                                 int64_t{-1460},
                                 int64_t{-1},
                                 int64_t{0},
                                 int64_t{1},
                                 int64_t{1460},
                                 int64_t{65535},
                                 int64_t{1} << 30})
        {
            BOOST_REQUIRE_MESSAGE(AgreeAt(a, distance), a << " and " << distance);
        }
    }
}

BOOST_AUTO_TEST_CASE(comparisons_agree_on_either_side_of_every_power_of_two)
{
    for (uint32_t base : BASES)
    {
        for (int power = 0; power < 31; ++power)
        {
            for (int64_t nudge = -2; nudge <= 2; ++nudge)
            {
                const int64_t distance = (int64_t{1} << power) + nudge;
                BOOST_REQUIRE_MESSAGE(AgreeAt(base, distance), base << " and " << distance);
                BOOST_REQUIRE_MESSAGE(AgreeAt(base, -distance), base << " and " << -distance);
            }
        }
        BOOST_REQUIRE(AgreeAt(base, 0x7fffffff));
        BOOST_REQUIRE(AgreeAt(base, -0x7fffffff));
    }
}

BOOST_AUTO_TEST_CASE(numbers_half_the_circle_apart_lie_before_each_other)
{
    for (uint32_t base : BASES)
    {
        const Seq a(base);
        const Seq b(base ^ 0x80000000);
        BOOST_TEST(Before(a, b));
        BOOST_TEST(Before(b, a));
        BOOST_TEST((a - b) == INT32_MIN);
    }
}

BOOST_AUTO_TEST_CASE(before_is_not_an_order_on_the_circle)
{
    const Seq a(0);
    const Seq b(0x60000000);
    const Seq c(0xc0000000);
    BOOST_TEST(Before(a, b));
    BOOST_TEST(Before(b, c));
    BOOST_TEST(!Before(a, c));
}

BOOST_AUTO_TEST_CASE(arithmetic_wraps_at_2_to_the_32)
{
    BOOST_TEST((Seq(0xffffffff) + 1).Value() == 0u);
    BOOST_TEST((Seq(0) - 1u).Value() == 0xffffffffu);
    BOOST_TEST((Seq(0xfffffff0) + 0x20).Value() == 0x10u);
    BOOST_TEST((Seq(0x10) - 0x20u).Value() == 0xfffffff0u);
    Seq moving(0xfffffffe);
    BOOST_TEST((moving += 3).Value() == 1u);
    BOOST_TEST(moving.Value() == 1u);
    BOOST_TEST(Span(Seq(0xfffffff0), Seq(0x10)) == 0x20u);
    BOOST_TEST(Span(Seq(7), Seq(7)) == 0u);
    BOOST_TEST(Span(Seq(7), Seq(6)) == 0xffffffffu);
    BOOST_TEST(Seq().Value() == 0u);
}

BOOST_AUTO_TEST_CASE(a_window_holds_its_first_number_and_not_the_one_after_its_last)
{
    for (uint32_t base : BASES)
    {
        const Seq start(base);
        for (uint32_t length : {1u, 2u, 1000u, 65535u, 0x40000000u, 0x80000000u, 0xffffffffu})
        {
            BOOST_TEST(InWindow(start, start, length));
            BOOST_TEST(InWindow(start + (length - 1), start, length));
            BOOST_TEST(!InWindow(start + length, start, length));
            BOOST_TEST(!InWindow(start - 1u, start, length));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_window_of_zero_holds_nothing)
{
    // RFC 9293, 3.10.7.4: with RCV.WND = 0 only SEG.SEQ = RCV.NXT is let through, as a case apart
    for (uint32_t base : BASES)
    {
        BOOST_TEST(!InWindow(Seq(base), Seq(base), 0));
        BOOST_TEST(!InWindow(Seq(base) + 1, Seq(base), 0));
        BOOST_TEST(!InWindow(Seq(base) - 1u, Seq(base), 0));
    }
}

BOOST_AUTO_TEST_SUITE_END()
