/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * The sending side of flow control: shut windows and their probes, the silly window, Nagle
 * (RFC 9293, 3.7.4 and 3.8.6).
 */

#include "lifecycle-test-pair.h"
#include "lifecycle-test-sender.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

double
Seconds(Instant from, Instant to)
{
    return std::chrono::duration<double>(to - from).count();
}

/// \param solo its connection has data that a closed window holds back; answers every probe
/// \param count how many \return times between them
std::vector<double>
AnsweredProbes(Solo& solo, unsigned count)
{
    std::vector<double> waits;
    Instant from = solo.now;
    for (unsigned i = 0; i < count; ++i)
    {
        solo.Tick();
        waits.push_back(Seconds(from, solo.now));
        from = solo.now;
        solo.Feed(ACK, 1, Span(solo.iss, solo.connection.Sending().una), 0, 0);
        BOOST_TEST(solo.Sent() == "");
    }
    return waits;
}

void
CheckWaits(const std::vector<double>& actual, const std::vector<double>& expected)
{
    BOOST_CHECK_EQUAL_COLLECTIONS(actual.begin(), actual.end(), expected.begin(), expected.end());
}

} // namespace

BOOST_AUTO_TEST_SUITE(window)

BOOST_AUTO_TEST_CASE(a_shut_window_is_probed_after_one_rto_and_then_ever_more_seldom)
{
    // RFC 9293, MUST-36, SHLD-29 ("when a zero window has existed for the retransmission timeout
    // period"), SHLD-30 ("exponentially")
    Solo solo;
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 0, 0);
    solo.Send(100);
    BOOST_TEST(solo.Sent() == "");
    CheckWaits(AnsweredProbes(solo, 9), {1, 2, 4, 8, 16, 32, 60, 60, 60});
}

BOOST_AUTO_TEST_CASE(a_probe_is_one_octet_of_text_and_stays_the_same_one)
{
    // 3.8.6.1: "at least one octet of new data"
    Solo solo;
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 0, 0);
    solo.Send(100);
    for (int i = 0; i < 5; ++i)
    {
        solo.Tick();
        BOOST_TEST(solo.Sent() == ". 1:2(1) ack 1");
        BOOST_TEST((solo.SentAt(0).reason == EmitReason::Probe));
        BOOST_TEST(solo.SentAt(0).retransmission == (i > 0));
        solo.Feed(ACK, 1, 1, 0, 0);
    }
    // the window opens: everything goes, from the byte that was thrown away
    solo.Feed(ACK, 1, 1, 0, 1000);
    BOOST_TEST(solo.Sent() == ". 1:2(1) ack 1");
    solo.Feed(ACK, 1, 2, 0, 1000); // Nagle
    BOOST_TEST(solo.Sent() == "P. 2:101(99) ack 1");
    solo.Feed(ACK, 1, 101, 0, 900);
    BOOST_TEST((solo.connection.NextDeadline() == NEVER));
}

BOOST_AUTO_TEST_CASE(a_probe_that_is_taken_moves_on_and_the_next_octet_is_probed)
{
    Solo solo;
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 0, 0);
    solo.Send(100);
    solo.Tick();
    solo.Feed(ACK, 1, 2, 0, 0);
    solo.Tick();
    BOOST_TEST(solo.Sent() == ". 2:3(1) ack 1");
}

BOOST_AUTO_TEST_CASE(must_37_answered_probes_keep_the_connection_for_ever)
{
    // "As long as the receiving TCP peer continues to send acknowledgments in response to the
    // probe segments, the sending TCP peer MUST allow the connection to stay open"
    Solo solo;
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 0, 0);
    solo.Send(100);
    AnsweredProbes(solo, 300); // nearly five hours, user timeout 5 minutes
    BOOST_TEST(solo.StateName() == "ESTABLISHED");
}

BOOST_AUTO_TEST_CASE(probes_that_nobody_answers_are_given_up_like_data)
{
    Config config = Prompt();
    config.dataRetries = 3;
    Solo solo(config);
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 0, 0);
    solo.Send(100);
    for (int i = 0; i < 3; ++i)
    {
        solo.Tick();
        BOOST_TEST(solo.Sent() == ". 1:2(1) ack 1");
    }
    solo.Tick();
    BOOST_TEST(solo.StateName() == "CLOSED");
    BOOST_TEST(solo.Causes() == "retries-exceeded");
}

BOOST_AUTO_TEST_CASE(a_fin_behind_a_shut_window_is_the_probe_when_there_is_no_text)
{
    for (const State state : {State::Established, State::CloseWait})
    {
        Solo solo;
        solo.Reach(state);
        const uint32_t seq = solo.RcvNxt();
        solo.Feed(ACK, seq, 1, 0, 0);
        solo.ShutdownSend();
        BOOST_TEST(solo.Sent() == "");
        // RFC 9293, 3.10.4: CLOSE-WAIT goes to LAST-ACK when the FIN is sent
        BOOST_TEST(solo.StateName() == (state == State::Established ? "FIN-WAIT-1" : "CLOSE-WAIT"));
        solo.Tick();
        BOOST_TEST(solo.Sent() == "F. 1:1(0) ack " + std::to_string(seq));
        BOOST_TEST(solo.StateName() == (state == State::Established ? "FIN-WAIT-1" : "LAST-ACK"));
        solo.Tick();
        BOOST_TEST(solo.Sent() == "F. 1:1(0) ack " + std::to_string(seq));
        // acknowledged while the window is still shut: there is nothing left to probe with
        solo.Feed(ACK, seq, 2, 0, 0);
        BOOST_TEST(solo.StateName() == (state == State::Established ? "FIN-WAIT-2" : "CLOSED"));
        BOOST_TEST((solo.connection.NextDeadline() == NEVER));
    }
}

BOOST_AUTO_TEST_CASE(a_window_that_shuts_over_data_in_flight_is_probed_and_no_loss)
{
    // RFC 9293, MUST-34, MUST-35: "If the window shrinks to zero, the TCP implementation MUST
    // probe it in the standard way"; SHLD-17
    Solo solo;
    solo.Reach(State::Established);
    solo.Send(3 * 536);
    const uint32_t cwnd = solo.connection.Congestion().cwnd;
    solo.Feed(ACK, 1, 537, 0, 0);
    BOOST_TEST(solo.Sent() == "");
    std::vector<double> waits;
    for (int i = 0; i < 20; ++i)
    {
        const Instant from = solo.now;
        solo.Tick();
        waits.push_back(Seconds(from, solo.now));
        BOOST_TEST(solo.Sent() == ". 537:538(1) ack 1");
        solo.Feed(ACK, 1, 537, 0, 0);
    }
    BOOST_TEST(waits[0] == 1.0);
    BOOST_TEST(waits[1] == 2.0);
    BOOST_TEST(waits[2] == 4.0);
    BOOST_TEST(solo.StateName() == "ESTABLISHED");
    BOOST_TEST(solo.connection.Congestion().cwnd == cwnd);
    solo.Feed(ACK, 1, 537, 0, 5000);
    BOOST_TEST(solo.Sent() == ". 537:1073(536) ack 1; P. 1073:1609(536) ack 1");
    solo.Feed(ACK, 1, 1073, 0, 5000);
    BOOST_TEST(solo.Sent() == "");
    BOOST_TEST((solo.connection.Congestion().phase == RecoveryPhase::Open));
    BOOST_TEST(solo.connection.Congestion().cwnd >= cwnd);
}

BOOST_AUTO_TEST_CASE(no_new_data_go_beyond_the_edge_of_a_window_that_shrinks)
{
    // RFC 9293, SHLD-15
    Solo solo;
    solo.Reach(State::Established);
    solo.Send(2 * 536);
    solo.Feed(ACK, 1, 1, 0, 600);
    solo.Send(536);
    BOOST_TEST(solo.Sent() == "");
    solo.Feed(ACK, 1, 1, 0, 3 * 536);
    BOOST_TEST(solo.Sent() == "P. 1073:1609(536) ack 1");
}

BOOST_AUTO_TEST_CASE(old_data_go_again_inside_a_window_that_shrank_and_beyond_it)
{
    // RFC 9293, SHLD-16: "retransmit normally if new data ... between SND.UNA and
    // SND.UNA+SND.WND"; MAY-7: "may also retransmit old data beyond SND.UNA+SND.WND"
    Sender sender(false);
    sender.Send(4 * MSS);
    sender.Feed(ACK, 1, 1, 0, 2 * MSS);
    sender.Tick();
    BOOST_TEST(sender.SentSegments() == "0");
    sender.Feed(ACK, 1, 1 + MSS, 0, MSS); // slow start: 1, and 2 beyond the edge
    BOOST_TEST(sender.SentSegments() == "1 2");
}

BOOST_AUTO_TEST_CASE(a_segment_older_than_the_last_that_told_of_the_window_does_not_move_it)
{
    // RFC 9293, 3.10.7.4, fifth: "SND.WL1 < SEG.SEQ or (SND.WL1 = SEG.SEQ and SND.WL2 =<
    // SEG.ACK)": the check "prevents using old segments to update the window"
    Solo solo;
    solo.Reach(State::Established);
    solo.Send(10);
    const auto window = [&solo] { return solo.connection.Sending().wnd; };
    solo.Feed(ACK, 11, 1, 10, 5000); // ahead of a hole
    BOOST_TEST(window() == 5000U);
    BOOST_TEST(Span(solo.irs, solo.connection.Sending().wl1) == 11U);
    solo.Feed(ACK, 1, 1, 10, 3000); // it was sent before
    BOOST_TEST(window() == 5000U);
    solo.Feed(ACK, 21, 1, 0, 4000);
    BOOST_TEST(window() == 4000U);
    solo.Feed(ACK, 21, 11, 0, 6000); // the same SEG.SEQ, a later SEG.ACK
    BOOST_TEST(window() == 6000U);
    BOOST_TEST(Span(solo.iss, solo.connection.Sending().wl2) == 11U);
    solo.Feed(ACK, 21, 1, 0, 7000); // an earlier one
    BOOST_TEST(window() == 6000U);
}

BOOST_AUTO_TEST_CASE(two_ends_that_probe_each_other_hear_each_others_window_open)
{
    // RFC 9293, appendix A.2: simultaneous window probes. Both ends write more than the other
    // takes, nobody reads for a while; then both read everything.
    for (const bool together : {true, false})
    {
        Config config;
        config.receiveBuffer = 4000;
        config.maxSegmentSize = 1000;
        config.dataRetries = 3;
        Pair pair(config, config);
        pair.a.autoRead = false;
        pair.b.autoRead = false;
        pair.Establish();
        for (End* end : {&pair.a, &pair.b})
        {
            end->Run([end](Context& c) { end->connection.Send(10000, c); });
        }
        pair.RunUntil(100s);
        const auto read = [](End& end) {
            end.autoRead = true;
            end.Run([&end](Context& c) { end.connection.Consume(end.connection.Unread(), c); });
        };
        read(pair.b);
        if (together)
        {
            read(pair.a);
        }
        pair.RunUntil(300s);
        BOOST_TEST(pair.b.delivered == 10000U);
        BOOST_TEST(ToText(pair.a.connection.GetState()) == "ESTABLISHED");
        BOOST_TEST(ToText(pair.b.connection.GetState()) == "ESTABLISHED");
        read(pair.a);
        pair.RunUntil(500s);
        BOOST_TEST(pair.a.delivered == 10000U);
    }
}

BOOST_AUTO_TEST_CASE(the_sender_waits_for_half_the_greatest_window_or_a_full_segment)
{
    // RFC 9293, MUST-38, 3.8.6.2.1, (1) and (3): Fs = 1/2
    Config config = Prompt();
    config.nagle = false;
    Solo solo(config);
    solo.synWindow = 800;
    solo.Reach(State::Established);
    solo.Send(5000);
    BOOST_TEST(solo.Sent() == ". 1:537(536) ack 1"); // a full segment; 264 of the window are left
    solo.Feed(ACK, 1, 537, 0, 399);
    BOOST_TEST(solo.Sent() == "");
    solo.Feed(ACK, 1, 537, 0, 400);
    BOOST_TEST(solo.Sent() == ". 537:937(400) ack 1");
}

BOOST_AUTO_TEST_CASE(the_senders_silly_window_is_overridden_after_a_second_at_most)
{
    // 3.8.6.2.1, (4): "The override timeout should be in the range 0.1 - 1.0 seconds"
    Solo solo;
    solo.Reach(State::SynSent);
    solo.now += 3s; // RTO 9 s
    solo.Tick();
    solo.Feed(SYN | ACK, 0, 1);
    BOOST_TEST((solo.connection.Rto().Rto() > 1s));
    solo.Feed(ACK, 1, 1, 0, 100);
    solo.Send(5000);
    BOOST_TEST(solo.Sent() == "");
    const Instant from = solo.now;
    solo.Tick();
    BOOST_TEST(Seconds(from, solo.now) == 1.0);
    BOOST_TEST(solo.Sent() == ". 1:101(100) ack 1");
}

BOOST_AUTO_TEST_CASE(nagle_holds_a_small_segment_while_something_is_outstanding)
{
    // RFC 9293, 3.7.4
    Solo solo;
    solo.Reach(State::Established);
    solo.Send(10);
    BOOST_TEST(solo.Sent() == "P. 1:11(10) ack 1");
    solo.Send(10);
    BOOST_TEST(solo.Sent() == "");
    solo.Send(20);
    BOOST_TEST(solo.Sent() == "");
    solo.Send(536); // "until the TCP endpoint can send a full-sized segment"
    BOOST_TEST(solo.Sent() == ". 11:547(536) ack 1");
    solo.Feed(ACK, 1, 11);
    BOOST_TEST(solo.Sent() == "");
    solo.Feed(ACK, 1, 547); // "until the outstanding data has been acknowledged"
    BOOST_TEST(solo.Sent() == "P. 547:577(30) ack 1");
}

BOOST_AUTO_TEST_CASE(nagle_does_not_hold_what_the_fin_follows)
{
    Solo solo;
    solo.Reach(State::Established);
    solo.Send(10);
    solo.Send(10);
    solo.ShutdownSend();
    BOOST_TEST(solo.Sent() == "FP. 11:21(10) ack 1");
}

BOOST_AUTO_TEST_CASE(nagle_also_binds_the_rule_of_half_a_window)
{
    // 3.8.6.2.1, (3): "[SND.NXT = SND.UNA and] min(D,U) >= Fs * Max(SND.WND)"
    for (const bool nagle : {true, false})
    {
        Config config = Prompt();
        config.nagle = nagle;
        Solo solo(config);
        solo.synWindow = 900;
        solo.Reach(State::Established);
        solo.Send(10);
        solo.Feed(ACK, 1, 1, 0, 520);
        solo.Send(5000);
        BOOST_TEST(solo.Sent() == (nagle ? "" : ". 11:521(510) ack 1"));
    }
}

BOOST_AUTO_TEST_CASE(without_nagle_every_write_goes_at_once)
{
    // RFC 9293, MUST-17
    Config config = Prompt();
    config.nagle = false;
    Solo solo(config);
    solo.Reach(State::Established);
    solo.Send(10);
    solo.Send(20);
    BOOST_TEST(solo.Sent() == "P. 11:31(20) ack 1");
}

BOOST_AUTO_TEST_CASE(the_last_segment_of_what_is_queued_is_pushed)
{
    // RFC 9293, MUST-61
    Solo solo;
    solo.Reach(State::Established);
    solo.Send(2 * 536);
    BOOST_TEST(solo.Sent() == ". 1:537(536) ack 1; P. 537:1073(536) ack 1");
}

BOOST_AUTO_TEST_CASE(two_ends_that_probe_each_other_hear_that_the_probes_are_taken)
{
    // Found by lifecycle-explore: both windows are shut, both ends probe, and both windows open
    // before the probes come. Each then is acknowledged by a segment with the number of a probe
    Config config = Prompt();
    config.receiveBuffer = 1;
    config.windowScaling = false;
    Solo solo(config);
    solo.autoRead = false;
    solo.Reach(State::Established);
    solo.Send(2);
    solo.Feed(ACK, 1, 2, 0, 0); // the first byte is taken, and the window is closed
    solo.Feed(ACK, 1, 2, 1, 0); // the peer's byte shuts ours
    solo.Tick();
    BOOST_TEST(solo.Sent() == "P. 2:3(1) ack 2");
    solo.Consume(1);
    solo.Feed(PSH | ACK, 2, 2, 1, 0); // the peer's probe finds room
    BOOST_TEST(solo.RcvNxt() == 3U);
    solo.Feed(ACK, 2, 3, 0, 0); // its ACK of our probe: SEG.SEQ is RCV.NXT - 1
    BOOST_TEST(solo.connection.Sending().Flight() == 0U);
    BOOST_TEST(solo.Sent() == "");
}

BOOST_AUTO_TEST_CASE(an_eager_receiver_tells_of_room_for_two_segments_and_not_of_less)
{
    // FreeBSD, tcp_output(): "adv >= (int32_t)(2 * tp->t_maxseg)"
    constexpr uint32_t SEGMENT = 1460;
    for (const uint32_t read : {2 * SEGMENT - 1, 2 * SEGMENT})
    {
        Config config = Prompt();
        config.windowScaling = false;
        config.timestamps = false;
        config.maxSegmentSize = SEGMENT;
        config.receiveBuffer = 20 * SEGMENT;
        config.windowAdvance = WindowAdvance::Eager;
        Solo solo(config);
        solo.synOptions.AddMaxSegmentSize(SEGMENT);
        solo.autoRead = false;
        solo.Reach(State::Established);
        for (uint32_t i = 0; i < 19; ++i)
        {
            solo.Feed(ACK, 1 + i * SEGMENT, 1, SEGMENT);
        }
        solo.Feed(ACK, 1 + 19 * SEGMENT, 1, SEGMENT / 2);
        solo.Consume(read);
        BOOST_TEST(solo.sent.size() == (read < 2 * SEGMENT ? 0u : 1u));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
