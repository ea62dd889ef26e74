/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Rules of opening, giving up and closing that stacks have beside RFC 9293.
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

void
CheckSchedule(const std::vector<double>& actual, const std::vector<double>& expected)
{
    BOOST_TEST_REQUIRE(actual.size() == expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i)
    {
        BOOST_TEST(std::abs(actual[i] - expected[i]) < 1e-6, actual[i] << " " << expected[i]);
    }
}

/// \return parameters with Linux's limits by time, and an RTO that begins with its minimum
Config
ByTime()
{
    Config config = Prompt();
    config.minRto = 200ms;
    config.initialRto = 200ms;
    config.maxRto = 120s;
    config.retryLimitBy = RetryLimitBy::Time;
    config.userTimeout = FOREVER;
    return config;
}

/// \param solo where a SYN is answered after \param rtt
void
Establish(Solo& solo, Duration rtt)
{
    solo.Reach(State::SynSent);
    solo.now += rtt;
    solo.Feed(SYN | ACK, 0, 1);
    BOOST_TEST_REQUIRE(solo.StateName() == "ESTABLISHED");
}

} // namespace

BOOST_AUTO_TEST_SUITE(rules)

BOOST_AUTO_TEST_CASE(linear_time_outs_of_a_syn_come_before_those_that_double)
{
    // timing.md, 1.1: Linux >= 6.5, tcp_syn_linear_timeouts 4, tcp_syn_retries 6
    Config config;
    config.maxRto = 120s;
    config.synRetries = 6;
    config.synLinearTimeouts = 4;
    config.userTimeout = FOREVER;
    Solo solo(config);
    solo.Open();
    CheckSchedule(Schedule(solo), {1, 2, 3, 4, 5, 7, 11, 19, 35, 67, 131});
    BOOST_TEST(solo.Causes() == "retries-exceeded");
    // a SYN,ACK is not concerned (Linux: TCP_SYN_SENT only)
    Solo halfOpen(config);
    halfOpen.Reach(State::SynReceived, Opening::Passive);
    BOOST_TEST((halfOpen.Tick() == 1s));
    BOOST_TEST((halfOpen.Tick() == 3s));
}

BOOST_AUTO_TEST_CASE(an_active_open_is_given_up_when_its_time_is_over)
{
    // timing.md, 3: BSD, keepinit 75 s cuts the retries
    Config config;
    config.connectTimeout = 75s;
    config.synRetries = 12;
    Solo solo(config);
    solo.Open();
    CheckSchedule(Schedule(solo), {1, 3, 7, 15, 31, 63, 75});
    BOOST_TEST(solo.Causes() == "connect-timeout");
    BOOST_TEST(solo.Told() == "failed timed-out; closed");
    // also half way through a simultaneous open
    Solo half(config);
    half.Open();
    half.now += 70s;
    half.Feed(SYN, 0, 0);
    BOOST_TEST_REQUIRE(half.StateName() == "SYN-RECEIVED");
    half.Wait(5s);
    BOOST_TEST(half.StateName() == "CLOSED");
    // and not when it has succeeded, or its user has closed
    Solo done(config);
    done.Reach(State::Established);
    BOOST_TEST((done.connection.NextDeadline() == NEVER));
    Solo closed(config);
    closed.Reach(State::SynReceived);
    closed.Close();
    closed.Wait(75s);
    BOOST_TEST(closed.StateName() == "FIN-WAIT-1");
}

BOOST_AUTO_TEST_CASE(a_limit_by_time_is_what_the_repeats_take_from_the_least_rto_on)
{
    // timing.md, 1.4: tcp_retries2 15 = 924.6 s: (2^10 - 1) 0.2 s + 6 * 120 s; orphans 8 = (2^9 -
    // 1) 0.2 s = 102.2 s. With the minimum RTO it is the same as counting.
    for (const bool byTime : {true, false})
    {
        Config config = ByTime();
        config.dataRetries = 15;
        config.finRetries = 8;
        config.retryLimitBy = byTime ? RetryLimitBy::Time : RetryLimitBy::Count;
        Solo data(config);
        Establish(data, 1ms);
        data.now += 1h; // the time before it was sent does not count
        data.Send(10);
        const std::vector<double> schedule = Schedule(data);
        BOOST_TEST(schedule.size() == 16U);
        BOOST_TEST(std::abs(schedule.back() - 924.6) < 1e-6);
        Solo fin(config);
        Establish(fin, 1ms);
        fin.now += 1h;
        fin.Close();
        CheckSchedule(Schedule(fin), {0.2, 0.6, 1.4, 3.0, 6.2, 12.6, 25.4, 51.0, 102.2});
    }
}

BOOST_AUTO_TEST_CASE(a_longer_rto_has_fewer_repeats_within_a_limit_by_time)
{
    // the first timeout not before 102.2 s
    Config config = ByTime();
    config.finRetries = 8;
    config.rtoAfterSynLoss = 3s;
    Solo one(config);
    one.config.initialRto = 1s;
    Establish(one, std::chrono::nanoseconds(1'000'000'000 / 3)); // RTO = 3 RTT
    one.Close();
    const std::vector<double> schedule = Schedule(one);
    CheckSchedule(schedule, {1, 3, 7, 15, 31, 63, 127});
    BOOST_TEST(one.Causes() == "retries-exceeded");
    // an acknowledgment restarts the time
    config.dataRetries = 8;
    Solo two(config);
    Establish(two, 1ms);
    two.Send(2 * 536);
    two.Wait(100s);
    two.Feed(ACK, 1, 537);
    two.Wait(102s);
    BOOST_TEST(two.StateName() == "ESTABLISHED");
    two.Wait(200s);
    BOOST_TEST(two.StateName() == "CLOSED");
}

BOOST_AUTO_TEST_CASE(an_orphan_has_a_limit_of_its_own)
{
    // Linux: tcp_retries2 while somebody has the socket, tcp_orphan_retries afterwards
    Config config = Prompt();
    config.dataRetries = 6;
    config.orphanRetries = 2;
    config.userTimeout = FOREVER;
    Solo held(config);
    held.Reach(State::Established);
    held.Send(100);
    held.ShutdownSend();
    BOOST_TEST(Schedule(held).size() == 7U);
    Solo orphan(config);
    orphan.Reach(State::Established);
    orphan.Send(100);
    orphan.Close();
    BOOST_TEST(Schedule(orphan).size() == 3U);
}

BOOST_AUTO_TEST_CASE(slop_is_added_to_a_computed_rto_and_doubles_with_it)
{
    // timing.md, 3: BSD, 0.03 s + 0.2 s slop; nothing is added to the RTO before a sample
    Config config = Prompt();
    config.minRto = 30ms;
    config.rtoSlop = 200ms;
    Solo solo(config);
    solo.Reach(State::SynSent);
    BOOST_TEST((solo.connection.Rto().Rto() == 1s));
    solo.now += 1ms;
    solo.Feed(SYN | ACK, 0, 1);
    BOOST_TEST((solo.connection.Rto().Rto() == 230ms));
    solo.Close();
    const std::vector<double> schedule = Schedule(solo);
    BOOST_TEST(std::abs(schedule[0] - 0.23) < 1e-9);
    BOOST_TEST(std::abs(schedule[1] - 0.69) < 1e-9);
    config.maxRto = 100ms; // which bounds the sum
    RtoEstimator estimator(config);
    estimator.Sample(1ms, {}, config);
    BOOST_TEST((estimator.Rto() == 100ms));
}

BOOST_AUTO_TEST_CASE(fin_wait_2_can_be_made_to_last_three_and_a_half_rto)
{
    // timing.md, 1.7: Linux, 60 s, not below 3.5 RTO
    for (const bool covers : {false, true})
    {
        Config config = Prompt();
        config.finWait2Timeout = 2s;
        config.finWait2CoversRto = covers;
        config.minRto = 4s;
        Solo closed(config);
        closed.Reach(State::Established);
        closed.Close();
        closed.Feed(ACK, 1, 2);
        CheckSchedule(Schedule(closed), {covers ? 14.0 : 2.0});
        Solo shut(config); // closed only in FIN-WAIT-2
        shut.Reach(State::FinWait2);
        shut.Close();
        CheckSchedule(Schedule(shut), {covers ? 14.0 : 2.0});
        config.finWait2Timeout = 60s;
        Solo longer(config);
        longer.Reach(State::FinWait2);
        longer.Close();
        CheckSchedule(Schedule(longer), {60});
    }
}

BOOST_AUTO_TEST_CASE(the_peers_fin_is_acknowledged_at_once_or_later_with_our_own)
{
    Config config;
    config.delayedAckTimeout = 40ms;
    Solo prompt(config);
    prompt.Reach(State::Established);
    prompt.Feed(FIN | ACK, 1, 1);
    BOOST_TEST(prompt.Sent() == ". 1:1(0) ack 2");
    config.finAck = FinAck::Delayed;
    Solo waits(config);
    waits.Reach(State::Established);
    waits.Feed(FIN | ACK, 1, 1);
    BOOST_TEST(waits.StateName() == "CLOSE-WAIT");
    BOOST_TEST(waits.Sent() == "");
    const Instant begin = waits.now;
    waits.Tick();
    BOOST_TEST((waits.now - begin == 40ms));
    BOOST_TEST(waits.Sent() == ". 1:1(0) ack 2");
    Solo closes(config); // three segments
    closes.Reach(State::Established);
    closes.Feed(FIN | ACK, 1, 1);
    closes.now += 39ms;
    closes.Close();
    BOOST_TEST(closes.Sent() == "F. 1:1(0) ack 2");
    closes.now += 1ms;
    closes.Run([&](Context& c) { closes.connection.OnDeadline(c); });
    BOOST_TEST(closes.Sent() == "");
}

BOOST_AUTO_TEST_CASE(a_delayed_ack_of_a_fin_obeys_the_rules_for_text)
{
    Config config;
    config.finAck = FinAck::Delayed;
    Solo counted(config); // every second segment
    counted.Reach(State::Established);
    counted.Feed(ACK, 1, 1, 10);
    BOOST_TEST(counted.Sent() == "");
    counted.Feed(FIN | ACK, 11, 1);
    BOOST_TEST(counted.Sent() == ". 1:1(0) ack 12");
    Solo together(config); // one segment with both
    together.Reach(State::Established);
    together.Feed(FIN | ACK, 1, 1, 10);
    BOOST_TEST(together.StateName() == "CLOSE-WAIT");
    BOOST_TEST(together.Sent() == "");
    Solo hole(config); // it fills a hole
    hole.Reach(State::Established);
    hole.Feed(FIN | ACK, 11, 1);
    BOOST_TEST(hole.Sent() == ". 1:1(0) ack 1");
    hole.Feed(ACK, 1, 1, 10);
    BOOST_TEST(hole.Sent() == ". 1:1(0) ack 12");
    Solo again(config); // the FIN again
    again.Reach(State::Established);
    again.Feed(FIN | ACK, 1, 1);
    again.Feed(FIN | ACK, 1, 1);
    BOOST_TEST(again.Sent() == ". 1:1(0) ack 2");
    // Where the peer waits in no state of ours any longer, at once: FIN-WAIT-1 and -2
    for (const State state : {State::FinWait1, State::FinWait2})
    {
        Solo solo(config);
        solo.Reach(state);
        solo.Feed(FIN | ACK, 1, state == State::FinWait1 ? 1 : 2);
        BOOST_TEST(solo.Sent() == ". 2:2(0) ack 2");
    }
}

BOOST_AUTO_TEST_CASE(close_with_a_linger_time_of_zero_is_abort)
{
    Config config = Prompt();
    config.linger = 0s;
    for (const State state : {State::Established,
                              State::SynReceived,
                              State::FinWait1,
                              State::FinWait2,
                              State::CloseWait})
    {
        Solo solo(config);
        solo.Reach(state);
        const std::string nxt = std::to_string(solo.SndNxt());
        BOOST_TEST((solo.Close() == Refusal::None));
        BOOST_TEST(solo.Sent() == "R " + nxt + ":" + nxt + "(0)");
        BOOST_TEST(solo.Causes() == "abort");
    }
    Solo solo(config); // both FINs are acknowledged: nothing is left to abort
    solo.Reach(State::TimeWait);
    solo.Close();
    BOOST_TEST(solo.StateName() == "TIME-WAIT");
}

BOOST_AUTO_TEST_CASE(a_linger_time_ends_in_a_reset_unless_the_fin_is_acknowledged)
{
    Config config = Prompt();
    config.linger = 10s;
    for (const State state : {State::Established,
                              State::SynReceived,
                              State::FinWait1,
                              State::CloseWait,
                              State::Closing,
                              State::LastAck})
    {
        Solo solo(config);
        solo.Reach(state);
        const Instant begin = solo.now;
        solo.Close();
        while (solo.connection.GetState() != State::Closed)
        {
            solo.Tick();
        }
        BOOST_TEST((solo.now - begin == 10s), ToText(state));
        BOOST_TEST(solo.Sent().substr(0, 2) == "R.");
        BOOST_TEST(solo.Causes() == "linger-expired");
        BOOST_TEST(solo.Told() == "failed aborted; closed");
    }
    // data not acknowledged count too: the FIN follows them
    Solo stuck(config);
    stuck.Reach(State::CloseWait);
    stuck.Feed(ACK, 2, 1, 0, 0);
    stuck.Send(100);
    stuck.Close();
    stuck.Wait(10s);
    BOOST_TEST(stuck.Causes() == "linger-expired");
    // acknowledged in time
    Solo good(config);
    good.Reach(State::Established);
    good.Close();
    good.now += 500ms;
    good.Feed(ACK, 1, 2);
    BOOST_TEST(good.StateName() == "FIN-WAIT-2");
    BOOST_TEST((good.connection.DeadlineOf(Timer::Linger) == NEVER));
    // before anybody answers CLOSE ends it at once (3.10.4)
    Solo early(config);
    early.Reach(State::SynSent);
    early.Close();
    BOOST_TEST(early.StateName() == "CLOSED");
    BOOST_TEST((early.connection.NextDeadline() == NEVER));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
