/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Proportional rate reduction, by the two scenarios of RFC 6937, 4: 20 segments in flight, ssthresh
 * 10, a loss of one segment and a burst of 15.
 */

#include "lifecycle-prr.h"

#include <boost/test/unit_test.hpp>
#include <string>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

constexpr uint32_t SIZE = 1000; //!< bytes of a segment

/**
 * \param bound reduction bound \param pipe segments in the network when fast recovery begins, the
 * third duplicate counted \param acks how many acknowledgments, of one segment each, that included
 * \param safe whether each advances SND.UNA and tells of no loss
 * \return segments sent in answer to each
 */
std::string
Answers(ReductionBound bound, uint32_t pipe, uint32_t acks, bool safe)
{
    Prr prr;
    prr.Begin(20 * SIZE);
    std::string sent;
    for (uint32_t i = 0; i < acks; ++i)
    {
        pipe -= i > 0 ? 1 : 0;
        const uint32_t octets = prr.OnAck(bound, {pipe * SIZE, 10 * SIZE, SIZE, SIZE, safe});
        BOOST_TEST(octets % SIZE == 0U);
        prr.OnSent(octets);
        pipe += octets / SIZE;
        sent += std::to_string(octets / SIZE);
    }
    return sent;
}

} // namespace

BOOST_AUTO_TEST_SUITE(prr)

BOOST_AUTO_TEST_CASE(one_loss_of_twenty_halves_the_window_within_a_round_trip)
{
    // RFC 6937, 4, first scenario: "PRR ... sent: N N R _ N _ N ...": one for two that are
    // delivered, until pipe has come down to ssthresh
    for (const auto bound :
         {ReductionBound::Conservative, ReductionBound::SlowStart, ReductionBound::Revised})
    {
        BOOST_TEST(Answers(bound, 18, 16, false) == "1010101010101010");
    }
}

BOOST_AUTO_TEST_CASE(after_a_burst_of_losses_the_bound_decides)
{
    // RFC 6937, 4, second scenario: 15 of 20 are lost, and three ACKs come once pipe is 4. RFC
    // 6937, 3.1: CRB sends what is delivered, SSRB one more for each; RFC 9937, 6: that where it is
    // safe
    BOOST_TEST(Answers(ReductionBound::Conservative, 4, 3, false) == "111");
    BOOST_TEST(Answers(ReductionBound::SlowStart, 4, 3, false) == "222");
    BOOST_TEST(Answers(ReductionBound::Revised, 4, 3, false) == "111");
    BOOST_TEST(Answers(ReductionBound::Revised, 4, 3, true) == "222");
}

BOOST_AUTO_TEST_CASE(in_slow_start_the_bound_stops_at_ssthresh)
{
    // sndcnt = MIN(ssthresh - pipe, limit): pipe is 4, then 5, 6, 7, 8, and 9 from there on when
    // the ACK has come
    BOOST_TEST(Answers(ReductionBound::SlowStart, 4, 12, true) == "222221111111");
}

BOOST_AUTO_TEST_CASE(what_could_not_be_sent_may_be_sent_later)
{
    // RFC 6937, 3: "if application stalls, PRR catches up": limit is prr_delivered - prr_out
    Prr prr;
    prr.Begin(20 * SIZE);
    uint32_t may = 0;
    for (uint32_t pipe = 8; pipe > 4; --pipe)
    {
        may = prr.OnAck(ReductionBound::Conservative, {pipe * SIZE, 10 * SIZE, SIZE, SIZE, false});
    }
    BOOST_TEST(may == 4 * SIZE);
}

BOOST_AUTO_TEST_CASE(the_fast_retransmit_always_goes)
{
    // RFC 9937, 6: "Force a fast retransmit upon entering recovery"; SACKed bytes that come late
    // may leave nothing to be sent
    Prr prr;
    prr.Begin(20 * SIZE);
    BOOST_TEST(prr.OnAck(ReductionBound::Revised, {10 * SIZE, 10 * SIZE, 0, SIZE, false}) == SIZE);
    prr.OnSent(SIZE);
    BOOST_TEST(prr.OnAck(ReductionBound::Revised, {10 * SIZE, 10 * SIZE, 0, SIZE, false}) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
