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

/// Notes what an algorithm is told, and does what Reno does.
class Spy : public RenoCongestionControl
{
  public:
    void OnAck(CongestionWindow& window, const CongestionInput& input) override
    {
        delivered += input.delivered;
        growth += input.growth;
        last = input;
        RenoCongestionControl::OnAck(window, input);
    }

    uint32_t delivered{0}; //!< bytes
    uint32_t growth{0};    //!< bytes
    CongestionInput last;  //!< of the last call
};

BOOST_AUTO_TEST_CASE(an_algorithm_is_told_of_every_octet_once)
{
    // RFC 5681, 3.1: N, "the number of previously unacknowledged bytes acknowledged"; with SACK,
    // delivered data count when the first block tells of them (Linux, tcp_newly_delivered())
    Spy spy;
    Sender sender(true);
    sender.congestion = &spy;
    sender.Send(10 * MSS);
    sender.Ack(1, {{3, 4}});
    BOOST_TEST(spy.delivered == 2 * MSS);
    sender.Ack(1, {{2, 4}}); // a duplicate: 3.2, step 1, cwnd must not change by it
    BOOST_TEST(spy.delivered == 3 * MSS);
    BOOST_TEST(spy.growth == 2 * MSS);
    sender.Ack(5);
    BOOST_TEST(spy.delivered == 5 * MSS);
    BOOST_TEST(spy.growth == 4 * MSS);
    sender.Ack(5, {{2, 4}}); // old news
    BOOST_TEST(spy.delivered == 5 * MSS);
}

BOOST_AUTO_TEST_CASE(after_a_time_out_what_sack_had_told_before_gives_no_growth)
{
    // RFC 3465, 2.3: after a timeout "a retransmission ... can cause the receiver to send a
    // cumulative ACK" for data that left the network long ago. 0 and 15 of 20 are lost
    Spy spy;
    Sender sender(true, 20);
    sender.congestion = &spy;
    sender.Send(20 * MSS);
    sender.Ack(0, {{1, 2}});
    sender.Ack(0, {{1, 15}, {16, 20}});
    sender.Tick();
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Loss));
    spy.growth = 0;
    sender.Ack(15, {{16, 20}}); // 15 segments, 14 of which were SACKed
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Loss));
    BOOST_TEST(spy.growth == MSS);
    BOOST_TEST(spy.delivered == 20 * MSS - MSS);
}

BOOST_AUTO_TEST_CASE(after_a_time_out_without_sack_a_step_gives_one_segment)
{
    // RFC 3465, 2.3: L = 1*SMSS during slow start that follows a timeout. 0 and 15 are lost
    Spy spy;
    Sender sender(false, 20);
    sender.congestion = &spy;
    sender.Send(20 * MSS);
    sender.Tick();
    sender.Ack(15);
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Loss));
    BOOST_TEST(spy.growth == MSS);
    BOOST_TEST(spy.delivered == 15 * MSS);
}

BOOST_AUTO_TEST_CASE(in_recovery_an_algorithm_hears_of_data_and_must_not_grow)
{
    // RFC 6675, 5: in recovery cwnd does not change
    Spy spy;
    Sender sender(true, 20);
    sender.congestion = &spy;
    sender.Send(20 * MSS);
    sender.Ack(0, {{1, 4}}); // 0 and 10 are lost
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Recovery));
    sender.Ack(0, {{1, 10}, {11, 15}});
    sender.Ack(10, {{11, 20}});
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Recovery));
    BOOST_TEST(spy.delivered == 19 * MSS);
    sender.Ack(20);
    BOOST_TEST(spy.delivered == 20 * MSS);
    BOOST_TEST(spy.growth == 0U);
}

BOOST_AUTO_TEST_CASE(each_acknowledgment_measures_the_segment_sent_last_of_those_delivered)
{
    // One segment every 10 ms, by the user; Linux, tcp_clean_rtx_queue(): last_ackt
    Spy spy;
    Sender sender(true, 20);
    sender.congestion = &spy;
    for (int i = 0; i < 8; ++i)
    {
        sender.Send(MSS);
        sender.Wait(10ms);
    }
    sender.Ack(1);
    BOOST_TEST((spy.last.rtt == Duration(80ms)));
    sender.Ack(3);
    BOOST_TEST((spy.last.rtt == Duration(60ms)));
    sender.Wait(5ms);
    sender.Ack(3, {{4, 5}});
    BOOST_TEST((spy.last.rtt == Duration(45ms)));
    sender.Ack(3, {{4, 7}});
    BOOST_TEST((spy.last.rtt == Duration(25ms)));
    sender.Ack(3, {{4, 8}}); // 3 is sent again
    BOOST_TEST((spy.last.rtt == Duration(15ms)));
    spy.last.rtt = Duration(0);
    sender.Wait(1ms);
    sender.Ack(8); // only of 3, and it is not known of which (Karn)
    BOOST_TEST(!spy.last.rtt);
    BOOST_TEST(sender.connection.Recovery().Board().Count() == 0U);
}

BOOST_AUTO_TEST_CASE(an_algorithm_gets_the_timestamps_that_came)
{
    Config config = Prompt();
    config.timestampTick = 1ms;
    Spy spy;
    Solo solo(config);
    solo.congestion = &spy;
    solo.synOptions.AddTimestamps({70, 0});
    solo.Reach(State::Established);
    solo.Wait(30ms);
    solo.Send(100);
    Segment ack = solo.Make(ACK, solo.irs + 1, solo.iss + 101);
    ack.options.AddTimestamps({1234, 30});
    solo.Feed(ack);
    BOOST_TEST_REQUIRE(spy.last.timestamps.has_value());
    BOOST_TEST(spy.last.timestamps->value == 1234U);
    BOOST_TEST(spy.last.timestamps->echo == 30U);
    BOOST_TEST((spy.last.timestampTick == Duration(1ms)));
}

BOOST_AUTO_TEST_CASE(what_was_sent_twice_is_measured_by_the_timestamp_echoed)
{
    // Linux, tcp_ack_update_rtt(): "seq_rtt_us = ca_rtt_us = tcp_rtt_tsopt_us()" if nothing else is
    // measured and the segment acknowledges data (RFC 7323, 4.1)
    Config config = Prompt();
    config.timestampTick = 1ms;
    Spy spy;
    Solo solo(config);
    solo.congestion = &spy;
    solo.synOptions.AddTimestamps({70, 0});
    solo.Reach(State::Established);
    solo.Wait(30ms);
    solo.Send(100);
    solo.Tick(); // it is sent again
    const auto stamp = solo.SentAt(0).segment.options.Read().timestamps->value;
    solo.Wait(44ms);
    Segment ack = solo.Make(ACK, solo.irs + 1, solo.iss + 101);
    ack.options.AddTimestamps({1234, stamp});
    solo.Feed(ack);
    BOOST_TEST_REQUIRE(spy.last.rtt.has_value());
    BOOST_TEST((*spy.last.rtt == Duration(44ms)));
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
