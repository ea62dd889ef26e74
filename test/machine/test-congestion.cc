/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Reno's window (RFC 5681), and what an algorithm is told.
 */

#include "lifecycle-test-sender.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

BOOST_AUTO_TEST_SUITE(congestion)

BOOST_AUTO_TEST_CASE(slow_start_adds_a_segment_for_each_that_is_acknowledged)
{
    // RFC 5681, equation 2; RFC 6928: ten to begin with
    Sender sender(false);
    sender.Send(100 * MSS);
    BOOST_TEST(sender.SentSegments() == "0 1 2 3 4 5 6 7 8 9");
    sender.Ack(1);
    BOOST_TEST(sender.SentSegments() == "10 11");
    BOOST_TEST(sender.Cwnd() == 11.0);
    sender.Ack(3); // "min (N, SMSS)"
    BOOST_TEST(sender.Cwnd() == 12.0);
}

BOOST_AUTO_TEST_CASE(a_window_that_was_not_used_does_not_grow)
{
    Sender sender(false);
    sender.Send(2 * MSS);
    sender.Ack(2);
    BOOST_TEST(sender.Cwnd() == 10.0);
}

BOOST_AUTO_TEST_CASE(above_the_threshold_a_window_of_acknowledgments_adds_one_segment)
{
    // RFC 5681, 3.1: equation 3, cwnd += SMSS * SMSS / cwnd for each segment acknowledged, which
    // "provides an acceptable approximation to" one SMSS per round trip, never more
    Sender sender(false, 10, 10 * MSS);
    sender.Send(200 * MSS);
    uint32_t acked = 0;
    for (const uint32_t window : {10U, 11U, 12U, 13U})
    {
        const uint32_t before = sender.connection.Congestion().cwnd;
        for (uint32_t i = 0; i < window; ++i)
        {
            sender.Ack(++acked);
        }
        const uint32_t growth = sender.connection.Congestion().cwnd - before;
        BOOST_TEST(growth <= MSS);
        BOOST_TEST(growth >= MSS * 9 / 10);
    }
}

BOOST_AUTO_TEST_CASE(only_the_first_time_out_of_a_segment_sets_the_threshold)
{
    // RFC 5681, 3.1: "when a TCP sender detects segment loss using the retransmission timer and the
    // given segment has already been retransmitted ... the value of ssthresh is held constant"
    Sender sender(false);
    sender.Send(10 * MSS);
    sender.Tick();
    BOOST_TEST(sender.connection.Congestion().ssthresh == 5 * MSS);
    sender.Tick();
    sender.Tick();
    BOOST_TEST(sender.connection.Congestion().ssthresh == 5 * MSS);
    BOOST_TEST(sender.Cwnd() == 1.0);
}

BOOST_AUTO_TEST_CASE(after_a_time_out_the_rest_follows_in_slow_start)
{
    Sender sender(false);
    sender.Send(10 * MSS);
    sender.Tick();
    BOOST_TEST(sender.SentSegments() == "0");
    sender.Ack(1);
    BOOST_TEST(sender.SentSegments() == "1 2");
    sender.Ack(2);
    BOOST_TEST(sender.SentSegments() == "3 4");
    sender.Ack(10);
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Open));
    // RFC 5681, 3.1 has no cut at the end of it
    BOOST_TEST(sender.Cwnd() == 3.0);
}

BOOST_AUTO_TEST_CASE(an_algorithm_is_told_of_every_octet_once)
{
    // RFC 5681, 3.1: N, "the number of previously unacknowledged bytes acknowledged"
    class Spy : public RenoCongestionControl
    {
      public:
        void OnAck(CongestionWindow&, const CongestionInput& input) override
        {
            octets += input.ackedOctets;
        }

        uint32_t octets{0};
    };

    Spy spy;
    Sender sender(true);
    sender.congestion = &spy;
    sender.Send(10 * MSS);
    sender.Ack(1, {{3, 4}});
    BOOST_TEST(spy.octets == MSS);
    sender.Ack(1, {{2, 4}}); // a duplicate
    sender.Ack(5);
    BOOST_TEST(spy.octets == 5 * MSS);
}

BOOST_AUTO_TEST_CASE(a_segment_longer_than_the_window_goes_out_when_nothing_else_is_in_flight)
{
    // The window shrank to a segment beside a SACK option, then the option went away
    Solo solo;
    solo.synOptions.AddSackPermitted();
    solo.Reach(State::Established);
    solo.Send(3 * 536);
    solo.Feed(ACK, 101, 1, 100);
    solo.Tick();
    BOOST_TEST(solo.connection.Congestion().cwnd == 524U);
    solo.Feed(ACK, 1, 1, 100);
    solo.Feed(ACK, 201, 1, 0, 0);
    solo.Tick();
    BOOST_TEST(solo.Sent() == ". 1:2(1) ack 201");
    solo.Feed(ACK, 201, 1, 0, 65535);
    BOOST_TEST(solo.Sent() == ". 1:537(536) ack 201");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
