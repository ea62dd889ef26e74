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
using namespace helper_test;

namespace bdata = boost::unit_test::data;

namespace
{

const Time T = Seconds(1);                       //!< A opens with data
const Time MSL2 = Seconds(240);                  //!< 2MSL (RFC 9293, 3.4.2: MSL two minutes)
const auto BOTH_IP = bdata::make({false, true}); //!< IPv4, IPv6

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

/// \param list gets a close in three segments \param d a segment's time of flight
void
AddClose(std::vector<Happening>& list, Time d)
{
    const Time close = 3 * T;
    list.insert(list.end(),
                {{close, "A FIN-WAIT-1"},
                 {close, "A>B F. 201:201(0) ack 301"},
                 {close + d, "B CLOSE-WAIT"},
                 {close + d, "B LAST-ACK"},
                 {close + d, "B>A F. 301:301(0) ack 202"},
                 {close + 2 * d, "A FIN-WAIT-2"},
                 {close + 2 * d, "A TIME-WAIT"},
                 {close + 2 * d, "A>B . 202:202(0) ack 302"},
                 {close + 3 * d, "B CLOSED"},
                 {close + 2 * d + MSL2, "A CLOSED"}});
}

} // namespace

/// Held against RFC 7413, sections 3 and 4.2.
BOOST_AUTO_TEST_SUITE(fast_open_stories)

BOOST_DATA_TEST_CASE(text_goes_with_the_syn_and_is_acknowledged_with_it, BOTH_IP, ipv6)
{
    const Play play("fast-open", ipv6);
    // 12 bytes more of options than another SYN (kind, length, a cookie of eight, and two to
    // fill), and the text
    const Time f = play.h + NanoSeconds(800 * (12 + 100));
    std::vector<Happening> expected = {{Time(0), "B LISTEN"},
                                       {T, "A SYN-SENT"},
                                       {T, "A>B S 100:200(100)"},
                                       {T + f, "B SYN-RECEIVED"},
                                       {T + f, "B>A S. 300:300(0) ack 201"},
                                       {T + f + play.h, "A ESTABLISHED"},
                                       {T + f + play.h, "A>B . 201:201(0) ack 301"},
                                       {T + f + play.h + play.d, "B ESTABLISHED"}};
    AddClose(expected, play.d);
    BOOST_TEST(ToText(Whole(play)) == ToText(expected));
    BOOST_TEST(play.run.GetOctetsRead(1) == 100u);
}

BOOST_DATA_TEST_CASE(after_a_lost_syn_the_text_goes_with_the_third_segment, BOTH_IP, ipv6)
{
    const Play play("fast-open-syn-lost", ipv6);
    const Time h = play.h;
    const Time again = T + Seconds(1); // RFC 6298, 2.1
    std::vector<Happening> expected = {{Time(0), "B LISTEN"},
                                       {T, "A SYN-SENT"},
                                       {T, "A>B S 100:200(100) !"},
                                       {again, "A>B S 100:100(0) again"},
                                       {again + h, "B SYN-RECEIVED"},
                                       {again + h, "B>A S. 300:300(0) ack 101"},
                                       {again + 2 * h, "A ESTABLISHED"},
                                       {again + 2 * h, "A>B P. 101:201(100) ack 301 again"},
                                       {again + 2 * h + play.d + play.q, "B ESTABLISHED"}};
    const Time delayed = again + 2 * h + play.d + play.q + MilliSeconds(200);
    expected.push_back({delayed, "B>A . 301:301(0) ack 201"});
    AddClose(expected, play.d);
    BOOST_TEST(ToText(Whole(play)) == ToText(expected));
    BOOST_TEST(play.run.GetOctetsRead(1) == 100u);
}

BOOST_AUTO_TEST_SUITE_END()
