/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-test-net.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

using namespace ns3::lifecycle;
using namespace ns3::lifecycle::test;

namespace
{

/// A lone host with a listener on port 80, ISS 300.
struct Server : LoneHost
{
    explicit Server(const TimeWaitPolicy& policy)
        : LoneHost([&] {
              HostConfig hostConfig = WithIsn(300);
              hostConfig.timeWait = policy;
              hostConfig.recordConnections = true;
              return hostConfig;
          }())
    {
        HostRefusal refusal;
        listener = host.Listen(IpAddress{}, 80, now, refusal);
        Take();
    }

    /// \param port of the peer \return two ends
    static FourTuple From(uint16_t port)
    {
        return FourTuple{Address(1), Address(2), 80, port};
    }

    /// Open and close a connection, own FIN first. \param port of the peer \return it
    Handle BringToTimeWait(uint16_t port)
    {
        const FourTuple tuple = From(port);
        const Handle child = Receive(tuple, Stamped(Make(SYN, 100), 1000));
        Take();
        Receive(tuple, Stamped(Make(ACK, 101, 301), 1001));
        host.Close(child, now);
        Take();
        Receive(tuple, Stamped(Make(ACK, 101, 302), 1002));
        Take();
        Receive(tuple, Stamped(Make(FIN | ACK, 101, 302), 1003));
        texts = Take();
        return child;
    }

    Handle listener;                //!< on port 80
    std::vector<std::string> texts; //!< what the last FIN brought about
};

/// Two stations; A opens and closes connections to B, which closes at end of file.
struct Client : TwoStations
{
    explicit Client(const HostConfig& hostConfig = {})
        : TwoStations(hostConfig)
    {
        b.closeOnEof = true;
    }

    /// Open a connection, close it, and wait until A is in TIME-WAIT. \param ownPort 0: any
    /// \return A's connection
    Handle Round(uint16_t ownPort)
    {
        const Handle handle = a.Connect(b, 80, ownPort);
        net.RunUntil(net.now.time_since_epoch() + 200ms);
        a.Close(handle);
        net.RunUntil(net.now.time_since_epoch() + 200ms);
        return handle;
    }
};

/// \param reuse policy \return parameters of a host with it
HostConfig
Reusing(TimeWaitReuse reuse)
{
    HostConfig hostConfig;
    hostConfig.timeWait.reuse = reuse;
    return hostConfig;
}

} // namespace

BOOST_AUTO_TEST_SUITE(host_time_wait_policy)

// Linux: tcp_max_tw_buckets
BOOST_AUTO_TEST_CASE(one_connection_too_many_in_time_wait_is_closed_when_it_has_answered_the_fin)
{
    TimeWaitPolicy policy;
    policy.maxEntries = 2;
    Server lone(policy);
    const Handle first = lone.BringToTimeWait(1);
    const Handle second = lone.BringToTimeWait(2);
    const Handle third = lone.BringToTimeWait(3);
    BOOST_TEST(lone.host.StateOf(first) == State::TimeWait);
    BOOST_TEST(lone.host.StateOf(second) == State::TimeWait);
    BOOST_TEST(lone.host.StateOf(third) == State::Closed);
    BOOST_TEST(lone.host.CountIn(State::TimeWait) == 2u);
    BOOST_TEST(lone.host.Size() == 3u);
    // FIN-WAIT-2 > TIME-WAIT, two notices or one; the ACK; CLOSED
    const auto place = [&](const std::string& part) {
        return std::find_if(
                   lone.texts.begin(),
                   lone.texts.end(),
                   [&](const std::string& text) { return text.find(part) != std::string::npos; }) -
               lone.texts.begin();
    };
    BOOST_TEST(place("FIN-WAIT-2>TIME-WAIT fin") < place(". 302:302(0) ack 102"));
    BOOST_TEST(place(". 302:302(0) ack 102") < place("TIME-WAIT>CLOSED time-wait-full"));
    BOOST_TEST(place("TIME-WAIT>CLOSED time-wait-full") <
               static_cast<std::ptrdiff_t>(lone.texts.size()));
}

BOOST_AUTO_TEST_CASE(no_place_in_time_wait_is_an_end_in_good_order)
{
    TimeWaitPolicy policy;
    policy.maxEntries = 0;
    HostConfig hostConfig;
    hostConfig.timeWait = policy;
    Client two(hostConfig);
    two.Round(0);
    BOOST_TEST(two.a.host.Size() == 0u);
    BOOST_TEST(two.b.host.Size() == 1u);
    BOOST_TEST(two.RecordA().outcome == Outcome::Closed);
    BOOST_TEST(two.RecordA().dwell[static_cast<std::size_t>(State::TimeWait)].count() == 0);
    BOOST_TEST(two.RecordB().outcome == Outcome::Closed);
}

// Catalogue S18: what is done with a SYN that is newer, and with one that is not
BOOST_AUTO_TEST_CASE(a_syn_in_time_wait_is_treated_as_the_policy_says)
{
    /// A policy, and whether a newer SYN is accepted, and how an older one is treated.
    struct Row
    {
        TimeWaitSyn policy;
        bool accepts;
        bool answers;
    };

    for (const Row& row : {Row{TimeWaitSyn::AcceptOrAck, true, true},
                           Row{TimeWaitSyn::AcceptOrDrop, true, false},
                           Row{TimeWaitSyn::Ack, false, true},
                           Row{TimeWaitSyn::Drop, false, false}})
    {
        for (const bool newer : {true, false})
        {
            TimeWaitPolicy policy;
            policy.syn = row.policy;
            Server lone(policy);
            const Handle old = lone.BringToTimeWait(1);
            const Instant deadline = lone.host.NextDeadline();
            lone.now += 1s;
            const Handle by =
                lone.Receive(Server::From(1), Stamped(Make(SYN, 50), newer ? 1004 : 1000));
            const auto texts = lone.Take();
            if (newer && row.accepts)
            {
                BOOST_TEST(lone.host.StateOf(by) == State::SynReceived);
                BOOST_TEST(lone.host.StateOf(old) == State::Closed);
                continue;
            }
            BOOST_TEST((by == old));
            BOOST_TEST(lone.host.StateOf(old) == State::TimeWait);
            BOOST_TEST((lone.host.NextDeadline() == deadline)); // a SYN restarts nothing
            BOOST_REQUIRE(!texts.empty());
            const bool answered = texts.back().find(". 302:302(0) ack 102") != std::string::npos;
            BOOST_TEST(answered == row.answers);
            BOOST_TEST((texts.back() == "2 dropped SYN in TIME-WAIT") == !row.answers);
        }
    }
}

// Linux: tcp_tw_reuse, tcp_tw_reuse_delay
BOOST_AUTO_TEST_CASE(a_tuple_in_time_wait_is_used_again_after_a_second_if_the_policy_lets_it)
{
    Client two(Reusing(TimeWaitReuse::All));
    const Handle first = two.Round(5000);
    BOOST_TEST(two.a.host.StateOf(first) == State::TimeWait);
    // TIME-WAIT began 100 ms ago
    BOOST_TEST(!two.a.Connect(two.b, 80, 5000));
    two.net.RunUntil(two.net.now.time_since_epoch() + 850ms);
    BOOST_TEST(!two.a.Connect(two.b, 80, 5000));
    two.net.RunUntil(two.net.now.time_since_epoch() + 100ms);
    const Handle second = two.a.Connect(two.b, 80, 5000);
    BOOST_TEST(bool(second));
    BOOST_TEST(two.a.host.StateOf(first) == State::Closed);
    two.net.RunUntil(two.net.now.time_since_epoch() + 200ms);
    BOOST_TEST(two.a.host.StateOf(second) == State::Established);
    BOOST_TEST(two.a.Path(1).find("TIME-WAIT>CLOSED") != std::string::npos);
    bool named = false;
    for (const Seen& seen : two.a.seen)
    {
        named = named || seen.transition.cause == Cause::TupleReused;
    }
    BOOST_TEST(named);
    BOOST_TEST(two.RecordA().outcome == Outcome::Closed);
}

BOOST_AUTO_TEST_CASE(no_tuple_is_used_again_without_timestamps_or_against_the_policy)
{
    for (const bool stamps : {true, false})
    {
        for (const TimeWaitReuse reuse :
             {TimeWaitReuse::Off, TimeWaitReuse::Loopback, TimeWaitReuse::All})
        {
            Client two(Reusing(reuse));
            two.a.config.timestamps = stamps;
            two.Round(5000);
            two.net.RunUntil(two.net.now.time_since_epoch() + 10s);
            const bool again = bool(two.a.Connect(two.b, 80, 5000));
            BOOST_TEST(again == (stamps && reuse == TimeWaitReuse::All));
        }
    }
}

BOOST_AUTO_TEST_CASE(loopback_is_used_again_under_the_default_of_linux)
{
    LoneHost lone(WithIsn(300, Reusing(TimeWaitReuse::Loopback)));
    HostRefusal refusal;
    for (const IpAddress& address : {IpAddress::FromIpv4(0x7f000001), Address(1)})
    {
        const FourTuple tuple{address, address, 5000, 80};
        const Handle active = lone.host.Open(tuple, &lone.config, lone.now, refusal);
        const auto iss = lone.host.Find(active)->Sending().iss.Value();
        lone.Receive(tuple, Stamped(Make(SYN | ACK, 100, iss + 1), 1, 0));
        lone.host.Close(active, lone.now);
        lone.Take();
        lone.Receive(tuple, Stamped(Make(FIN | ACK, 101, iss + 2), 2, 0));
        lone.Take();
        BOOST_REQUIRE(lone.host.StateOf(active) == State::TimeWait);
        BOOST_TEST(!lone.host.Open(tuple, &lone.config, lone.now, refusal));
        BOOST_TEST((refusal == HostRefusal::AddressInUse));
        lone.now += 1s;
        const Handle again = lone.host.Open(tuple, &lone.config, lone.now, refusal);
        BOOST_TEST(bool(again));
        // RFC 9293, 3.6.1: above all numbers of the old connection
        BOOST_TEST(After(lone.host.Find(again)->Sending().iss, Seq(iss + 2)));
        lone.Take();
    }
}

// Catalogue S27: the peer's last ACK was lost, it is still in LAST-ACK
BOOST_AUTO_TEST_CASE(a_tuple_used_again_while_the_peer_is_in_last_ack_connects_at_the_second_syn)
{
    Client two(Reusing(TimeWaitReuse::All));
    two.b.config.initialRto = two.b.config.minRto = 30s; // its FIN is not repeated meanwhile
    bool lose = false;
    two.net.fate = [&](const Station& from, const Segment& segment) {
        return lose && &from == &two.a && !segment.HasAny(SYN | FIN | RST) ? FOREVER
                                                                           : Duration::zero();
    };
    const Handle first = two.a.Connect(two.b, 80, 5000);
    two.net.RunUntil(200ms);
    lose = true;
    two.a.Close(first);
    two.net.RunUntil(2s);
    lose = false;
    BOOST_REQUIRE(two.a.host.StateOf(first) == State::TimeWait);
    BOOST_REQUIRE(two.b.host.CountIn(State::LastAck) == 1u);
    const Handle second = two.a.Connect(two.b, 80, 5000);
    BOOST_REQUIRE(bool(second));
    const uint64_t id = two.a.host.IdOf(second);
    two.net.RunUntil(10s);
    BOOST_TEST(two.a.host.StateOf(second) == State::Established);
    BOOST_TEST((two.a.Entered(id, State::Established) == Instant(2s + 1s + 100ms))); // Ts + 2d
    BOOST_TEST(two.b.host.CountIn(State::LastAck) == 0u);
}

// Catalogue S28
BOOST_AUTO_TEST_CASE(when_all_ports_are_in_time_wait_a_connect_is_refused_at_once)
{
    HostConfig hostConfig;
    hostConfig.ephemeralPorts = {40000, 40003};
    Client two(hostConfig);
    for (int i = 0; i < 4; ++i)
    {
        two.Round(0);
    }
    BOOST_TEST(two.a.host.CountIn(State::TimeWait) == 4u);
    HostRefusal refusal = HostRefusal::None;
    const auto open = [&](uint16_t port) {
        return bool(two.a.host.Open(FourTuple{two.a.address, two.b.address, 0, port},
                                    &two.a.config,
                                    two.net.now,
                                    refusal));
    };
    for (int i = 0; i < 10; ++i)
    {
        BOOST_TEST(!open(80));
        BOOST_TEST((refusal == HostRefusal::NoPort));
    }
    BOOST_TEST(open(81)); // another destination
    two.a.Drive();
    // 2MSL is 240 s; the first began at 0.3 s
    two.net.RunUntil(239s);
    BOOST_TEST(!open(80));
    two.net.RunUntil(240400ms);
    BOOST_TEST(open(80));
    BOOST_TEST(!open(80));
}

BOOST_AUTO_TEST_SUITE_END()
