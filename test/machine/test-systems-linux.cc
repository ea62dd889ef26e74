/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * What Linux, and some of it the BSDs, do on purpose beside RFC 9293: each is one parameter. The
 * expectations are read in its source (net/ipv4), or were measured on Linux 6.18.
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

/// \param rule when short segments wait \return a connection that has written 1252 bytes at once
std::string
SentForOneWrite(NagleRule rule, uint32_t outstanding)
{
    Config config = Prompt();
    config.timestamps = false;
    config.nagleRule = rule;
    Solo solo(config);
    solo.Reach(State::Established);
    if (outstanding > 0)
    {
        solo.Send(outstanding);
    }
    solo.Send(2 * 536 + 180);
    return solo.Sent();
}

} // namespace

BOOST_AUTO_TEST_SUITE(systems_linux)

BOOST_AUTO_TEST_CASE(the_short_end_of_a_write_waits_by_each_rule_of_nagle)
{
    // RFC 9293, 3.7.4: any unacknowledged data. BSD, tcp_output(): "idle" is looked at once for all
    // that is sent. Linux, tcp_minshall_check(): a short segment that is not acknowledged.
    const std::string full = ". 1:537(536) ack 1; . 537:1073(536) ack 1";
    const std::string all = full + "; P. 1073:1253(180) ack 1";
    BOOST_TEST(SentForOneWrite(NagleRule::Outstanding, 0) == full);
    BOOST_TEST(SentForOneWrite(NagleRule::Burst, 0) == all);
    BOOST_TEST(SentForOneWrite(NagleRule::Short, 0) == all);
    // after a full segment: not idle, but no short one is out
    const std::string rest = ". 537:1073(536) ack 1; . 1073:1609(536) ack 1";
    BOOST_TEST(SentForOneWrite(NagleRule::Outstanding, 536) == rest);
    BOOST_TEST(SentForOneWrite(NagleRule::Burst, 536) == rest);
    BOOST_TEST(SentForOneWrite(NagleRule::Short, 536) == rest + "; P. 1609:1789(180) ack 1");
    // after a short one
    const std::string last = ". 11:547(536) ack 1; . 547:1083(536) ack 1";
    for (const NagleRule rule : {NagleRule::Outstanding, NagleRule::Burst, NagleRule::Short})
    {
        BOOST_TEST(SentForOneWrite(rule, 10) == last);
    }
}

BOOST_AUTO_TEST_CASE(minshalls_rule_knows_a_short_segment_until_it_is_acknowledged)
{
    Config config = Prompt();
    config.timestamps = false;
    config.nagleRule = NagleRule::Short;
    Solo solo(config);
    solo.Reach(State::Established);
    solo.Send(10);
    BOOST_TEST(solo.Sent() == "P. 1:11(10) ack 1");
    solo.Send(10);
    BOOST_TEST(solo.Sent() == "");
    solo.Feed(ACK, 1, 11);
    BOOST_TEST(solo.Sent() == "P. 11:21(10) ack 1");
    solo.Send(536);
    BOOST_TEST(solo.Sent() == "P. 21:557(536) ack 1");
    solo.Feed(ACK, 1, 21); // the full one is outstanding still
    solo.Send(10);
    BOOST_TEST(solo.Sent() == "P. 557:567(10) ack 1");
}

BOOST_AUTO_TEST_CASE(a_user_timeout_decides_in_place_of_the_count_of_keep_alive_probes)
{
    // tcp_timer.c, tcp_keepalive_timer(): 5 s idle, every 3 s: the time from the last segment is
    // 19 s or more at the sixth timeout, 20 s; without a user timeout the count decides
    for (const bool decides : {false, true})
    {
        for (const bool has : {false, true})
        {
            Config config = Prompt();
            config.keepAlive = true;
            config.keepAliveIdle = 5s;
            config.keepAliveInterval = 3s;
            config.keepAliveCount = 2;
            config.keepAliveUserTimeout = decides;
            config.userTimeout = has ? Duration(19s) : FOREVER;
            Solo solo(config);
            solo.Reach(State::Established);
            const std::vector<double> schedule = Schedule(solo);
            BOOST_TEST(schedule.back() == (decides && has ? 20.0 : 11.0));
            BOOST_TEST(solo.Causes() == "keep-alive");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_short_user_timeout_still_lets_one_keep_alive_probe_go)
{
    // "icsk->icsk_probes_out > 0"
    Config config = Prompt();
    config.keepAlive = true;
    config.keepAliveIdle = 5s;
    config.keepAliveInterval = 3s;
    config.keepAliveUserTimeout = true;
    config.userTimeout = 1s;
    Solo solo(config);
    solo.Reach(State::Established);
    const std::vector<double> expected = {5, 8};
    BOOST_TEST(Schedule(solo) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_unacceptable_ack_in_syn_sent_makes_the_syn_go_again_once)
{
    // tcp_rcv_synsent_state_process(): "if (icsk->icsk_retransmits == 0)"; also for a RST
    for (const uint8_t flags : {uint8_t{ACK}, uint8_t{SYN | ACK}, uint8_t{RST | ACK}})
    {
        Config config = Prompt();
        config.synAfterBadAck = 8ms;
        Solo solo(config);
        solo.Open();
        solo.now += 100ms;
        solo.Feed(flags, 0, 900);
        BOOST_TEST(solo.StateName() == "SYN-SENT");
        const Instant from = solo.now;
        solo.Tick();
        BOOST_TEST((solo.now - from == 8ms));
        BOOST_TEST(solo.SentAt(0).segment.Has(SYN));
        BOOST_TEST(solo.SentAt(0).retransmission);
        const Instant again = solo.now;
        solo.Feed(flags, 0, 900); // no more
        solo.Tick();
        BOOST_TEST((solo.now - again == 2s)); // RFC 6298, 5.5
    }
}

BOOST_AUTO_TEST_CASE(a_reset_at_the_number_of_the_peers_fin_counts)
{
    // tcp_reset_check(): CLOSE-WAIT, LAST-ACK, CLOSING, and no other state
    struct Row
    {
        State state;
        bool ends;
    };

    for (const Row& row : {Row{State::Established, false},
                           Row{State::FinWait1, false},
                           Row{State::FinWait2, false},
                           Row{State::CloseWait, true},
                           Row{State::Closing, true},
                           Row{State::LastAck, true},
                           Row{State::TimeWait, false}})
    {
        for (const ResetCheck check : {ResetCheck::Exact, ResetCheck::Edges})
        {
            Config config = Prompt();
            config.resetCheck = check;
            Solo solo(config);
            solo.Reach(row.state);
            solo.Feed(RST, solo.RcvNxt() - 1, 0);
            BOOST_TEST_CONTEXT(ToText(row.state))
            {
                const bool ends = row.ends && check == ResetCheck::Edges;
                BOOST_TEST((solo.StateName() == "CLOSED") == ends);
                BOOST_TEST(solo.Sent() == "");
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_reset_at_the_right_edge_of_what_is_sacked_counts)
{
    // tcp_validate_incoming(): "or the right-most SACK block"
    for (const ResetCheck check : {ResetCheck::Exact, ResetCheck::Edges})
    {
        for (const uint32_t seq : {200U, 300U, 500U})
        {
            Config config = Prompt();
            config.timestamps = false;
            config.resetCheck = check;
            Solo solo(config);
            solo.synOptions.AddSackPermitted();
            solo.Reach(State::Established);
            solo.Feed(ACK, 400, 1, 100);
            solo.Feed(ACK, 200, 1, 100);
            solo.Feed(RST, seq, 0);
            const bool ends = check == ResetCheck::Edges && seq == 500;
            BOOST_TEST((solo.StateName() == "CLOSED") == ends);
            BOOST_TEST((solo.Sent() != "") == !ends); // a challenge ACK
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_outstanding_when_the_window_shuts_goes_again_whole)
{
    // tcp_retransmit_timer(): "Our retransmits become zero probes, but we should not timeout this
    // connection": it is kept as long as they are answered
    Config config = Prompt();
    config.emptyProbes = true;
    config.dataRetries = 3;
    config.userTimeout = FOREVER;
    Solo solo(config);
    solo.Reach(State::Established);
    solo.Send(3 * 536);
    solo.Feed(ACK, 1, 537, 0, 0);
    BOOST_TEST(solo.Sent() == "");
    for (int i = 0; i < 10; ++i)
    {
        solo.Tick();
        BOOST_TEST(solo.Sent() == ". 537:1073(536) ack 1");
        solo.Feed(ACK, 1, 537, 0, 0);
        BOOST_TEST(solo.Sent() == "");
    }
    BOOST_TEST(solo.StateName() == "ESTABLISHED");
    for (int i = 0; i < 4; ++i) // nobody answers now
    {
        BOOST_TEST(solo.StateName() == "ESTABLISHED");
        solo.Tick();
    }
    BOOST_TEST(solo.StateName() == "CLOSED");
    BOOST_TEST(solo.Causes() == "retries-exceeded");
}

BOOST_AUTO_TEST_CASE(text_beyond_the_window_is_trimmed_or_taken_whole_or_not_at_all)
{
    // Linux 6.18 measured, window 1460 and data unread: 1560 bytes are answered with an ACK of what
    // was there before; 1460 with a FIN are taken, FIN and all. tcp_sequence(): "Only accept this
    // packet if receive queue is empty", and then nothing of it is cut off
    for (const bool drops : {false, true})
    {
        for (const bool unread : {false, true})
        {
            for (const bool fits : {false, true})
            {
                Config config = Prompt();
                config.timestamps = false;
                config.windowScaling = false;
                config.receiveBuffer = 3000;
                config.dropsBeyond = drops;
                Solo solo(config);
                solo.autoRead = false;
                solo.Reach(State::Established);
                if (unread)
                {
                    solo.Feed(ACK, 1, 1, 1000);
                }
                const uint32_t from = solo.RcvNxt();
                const uint32_t room = 3001 - from;
                solo.Feed(fits ? FIN | ACK : ACK, from, 1, room + (fits ? 0 : 1));
                const bool taken = fits || !drops || !unread;
                const uint32_t whole = fits || drops ? 1 : 0; // the FIN, or the byte beyond
                BOOST_TEST(solo.RcvNxt() == (taken ? 3001 + whole : from));
                BOOST_TEST(solo.Sent() == ". 1:1(0) ack " + std::to_string(solo.RcvNxt()));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_syn_that_was_sent_twice_is_measured_by_its_timestamp)
{
    // Linux 6.18, tcp_info after the second SYN was answered: without timestamps RTO 3000 ms; with
    // them 284 ms at an RTT of 81 ms
    for (const RttEstimator estimator : {RttEstimator::Rfc6298, RttEstimator::Linux})
    {
        for (const bool stamps : {false, true})
        {
            Config config = Prompt();
            config.rttEstimator = estimator;
            config.minRto = 200ms;
            config.timestamps = stamps;
            Solo solo(config);
            solo.now += 10s; // its clock
            solo.Open();
            solo.Tick();
            const KnownOptions sent = solo.SentAt(0).segment.options.Read();
            solo.now += 81ms;
            Segment answer = solo.Make(SYN | ACK, Seq(IRS), Seq(ISS + 1));
            if (stamps)
            {
                answer.options.AddTimestamps({7, sent.timestamps->value});
            }
            solo.Feed(answer);
            BOOST_TEST(solo.StateName() == "ESTABLISHED");
            const bool measured = stamps && estimator == RttEstimator::Linux;
            BOOST_TEST((solo.connection.Rto().Rto() == (measured ? Duration(281ms) : 3s)));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_mss_of_zero_is_none)
{
    // Linux, tcp_parse_options(); FreeBSD, tcp_mss_update(): 536 bytes (RFC 9293, MUST-15)
    Config config = Prompt();
    Solo solo(config);
    solo.synOptions.AddMaxSegmentSize(0);
    solo.Reach(State::Established);
    BOOST_TEST(solo.connection.Sending().mss == 536);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
