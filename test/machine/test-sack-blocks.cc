/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * SACK blocks of what has come out of order (RFC 2018).
 */

#include "lifecycle-test-solo.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

std::string
SackText(const Solo& solo, std::size_t i = 0)
{
    const KnownOptions options = solo.SentAt(i).segment.options.Read();
    std::string text;
    for (uint8_t n = 0; n < options.sackBlockCount; ++n)
    {
        text += (n > 0 ? " " : "") +
                std::to_string(Span(solo.irs + 1, options.sackBlocks[n].left)) + "-" +
                std::to_string(Span(solo.irs + 1, options.sackBlocks[n].right));
    }
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(sack_blocks)

BOOST_AUTO_TEST_CASE(rfc_2018_case_1_the_first_four_arrive_the_last_four_are_lost)
{
    Solo solo;
    solo.synOptions = SackPermitted();
    solo.Reach(State::Established);
    for (uint32_t i = 0; i < 4; ++i)
    {
        solo.Feed(ACK, 1 + 500 * i, 1, 500);
        BOOST_TEST(solo.Sent() == ". 1:1(0) ack " + std::to_string(501 + 500 * i));
        BOOST_TEST(SackText(solo) == ""); // "a normal TCP ACK segment"
    }
}

BOOST_AUTO_TEST_CASE(rfc_2018_case_2_the_first_is_lost_and_seven_arrive)
{
    Solo solo;
    solo.synOptions = SackPermitted();
    solo.Reach(State::Established);
    for (uint32_t i = 1; i < 8; ++i)
    {
        solo.Feed(ACK, 1 + 500 * i, 1, 500);
        BOOST_TEST(SackText(solo) == "500-" + std::to_string(500 * (i + 1)));
        BOOST_TEST(solo.Sent() == ". 1:1(0) ack 1");
    }
}

BOOST_AUTO_TEST_CASE(rfc_2018_case_3_every_second_is_lost_and_two_come_later)
{
    Solo solo;
    solo.synOptions = SackPermitted();
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 500);
    BOOST_TEST(SackText(solo) == "");
    solo.Feed(ACK, 1001, 1, 500);
    BOOST_TEST(SackText(solo) == "1000-1500");
    solo.Feed(ACK, 2001, 1, 500);
    BOOST_TEST(SackText(solo) == "2000-2500 1000-1500");
    solo.Feed(ACK, 3001, 1, 500);
    BOOST_TEST(SackText(solo) == "3000-3500 2000-2500 1000-1500");
    // "Suppose at this point, the 4th packet is received out of order"
    solo.Feed(ACK, 1501, 1, 500);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 501");
    BOOST_TEST(SackText(solo) == "1000-2500 3000-3500");
    // "If at this point, the 2nd segment is received"
    solo.Feed(ACK, 501, 1, 500);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 2501");
    BOOST_TEST(SackText(solo) == "3000-3500");
}

BOOST_AUTO_TEST_CASE(four_blocks_fit_and_three_beside_timestamps)
{
    // RFC 2018, 3
    for (const bool timestamps : {false, true})
    {
        Solo solo;
        solo.synOptions = SackPermitted(timestamps);
        solo.Reach(State::Established);
        for (uint32_t i = 1; i <= 6; ++i)
        {
            solo.Feed(ACK, 1 + 1000 * i, 1, 100);
        }
        const Segment& ack = solo.SentAt(0).segment;
        BOOST_TEST(int(ack.options.Read().sackBlockCount) == (timestamps ? 3 : 4));
        BOOST_TEST(ack.HeaderSize() <= 60U);
        BOOST_TEST(SackText(solo).substr(0, 9) == "6000-6100");
    }
}

BOOST_AUTO_TEST_CASE(the_other_blocks_are_those_reported_most_recently)
{
    // RFC 2018, 4: "The SACK option SHOULD be filled out by repeating the most recently reported
    // SACK blocks"
    Solo solo;
    solo.synOptions = SackPermitted(true);
    solo.Reach(State::Established);
    for (uint32_t i : {5, 1, 3, 2, 4})
    {
        solo.Feed(ACK, 1 + 1000 * i, 1, 100);
    }
    BOOST_TEST(SackText(solo) == "4000-4100 2000-2100 3000-3100");
}

BOOST_AUTO_TEST_CASE(without_sack_permitted_no_block_is_sent)
{
    Solo solo;
    solo.Reach(State::Established);
    solo.Feed(ACK, 1001, 1, 100);
    BOOST_TEST(solo.SentAt(0).segment.options.Empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
