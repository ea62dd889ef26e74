/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Keep-alive (RFC 9293, 3.8.4).
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

/// \return parameters with keep-alive: 100 s, then every 10 s, three times
Config
Probing()
{
    Config config = Prompt();
    config.keepAlive = true;
    config.keepAliveIdle = 100s;
    config.keepAliveInterval = 10s;
    config.keepAliveCount = 3;
    return config;
}

} // namespace

BOOST_AUTO_TEST_SUITE(keep_alive)

BOOST_AUTO_TEST_CASE(it_is_off_by_default_and_idles_for_two_hours_at_least)
{
    // MUST-25, MUST-28
    BOOST_TEST(!Config().keepAlive);
    BOOST_TEST((Config().keepAliveIdle >= 2h));
    Solo solo;
    solo.Reach(State::Established);
    BOOST_TEST((solo.connection.NextDeadline() == NEVER));
}

BOOST_AUTO_TEST_CASE(a_silent_peer_is_probed_and_given_up_after_idle_plus_count_intervals)
{
    // timing.md, 1.7: detection at idle + count * interval. MUST-29: one probe is not enough
    for (const State state : {State::Established, State::CloseWait, State::FinWait2})
    {
        Solo solo(Probing());
        solo.Reach(state);
        const std::string nxt = std::to_string(solo.SndNxt() - 1);
        const std::string probe =
            ". " + nxt + ":" + nxt + "(0) ack " + std::to_string(solo.RcvNxt());
        for (const Duration when : {100s, 110s, 120s})
        {
            BOOST_TEST((solo.Tick() == when));
            BOOST_TEST(solo.Sent() == probe); // SEG.SEQ = SND.NXT-1, no data (SHLD-12)
            BOOST_TEST((solo.SentAt(0).reason == EmitReason::KeepAlive));
            BOOST_TEST(solo.StateName() == ToText(state));
        }
        BOOST_TEST((solo.Tick() == 130s));
        BOOST_TEST(solo.Sent().substr(0, 2) == "R.");
        BOOST_TEST(solo.Told() == "failed timed-out; closed");
        BOOST_TEST(solo.Causes() == "keep-alive");
    }
}

BOOST_AUTO_TEST_CASE(the_end_can_come_without_a_reset)
{
    Config config = Probing();
    config.keepAliveReset = false;
    Solo solo(config);
    solo.Reach(State::Established);
    solo.Wait(130s);
    BOOST_TEST(solo.Sent() == "");
    BOOST_TEST(solo.Told() == "failed timed-out; closed");
}

BOOST_AUTO_TEST_CASE(an_answer_begins_the_idle_time_anew_and_forgets_the_probes)
{
    Solo solo(Probing());
    solo.Reach(State::Established);
    for (int round = 0; round < 3; ++round)
    {
        const Instant begin = solo.now;
        solo.Wait(121s); // three probes
        solo.Feed(ACK, 1, 1);
        BOOST_TEST(solo.StateName() == "ESTABLISHED");
        BOOST_TEST((solo.connection.DeadlineOf(Timer::KeepAlive) == begin + 221s));
    }
}

BOOST_AUTO_TEST_CASE(anything_acceptable_that_comes_begins_the_idle_time_anew)
{
    // MUST-26: "only ... when ... no data or acknowledgment packets have been received for the
    // connection within an interval"
    Solo solo(Probing());
    solo.Reach(State::Established);
    solo.now += 60s;
    solo.Feed(ACK, 1, 1, 10);
    BOOST_TEST((solo.connection.DeadlineOf(Timer::KeepAlive) == solo.now + 100s));
    const Instant last = solo.now;
    solo.now += 60s;
    solo.Feed(RST, 500, 0); // a guess proves nothing
    BOOST_TEST((solo.connection.DeadlineOf(Timer::KeepAlive) == last + 100s));
}

BOOST_AUTO_TEST_CASE(while_data_are_outstanding_nothing_is_probed)
{
    Config config = Probing();
    config.dataRetries = 255;
    config.userTimeout = FOREVER;
    Solo solo(config);
    solo.Reach(State::Established);
    solo.Send(100);
    const Instant end = solo.now + 1000s;
    while (solo.connection.NextDeadline() <= end)
    {
        solo.Tick();
        for (const Emit& emit : solo.sent)
        {
            BOOST_TEST((emit.reason == EmitReason::Data));
        }
    }
    BOOST_TEST(solo.StateName() == "ESTABLISHED");
}

BOOST_AUTO_TEST_CASE(a_probe_is_answered_by_this_tcp)
{
    // 3.8.4: the probe "elicits a response" because it lies before the window
    for (const State state : {State::Established, State::CloseWait, State::FinWait2})
    {
        Solo solo;
        solo.Reach(state);
        const uint32_t seq = solo.RcvNxt();
        solo.Feed(ACK, seq - 1, solo.SndNxt());
        BOOST_TEST(solo.sent.size() == 1U);
        BOOST_TEST((solo.SentAt(0).segment.ack == solo.irs + seq));
    }
}

BOOST_AUTO_TEST_CASE(time_wait_and_a_half_open_connection_are_not_probed)
{
    for (const State state : {State::SynSent, State::SynReceived, State::TimeWait})
    {
        Solo solo(Probing());
        solo.Reach(state);
        BOOST_TEST((solo.connection.DeadlineOf(Timer::KeepAlive) == NEVER));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
