/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Values of sequence numbers that are remembered for long: half the circle later they must not look
 * new again.
 */

#include "lifecycle-test-solo.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

BOOST_AUTO_TEST_SUITE(sequence_wrap)

BOOST_AUTO_TEST_CASE(after_2_GiB_without_loss_three_duplicates_start_a_recovery)
{
    // RFC 6582, 3.2, step 2, compares with "recover", which is the ISS until something is lost;
    // BSD pulls it along with SND.UNA (tcp_input.c: "tp->snd_recover = th->th_ack - 1")
    constexpr uint32_t MSS = 9000;
    constexpr uint32_t FLIGHT = 7 * MSS;
    for (const uint64_t before : {uint64_t{0}, (uint64_t{1} << 31) + FLIGHT})
    {
        Config config = Prompt();
        config.timestamps = false;
        config.maxSegmentSize = MSS;
        config.sendBuffer = FLIGHT;
        Solo solo(config);
        solo.synOptions.AddMaxSegmentSize(MSS);
        solo.Reach(State::Established);
        for (uint64_t sent = 0; sent < before; sent += FLIGHT)
        {
            solo.Send(FLIGHT);
            solo.Feed(solo.Make(ACK, solo.irs + 1, solo.connection.Sending().nxt));
        }
        const Seq una = solo.connection.Sending().nxt;
        solo.Send(FLIGHT);
        BOOST_TEST(solo.sent.size() == 7u);
        const Segment duplicate = solo.Make(ACK, solo.irs + 1, una);
        solo.Feed(duplicate);
        solo.Feed(duplicate);
        BOOST_TEST(solo.sent.empty());
        solo.Feed(duplicate);
        BOOST_TEST_REQUIRE(solo.sent.size() == 1u, before << " bytes before");
        BOOST_TEST((solo.SentAt(0).segment.seq == una));
        BOOST_TEST(solo.SentAt(0).retransmission);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
