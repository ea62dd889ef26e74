/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * How often and how long: the schedules of SYN, SYN,ACK, data and FIN when nobody answers
 * (RFC 9293, 3.8.3), the user timeout (3.10.8), FIN-WAIT-2 and 2MSL.
 */

#include "lifecycle-test-solo.h"

#include <boost/test/unit_test.hpp>
#include <cmath>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

std::vector<double>
Doubling(double base, unsigned retries, double most)
{
    std::vector<double> seconds;
    double at = 0;
    double wait = base;
    for (unsigned i = 0; i <= retries; ++i)
    {
        at += wait;
        seconds.push_back(at);
        wait = std::min(2 * wait, most);
    }
    return seconds;
}

void
CheckSchedule(const std::vector<double>& actual, const std::vector<double>& expected)
{
    BOOST_CHECK_EQUAL_COLLECTIONS(actual.begin(), actual.end(), expected.begin(), expected.end());
}

} // namespace

BOOST_AUTO_TEST_SUITE(give_up)

BOOST_AUTO_TEST_CASE(a_syn_goes_out_at_0_1_3_7_15_31_63_123_and_is_given_up_at_183_seconds)
{
    // RFC 6298, 2.1, 2.5 (60 s) and 5.5; RFC 9293, MUST-23: at least 180 s
    Solo solo;
    solo.Reach(State::SynSent);
    BOOST_TEST(solo.Sent() == "S 0:0(0)");
    CheckSchedule(Schedule(solo), {1, 3, 7, 15, 31, 63, 123, 183});
    BOOST_TEST(solo.Told() == "failed timed-out; closed");
    BOOST_TEST(solo.Causes() == "retries-exceeded");
    BOOST_TEST(solo.Sent() == "");
}

BOOST_AUTO_TEST_CASE(a_syn_ack_has_the_same_schedule_and_nobody_is_told_but_that_it_is_closed)
{
    Solo solo;
    solo.Reach(State::SynReceived, Opening::Passive);
    CheckSchedule(Schedule(solo), {1, 3, 7, 15, 31, 63, 123, 183});
    BOOST_TEST(solo.Told() == "closed");
    BOOST_TEST(ToText(solo.connection.GetError()) == "timed-out");
}

BOOST_AUTO_TEST_CASE(every_repeat_of_a_syn_is_the_same_but_for_its_timestamp)
{
    Solo solo;
    solo.Reach(State::SynSent);
    Segment first = solo.SentAt(0).segment;
    BOOST_TEST(!solo.SentAt(0).retransmission);
    for (int i = 0; i < 7; ++i)
    {
        solo.Tick();
        Segment again = solo.SentAt(0).segment;
        BOOST_TEST(solo.SentAt(0).retransmission);
        BOOST_TEST(again.options.Read().timestamps->value > first.options.Read().timestamps->value);
        again.options = first.options;
        BOOST_TEST((again == first));
    }
}

BOOST_AUTO_TEST_CASE(synchronized_data_are_given_up_after_r2)
{
    // RFC 9293, 3.8.3: R2, MUST-20, at least 100 s (SHLD-11): 1 + 2 + ... + 32 + 60 s
    Solo solo;
    solo.Reach(State::Established);
    solo.Send(100);
    CheckSchedule(Schedule(solo), {1, 3, 7, 15, 31, 63, 123});
    BOOST_TEST(solo.Told() == "failed timed-out; closed");
    BOOST_TEST(solo.Causes() == "retries-exceeded");
}

BOOST_AUTO_TEST_CASE(a_fin_that_nobody_answers_is_given_up_at_r_times_2_to_the_n_plus_1_minus_1)
{
    // Scenario S22: k-th retry at R (2^k - 1), the end at R (2^(N+1) - 1), without cap
    for (const State state : {State::FinWait1, State::LastAck, State::Closing})
    {
        for (const uint32_t retries : {0U, 1U, 3U, 8U})
        {
            Config config = Prompt();
            config.minRto = 200ms;
            config.initialRto = 200ms;
            config.maxRto = 1h;
            config.finRetries = retries;
            config.userTimeout = FOREVER;
            Solo solo(config);
            solo.Reach(State::SynSent);
            solo.now += 1ms; // R = the minimum
            solo.Feed(SYN | ACK, 0, 1);
            if (state == State::LastAck)
            {
                solo.Feed(FIN | ACK, 1, 1);
            }
            solo.Close();
            if (state == State::Closing)
            {
                solo.Feed(FIN | ACK, 1, 1);
            }
            BOOST_TEST_REQUIRE(solo.StateName() == ToText(state));
            const auto base = std::chrono::duration<double>(solo.connection.Rto().Rto()).count();
            BOOST_TEST(base == 0.2);
            const std::vector<double> schedule = Schedule(solo);
            BOOST_TEST_REQUIRE(schedule.size() == retries + 1);
            for (std::size_t k = 0; k < schedule.size(); ++k)
            {
                const double expected = base * (std::pow(2.0, static_cast<double>(k) + 1) - 1);
                BOOST_TEST(std::abs(schedule[k] - expected) < 1e-9);
            }
            BOOST_TEST(solo.Causes() == "retries-exceeded");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_fin_of_the_profile_is_sent_at_0_1_3_7_15_31_63_and_given_up_at_123_seconds)
{
    Solo solo;
    solo.Reach(State::FinWait1);
    CheckSchedule(Schedule(solo), {1, 3, 7, 15, 31, 63, 123});
}

BOOST_AUTO_TEST_CASE(after_a_syn_that_was_lost_a_fin_starts_at_three_seconds)
{
    // RFC 6298, 5.7: 0, 3, 9, 21, 45, 93, 153, given up at 213
    Solo solo;
    solo.Reach(State::SynSent);
    solo.Tick();
    solo.Feed(SYN | ACK, 0, 1);
    solo.Close();
    CheckSchedule(Schedule(solo), {3, 9, 21, 45, 93, 153, 213});
}

BOOST_AUTO_TEST_CASE(limits_of_data_and_fin_are_two)
{
    Config config = Prompt();
    config.dataRetries = 1;
    config.finRetries = 3;
    for (const bool data : {false, true})
    {
        Solo solo(config);
        solo.Reach(State::Established);
        if (data)
        {
            solo.Send(100);
        }
        solo.Close();
        // a FIN with data before it is repeated as data
        CheckSchedule(Schedule(solo), Doubling(1, data ? 1 : 3, 60));
    }
}

BOOST_AUTO_TEST_CASE(a_limit_beyond_255_is_kept)
{
    Config config = Prompt();
    config.dataRetries = 300;
    config.userTimeout = FOREVER;
    Solo solo(config);
    solo.Reach(State::Established);
    solo.Send(100);
    BOOST_TEST(Schedule(solo).size() == 301U);
}

BOOST_AUTO_TEST_CASE(an_answer_begins_the_count_anew)
{
    Config config = Prompt();
    config.userTimeout = FOREVER;
    Solo solo(config);
    solo.Reach(State::Established);
    solo.Send(2 * 536);
    for (int i = 0; i < 6; ++i)
    {
        solo.Tick();
    }
    solo.Feed(ACK, 1, 537);
    for (int i = 0; i < 6; ++i)
    {
        solo.Tick();
        BOOST_TEST(solo.StateName() == "ESTABLISHED");
    }
    solo.Tick();
    BOOST_TEST(solo.StateName() == "CLOSED");
}

BOOST_AUTO_TEST_CASE(the_user_timeout_ends_any_state_with_something_unacknowledged)
{
    // RFC 9293, 3.10.8: "For any state if the user timeout expires, flush all queues, signal the
    // user ... delete the TCB, enter the CLOSED state"
    Config config = Prompt();
    config.userTimeout = 20s;
    for (const State state : {State::SynSent,
                              State::SynReceived,
                              State::Established,
                              State::FinWait1,
                              State::CloseWait,
                              State::Closing,
                              State::LastAck})
    {
        Solo solo(config);
        solo.Reach(state);
        if (state == State::Established || state == State::CloseWait)
        {
            solo.Send(10);
        }
        const std::vector<double> schedule = Schedule(solo);
        BOOST_TEST(schedule.back() == 20.0, ToText(state));
        BOOST_TEST(solo.Causes() == "user-timeout");
        BOOST_TEST(solo.Told() == "failed timed-out; closed");
    }
    for (const State state : {State::Established, State::FinWait2, State::CloseWait})
    {
        Solo solo(config);
        solo.Reach(state);
        BOOST_TEST((solo.connection.NextDeadline() == NEVER), ToText(state)); // nothing outstanding
    }
}

BOOST_AUTO_TEST_CASE(time_wait_lasts_2msl_and_then_nothing_is_left)
{
    // RFC 9293, MUST-13, 3.10.8: 4 minutes
    Solo solo;
    solo.Reach(State::TimeWait);
    CheckSchedule(Schedule(solo), {240});
    BOOST_TEST(solo.Told() == "closed");
    BOOST_TEST(solo.Causes() == "2msl-expired");
    BOOST_TEST((solo.connection.NextDeadline() == NEVER));
}

BOOST_AUTO_TEST_CASE(fin_wait_2_ends_by_itself_only_for_a_closed_socket_with_a_limit)
{
    Config config = Prompt();
    config.finWait2Timeout = 60s;
    Solo half(config);
    half.Reach(State::FinWait2); // by shutdown: somebody still reads
    BOOST_TEST((half.connection.NextDeadline() == NEVER));
    half.now += 5s;
    half.Close(); // from now on nobody does
    CheckSchedule(Schedule(half), {60});
    BOOST_TEST(half.Causes() == "fin-wait-2-expired");

    Solo closed(config);
    closed.Reach(State::Established);
    closed.Close();
    closed.Feed(ACK, 1, 2);
    CheckSchedule(Schedule(closed), {60});
    BOOST_TEST(closed.Told() == "closed");

    Solo rfc;
    rfc.Reach(State::FinWait2);
    rfc.Close();
    BOOST_TEST((rfc.connection.NextDeadline() == NEVER)); // RFC 9293 knows no limit
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
