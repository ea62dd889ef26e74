/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "helper-test-scenario.h"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace ns3;
using namespace ns3::lifecycle;
using namespace helper_test;

namespace bdata = boost::unit_test::data;

namespace
{

const Time D = MilliSeconds(50);                 //!< from B's data to A's abort
const auto BOTH_IP = bdata::make({false, true}); //!< IPv4, IPv6

} // namespace

/// Held against scenarios.md, S12 to S14.
BOOST_AUTO_TEST_SUITE(abrupt_stories)

BOOST_DATA_TEST_CASE(s12_an_abort_sends_one_rst_at_rcv_nxt, BOTH_IP, ipv6)
{
    const Play play("abort", ipv6);
    BOOST_TEST(helper_test::ToText(play.Closing()) == helper_test::ToText({
                                                          {Time(0), "B>A P. 301:401(100) ack 101"},
                                                          {D, "A>B R 101:101(0)"},
                                                          {D, "A CLOSED"},
                                                          {D + play.dr, "B CLOSED"},
                                                      }));
    BOOST_TEST((play.Record(0).outcome == Outcome::Aborted));
    BOOST_TEST((play.Record(1).outcome == Outcome::Reset));
    BOOST_TEST(play.Record(0).dwell[static_cast<std::size_t>(State::TimeWait)].count() == 0);
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s13_a_rst_in_the_window_is_challenged_and_the_answer_is_exact, BOTH_IP, ipv6)
{
    const Play play("reset-in-window", ipv6);
    const Time challenge = D + play.dr;
    const Time exact = challenge + play.d;
    BOOST_TEST(helper_test::ToText(play.Closing()) ==
               helper_test::ToText({
                   {Time(0), "A>B P. 101:301(200) ack 301 !"},
                   {D, "A>B R 301:301(0)"},
                   {D, "A CLOSED"},
                   {challenge, "B>A . 301:301(0) ack 101"},
                   {exact, "A>B R 101:101(0)"},
                   {exact + play.dr, "B CLOSED"},
               }));
    BOOST_TEST(play.Record(1).challengeAcks == 1u);
    BOOST_TEST((play.Record(1).outcome == Outcome::Reset));
    BOOST_TEST(play.run.GetOctetsRead(1) == 0u);
}

BOOST_DATA_TEST_CASE(s14_a_close_with_unread_data_sends_rst_and_ack, BOTH_IP, ipv6)
{
    const Play play("linger-abort", ipv6);
    const Time close = play.d + play.q + D;
    BOOST_TEST(helper_test::ToText(play.Closing()) == helper_test::ToText({
                                                          {Time(0), "B>A P. 301:401(100) ack 101"},
                                                          {close, "A>B R. 101:101(0) ack 401"},
                                                          {close, "A CLOSED"},
                                                          {close + play.dr, "B CLOSED"},
                                                      }));
    BOOST_TEST((play.Record(0).outcome == Outcome::Aborted));
    BOOST_TEST((play.Record(1).outcome == Outcome::Reset));
    BOOST_TEST(play.run.GetOctetsRead(0) == 0u);
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s14_linger_0_is_one_segment_and_no_time_wait, BOTH_IP, ipv6)
{
    const Play play("linger-zero", ipv6);
    BOOST_TEST(play.run.GetSegments() == 1u);
    BOOST_TEST(helper_test::ToText(play.Closing()) == helper_test::ToText({
                                                          {Time(0), "A>B R 101:101(0)"},
                                                          {Time(0), "A CLOSED"},
                                                          {play.dr, "B CLOSED"},
                                                      }));
    BOOST_TEST(play.EndsClosed());
}

BOOST_AUTO_TEST_SUITE_END()
