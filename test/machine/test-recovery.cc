/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Repair of losses: fast retransmit and fast recovery with SACK (RFC 6675) and without (RFC 6582),
 * the retransmission timeout (RFC 5681, 6298).
 */

#include "lifecycle-test-pair.h"
#include "lifecycle-test-sender.h"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <set>

namespace ns3
{
namespace lifecycle
{
namespace test
{

BOOST_AUTO_TEST_SUITE(recovery)

BOOST_AUTO_TEST_CASE(the_third_duplicate_repeats_the_first_segment_and_halves_the_window)
{
    // RFC 5681, 3.2: 1 to 3; RFC 6582, 3.2
    Sender sender(false);
    sender.config.reductionBound = ReductionBound::None; // the text has no rate reduction
    sender.Send(20 * MSS);
    sender.Ack(0);
    BOOST_TEST(sender.SentSegments() == "10"); // step 1, limited transmit (RFC 3042)
    sender.Ack(0);
    BOOST_TEST(sender.SentSegments() == "11");
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Disorder));
    sender.Ack(0);
    BOOST_TEST(sender.SentSegments() == "0");
    // step 2: equation 4, without what limited transmit has sent
    BOOST_TEST(sender.connection.Congestion().ssthresh == 5 * MSS);
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Recovery));
    // step 4: each duplicate means a segment that has left the network; 12 are out, and the
    // eighth makes room beside a window of five
    std::string all;
    for (int i = 4; i <= 11; ++i)
    {
        sender.Ack(0);
        all += "[" + sender.SentSegments() + "]";
    }
    BOOST_TEST(all == "[][][][][12][13][14][15]");
    sender.Ack(12);
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Open));
    BOOST_TEST(sender.Cwnd() == 5.0); // RFC 6582, 3.2, step 3: min (ssthresh, FlightSize + SMSS)
}

BOOST_AUTO_TEST_CASE(a_partial_acknowledgment_repeats_the_next_segment_at_once)
{
    // RFC 6582, 3.2, step 3: "retransmit the first unacknowledged segment"; 0 and 4 are lost
    Sender sender(false);
    sender.Send(10 * MSS);
    for (int i = 0; i < 8; ++i)
    {
        sender.Ack(0);
    }
    sender.Ack(4);
    BOOST_TEST(sender.SentSegments() == "4");
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Recovery));
    sender.Ack(10);
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Open));
}

BOOST_AUTO_TEST_CASE(several_losses_of_a_large_window_without_sack_need_no_time_out)
{
    // The window is halved, most of it is in flight: the partial acknowledgment repeats all the
    // same
    Sender sender(false, 40);
    sender.Send(40 * MSS); // 0, 1, 2 and 3 are lost, nothing new to send
    for (int i = 0; i < 36; ++i)
    {
        sender.Ack(0);
    }
    for (uint32_t lost = 1; lost < 4; ++lost)
    {
        sender.Ack(lost);
        BOOST_TEST(sender.SentSegments() == std::to_string(lost));
    }
    sender.Ack(40);
    BOOST_TEST((sender.connection.NextDeadline() == NEVER));
}

BOOST_AUTO_TEST_CASE(without_limited_transmit_duplicates_let_nothing_new_out_before_the_third)
{
    // RFC 3042, 2; RFC 5681, 3.2, step 1 allows it
    for (const bool sack : {false, true})
    {
        for (const bool limited : {true, false})
        {
            Sender sender(sack);
            sender.config.limitedTransmit = limited;
            sender.Send(20 * MSS);
            sender.Ack(0,
                       sack ? std::initializer_list<std::pair<uint32_t, uint32_t>>{{1, 2}}
                            : std::initializer_list<std::pair<uint32_t, uint32_t>>{});
            BOOST_TEST(sender.SentSegments() == (limited ? "10" : ""));
            sender.Ack(0,
                       sack ? std::initializer_list<std::pair<uint32_t, uint32_t>>{{1, 3}}
                            : std::initializer_list<std::pair<uint32_t, uint32_t>>{});
            BOOST_TEST(sender.SentSegments() == (limited ? "11" : ""));
            sender.Ack(0,
                       sack ? std::initializer_list<std::pair<uint32_t, uint32_t>>{{1, 4}}
                            : std::initializer_list<std::pair<uint32_t, uint32_t>>{});
            BOOST_TEST(sender.SentSegments() == "0");
            BOOST_TEST(sender.connection.Congestion().ssthresh == 5 * MSS);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_partial_acknowledgment_repeats_even_if_most_duplicates_were_lost)
{
    // Three of 36 duplicates come: by them 37 segments are in flight beside a window of 20
    Sender sender(false, 40);
    sender.Send(40 * MSS);
    for (int i = 0; i < 3; ++i)
    {
        sender.Ack(0);
    }
    sender.Ack(1);
    BOOST_TEST(sender.SentSegments() == "1");
}

BOOST_AUTO_TEST_CASE(a_partial_acknowledgment_deflates_the_window_by_what_it_covers)
{
    // RFC 6582, 3.2, step 3: "Deflate the congestion window by the amount of new data acknowledged
    // ... add back SMSS bytes"; of 0 to 9, 0 and 4 are lost
    Sender sender(false);
    sender.config.reductionBound = ReductionBound::None; // the text has no rate reduction
    sender.Send(30 * MSS);
    for (int i = 0; i < 8; ++i)
    {
        sender.Ack(0);
    }
    // 10 + 2 by limited transmit + 1: cwnd was 5 + 8 segments, FlightSize 13
    BOOST_TEST(sender.connection.Sending().Flight() == 13 * MSS);
    // 4 are acknowledged: FlightSize 9, cwnd 13 - 4 + 1 = 10: the repeated segment is in flight
    // already, one new segment follows
    sender.Ack(4);
    BOOST_TEST(sender.SentSegments() == "4 13");
}

BOOST_AUTO_TEST_CASE(with_sack_a_hole_not_yet_taken_for_lost_is_repeated_when_nothing_new_is_left)
{
    // RFC 6675, 4, NextSeg(), rule 3: of 0 to 5, 0 and 4 are lost; one segment above 4 is SACKed
    Sender sender(true);
    sender.Send(6 * MSS);
    sender.Ack(0, {{1, 2}});
    sender.Ack(0, {{1, 3}});
    sender.Ack(0, {{1, 4}});
    BOOST_TEST(sender.SentSegments() == "0");
    sender.Ack(0, {{5, 6}, {1, 4}});
    BOOST_TEST(sender.SentSegments() == "4");
    sender.Ack(4, {{5, 6}});
    BOOST_TEST(sender.SentSegments() == "");
}

BOOST_AUTO_TEST_CASE(with_sack_new_data_go_before_a_hole_that_is_not_yet_taken_for_lost)
{
    // RFC 6675, 4, NextSeg(), rule 2 before rule 3: of 0 to 21, 0 and 17 are lost; above 17 one
    // segment is SACKed
    Sender sender(true, 20);
    sender.Send(40 * MSS);
    sender.Ack(0, {{1, 2}});
    sender.Ack(0, {{1, 3}});
    sender.Ack(0, {{1, 4}});
    BOOST_TEST(sender.SentSegments() == "0");
    sender.Ack(0, {{1, 17}}); // 0 and 17 to 21 are in flight beside a window of ten
    BOOST_TEST(sender.SentSegments() == "22 23 24 25");
    sender.Ack(0, {{18, 19}, {1, 17}});
    BOOST_TEST(sender.SentSegments() == "26");
}

BOOST_AUTO_TEST_CASE(with_sack_several_losses_of_a_window_are_repaired_in_one_round_trip)
{
    // RFC 6675, 4 and 5: 1, 3 and 5 of ten are lost; the ACKs of one round trip bring all three out
    Sender sender(true);
    sender.Send(10 * MSS);
    std::string all;
    const auto ack = [&](uint32_t cumulative,
                         std::initializer_list<std::pair<uint32_t, uint32_t>> blocks) {
        sender.Ack(cumulative, blocks);
        all += "[" + sender.SentSegments() + "]";
    };
    ack(1, {});
    ack(1, {{2, 3}});
    ack(1, {{4, 5}, {2, 3}});
    ack(1, {{6, 7}, {4, 5}, {2, 3}}); // three ranges above 1: IsLost(1)
    // pipe is 1 (again), 5, 8, 9: there is no room for a fifth beside a window of 4.5
    ack(1, {{6, 8}, {4, 5}, {2, 3}});
    ack(1, {{6, 9}, {4, 5}, {2, 3}}); // more than two segments above 5: pipe is 1 and 9
    ack(1, {{6, 10}, {4, 5}, {2, 3}});
    BOOST_TEST(all == "[][][][1][][3 5][]");
    BOOST_TEST(sender.connection.Congestion().ssthresh == 9 * MSS / 2);
    // the receiver has everything one round trip after the first repair
    sender.Ack(10);
    BOOST_TEST((sender.connection.NextDeadline() == NEVER));
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Open));
}

BOOST_AUTO_TEST_CASE(with_sack_a_segment_is_repeated_once_in_an_episode)
{
    Sender sender(true);
    sender.Send(10 * MSS);
    std::multiset<std::string> repeated;
    for (uint32_t to = 3; to <= 10; ++to)
    {
        sender.Ack(0, {{2, to}});
        for (const Emit& emit : sender.sent)
        {
            BOOST_TEST(emit.retransmission);
            repeated.insert(std::to_string((Span(sender.iss, emit.segment.seq) - 1) / MSS));
        }
    }
    BOOST_TEST(repeated.size() == 2U);
    BOOST_TEST(repeated.count("0") == 1U);
    BOOST_TEST(repeated.count("1") == 1U);
}

BOOST_AUTO_TEST_CASE(what_sack_has_reported_is_not_sent_again_by_the_time_out)
{
    Sender sender(true);
    sender.Send(6 * MSS);
    sender.Ack(0, {{2, 3}});
    sender.Ack(0, {{4, 5}});
    sender.Tick();
    BOOST_TEST(sender.SentSegments() == "0");
    BOOST_TEST(sender.Cwnd() == 1.0); // RFC 5681, 3.1: the loss window
    BOOST_TEST(sender.connection.Congestion().ssthresh == 3 * MSS);
    sender.Ack(1, {{2, 3}, {4, 5}});
    BOOST_TEST(sender.SentSegments() == "1 3"); // slow start: two segments
    sender.Ack(3, {{4, 5}});
    BOOST_TEST(sender.SentSegments() == "5");
    sender.Ack(6);
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Open));
}

BOOST_DATA_TEST_CASE(a_time_out_during_recovery_takes_the_window_and_not_what_outgrew_it,
                     boost::unit_test::data::make({4U, 12U, 40U}),
                     arrived)
{
    // The repair of segment 0 is lost, and what is SACKed lets new data out: nothing is
    // acknowledged cumulatively, so what is outstanding outgrows the window. Linux,
    // tcp_reno_ssthresh(), and FreeBSD, newreno_cong_signal(), take half of the window; RFC
    // 5681, 3.1: at least 2 segments
    Sender sender(true, 20);
    sender.config.reductionBound = ReductionBound::None; // the text has no rate reduction
    sender.Send(200 * MSS);
    for (uint32_t to = 2; to <= arrived; ++to)
    {
        sender.Ack(0, {{1, to}});
    }
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Recovery));
    BOOST_TEST(sender.Cwnd() == 10.0);
    BOOST_TEST(sender.connection.Sending().Flight() >= 20 * MSS);
    sender.Tick();
    BOOST_TEST(sender.SentSegments() == "0");
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Loss));
    BOOST_TEST(sender.connection.Congestion().ssthresh == 5 * MSS);
}

BOOST_AUTO_TEST_CASE(a_receiver_that_forgets_what_it_sacked_gets_it_again)
{
    // RFC 2018, 8: "the data receiver is permitted to discard data in its queue that has not been
    // acknowledged to the data sender, even if the data has already been reported in a SACK"
    Sender sender(true, 2);
    sender.Send(4 * MSS);
    sender.Ack(0, {{1, 2}});
    sender.Ack(1, {{1, 2}}); // the block begins at SND.UNA: it is gone at the receiver
    for (int i = 0; i < 6 && sender.SentSegments() != "1"; ++i)
    {
        sender.Tick();
    }
    BOOST_TEST(sender.SentSegments() == "1");
}

BOOST_AUTO_TEST_CASE(sack_blocks_outside_what_is_outstanding_are_ignored)
{
    // RFC 2018, 4; RFC 2883's duplicates lie below SND.UNA
    Sender sender(true);
    sender.Send(10 * MSS);
    sender.Ack(4);
    sender.Ack(4, {{2, 3}});
    sender.Ack(4, {{9, 20}});
    sender.Ack(4, {{8, 6}});
    BOOST_TEST(sender.connection.Recovery().Board().Sacked().Empty());
    BOOST_TEST(sender.connection.Recovery().Duplicates() == 0U);
}

BOOST_AUTO_TEST_CASE(duplicates_caused_by_what_a_time_out_sent_twice_do_not_repeat_again)
{
    // RFC 6582, 3.2, step 2 (recover), and 4
    Sender sender(false);
    sender.Send(10 * MSS);
    sender.Tick();
    sender.Ack(1);
    sender.Send(5 * MSS);
    sender.Ack(10); // 1 to 9 had arrived; 1 and 2 were sent twice
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Open));
    const uint32_t cwnd = sender.connection.Congestion().cwnd;
    BOOST_TEST(sender.SentSegments() != "");
    for (int i = 0; i < 4; ++i)
    {
        sender.Ack(10);
    }
    BOOST_TEST((sender.connection.Congestion().phase != RecoveryPhase::Recovery));
    BOOST_TEST(sender.connection.Congestion().cwnd == cwnd);
}

BOOST_AUTO_TEST_CASE(duplicates_that_are_not_believed_let_two_segments_out_and_no_more)
{
    // RFC 3042: "the amount of outstanding data would remain less than or equal to the congestion
    // window plus two segments"
    Sender sender(false);
    sender.Send(100 * MSS);
    sender.Tick();
    sender.Ack(10);
    const uint32_t flight = sender.connection.Sending().Flight();
    for (int i = 0; i < 20; ++i)
    {
        sender.Ack(10);
    }
    BOOST_TEST((sender.connection.Congestion().phase == RecoveryPhase::Disorder));
    BOOST_TEST(sender.connection.Sending().Flight() == flight + 2 * MSS);
}

BOOST_AUTO_TEST_CASE(duplicates_count_again_once_something_newer_is_acknowledged)
{
    Sender sender(false);
    sender.Send(100 * MSS);
    sender.Ack(1);
    sender.Ack(2);
    for (int i = 0; i < 3; ++i)
    {
        sender.Ack(2);
    }
    BOOST_TEST(sender.SentSegments() == "2");
}

BOOST_AUTO_TEST_CASE(an_ack_with_text_or_another_window_is_no_duplicate)
{
    // RFC 5681, 2
    Sender sender(false);
    sender.Send(10 * MSS);
    sender.Feed(ACK, 1, 1, 10);
    sender.Feed(ACK, 11, 1, 0, 60000);
    BOOST_TEST(sender.connection.Recovery().Duplicates() == 0U);
    sender.Feed(ACK, 11, 1, 0, 60000);
    BOOST_TEST(sender.connection.Recovery().Duplicates() == 1U);
}

BOOST_AUTO_TEST_CASE(a_lost_fin_behind_data_is_repaired_by_the_time_out_with_its_number)
{
    Sender sender(true);
    sender.Send(3 * MSS);
    sender.ShutdownSend();
    sender.Ack(3);
    sender.Tick();
    BOOST_TEST(sender.Sent() == "F. 1501:1501(0) ack 1");
    sender.Feed(ACK, 1, 1502);
    BOOST_TEST(sender.StateName() == "FIN-WAIT-2");
}

BOOST_AUTO_TEST_CASE(over_a_path_several_losses_cost_one_round_trip_with_sack)
{
    // 24 segments at once at t, three of them lost, 100 ms round trip: their ACKs come at t + 100
    // ms, the repairs arrive at t + 150 ms and are acknowledged at t + 200 ms; no timeout (1 s)
    Config config = Prompt();
    config.initialWindow = 30;
    Pair pair(config, config);
    pair.Establish();
    std::set<uint32_t> lost;
    pair.fate = [&lost](const End& from, const Segment& segment, std::size_t) {
        const uint32_t at = segment.seq.Value();
        const bool lose = from.name == 'A' && segment.length > 0 && (at - 101) / 1448 % 7 == 3 &&
                          lost.insert(at).second;
        return Fate{lose, Duration::zero()};
    };
    const Duration start = pair.now.time_since_epoch();
    pair.a.Run([&](Context& c) { pair.a.connection.Send(24 * 1448, c); });
    pair.RunUntil(start + 200ms);
    BOOST_TEST(lost.size() == 3U);
    BOOST_TEST(pair.b.delivered == 24U * 1448);
    BOOST_TEST(pair.a.released == 24U * 1448);
    BOOST_TEST((pair.a.connection.Congestion().phase == RecoveryPhase::Open));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
