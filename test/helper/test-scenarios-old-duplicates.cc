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

const Time D = MilliSeconds(50);                 //!< from A's FIN to the close of B's application
const Time T = Seconds(1);                       //!< see the scenarios
const Time X = MilliSeconds(150);                //!< how late a delayed segment is
const Time MSL2 = Seconds(240);                  //!< 2MSL (RFC 9293, 3.4.2: MSL two minutes)
const auto BOTH_IP = bdata::make({false, true}); //!< IPv4, IPv6

/// \param play a scenario without timestamps, which makes segments as short as a RST \return a
/// SYN's time of flight: 12 bytes of options (MSS 4, SACK-permitted 2 and window scale 3 and 3 to
/// fill)
Time
SynFlight(const Play& play)
{
    return play.dr + NanoSeconds(800 * 12);
}

} // namespace

/// Held against scenarios.md, S17 to S21 and S26.
BOOST_AUTO_TEST_SUITE(old_duplicate_stories)

BOOST_DATA_TEST_CASE(s17_an_old_syn_leaves_the_listener_as_it_was, BOTH_IP, ipv6)
{
    const Play play("old-syn-at-listener", ipv6);
    const Time h = SynFlight(play);
    const Time h4 = play.dr + NanoSeconds(800 * 4); // the answer to a SYN without options has MSS
    const Time d = play.dr;
    BOOST_TEST(helper_test::ToText(play.Opening()) ==
               helper_test::ToText({
                   {Time(0), "A SYN-SENT"},
                   {Time(0), "A>B S 100:100(0)"},
                   {Time(0), "B LISTEN"},
                   {D, "A>B S 90:90(0)"},
                   {D, "B SYN-RECEIVED"},
                   {D, "B>A S. 300:300(0) ack 91"},
                   {D + h4, "A>B R 91:91(0)"},
                   {D + h4 + d, "B LISTEN"},
                   {D + h4 + d, "B CLOSED"}, // the half-open connection; the listener stays
                   {X + h, "B SYN-RECEIVED"},
                   {X + h, "B>A S. 400:400(0) ack 101"},
                   {X + 2 * h, "A ESTABLISHED"},
                   {X + 2 * h, "A>B . 101:101(0) ack 401"},
                   {X + 2 * h + d, "B ESTABLISHED"},
               }));
    const auto l4 = TcpLifecycleHelper::GetL4(play.run.GetNodes().Get(1));
    BOOST_TEST(l4->GetHost()->CountIn(State::SynReceived) == 0u); // no slot leaked
    BOOST_TEST(l4->GetHost()->CountIn(State::Listen) == 1u);
}

BOOST_DATA_TEST_CASE(s18_a_syn_with_a_newer_timestamp_ends_time_wait, BOTH_IP, ipv6)
{
    const Play play("syn-in-time-wait", ipv6);
    const Time h = play.h;
    const Time d = play.d;
    const FirstCloser b{'B', 301, 101};
    BOOST_TEST(helper_test::ToText(play.Closing()) ==
               helper_test::ToText(HalfClose(Time(0), d, b) + OtherHalfClose(d + D, d, b) +
                                   Rows{{T, "A SYN-SENT"},
                                        {T, "A>B S 400:400(0)"},
                                        {T + h, "B CLOSED"},
                                        {T + h, "B SYN-RECEIVED"},
                                        {T + h, "B>A S. 65839:65839(0) ack 401"},
                                        {T + 2 * h, "A ESTABLISHED"},
                                        {T + 2 * h, "A>B . 401:401(0) ack 65840"},
                                        {T + 2 * h + d, "B ESTABLISHED"}} +
                                   HalfClose(2 * T, d, {'A', 401, 65840})));
}

BOOST_DATA_TEST_CASE(s19_an_old_segment_assassinates_time_wait, BOTH_IP, ipv6)
{
    const Play play("time-wait-assassination", ipv6);
    const Time d = play.dr;
    BOOST_TEST(helper_test::ToText(play.Closing()) ==
               helper_test::ToText(HalfClose(Time(0), d) + OtherHalfClose(d + D, d) +
                                   Rows{{T, "B>A . 201:301(100) ack 101"},
                                        {T, "A>B . 102:102(0) ack 302"},
                                        {T + d, "B>A R 302:302(0)"},
                                        {T + 2 * d, "A CLOSED"}}));
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s19_a_time_wait_that_ignores_rst_lasts_2msl, BOTH_IP, ipv6)
{
    // RFC 1337, 3, F1
    const Play play("time-wait-kept", ipv6);
    const auto dwell = play.Record(0).dwell[static_cast<std::size_t>(State::TimeWait)];
    BOOST_TEST(dwell.count() == MSL2.GetNanoSeconds());
    BOOST_TEST(play.Record(0).resetsReceived == 1u);
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s20_old_data_are_taken_for_new_ones_and_the_ends_never_agree, BOTH_IP, ipv6)
{
    // RFC 1337, H1: 80 bytes that A has not sent are delivered; H2: an endless exchange of ACKs,
    // until A has sent up to what B acknowledges. RFC 5961, 7, limits it: one ACK in 500 ms, from
    // 220 to 900 ms after the open
    const Play play("old-data-accepted", ipv6);
    BOOST_TEST(play.run.GetOctetsRead(1) == 300u);
    BOOST_TEST(play.run.GetForgedOctetsRead(1) == 80u);
    uint32_t challenged = 0;
    for (const Happening& happening : play.Closing())
    {
        challenged += happening.what == "A>B . 600:600(0) ack 101" ? 1 : 0;
    }
    BOOST_TEST(challenged >= 1u);
    BOOST_TEST(challenged <= 2u);
}

BOOST_DATA_TEST_CASE(s21_a_challenge_ack_saves_the_connection_from_an_old_ack, BOTH_IP, ipv6)
{
    const Play play("old-ack-in-syn-sent", ipv6);
    const Time h = SynFlight(play);
    const Time d = play.dr;
    BOOST_TEST(helper_test::ToText(play.Opening()) ==
               helper_test::ToText(SynAnswered(h) + Rows{
                                                        {D, "B>A . 300:300(0) ack 123"},
                                                        {D, "A>B R 123:123(0)"},
                                                        {D + d, "B>A . 301:301(0) ack 101"},
                                                        {2 * h + X, "A ESTABLISHED"},
                                                        {2 * h + X, "A>B . 101:101(0) ack 301"},
                                                        {2 * h + X + d, "B ESTABLISHED"},
                                                    }));
    BOOST_TEST(play.Record(1).challengeAcks == 1u);
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s21_without_rfc_5961_an_old_ack_kills_the_connection, BOTH_IP, ipv6)
{
    const Play play("old-ack-kills", ipv6);
    const Time h = SynFlight(play);
    const Time d = play.dr;
    const Time open = 2 * h + X;
    BOOST_TEST(helper_test::ToText(play.Opening()) ==
               helper_test::ToText({
                   {Time(0), "A SYN-SENT"},
                   {Time(0), "A>B S 100:100(0)"},
                   {Time(0), "B LISTEN"},
                   {h, "B SYN-RECEIVED"},
                   {h, "B>A S. 300:300(0) ack 101"},
                   {D, "B>A . 300:300(0) ack 123"},
                   {D, "A>B R 123:123(0)"},
                   {D + d, "B LISTEN"},
                   {D + d, "B CLOSED"}, // the half-open connection; the listener stays
                   {open, "A ESTABLISHED"},
                   {open, "A>B . 101:101(0) ack 301"},
                   {open + d, "B>A R 301:301(0)"},
                   {open + 2 * d, "A CLOSED"},
               }));
}

BOOST_DATA_TEST_CASE(s26_in_time_wait_old_data_are_acknowledged_and_only_a_fin_restarts_2msl,
                     BOTH_IP,
                     ipv6)
{
    const Play play("late-in-time-wait", ipv6);
    const Time d = play.dr;
    BOOST_TEST(helper_test::ToText(play.Closing()) ==
               helper_test::ToText(HalfClose(Time(0), d) + OtherHalfClose(d + D, d) +
                                   Rows{{T, "B>A . 201:301(100) ack 101"},
                                        {T, "A>B . 102:102(0) ack 302 !"},
                                        {2 * T, "B>A F. 301:301(0) ack 102"},
                                        {2 * T, "A>B . 102:102(0) ack 302 !"},
                                        {2 * T + MSL2, "A CLOSED"}}));
    BOOST_TEST(play.Record(0).timeWaitRestarts == 1u);
    BOOST_TEST(play.Record(0).timeWaitAcks == 2u);
    BOOST_TEST(play.EndsClosed());
}

BOOST_AUTO_TEST_SUITE_END()
