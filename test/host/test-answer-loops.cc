/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Nothing that comes makes a host answer itself, or its peer, without end: RFC 9293, MUST-63; RFC
 * 5961, section 7; "LAND", CERT CA-1997-28.
 */

#include "lifecycle-profile.h"
#include "lifecycle-test-net.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// \param name of a profile \return it
Profile
Named(std::string_view name)
{
    return MakeProfile(name).value();
}

/// \param profile a profile \return its host, with the ISN 1000 for all connections
HostConfig
HostOf(const Profile& profile)
{
    HostConfig host;
    host.listening = profile.listening;
    host.timeWait = profile.timeWait;
    host.challenges = profile.challenges;
    host.intake = profile.intake;
    return WithIsn(1000, host);
}

/// Two stations of one profile, both with listeners on port 80, on a link of one millisecond.
struct TwoServers
{
    /// \param profile of both
    explicit TwoServers(const Profile& profile)
        : a(net, Address(1), HostOf(profile)),
          b(net, Address(2), HostOf(profile))
    {
        net.delay = 1ms;
        for (Station* station : {&a, &b})
        {
            station->config = profile.connection;
            station->Listen(80);
        }
    }

    /// \param to whom \param from whose address the segment has \param segment port 80 to port 80
    void Forge(Station& to, const Station& from, Segment segment)
    {
        segment.sourcePort = 80;
        segment.destinationPort = 80;
        to.host.OnSegment(to.address, from.address, segment, net.now);
        to.Drive();
    }

    Net net;   //!< the link
    Station a; //!< 10.0.0.1
    Station b; //!< 10.0.0.2
};

/// \param profile a profile \param span a time
/// \return how many answers two ends may send each other in it, by their own limits: those that
/// begin in it, and one period before
std::size_t
MostAnswers(const Profile& profile, Duration span)
{
    const Config& c = profile.connection;
    const auto periods = static_cast<std::size_t>(span / c.challengeAckPeriod) + 2;
    return 2 * periods * c.challengeAckLimit;
}

} // namespace

BOOST_AUTO_TEST_SUITE(answer_loops)

BOOST_AUTO_TEST_CASE(nobody_answers_what_comes_from_its_own_address_and_port)
{
    for (const std::string_view name : PROFILE_NAMES)
    {
        for (const bool listens : {true, false})
        {
            const Profile profile = Named(name);
            LoneHost lone(HostOf(profile), profile.connection);
            HostRefusal refusal;
            if (listens)
            {
                lone.host.Listen(IpAddress{}, 80, lone.now, refusal);
                lone.Take();
            }
            const FourTuple self{Address(1), Address(1), 80, 80};
            for (const int flags : {SYN + 0, SYN | ACK, ACK + 0, FIN | ACK, 0})
            {
                BOOST_TEST(!lone.Receive(self, Make(static_cast<uint8_t>(flags), 7, 1001)));
                const std::vector<std::string> texts = lone.Take();
                BOOST_TEST_REQUIRE(texts.size() == 1U);
                BOOST_TEST(texts[0] == "0 dropped from its own address and port");
            }
        }
    }
}

// A user who connects a socket to itself has a connection; a forged SYN for it changes nothing, in
// SYN-SENT it would be his own.
BOOST_AUTO_TEST_CASE(a_forged_syn_does_not_reopen_a_connection_to_itself_in_time_wait)
{
    Net net;
    Station a(net, Address(1));
    const Handle self = a.Connect(a, 80, 80);
    net.RunUntil(1s);
    a.Listen(80);
    a.Close(self);
    net.RunUntil(2s);
    BOOST_TEST(a.host.StateOf(self) == State::TimeWait);
    const std::size_t before = net.lines.size();
    Segment syn = Make(SYN, 0xf0000000);
    syn.sourcePort = syn.destinationPort = 80;
    a.host.OnSegment(a.address, a.address, syn, net.now);
    a.Drive();
    net.RunUntil(3s);
    BOOST_TEST(a.host.StateOf(self) == State::TimeWait);
    BOOST_TEST(net.lines.size() - before <= 2U); // an ACK (RFC 9293, 3.10.7.4, first), to itself
}

BOOST_AUTO_TEST_CASE(two_servers_with_a_forged_syn_each_do_not_answer_each_other_for_ever)
{
    for (const std::string_view name : PROFILE_NAMES)
    {
        const Profile profile = Named(name);
        TwoServers two(profile);
        two.Forge(two.a, two.b, Make(SYN, 5000));
        two.Forge(two.b, two.a, Make(SYN, 90000));
        two.net.RunUntil(10s);
        // SYN,ACKs and their repeats in 10 s: 1, 3, 7 s, by RFC 6298; the answers by the limit
        const std::size_t synAcks = 2 * 4;
        BOOST_TEST(two.net.lines.size() <= 2 * synAcks + MostAnswers(profile, 10s), name);
        two.net.RunUntil();
        BOOST_TEST(two.a.host.CountIn(State::SynReceived) == 0U);
        BOOST_TEST(two.b.host.CountIn(State::SynReceived) == 0U);
    }
}

BOOST_AUTO_TEST_CASE(an_old_syn_does_not_make_syn_received_and_time_wait_answer_each_other_for_ever)
{
    for (const std::string_view name : PROFILE_NAMES)
    {
        const Profile profile = Named(name);
        TwoServers two(profile);
        const Handle handle = two.a.Connect(two.b, 80, 80);
        two.net.RunUntil(1s);
        two.b.closeOnEof = true;
        two.a.Close(handle);
        two.net.RunUntil(2s);
        BOOST_TEST(two.a.host.StateOf(handle) == State::TimeWait);
        BOOST_TEST(two.b.host.CountIn(State::Closed) == 0U);
        const std::size_t before = two.net.lines.size();
        // Of a connection before that one: what TIME-WAIT sends lies outside of its window
        two.Forge(two.b, two.a, Make(SYN, 0xd0000000));
        two.net.RunUntil(12s);
        BOOST_TEST(two.net.lines.size() - before <= 2 * 4 + MostAnswers(profile, 10s), name);
    }
}

BOOST_AUTO_TEST_CASE(two_incarnations_do_not_answer_each_other_for_ever)
{
    // The server has crashed, and an old SYN of its client is there again: SYN-RECEIVED against
    // ESTABLISHED
    for (const std::string_view name : PROFILE_NAMES)
    {
        const Profile profile = Named(name);
        TwoServers two(profile);
        two.a.Connect(two.b, 80, 80);
        two.net.RunUntil(1s);
        two.b.host.Crash(two.net.now);
        two.b.host.SetConfig(WithIsn(0x40000000, HostOf(profile)));
        two.b.host.Reboot(two.net.now);
        two.b.Drive();
        two.b.Listen(80);
        const std::size_t before = two.net.lines.size();
        two.Forge(two.b, two.a, Make(SYN, 0xd0000000));
        two.net.RunUntil(11s);
        BOOST_TEST(two.net.lines.size() - before <= 2 * 4 + MostAnswers(profile, 10s), name);
    }
}

// Linux, tcp_check_req(): once in tcp_invalid_ratelimit, 500 ms, an embryo kept as a record too
BOOST_AUTO_TEST_CASE(an_embryo_put_away_remembers_what_it_has_answered)
{
    const Profile profile = Named("linux");
    LoneHost lone(HostOf(profile), profile.connection);
    HostRefusal refusal;
    lone.host.Listen(IpAddress{}, 80, lone.now, refusal);
    const FourTuple tuple{Address(1), Address(2), 80, 1000};
    lone.Receive(tuple, Make(SYN, 0));
    lone.Take();
    BOOST_TEST(lone.host.Find(lone.host.HandleOf(tuple)) == nullptr); // a record
    const auto answers = [&] {
        lone.Receive(tuple, Make(ACK, 900000, 1001));
        unsigned count = 0;
        for (const std::string& text : lone.Take())
        {
            count += text.find("emit") != std::string::npos ? 1 : 0;
        }
        BOOST_TEST(lone.host.Find(lone.host.HandleOf(tuple)) == nullptr);
        return count;
    };
    lone.now += 100ms;
    BOOST_TEST(answers() == 1U);
    for (int i = 0; i < 4; ++i)
    {
        lone.now += 100ms;
        BOOST_TEST(answers() == 0U);
    }
    lone.now += 101ms;
    BOOST_TEST(answers() == 1U);
}

// RFC 9293, 3.10.7.4, eighth: the peer's FIN is acknowledged however often it comes; a peer whose
// RTO is short must not be kept waiting by the limit
BOOST_AUTO_TEST_CASE(a_repeated_fin_is_answered_every_time_in_time_wait)
{
    for (const std::string_view name : PROFILE_NAMES)
    {
        const Profile profile = Named(name);
        TwoServers two(profile);
        const Handle handle = two.a.Connect(two.b, 80, 80);
        two.net.RunUntil(1s);
        two.b.closeOnEof = true;
        two.a.Close(handle);
        two.net.RunUntil(2s);
        BOOST_TEST(two.a.host.StateOf(handle) == State::TimeWait);
        for (int i = 0; i < 30; ++i)
        {
            const std::size_t before = two.net.lines.size();
            two.Forge(two.a, two.b, Make(FIN | ACK, 1001, 1002));
            BOOST_TEST(two.net.lines.size() == before + 1, name << " " << i);
            two.net.RunUntil(2s + (i + 1) * 10ms);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
