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

#include "host-test-answer-loops.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

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
        BOOST_TEST(two.net.lines.size() <= 2 * synAcks + MostAnswers(10s), name);
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
        BOOST_TEST(two.net.lines.size() - before <= 2 * 4 + MostAnswers(10s), name);
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
        BOOST_TEST(two.net.lines.size() - before <= 2 * 4 + MostAnswers(10s), name);
    }
}

// Every pair of states, in every profile: two ends that find each other's segments unacceptable
// send one ACK in 500 ms each, however often they are asked
BOOST_AUTO_TEST_CASE(any_two_ends_that_disagree_send_one_ack_in_500_ms_each)
{
    std::size_t most = 0;
    for (const std::string_view name : PROFILE_NAMES)
    {
        for (const Quarrel quarrel :
             {Quarrel::Sequence, Quarrel::Ack, Quarrel::Stamp, Quarrel::Hole})
        {
            if (quarrel == Quarrel::Stamp && !Named(name).connection.timestamps)
            {
                continue;
            }
            for (const State first : ANSWERING)
            {
                for (const State second : ANSWERING)
                {
                    TwoStrangers met(Named(name), first, second, quarrel);
                    met.Poke(3s);
                    // A FIN is acknowledged each time (RFC 9293, 3.10.7.4, eighth): where one end's
                    // answers have it, the other answers these and what it is asked here
                    const bool fins = Named(name).connection.ackRepeatsFin &&
                                      HasFinOut(first) != HasFinOut(second);
                    BOOST_TEST((fins || met.tooSoon == 0U),
                               name << " " << first << " " << second << " "
                                    << static_cast<int>(quarrel) << ": " << met.answers);
                    BOOST_TEST(met.answers <= (fins ? 2 : 1) * MostAnswers(2990ms));
                    most = fins ? most : std::max(most, met.answers);
                }
            }
        }
    }
    BOOST_TEST(most == MostAnswers(2990ms)); // the limit is reached: such ends do answer
}

// The same with one forged SYN for each, in the window and outside
BOOST_AUTO_TEST_CASE(a_forged_syn_for_each_of_two_ends_makes_one_ack_in_500_ms_each)
{
    for (const std::string_view name : PROFILE_NAMES)
    {
        for (const uint32_t offset : {100U, 0x20000000U})
        {
            for (const State first : ANSWERING)
            {
                for (const State second : ANSWERING)
                {
                    TwoStrangers met(Named(name), first, second, Quarrel::Sequence);
                    met.a.Get(SYN, met.a.Expected() + offset, 0);
                    met.b.Get(SYN, met.b.Expected() + offset, 0);
                    met.two.net.RunUntil(5s);
                    BOOST_TEST(met.tooSoon == 0U, name << " " << first << " " << second);
                    BOOST_TEST(met.answers <= MostAnswers(5s), name << " " << met.answers);
                }
            }
        }
    }
}

// Linux, tcp_check_req(): once in tcp_invalid_ratelimit, 500 ms, also a compressed half-open
// connection
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
