/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * RACK-TLP (RFC 8985), F-RTO (RFC 5682), and what is undone (RFC 4015, RFC 3708).
 */

#include "lifecycle-test-sender.h"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>

namespace ns3
{
namespace lifecycle
{
namespace test
{

using namespace std::chrono_literals;

namespace
{

/// A sender with RACK and a round trip of 100 ms
class RackSender : public Solo
{
  public:
    /// \param segments how many it sends at once
    explicit RackSender(uint32_t segments)
        : Solo(Parameters(segments))
    {
        Open();
        Wait(100ms);
        Segment synAck = Make(SYN | ACK, irs, iss + 1);
        synAck.options.AddMaxSegmentSize(MSS);
        synAck.options.AddSackPermitted();
        Feed(synAck);
        Send(segments * MSS);
        Wait(100ms);
    }

    /// \param segments acknowledged \param blocks the same
    void Ack(uint32_t segments, std::initializer_list<std::pair<uint32_t, uint32_t>> blocks = {})
    {
        std::vector<std::pair<uint32_t, uint32_t>> all(blocks);
        Segment ack = Make(ACK, irs + 1, iss + 1 + segments * MSS);
        std::vector<SackBlock> list;
        for (const auto& [from, to] : all)
        {
            list.push_back({iss + 1 + from * MSS, iss + 1 + to * MSS});
        }
        if (!list.empty())
        {
            ack.options.AddSack(list.data(), list.size());
        }
        Feed(ack);
    }

    /// \return numbers of the segments that the last entry sent, from 0
    std::string Numbers() const
    {
        std::string text;
        for (const Emit& emit : sent)
        {
            text +=
                (text.empty() ? "" : " ") + std::to_string((Span(iss, emit.segment.seq) - 1) / MSS);
        }
        return text;
    }

    /// \return phase of recovery
    RecoveryPhase Phase() const
    {
        return connection.Congestion().phase;
    }

  private:
    static Config Parameters(uint32_t segments)
    {
        Config config = Prompt();
        config.timestamps = false;
        config.initialWindow = segments;
        config.sendBuffer = 1U << 20;
        config.lossDetection = LossDetection::Rack;
        config.reductionBound = ReductionBound::Revised;
        config.rttEstimator = RttEstimator::Linux;
        config.minRto = 200ms;
        return config;
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(rack)

BOOST_AUTO_TEST_CASE(a_tail_that_is_delivered_makes_the_rest_lost_after_the_reordering_window)
{
    // RFC 8985, 6.2, step 5, and 6.3: of 0 to 3 the last is SACKed. The others were sent at the
    // same time, and are lost once RACK.rtt + RACK.reo_wnd (min_RTT / 4) has passed: by 25 ms
    RackSender sender(4);
    const Instant acked = sender.now;
    sender.Ack(0, {{3, 4}});
    BOOST_TEST(sender.Numbers() == "");
    BOOST_TEST((sender.Phase() == RecoveryPhase::Disorder));
    sender.Tick();
    BOOST_TEST((sender.now - acked == 27ms)); // Linux adds two ticks of its clock
    BOOST_TEST((sender.Phase() == RecoveryPhase::Recovery));
    BOOST_TEST(sender.Numbers() == "0"); // PRR: nothing else was delivered
    BOOST_TEST(sender.connection.Recovery().Board().LostOctets() == 3 * MSS);
    // A partial acknowledgment that tells of no new loss: slow start (RFC 9937, 6)
    sender.Wait(100ms);
    sender.Ack(1, {{3, 4}});
    BOOST_TEST(sender.Numbers() == "1 2");
    sender.Wait(100ms);
    sender.Ack(4);
    BOOST_TEST((sender.Phase() == RecoveryPhase::Open));
    BOOST_TEST((sender.connection.NextDeadline() == NEVER));
}

BOOST_AUTO_TEST_CASE(without_reordering_seen_three_segments_are_enough)
{
    // RFC 8985, 6.2, step 4: RACK.reo_wnd is 0 where RACK.segs_sacked >= DupThresh
    RackSender sender(5);
    sender.Ack(0, {{1, 2}});
    sender.Ack(0, {{1, 3}});
    BOOST_TEST(sender.Numbers() == "");
    sender.Ack(0, {{1, 4}});
    BOOST_TEST(sender.Numbers() == "0");
}

BOOST_AUTO_TEST_CASE(what_arrives_within_the_window_was_reordered_and_costs_nothing)
{
    RackSender sender(6);
    const uint32_t cwnd = sender.connection.Congestion().cwnd;
    sender.Ack(0, {{1, 3}});
    sender.Wait(20ms);
    sender.Ack(4);
    BOOST_TEST((sender.Phase() == RecoveryPhase::Open));
    BOOST_TEST(sender.connection.Congestion().cwnd >= cwnd);
    BOOST_TEST(sender.connection.Recovery().Rack().reorderings == 1U);
    // Now three SACKed segments are not enough (6.2, step 4), but time is
    sender.Send(6 * MSS);
    sender.Wait(100ms);
    sender.Ack(6, {{7, 12}});
    for (const Emit& emit : sender.sent)
    {
        BOOST_TEST(!emit.retransmission);
    }
    sender.Tick();
    BOOST_TEST(sender.Numbers() == "6");
}

BOOST_AUTO_TEST_CASE(a_repair_that_is_lost_is_sent_again_before_the_time_out)
{
    // RFC 8985, 3.2: "detecting lost retransmissions": 0 is lost twice; what was sent after its
    // repair is delivered a round trip later
    RackSender sender(5);
    sender.Send(10 * MSS);
    sender.Ack(0, {{1, 5}});
    const std::string first = sender.Numbers();
    BOOST_TEST(first.substr(0, 1) == "0");
    sender.Wait(2ms);
    sender.Send(10 * MSS);
    sender.Wait(100ms);
    const uint32_t sentTo = (Span(sender.iss, sender.connection.Sending().nxt) - 1) / MSS;
    BOOST_TEST_REQUIRE(sentTo > 5U);
    sender.Ack(0, {{1, sentTo}});
    std::string again = sender.Numbers();
    if (again.empty())
    {
        const Instant acked = sender.now;
        sender.Tick();
        again = sender.Numbers();
        BOOST_TEST((sender.now - acked <= 30ms));
    }
    BOOST_TEST(again.substr(0, 1) == "0");
    BOOST_TEST(sender.connection.Retries() == 0U);
}

BOOST_AUTO_TEST_CASE(data_lost_before_a_fin_are_repaired_once_the_reordering_window_has_passed)
{
    // RFC 8985, 6.2: the FIN is a segment like others. It is SACKed, and what was sent before it
    // is lost after RACK.rtt + min_RTT / 4, 25 ms from here, and not by an RTO; what arrives within
    // the window costs nothing
    for (const bool late : {false, true})
    {
        RackSender sender(3);
        sender.Ack(3);
        sender.Send(2 * MSS);
        sender.Close();
        BOOST_TEST(sender.Sent() == "F. 2501:2501(0) ack 1");
        sender.Wait(100ms);
        Segment ack = sender.Make(ACK, sender.irs + 1, sender.iss + 1 + 4 * MSS);
        const SackBlock fin{sender.iss + 1 + 5 * MSS, sender.iss + 2 + 5 * MSS};
        ack.options.AddSack(&fin, 1);
        const Instant acked = sender.now;
        sender.Feed(ack);
        BOOST_TEST(sender.Sent() == "");
        if (late)
        {
            sender.Wait(20ms);
        }
        else
        {
            sender.Tick();
            BOOST_TEST((sender.now - acked >= 25ms && sender.now - acked <= 30ms));
            BOOST_TEST(sender.Sent() == "P. 2001:2501(500) ack 1");
        }
        sender.Feed(ACK, 1, 2502);
        BOOST_TEST(sender.Sent() == "");
        BOOST_TEST(sender.StateName() == "FIN-WAIT-2");
        BOOST_TEST(sender.connection.Retries() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(rack_rtt_is_that_of_the_segment_looked_at_last)
{
    // Linux, tcp_rack_advance(): RACK.rtt follows each segment that is delivered, in the order of
    // numbers (RFC 8985, 6.2, by the time at which they were sent). The repair of 0 took 120 ms,
    // but 3, looked at after it, 220 ms: 9 was sent after 3, and is not lost though it is as old
    RackSender sender(10);
    sender.Ack(0, {{1, 2}});
    sender.Ack(0, {{1, 3}});
    sender.Ack(0, {{1, 3}, {8, 9}});
    BOOST_TEST(sender.Numbers() == "0");
    sender.Wait(120ms);
    sender.Ack(4, {{8, 9}});
    BOOST_TEST(sender.connection.Recovery().Board().LostSegments() == 4U); // 4 to 7
}

BOOST_AUTO_TEST_CASE(where_segments_come_in_another_order_what_is_sacked_lets_the_window_grow)
{
    // Linux, tcp_may_raise_cwnd(): with more reordering than three segments any data delivered
    // count: not 9, but 3, which shows it, and the others. RFC 5681, equation 2: a segment each
    RackSender sender(10);
    sender.config.growHalfUsed = true;
    sender.Ack(0, {{9, 10}});
    sender.Ack(0, {{3, 4}, {9, 10}});
    sender.Ack(10);
    BOOST_TEST(sender.connection.Congestion().cwnd == 12 * MSS);
}

BOOST_AUTO_TEST_CASE(a_dsack_widens_the_reordering_window)
{
    // RFC 8985, 6.2, step 4: each round trip with a DSACK adds min_RTT / 4, up to SRTT
    RackSender sender(5);
    sender.Ack(2, {{0, 1}});
    BOOST_TEST(sender.connection.Recovery().Rack().steps == 2U);
    sender.Ack(2, {{1, 2}});
    BOOST_TEST(sender.connection.Recovery().Rack().steps == 2U); // the same round trip
}

BOOST_AUTO_TEST_CASE(sixteen_recoveries_without_a_dsack_narrow_the_reordering_window_again)
{
    // RFC 8985, 6.2, step 4: "RACK.reo_wnd_persist" is 16 after a DSACK, and one less after each
    // recovery; at 0 "RACK.reo_wnd_mult = 1"
    struct Fixed : RenoCongestionControl
    {
        void OnRecovery(CongestionWindow& window, const CongestionInput&) override
        {
            window.ssthresh = window.cwnd;
        }

        void OnRecovered(CongestionWindow& window, const CongestionInput&) override
        {
            window.cwnd = 10 * MSS;
        }
    } fixed;

    RackSender sender(10);
    sender.congestion = &fixed;
    sender.Ack(10, {{0, 1}});
    for (uint32_t i = 1; i <= 16; ++i)
    {
        BOOST_TEST(sender.connection.Recovery().Rack().steps == 2U, "before recovery " << i);
        sender.Send(6 * MSS);
        sender.Wait(100ms);
        const uint32_t first = 10 + 6 * (i - 1);
        sender.Ack(first, {{first + 1, first + 6}});
        BOOST_TEST((sender.Phase() == RecoveryPhase::Recovery));
        sender.Wait(100ms);
        sender.Ack(first + 6);
        BOOST_TEST((sender.Phase() == RecoveryPhase::Open));
    }
    sender.Send(MSS);
    sender.Wait(100ms);
    sender.Ack(10 + 6 * 16 + 1);
    BOOST_TEST(sender.connection.Recovery().Rack().steps == 1U);
}

BOOST_AUTO_TEST_CASE(a_probe_that_repairs_a_loss_halves_the_window_and_one_in_vain_does_not)
{
    // RFC 8985, 7.4.2: the last of four is lost, and the probe arrives; or both arrive, and the
    // second is reported by a DSACK
    for (const bool lost : {true, false})
    {
        RackSender sender(4);
        sender.config.tailLossProbe = true;
        sender.Ack(3);
        const uint32_t cwnd = sender.connection.Congestion().cwnd;
        sender.Tick();
        BOOST_TEST(sender.Numbers() == "3");
        sender.Wait(10ms);
        sender.Ack(4);
        BOOST_TEST(sender.connection.Congestion().cwnd >= cwnd);
        if (!lost)
        {
            sender.Wait(90ms);
            sender.Ack(4, {{3, 4}});
        }
        sender.Send(2 * MSS);
        sender.Wait(100ms);
        sender.Ack(6);
        BOOST_TEST((sender.connection.Congestion().cwnd < cwnd) == lost);
        BOOST_TEST((sender.Phase() == RecoveryPhase::Open));
    }
}

BOOST_AUTO_TEST_CASE(a_probe_has_new_data_if_there_are_any)
{
    // RFC 8985, 7.3: "if new data are available ... transmit the lowest-sequence segment"; the
    // congestion window is full
    RackSender sender(4);
    sender.config.tailLossProbe = true;
    sender.Send(20 * MSS);
    const uint32_t next = (Span(sender.iss, sender.connection.Sending().nxt) - 1) / MSS;
    sender.Ack(1);
    sender.Ack(2);
    const uint32_t sentTo = (Span(sender.iss, sender.connection.Sending().nxt) - 1) / MSS;
    BOOST_TEST_REQUIRE(sentTo > next);
    sender.Tick();
    BOOST_TEST(sender.Numbers() == std::to_string(sentTo));
    BOOST_TEST(!sender.sent.at(0).retransmission);
}

BOOST_AUTO_TEST_CASE(a_spurious_time_out_is_found_by_what_was_not_sent_again)
{
    // RFC 5682, 3.1, step 3b (SACK): after the timeout the ACKs of what was delayed come
    for (const bool frto : {true, false})
    {
        RackSender sender(6);
        sender.config.frto = frto;
        const uint32_t cwnd = sender.connection.Congestion().cwnd;
        sender.Tick();
        BOOST_TEST(sender.Numbers() == "0");
        BOOST_TEST((sender.Phase() == RecoveryPhase::Loss));
        sender.Ack(3);
        BOOST_TEST((sender.Phase() == RecoveryPhase::Open) == frto);
        BOOST_TEST((sender.connection.Congestion().cwnd >= cwnd) == frto);
        BOOST_TEST((sender.connection.Recovery().Board().LostOctets() == 0U) == frto);
        BOOST_TEST(sender.Numbers() == (frto ? "" : "3 4")); // slow start (RFC 5681, 3.1)
    }
}

BOOST_AUTO_TEST_CASE(dsacks_for_all_repairs_undo_the_reduction)
{
    // RFC 3708, 3: the segment was late, and its repair arrives too
    RackSender sender(6);
    sender.config.undo = true;
    const uint32_t cwnd = sender.connection.Congestion().cwnd;
    const uint32_t ssthresh = sender.connection.Congestion().ssthresh;
    sender.Ack(0, {{1, 4}});
    BOOST_TEST(sender.Numbers().substr(0, 1) == "0");
    sender.Ack(6); // 0 has arrived after the others
    BOOST_TEST(sender.connection.Congestion().cwnd < cwnd);
    sender.Wait(100ms);
    sender.Ack(6, {{0, 1}}); // its repair, a round trip later
    BOOST_TEST((sender.Phase() == RecoveryPhase::Open));
    BOOST_TEST(sender.connection.Congestion().cwnd >= cwnd);
    BOOST_TEST(sender.connection.Congestion().ssthresh == ssthresh);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
