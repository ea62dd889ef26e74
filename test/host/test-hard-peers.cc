/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-profile.h"
#include "lifecycle-test-memory.h"
#include "lifecycle-test-net.h"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>

using namespace ns3::lifecycle;
using namespace ns3::lifecycle::test;

// Peers that do not do their part: what becomes of a connection, of memory and of timers.
BOOST_AUTO_TEST_SUITE(host_hard_peers)

namespace
{

/// \param host a host \return whether it has neither connections nor timers, a listener apart
bool
IsIdle(const Host& host)
{
    return host.Size() == host.CountIn(State::Listen) && host.NextDeadline() == NEVER;
}

} // namespace

// RFC 9293, 3.5 and figure 7, with one host on both sides: its own SYN is the peer's.
BOOST_AUTO_TEST_CASE(a_connection_to_itself_opens_carries_text_and_closes_simultaneously)
{
    for (const SimultaneousOpen rule : {SimultaneousOpen::Figure, SimultaneousOpen::Letter})
    {
        Net net;
        HostConfig hostConfig;
        hostConfig.recordConnections = true;
        Station a(net, Address(1), hostConfig);
        a.config.simultaneousOpen = rule;
        const Handle self = a.Connect(a, 5000, 5000);
        net.RunUntil(5s);
        BOOST_TEST(a.Path(1) == "CLOSED>SYN-SENT SYN-SENT>SYN-RECEIVED SYN-RECEIVED>ESTABLISHED");
        a.host.Send(self, 10000, net.now);
        a.Drive();
        net.RunUntil(6s);
        BOOST_TEST(a.delivered[1] == 10000u);
        a.Close(self);
        net.RunUntil();
        BOOST_TEST(a.Path(1) == "CLOSED>SYN-SENT SYN-SENT>SYN-RECEIVED SYN-RECEIVED>ESTABLISHED "
                                "ESTABLISHED>FIN-WAIT-1 FIN-WAIT-1>CLOSING CLOSING>TIME-WAIT "
                                "TIME-WAIT>CLOSED");
        BOOST_TEST(a.RecordOf(1).outcome == Outcome::Closed);
        BOOST_TEST(a.RecordOf(1).closeType == CloseType::Simultaneous);
        BOOST_TEST(IsIdle(a.host));
    }
}

// Catalogue S23
BOOST_AUTO_TEST_CASE(a_peer_that_never_closes_leaves_no_timer_and_the_limit_ends_it)
{
    for (const bool limited : {true, false})
    {
        TwoStations two;
        if (limited)
        {
            two.a.config.finWait2Timeout = 60s;
        }
        const Handle handle = two.Establish();
        two.a.Close(handle);
        two.net.RunUntil();
        BOOST_TEST(two.b.host.StateOf(two.LastAccepted()) == State::CloseWait);
        BOOST_TEST((two.a.host.NextDeadline() == NEVER));
        BOOST_TEST((two.b.host.NextDeadline() == NEVER));
        if (!limited)
        {
            BOOST_TEST(two.a.host.StateOf(handle) == State::FinWait2); // RFC 9293 has no limit
            continue;
        }
        BOOST_TEST(IsIdle(two.a.host));
        BOOST_TEST(two.RecordA().outcome == Outcome::TimedOut);
        // "B sends later": a RST from CLOSED
        two.b.host.Send(two.LastAccepted(), 10, two.net.now);
        two.b.Drive();
        two.net.RunUntil();
        BOOST_TEST(IsIdle(two.b.host));
    }
}

// Catalogue S22: everything is lost from some moment on
BOOST_AUTO_TEST_CASE(a_peer_that_vanishes_is_given_up_in_every_state_that_has_something_to_send)
{
    enum class When
    {
        SynSent,
        SynReceived,
        Text,
        Fin,
        LastAck
    };

    for (const When when : {When::SynSent, When::SynReceived, When::Text, When::Fin, When::LastAck})
    {
        TwoStations two;
        bool gone = when == When::SynSent;
        two.net.fate = [&](const Station& from, const Segment& segment) {
            const bool third = when == When::SynReceived && &from == &two.a && !segment.Has(SYN);
            return gone || third ? FOREVER : Duration::zero();
        };
        if (when == When::SynSent || when == When::SynReceived)
        {
            two.a.Connect(two.b, 80);
            two.net.RunUntil(400s);
            BOOST_TEST(two.b.host.CountIn(State::SynReceived) == 0u);
            if (when == When::SynReceived)
            {
                // The client is ESTABLISHED, and waits for something to do
                BOOST_TEST(two.a.host.CountIn(State::Established) == 1u);
                BOOST_TEST((two.a.host.NextDeadline() == NEVER));
                BOOST_TEST(two.RecordB().outcome == Outcome::TimedOut);
                continue;
            }
        }
        else
        {
            const Handle handle = two.Establish();
            if (when == When::LastAck)
            {
                two.b.Close(two.LastAccepted());
                two.net.RunUntil(two.net.now.time_since_epoch() + 1s);
            }
            gone = true;
            if (when == When::Text)
            {
                two.a.host.Send(handle, 5000, two.net.now);
                two.a.Drive();
            }
            else
            {
                two.a.Close(handle);
            }
            two.net.RunUntil();
        }
        BOOST_TEST(IsIdle(two.a.host));
        BOOST_TEST(two.RecordA().outcome == Outcome::TimedOut);
        BOOST_TEST(two.RecordA().error == Error::TimedOut);
    }
}

// Catalogue S30, forever: the queues fill up, and what does not fit is given up
BOOST_AUTO_TEST_CASE(a_listener_that_never_accepts_keeps_its_backlog_and_no_more)
{
    for (const AcceptOverflow overflow : {AcceptOverflow::DropAck, AcceptOverflow::Reset})
    {
        HostConfig hostConfig = WithIsn(300);
        hostConfig.listening.synBacklog = 8;
        hostConfig.listening.acceptOverflow = overflow;
        LoneHost lone(hostConfig);
        HostRefusal refusal;
        ListenerOptions options;
        options.backlog = 4;
        options.explicitAccept = true;
        const Handle listener = lone.host.Listen(IpAddress{}, 80, lone.now, refusal, options);
        const auto clients = [&](uint16_t first, uint16_t last) {
            for (uint16_t port = first; port < last; ++port)
            {
                const FourTuple tuple{Address(1), Address(2), 80, port};
                lone.Receive(tuple, Make(SYN, 100));
                lone.Receive(tuple, Make(ACK, 101, 301, 10));
                lone.host.Settle(lone.now);
                lone.host.Out().clear();
                lone.now += 10ms;
                lone.host.OnDeadline(lone.now);
                BOOST_TEST_REQUIRE(lone.host.Size() <= 1u + 4u + 8u);
            }
        };
        clients(1, 1000);
        const std::size_t before = BytesAllocated();
        clients(1000, 60000);
        BOOST_TEST(BytesAllocated() - before <= 4096u);
        BOOST_TEST(lone.host.StatusOf(listener).acceptQueue == 4u);
        BOOST_TEST(lone.host.StatusOf(listener).synQueueHighWater <= 8u);
        while (lone.host.NextDeadline() != NEVER)
        {
            lone.now = lone.host.NextDeadline();
            lone.host.OnDeadline(lone.now);
            lone.Take();
        }
        // Those four wait without a timer, with their data; the others have been given up
        BOOST_TEST(lone.host.CountIn(State::Established) == 4u);
        BOOST_TEST(lone.host.Size() == 5u);
        lone.host.CloseListener(listener, lone.now);
        lone.Take();
        BOOST_TEST(lone.host.Size() == 0u);
    }
}

// RFC 5961, 3: a guess within the window is answered, one outside is not; none resets
BOOST_AUTO_TEST_CASE(resets_with_guessed_numbers_neither_reset_nor_cost_memory)
{
    LoneHost lone(WithIsn(300));
    HostRefusal refusal;
    const FourTuple tuple{Address(1), Address(2), 80, 1000};
    lone.host.Listen(IpAddress{}, 80, lone.now, refusal);
    const Handle child = lone.Receive(tuple, Make(SYN, 100));
    lone.Receive(tuple, Make(ACK, 101, 301));
    lone.Take();
    std::mt19937 random(1);
    const auto attack = [&](int resets) {
        for (int i = 0; i < resets; ++i)
        {
            uint32_t guess = random();
            guess += guess == 101 ? 1 : 0; // RCV.NXT itself is not a guess
            lone.Receive(tuple, Make(RST, guess));
            lone.host.Settle(lone.now);
            lone.host.Out().clear();
            lone.now += 1ms;
        }
    };
    attack(1000);
    const std::size_t before = BytesAllocated();
    attack(100000);
    BOOST_TEST(BytesAllocated() - before <= 4096u);
    BOOST_TEST(lone.host.StateOf(child) == State::Established);
    lone.host.OnDeadline(lone.now); // deadlines that have moved are looked at when they come
    BOOST_TEST((lone.host.NextDeadline() == NEVER));
    lone.Receive(tuple, Make(RST, 101));
    BOOST_TEST(lone.host.StateOf(child) == State::Closed);
}

// Catalogue S29: places of a SYN queue are servers that are held for the life of a SYN,ACK
BOOST_AUTO_TEST_CASE(a_syn_flood_without_cookies_loses_what_erlang_b_says)
{
    constexpr uint32_t PLACES = 16;
    constexpr double RATE = 3; // SYNs per second
    constexpr double HELD = 7; // seconds: 1 + 2 + 4, two repeats
    double blocked = 1;        // Erlang's B, by its recursion
    for (uint32_t servers = 1; servers <= PLACES; ++servers)
    {
        blocked = RATE * HELD * blocked / (servers + RATE * HELD * blocked);
    }
    HostConfig hostConfig;
    hostConfig.listening.synBacklog = PLACES;
    Config config;
    config.synAckRetries = 2;
    LoneHost lone(hostConfig, config);
    HostRefusal refusal;
    const Handle listener = lone.host.Listen(IpAddress{}, 80, lone.now, refusal);
    std::mt19937 random(1);
    constexpr uint32_t SYNS = 40000;
    for (uint32_t i = 0; i < SYNS; ++i)
    {
        // Standard C++ fixes what the engine gives, not the distributions
        const double uniform = (random() + 0.5) / 4294967296.0;
        const Duration gap(static_cast<int64_t>(-std::log(uniform) / RATE * 1e9));
        const Instant next = lone.now + gap;
        while (lone.host.NextDeadline() <= next)
        {
            lone.now = lone.host.NextDeadline();
            lone.host.OnDeadline(lone.now);
            lone.Take();
        }
        lone.now = next;
        lone.Receive(FourTuple{Address(1),
                               IpAddress::FromIpv4(0x0b000000u + i),
                               80,
                               static_cast<uint16_t>(1 + i % 60000)},
                     Make(SYN, 100));
        lone.Take();
    }
    const double lost = static_cast<double>(lone.host.StatusOf(listener).synDrops) / SYNS;
    // Losses come in bunches: 0.01 is more than four standard deviations of 40000 draws with a
    // correlation over the time that a place is held
    BOOST_TEST(std::abs(lost - blocked) < 0.01, lost << ", by the formula " << blocked);
    BOOST_TEST(lone.host.StatusOf(listener).synQueueHighWater == PLACES);
}

// RFC 5961, 7: "an implementation SHOULD include an ACK throttling mechanism", here for a host
BOOST_AUTO_TEST_CASE(challenge_acks_of_all_connections_together_may_be_limited)
{
    for (const uint32_t limit : {0u, 3u})
    {
        HostConfig hostConfig = WithIsn(300);
        hostConfig.challenges.limit = limit;
        hostConfig.challenges.period = 1s;
        LoneHost lone(hostConfig);
        HostRefusal refusal;
        lone.host.Listen(IpAddress{}, 80, lone.now, refusal);
        const auto from = [](uint16_t port) { return FourTuple{Address(1), Address(2), 80, port}; };
        for (uint16_t port = 1; port <= 8; ++port)
        {
            lone.Receive(from(port), Make(SYN, 100));
            lone.Receive(from(port), Make(ACK, 101, 301));
        }
        lone.Take();
        const auto challenges = [&] {
            std::size_t sent = 0;
            for (uint16_t port = 1; port <= 8; ++port)
            {
                lone.Receive(from(port), Make(RST, 105));
                for (const std::string& text : lone.Take())
                {
                    sent += text.find("emit challenge-ack") != std::string::npos ? 1 : 0;
                }
            }
            return sent;
        };
        const std::size_t allowed = limit == 0 ? 8 : limit;
        BOOST_TEST(challenges() == allowed);
        lone.now += 500ms;
        BOOST_TEST(challenges() == (limit == 0 ? 8u : 0u));
        lone.now += 501ms; // the period began with the first, and ends within a millisecond
        BOOST_TEST(challenges() == allowed);
    }
}

// A client that opens and resets, again and again: nothing is left of it
BOOST_AUTO_TEST_CASE(connections_that_are_reset_at_once_leave_nothing_behind)
{
    LoneHost lone(WithIsn(300));
    HostRefusal refusal;
    lone.host.Listen(IpAddress{}, 80, lone.now, refusal);
    const auto round = [&](uint16_t port) {
        const FourTuple tuple{Address(1), Address(2), 80, port};
        lone.Receive(tuple, Make(SYN, 100));
        lone.Receive(tuple, Make(ACK, 101, 301));
        lone.Receive(tuple, Make(RST, 101));
        lone.host.Settle(lone.now);
        lone.host.Out().clear();
    };
    for (uint16_t port = 1; port < 100; ++port)
    {
        round(port);
    }
    const std::size_t before = BytesAllocated();
    for (uint16_t port = 1; port < 60000; ++port)
    {
        round(port);
    }
    BOOST_TEST(BytesAllocated() - before <= 4096u);
    BOOST_TEST(IsIdle(lone.host));
}

BOOST_AUTO_TEST_SUITE_END()
