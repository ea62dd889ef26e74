/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "helper-test-scenario.h"
#include "tcp-lifecycle-l4-protocol.h"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace ns3;
using namespace ns3::lifecycle;
using namespace helper_test;

namespace bdata = boost::unit_test::data;

namespace
{

const Time D = MilliSeconds(50);                 //!< see the scenarios
const Time MSL2 = Seconds(240);                  //!< 2MSL (RFC 9293, 3.4.2: MSL two minutes)
const Time TS = Seconds(1);                      //!< RTO of a SYN (RFC 6298, 2.1)
const auto BOTH_IP = bdata::make({false, true}); //!< IPv4, IPv6

/// What a listener has told of its queues.
struct Queues
{
    /// \param node the listener's
    explicit Queues(const Ptr<Node>& node)
    {
        TcpLifecycleHelper::GetL4(node)->TraceConnectWithoutContext(
            "ListenQueues",
            MakeCallback(&Queues::OnChange, this));
    }

    void OnChange(const TcpLifecycleListenEvent& event)
    {
        last = event.status;
    }

    ListenerStatus last; //!< the last of it
};

/// \param name of a scenario \param ipv6 or IPv4 \return how the listener's queues were at the end
ListenerStatus
QueuesAfter(const std::string& name, bool ipv6)
{
    TcpLifecycleScenarioParameters world;
    world.rate = DataRate("10Mbps");
    world.ipv6 = ipv6;
    TcpLifecycleScenarioRun run(*FindTcpLifecycleScenario(name), world);
    const Queues queues(run.GetNodes().Get(1));
    run.Run();
    return queues.last;
}

/// \param play a scenario \return all of it, since the start
std::vector<Happening>
Whole(const Play& play)
{
    std::vector<Happening> list = play.Opening();
    for (Happening happening : play.Closing())
    {
        happening.time += *play.run.GetEstablished();
        list.push_back(happening);
    }
    return list;
}

} // namespace

/// Held against scenarios.md, S27 to S30.
BOOST_AUTO_TEST_SUITE(crowded_stories)

BOOST_DATA_TEST_CASE(s27_a_port_used_again_while_the_server_is_in_last_ack, BOTH_IP, ipv6)
{
    const Play play("last-ack-reuse", ipv6);
    const Time d = play.d;
    const Time open = MilliSeconds(1500); // t = 0 of the catalogue
    const Rows first = {
        {d + D, "B LAST-ACK"},
        {d + D, "B>A F. 301:301(0) ack 102"},
        {2 * d + D, "A TIME-WAIT"},
        {2 * d + D, "A>B . 102:102(0) ack 302 !"},
        {open, "A CLOSED"},
    };
    BOOST_TEST(helper_test::ToText(play.Closing()) ==
               helper_test::ToText(HalfClose(Time(0), d) + first +
                                   OpenOverOldConnection(play, open, 102, 302) +
                                   FourSegmentClose(Seconds(3), d, D, {'A', 401, 301})));
}

BOOST_DATA_TEST_CASE(s28_the_fourth_of_three_ports_is_refused_until_2msl_is_over, BOTH_IP, ipv6)
{
    const Play play("port-exhaustion", ipv6);
    BOOST_REQUIRE_EQUAL(play.run.GetRefusals().size(), 1);
    BOOST_TEST(play.run.GetRefusals()[0] == Socket::ERROR_ADDRNOTAVAIL);
    std::size_t atA = 0;
    for (const auto& record : play.run.GetRecords())
    {
        atA += record.node == play.run.GetNodes().Get(0)->GetId() ? 1 : 0;
        BOOST_TEST((record.connection.outcome == Outcome::Closed));
    }
    BOOST_TEST(atA == 4u);
}

BOOST_DATA_TEST_CASE(s29_a_flood_keeps_a_client_out_until_slots_are_freed, BOTH_IP, ipv6)
{
    const ListenerStatus status = QueuesAfter("syn-flood", ipv6);
    const Play play("syn-flood", ipv6);
    const Time heard = D + 3 * TS; // a slot is freed after Ts (2^(n+1) - 1), n = 1 repeat
    const std::vector<Happening> dropped = {{Time(0), "B LISTEN"},
                                            {D, "A SYN-SENT"},
                                            {D, "A>B S 100:100(0)"},
                                            {D + TS, "A>B S 100:100(0) again"},
                                            {heard, "A>B S 100:100(0) again"}};
    const std::vector<Happening> there = {{heard + 2 * play.h + play.d, "B ESTABLISHED"}};
    const Time close = Seconds(3) + MilliSeconds(100);
    BOOST_TEST(helper_test::ToText(Whole(play)) ==
               helper_test::ToText(dropped + Handshake(heard, play.h) + there +
                                   FourSegmentClose(close, play.d, D)));
    BOOST_TEST(status.synQueueHighWater == 4u);
    BOOST_TEST(status.synDrops == 4u + 2u); // of the eight, and A's first two
    BOOST_TEST(status.synQueue == 0u);
    BOOST_TEST(status.acceptDrops == 0u);
    std::size_t gaveUp = 0;
    for (const auto& record : play.run.GetRecords())
    {
        if (record.connection.outcome == Outcome::TimedOut)
        {
            ++gaveUp;
            BOOST_TEST(record.connection.synAckRepeated == 1u); // n
            BOOST_TEST(
                (record.connection.ended - record.connection.opened == std::chrono::seconds(3)));
        }
    }
    BOOST_TEST(gaveUp == 4u);
}

BOOST_DATA_TEST_CASE(s29_with_cookies_the_flood_costs_nothing, BOTH_IP, ipv6)
{
    const ListenerStatus status = QueuesAfter("syn-flood-cookies", ipv6);
    const Play play("syn-flood-cookies", ipv6);
    for (const auto& result : play.run.GetResults())
    {
        BOOST_TEST(result.IsAsExpected());
    }
    BOOST_TEST(play.Record(1).synAckRepeated == 0u);
    BOOST_TEST(play.run.GetRecords().size() == 2u);
    BOOST_TEST(play.EndsClosed());
    BOOST_TEST(status.synQueueHighWater == 0u);
    BOOST_TEST(status.synDrops == 0u);
    BOOST_TEST(status.cookiesSent == 9u);
    BOOST_TEST(status.cookiesAccepted == 1u);
}

BOOST_DATA_TEST_CASE(s30_an_ack_that_finds_the_queue_full_is_dropped, BOTH_IP, ipv6)
{
    const ListenerStatus status = QueuesAfter("accept-queue-full", ipv6);
    const Play play("accept-queue-full", ipv6);
    const Time h = play.h;
    const Time d = play.d;
    const Time open = 2 * h + 2 * D;
    const Time again = open + h + TS; // t = Ts of the catalogue
    const std::vector<Happening> opened = {{Time(0), "B LISTEN"},
                                           {open, "A SYN-SENT"},
                                           {open, "A>B S 100:100(0)"}};
    const std::vector<Happening> repaired = {{again, "B>A S. 300:300(0) ack 101 again"},
                                             {again + h, "A>B . 101:101(0) ack 301"},
                                             {again + h + d, "B ESTABLISHED"}};
    BOOST_TEST(helper_test::ToText(Whole(play)) ==
               helper_test::ToText(opened + Handshake(open, h) + repaired +
                                   FourSegmentClose(Seconds(3), d, D)));
    BOOST_TEST(status.acceptQueueHighWater == 1u);
    BOOST_TEST(status.acceptDrops == 1u);
    BOOST_TEST(status.acceptQueue == 0u);
    for (const auto& record : play.run.GetRecords())
    {
        BOOST_TEST((record.connection.outcome == Outcome::Closed));
    }
}

BOOST_DATA_TEST_CASE(s30_or_the_connection_is_reset, BOTH_IP, ipv6)
{
    BOOST_TEST(QueuesAfter("accept-queue-full-reset", ipv6).acceptDrops == 1u);
    const Play play("accept-queue-full-reset", ipv6);
    const Time open = 2 * play.h + 2 * D;
    const Time third = open + 2 * play.h + play.d;
    const std::vector<Happening> rest = {{Time(0), "B LISTEN"},
                                         {open, "A SYN-SENT"},
                                         {open, "A>B S 100:100(0)"},
                                         {third, "B CLOSED"},
                                         {third, "B>A R 301:301(0)"},
                                         {third + play.dr, "A CLOSED"}};
    BOOST_TEST(helper_test::ToText(Whole(play)) ==
               helper_test::ToText(Handshake(open, play.h) + rest));
    BOOST_TEST((play.Record(1).outcome == Outcome::Aborted));
}

BOOST_AUTO_TEST_SUITE_END()
