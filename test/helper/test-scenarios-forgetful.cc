/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "helper-test-scenario.h"

#include "ns3/simulator.h"
#include "ns3/string.h"

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
const auto BOTH_IP = bdata::make({false, true}); //!< IPv4, IPv6

/// Segments that a middlebox keeps.
struct Kept
{
    /// \param box the middlebox
    explicit Kept(const Ptr<TcpLifecycleConntrack>& box)
    {
        box->TraceConnectWithoutContext("Drop", MakeCallback(&Kept::OnDrop, this));
        box->TraceConnectWithoutContext("Entry", MakeCallback(&Kept::OnEntry, this));
    }

    void OnDrop(const FourTuple&, const Segment& segment, bool)
    {
        dropped.push_back({Simulator::Now(), lifecycle::ToText(segment)});
    }

    void OnEntry(const TcpLifecycleTrackEvent& event)
    {
        states.push_back({event.time, lifecycle::ToText(event.change.to)});
    }

    std::vector<Happening> dropped; //!< when, and what
    std::vector<Happening> states;  //!< of the entry
};

} // namespace

/// Held against scenarios.md, S15, S16, S22, S23, S24 and S31.
BOOST_AUTO_TEST_SUITE(forgetful_stories)

BOOST_DATA_TEST_CASE(s15_data_to_a_rebooted_host_meet_a_rst, BOTH_IP, ipv6)
{
    const Play play("half-open-data", ipv6);
    const Time sent = 2 * D;
    const Time there = sent + play.d + play.q / 10;
    BOOST_TEST(helper_test::ToText(play.Closing()) == helper_test::ToText({
                                                          {Time(0), "A CLOSED"},
                                                          {sent, "B>A P. 301:311(10) ack 101"},
                                                          {there, "A>B R 101:101(0)"},
                                                          {there + play.dr, "B CLOSED"},
                                                      }));
    BOOST_TEST((play.Record(0).outcome == Outcome::Aborted));
    BOOST_TEST((play.Record(1).outcome == Outcome::Reset));
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s16_a_rebooted_host_that_opens_again_needs_one_syn_more, BOTH_IP, ipv6)
{
    const Play play("half-open-syn", ipv6);
    BOOST_TEST(helper_test::ToText(play.Closing()) ==
               helper_test::ToText(Rows{{Time(0), "A CLOSED"}} +
                                   OpenOverOldConnection(play, 2 * D, 101, 301) +
                                   FourSegmentClose(Seconds(3), play.d, D, {'A', 401, 301})));
}

BOOST_DATA_TEST_CASE(s22_a_fin_into_a_black_hole_is_repeated_six_times_and_given_up, BOTH_IP, ipv6)
{
    // RFC 6298, 2.4 and 2.5: 1 s, doubling, 60 s at most
    const Play play("black-hole", ipv6);
    std::vector<Happening> expected = {{Time(0), "A FIN-WAIT-1"},
                                       {Time(0), "A>B F. 101:101(0) ack 301 !"}};
    for (const int at : {1, 3, 7, 15, 31, 63})
    {
        expected.push_back({Seconds(at), "A>B F. 101:101(0) ack 301 again !"});
    }
    expected.push_back({Seconds(123), "A CLOSED"});
    BOOST_TEST(helper_test::ToText(play.Closing()) == helper_test::ToText(expected));
    BOOST_TEST((play.Record(0).outcome == Outcome::TimedOut));
    BOOST_TEST(play.Record(0).finRepeated == 6u);
    BOOST_TEST((play.Record(1).outcome == Outcome::Open));
}

BOOST_DATA_TEST_CASE(s23_fin_wait_2_of_a_closed_socket_ends_and_late_data_are_reset, BOTH_IP, ipv6)
{
    const Play play("peer-never-closes", ipv6);
    const Time d = play.d;
    const Time f = Seconds(60);
    const Time late = Seconds(70);
    BOOST_TEST(
        helper_test::ToText(play.Closing()) ==
        helper_test::ToText(HalfClose(Time(0), d) + Rows{
                                                        {2 * d + f, "A CLOSED"},
                                                        {late, "B>A P. 301:401(100) ack 102"},
                                                        {late + d + play.q, "A>B R 102:102(0)"},
                                                        {late + d + play.q + play.dr, "B CLOSED"},
                                                    }));
    BOOST_TEST((play.Record(0).outcome == Outcome::TimedOut));
    BOOST_TEST((play.Record(1).outcome == Outcome::Reset));
}

BOOST_DATA_TEST_CASE(s24_nine_probes_and_a_rst_and_the_connection_is_given_up, BOTH_IP, ipv6)
{
    // Linux: 7200 + 9 * 75 s
    const Play play("keep-alive-death", ipv6);
    const Time idle = 2 * play.h - *play.run.GetEstablished(); // the last that A has heard
    std::vector<Happening> ofA;
    for (const Happening& happening : play.Closing())
    {
        if (happening.what[0] == 'A')
        {
            ofA.push_back(happening);
        }
    }
    std::vector<Happening> expected;
    for (int i = 0; i < 9; ++i)
    {
        expected.push_back({idle + Seconds(7200 + 75 * i), "A>B . 100:100(0) ack 301 !"});
    }
    expected.push_back({idle + Seconds(7875), "A>B R. 101:101(0) ack 301 !"});
    expected.push_back({idle + Seconds(7875), "A CLOSED"});
    BOOST_TEST(helper_test::ToText(ofA) == helper_test::ToText(expected));
    BOOST_TEST((play.Record(0).outcome == Outcome::TimedOut));
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s31_repair_of_last_ack_fails_from_the_32_second_gap_on, BOTH_IP, ipv6)
{
    // scenarios.md: "LAST-ACK repair fails for retries later than 30 s after the last one seen:
    // with R = 1 s, from the 32 s gap on (5th retry at 31 s passes, 6th at 63 s fails)"
    TcpLifecycleScenarioParameters world;
    world.rate = DataRate("10Mbps");
    world.ipv6 = ipv6;
    TcpLifecycleScenarioRun run(*FindTcpLifecycleScenario("conntrack-forgets"), world);
    const Kept kept(run.GetMiddlebox());
    run.Run();
    const Time flight = NanoSeconds(800 * (2 + (ipv6 ? 40 : 20) + 20 + 12)); // on each of the links
    const Time fin = *run.GetEstablished() + MilliSeconds(10) + 2 * flight + D;
    const Time half = MilliSeconds(5) + flight; // from B to the middlebox
    BOOST_REQUIRE_EQUAL(kept.dropped.size(), 1);
    BOOST_TEST((kept.dropped[0].time == fin + Seconds(63) + half));
    BOOST_REQUIRE(kept.states.size() >= 2u);
    const auto& gone = kept.states.back();
    const auto& lastAck = kept.states[kept.states.size() - 2];
    BOOST_TEST(lastAck.what == "LAST_ACK");
    BOOST_TEST(gone.what == "NONE");
    BOOST_TEST((gone.time == fin + Seconds(31) + half + Seconds(30)));
    for (const auto& result : run.GetResults())
    {
        BOOST_TEST(result.IsAsExpected(), result.measure.formula);
    }
    BOOST_TEST(run.GetStruck().first == 6u);
}

BOOST_DATA_TEST_CASE(s31_a_middlebox_that_resets_ends_last_ack_at_once, BOTH_IP, ipv6)
{
    TcpLifecycleScenarioParameters world;
    world.rate = DataRate("10Mbps");
    world.ipv6 = ipv6;
    TcpLifecycleScenarioRun run(*FindTcpLifecycleScenario("conntrack-forgets"), world);
    run.GetMiddlebox()->SetAttribute("Policy", StringValue("reset"));
    run.Run();
    const auto& records = run.GetRecords();
    BOOST_REQUIRE(!records.empty());
    BOOST_TEST(records[0].connection.resetsReceived == 1u);
    const auto dwell = records[0].connection.dwell[static_cast<std::size_t>(State::LastAck)];
    const auto there = 800 * (2 + (ipv6 ? 40 : 20) + 20 + 12);
    const auto back = 800 * (2 + (ipv6 ? 40 : 20) + 20);
    BOOST_TEST(dwell.count() == 63000000000 + 10000000 + there + back);
}

BOOST_AUTO_TEST_SUITE_END()
