/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * RST, SYN and ACK out of place: RFC 5961's answers, RFC 793's, and how many of them are sent.
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

const State SYNCHRONIZED[] = {State::Established,
                              State::FinWait1,
                              State::FinWait2,
                              State::CloseWait,
                              State::Closing,
                              State::LastAck,
                              State::TimeWait};

/// \return parameters that limit challenge ACKs as Linux does: one in 500 ms
Config
LikeLinux()
{
    Config config = Prompt();
    config.challengeAckLimit = 1;
    config.challengeAckPeriod = 500ms;
    return config;
}

/// \param solo a connection \param times how often a RST comes that is not at RCV.NXT
/// \return how many of them are answered
unsigned
Provoke(Solo& solo, unsigned times)
{
    unsigned answers = 0;
    for (unsigned i = 0; i < times; ++i)
    {
        solo.Feed(RST, solo.RcvNxt() + 1, 0);
        answers += static_cast<unsigned>(solo.sent.size());
    }
    return answers;
}

} // namespace

BOOST_AUTO_TEST_SUITE(stand_firm)

BOOST_AUTO_TEST_CASE(a_guessed_reset_ends_a_connection_by_rfc_793_and_is_challenged_by_rfc_5961)
{
    for (const bool exact : {true, false})
    {
        for (const State state : SYNCHRONIZED)
        {
            Config config = Prompt();
            config.resetCheck = exact ? ResetCheck::Exact : ResetCheck::InWindow;
            Solo solo(config);
            solo.Reach(state);
            solo.Feed(RST, solo.RcvNxt() + 1000, 0);
            BOOST_TEST(solo.StateName() == (exact ? ToText(state) : "CLOSED"));
            BOOST_TEST(solo.sent.size() == (exact ? 1U : 0U));
            Solo outside(config);
            outside.Reach(state);
            outside.Feed(RST, outside.RcvNxt() - 1, 0);
            BOOST_TEST(outside.StateName() == ToText(state));
            BOOST_TEST(outside.Sent() == "");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_syn_in_the_window_is_an_error_by_rfc_793)
{
    // RFC 793, 3.9, fourth; the reset's form 3.4: <SEQ=SEG.ACK><CTL=RST>, or without ACK
    // <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>
    for (const State state : SYNCHRONIZED)
    {
        for (const bool withAck : {false, true})
        {
            Config config = Prompt();
            config.synCheck = SynCheck::Reset;
            Solo solo(config);
            solo.Reach(state);
            const uint32_t seq = solo.RcvNxt() + 7;
            solo.Feed(withAck ? SYN | ACK : SYN, seq, 5);
            BOOST_TEST_REQUIRE(solo.sent.size() == 1U, ToText(state));
            const Segment& reset = solo.SentAt(0).segment;
            BOOST_TEST(int(reset.flags) == (withAck ? RST : RST | ACK));
            BOOST_TEST((reset.seq == (withAck ? solo.iss + 5 : Seq(0))));
            BOOST_TEST((reset.ack == (withAck ? Seq(0) : solo.irs + seq + 1)));
            BOOST_TEST(solo.StateName() == "CLOSED");
            BOOST_TEST(solo.Causes() == "syn");
            BOOST_TEST(solo.Told() ==
                       (state == State::TimeWait ? "closed" : "failed reset; closed"));
            // outside "this step would not be reached and an ack would have been sent"
            Solo outside(config);
            outside.Reach(state);
            outside.Feed(SYN, outside.RcvNxt() - 1, 0);
            BOOST_TEST(outside.StateName() == ToText(state));
            BOOST_TEST(outside.Sent().substr(0, 1) == ".");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_syn_in_the_window_of_a_simultaneous_open_is_an_error_by_rfc_793)
{
    Config config = Prompt();
    config.synCheck = SynCheck::Reset;
    Solo solo(config);
    solo.Reach(State::SynReceived, Opening::Active);
    solo.Feed(SYN, 1, 0);
    BOOST_TEST(solo.StateName() == "CLOSED");
    BOOST_TEST(solo.Told() == "failed reset; closed");
    // but after a passive OPEN "return this connection to the LISTEN state"
    Solo halfOpen(config);
    halfOpen.Reach(State::SynReceived, Opening::Passive);
    halfOpen.Feed(SYN, 1, 0);
    BOOST_TEST(halfOpen.Causes() == "syn; embryo-released");
}

BOOST_AUTO_TEST_CASE(an_old_acknowledgment_carries_text_by_rfc_793_and_not_by_rfc_5961)
{
    // RFC 5961, 5.1: data with any acknowledgment of the half space below SND.NXT would be taken
    for (const bool bounded : {true, false})
    {
        Config config = Prompt();
        config.ackCheck = bounded ? AckCheck::Bounded : AckCheck::Unbounded;
        Solo solo(config);
        solo.synWindow = 5000;
        solo.Reach(State::Established);
        solo.Feed(ACK, 1, static_cast<uint32_t>(1 - 5001), 10, 5000);
        BOOST_TEST(solo.RcvNxt() == (bounded ? 1U : 11U));
        BOOST_TEST(solo.Sent() == (bounded ? ". 1:1(0) ack 1" : ". 1:1(0) ack 11"));
        // "acks something not yet sent, then send an ACK, drop the segment": by both
        solo.Feed(ACK, solo.RcvNxt(), 2, 10, 5000);
        BOOST_TEST(solo.RcvNxt() == (bounded ? 1U : 11U));
    }
}

BOOST_AUTO_TEST_CASE(challenge_acks_of_a_connection_are_limited_in_each_period)
{
    // RFC 5961, 7: "The suggested number is 10 ACK segments in a 5 second window"
    for (const State state : SYNCHRONIZED)
    {
        Solo solo;
        solo.Reach(state);
        const Instant begin = solo.now;
        solo.now += 1ms; // nothing else is due in this millisecond
        BOOST_TEST(Provoke(solo, 30) == 10U, ToText(state));
        solo.now = begin + 1ms + 5s - 1ns;
        BOOST_TEST(Provoke(solo, 1) == 0U);
        solo.now += 1ns; // the period began with the first of them
        BOOST_TEST(Provoke(solo, 30) == 10U);
    }
    Config config = Prompt();
    config.challengeAckLimit = 0;
    Solo without(config);
    without.Reach(State::Established);
    BOOST_TEST(Provoke(without, 1000) == 1000U);
}

BOOST_AUTO_TEST_CASE(syn_rst_and_ack_draw_on_the_same_limit)
{
    Config config = Prompt();
    config.challengeAckLimit = 1;
    for (int first = 0; first < 3; ++first)
    {
        Solo solo(config);
        solo.Reach(State::Established);
        unsigned answers = 0;
        for (int kind : {first, 0, 1, 2})
        {
            kind == 0   ? solo.Feed(SYN, 5, 0)
            : kind == 1 ? solo.Feed(RST, 5, 0)
                        : solo.Feed(ACK, 1, 9);
            answers += static_cast<unsigned>(solo.sent.size());
        }
        BOOST_TEST(answers == 1U);
    }
}

BOOST_AUTO_TEST_CASE(answers_to_empty_segments_out_of_window_are_limited_as_linux_does_it)
{
    // Linux, tcp_invalid_ratelimit: 500 ms for each connection, TIME-WAIT too
    for (const State state : SYNCHRONIZED)
    {
        Solo solo(LikeLinux());
        solo.Reach(state);
        const uint32_t old = solo.RcvNxt() - 1;
        solo.now += 1us;
        solo.Feed(ACK, old, solo.SndNxt());
        BOOST_TEST(solo.sent.size() == 1U, ToText(state));
        solo.Feed(ACK, old, solo.SndNxt());
        BOOST_TEST(solo.sent.size() == 0U);
        solo.Feed(SYN, old, 0);
        BOOST_TEST(solo.sent.size() == 0U);
        BOOST_TEST(Provoke(solo, 1) == 0U); // the same limit as that of challenge ACKs
        // "Data packets without SYNs are not likely part of an ACK loop"
        solo.Feed(ACK, old - 99, solo.SndNxt(), 100);
        BOOST_TEST(solo.sent.size() == 1U);
        solo.Feed(FIN | ACK, old, solo.SndNxt());
        BOOST_TEST(solo.sent.size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(what_may_be_an_answer_itself_is_answered_once_in_500_ms_whatever_the_limit)
{
    // Linux, tcp_oow_rate_limited(): its tcp_invalid_ratelimit of 500 ms
    for (const unsigned limit : {0U, 10U, 255U})
    {
        for (const State state : SYNCHRONIZED)
        {
            Config config = Prompt();
            config.challengeAckLimit = static_cast<uint8_t>(limit);
            Solo solo(config);
            solo.Reach(state);
            solo.now += 1ms;
            const Instant begin = solo.now;
            const auto answers = [&](uint8_t flags, uint32_t length = 0) {
                solo.Feed(flags, solo.RcvNxt() - 1 - length, solo.SndNxt(), length);
                return solo.sent.size();
            };
            BOOST_TEST(answers(ACK) == 1U, ToText(state) << " " << limit);
            solo.now = begin + 500ms - 1ns;
            BOOST_TEST(answers(ACK) == 0U);
            BOOST_TEST(answers(SYN | ACK) == 0U);
            // From a timer or a user: no answer of the other end
            BOOST_TEST(answers(ACK, 1) == 1U);
            BOOST_TEST(answers(FIN | ACK) == 1U);
            BOOST_TEST(answers(SYN) == 1U);
            // From that one on again 500 ms, and not from those that are not limited
            solo.now = begin + 500ms;
            BOOST_TEST(answers(ACK) == 0U);
            solo.now = begin + 1s;
            BOOST_TEST(answers(ACK, 1) == 1U);
            BOOST_TEST(answers(ACK) == 1U);
        }
    }
}

BOOST_AUTO_TEST_CASE(two_ends_out_of_step_do_not_answer_each_other_for_ever)
{
    // An ACK loop: both ends find the other's answer out of window
    Solo a(LikeLinux());
    Solo b(LikeLinux());
    a.Reach(State::Established);
    b.Reach(State::Established);
    Segment segment = a.Make(ACK, a.irs - 5000, a.iss + 1);
    unsigned count = 0;
    for (Solo* end = &a; count < 100; end = end == &a ? &b : &a)
    {
        end->Feed(segment);
        if (end->sent.empty())
        {
            break;
        }
        ++count;
    }
    BOOST_TEST(count == 2U); // one answer of each
}

BOOST_AUTO_TEST_CASE(challenge_acks_of_all_connections_draw_on_the_budget_of_the_host)
{
    ChallengeBudget budget;
    budget.limit = 15;
    budget.period = 1s;
    Config config = Prompt();
    config.challengeAckLimit = 0;
    unsigned answers = 0;
    for (int i = 0; i < 10; ++i)
    {
        Solo solo(config);
        solo.budget = &budget;
        solo.Reach(i % 2 == 0 ? State::Established : State::TimeWait);
        solo.Feed(ACK, solo.RcvNxt() - 1, solo.SndNxt());
        BOOST_TEST(solo.sent.size() == 1U); // no challenge ACK
        answers += Provoke(solo, 2);
    }
    BOOST_TEST(answers == 15U);
    BOOST_TEST(!budget.Take(Instant() + 1s - 1ns));
    BOOST_TEST(budget.Take(Instant() + 1s));
}

BOOST_AUTO_TEST_CASE(what_a_connection_may_not_answer_does_not_cost_the_host)
{
    ChallengeBudget budget;
    budget.limit = 100;
    Solo solo;
    solo.budget = &budget;
    solo.Reach(State::Established);
    Provoke(solo, 50);
    BOOST_TEST(budget.spent.count == 10U);
}

BOOST_AUTO_TEST_CASE(an_acknowledgment_in_time_wait_has_the_same_window_as_before_it)
{
    // RFC 5961, 5.2, "in all synchronized states" (RFC 9293, 3.10.7.4, fifth)
    Solo solo;
    solo.synWindow = 5000;
    solo.Reach(State::Established);
    solo.ShutdownSend();
    solo.Feed(FIN | ACK, 1, 2, 0, 3000);
    BOOST_TEST_REQUIRE(solo.StateName() == "TIME-WAIT");
    solo.Feed(ACK, 2, static_cast<uint32_t>(2 - 5000), 0, 60000);
    BOOST_TEST(solo.Sent() == "");
    solo.Feed(ACK, 2, static_cast<uint32_t>(2 - 5001), 0, 60000);
    BOOST_TEST(solo.Sent() == ". 2:2(0) ack 2");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
