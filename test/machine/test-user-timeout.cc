/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * The user timeout option (RFC 5482): when it is sent, and what the peer's does.
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

/// \return parameters with the option on: 300 s, at least 100 s, at most an hour
Config
Enabled()
{
    Config config = Prompt();
    config.userTimeoutOption = true;
    return config;
}

/// \param seconds a user timeout \return options with it
Options
Tell(uint32_t seconds)
{
    Options options;
    options.AddUserTimeout(seconds);
    return options;
}

/// \param solo whose data are not acknowledged from now on \return when it gives up
Duration
UntilGivenUp(Solo& solo)
{
    const Instant begin = solo.now;
    solo.Send(10);
    while (solo.connection.GetState() != State::Closed)
    {
        solo.Tick();
    }
    BOOST_TEST(solo.Causes() == "user-timeout");
    return solo.now - begin;
}

} // namespace

BOOST_AUTO_TEST_SUITE(user_timeout)

BOOST_AUTO_TEST_CASE(without_it_being_enabled_the_option_is_neither_sent_nor_obeyed)
{
    // RFC 5482, 3.1: ENABLED "defaults to false"
    Config config = Prompt();
    config.dataRetries = 255;
    Solo solo(config);
    solo.synOptions = Tell(1000);
    solo.Open();
    BOOST_TEST(!solo.SentAt(0).segment.options.Read().userTimeout.has_value());
    Solo other(config);
    other.synOptions = Tell(1000);
    other.Reach(State::Established);
    BOOST_TEST(!other.SentAt(0).segment.options.Read().userTimeout.has_value());
    BOOST_TEST((UntilGivenUp(other) == 300s));
}

BOOST_AUTO_TEST_CASE(it_is_on_the_syn_the_syn_ack_and_the_first_segment_after_them)
{
    for (const Opening opening : {Opening::Active, Opening::Passive})
    {
        Config config = Enabled();
        config.advertisedUserTimeout = 600s;
        Solo solo(config);
        if (opening == Opening::Active)
        {
            solo.Open();
        }
        else
        {
            solo.Reach(State::SynReceived, opening);
        }
        BOOST_TEST(solo.SentAt(0).segment.options.Read().userTimeout.value_or(0) == 600U);
        BOOST_TEST(solo.SentAt(0).segment.options.Size() % 4 == 0U);
        opening == Opening::Active ? solo.Feed(SYN | ACK, 0, 1) : solo.Feed(ACK, 1, 1);
        if (opening == Opening::Passive)
        {
            BOOST_TEST(solo.Sent() == "");
            solo.Feed(ACK, 1, 1, 10);
        }
        BOOST_TEST(solo.SentAt(0).segment.options.Read().userTimeout.value_or(0) == 600U);
        solo.Send(10);
        BOOST_TEST(!solo.SentAt(0).segment.options.Read().userTimeout.has_value());
    }
}

BOOST_AUTO_TEST_CASE(text_leaves_room_for_the_option_on_the_first_segment)
{
    // RFC 6691: the options that are sent are subtracted from the MSS
    Config config = Enabled();
    config.sendBuffer = 10000;
    Solo solo(config);
    solo.synOptions.AddMaxSegmentSize(1000);
    solo.Reach(State::Established, Opening::Passive);
    solo.Send(2000);
    BOOST_TEST(solo.SentAt(0).segment.length == 996U);
    BOOST_TEST(solo.SentAt(1).segment.length == 1000U);
}

BOOST_AUTO_TEST_CASE(the_user_timeout_in_force_is_bounded_and_never_below_either_advertisement)
{
    // RFC 5482, 3.1: USER_TIMEOUT = min(U_LIMIT, max(ADV_UTO, REMOTE_UTO, L_LIMIT))
    const struct
    {
        Duration advertised;
        uint32_t remote;
        Duration expected;
    } cases[] = {
        {0s, 1000, 1000s},   // the peer's
        {0s, 200, 300s},     // our own default
        {50s, 60, 100s},     // L_LIMIT
        {50s, 120, 120s},    // the peer's
        {400s, 120, 400s},   // our own
        {0s, 100000, 3600s}, // U_LIMIT
        {5000s, 120, 3600s}, // U_LIMIT
        {0s, 0, 300s},       // 3.3: zero is ignored
    };

    for (const auto& each : cases)
    {
        for (const Opening opening : {Opening::Active, Opening::Passive})
        {
            Config config = Enabled();
            config.advertisedUserTimeout = each.advertised;
            config.dataRetries = 255;
            Solo solo(config);
            solo.synOptions = Tell(each.remote);
            solo.Reach(State::Established, opening);
            BOOST_TEST((UntilGivenUp(solo) == each.expected), each.remote);
        }
    }
}

BOOST_AUTO_TEST_CASE(where_it_is_not_changeable_the_peers_changes_nothing)
{
    Config config = Enabled();
    config.userTimeoutChangeable = false;
    config.dataRetries = 255;
    Solo solo(config);
    solo.synOptions = Tell(1000);
    solo.Reach(State::Established);
    BOOST_TEST((UntilGivenUp(solo) == 300s));
}

BOOST_AUTO_TEST_CASE(the_peer_can_change_its_mind_on_any_segment)
{
    Config config = Enabled();
    config.dataRetries = 255;
    Solo solo(config);
    solo.Reach(State::Established);
    for (const uint32_t seconds : {1000U, 500U})
    {
        Segment segment = solo.Make(ACK, solo.connection.Receiving().nxt, solo.iss + 1);
        segment.options = Tell(seconds);
        solo.Feed(segment);
    }
    Segment old = solo.Make(ACK, solo.irs - 1000, solo.iss + 1); // unacceptable
    old.options = Tell(2000);
    solo.Feed(old);
    BOOST_TEST((UntilGivenUp(solo) == 500s));
}

BOOST_AUTO_TEST_CASE(a_user_timeout_that_never_ends_is_told_as_the_longest_there_is)
{
    Config config = Enabled();
    config.userTimeout = FOREVER;
    Solo solo(config);
    solo.Open();
    BOOST_TEST(solo.SentAt(0).segment.options.Read().userTimeout.value_or(0) == 32767U * 60);
}

BOOST_AUTO_TEST_CASE(an_embryo_put_away_remembers_the_peers)
{
    Solo solo(Enabled());
    solo.synOptions = Tell(1000);
    solo.Reach(State::SynReceived, Opening::Passive);
    BOOST_TEST((Connection(solo.connection.ToSynReceived()) == solo.connection));
    Solo without(Enabled());
    without.Reach(State::SynReceived, Opening::Passive);
    BOOST_TEST((Connection(without.connection.ToSynReceived()) == without.connection));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
