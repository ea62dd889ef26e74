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

constexpr int64_t MSL2_S = 240;    //!< 2MSL, seconds (RFC 9293, 3.4.2: MSL two minutes)
const Time D = MilliSeconds(50);   //!< B's application waits so long before it closes
const Time MSL2 = Seconds(MSL2_S); //!< 2MSL
const auto BOTH_IP = bdata::make({false, true}); //!< IPv4, IPv6

} // namespace

/// Held against scenarios.md, S01 to S06; d includes the time that a segment's bytes take.
BOOST_AUTO_TEST_SUITE(orderly_stories)

BOOST_DATA_TEST_CASE(the_three_way_handshake_is_figure_6, BOTH_IP, ipv6)
{
    const Play play("client-close", ipv6);
    const Time h = play.h;
    const Time d = play.d;
    BOOST_TEST(ToText(play.Opening()) == ToText({
                                             {Time(0), "B LISTEN"},
                                             {Time(0), "A SYN-SENT"},
                                             {Time(0), "A>B S 100:100(0)"},
                                             {h, "B SYN-RECEIVED"},
                                             {h, "B>A S. 300:300(0) ack 101"},
                                             {h + h, "A ESTABLISHED"},
                                             {h + h, "A>B . 101:101(0) ack 301"},
                                             {h + h + d, "B ESTABLISHED"},
                                         }));
}

BOOST_DATA_TEST_CASE(s01_client_close_is_figure_12, BOTH_IP, ipv6)
{
    const Play play("client-close", ipv6);
    const Time d = play.d;
    BOOST_TEST(ToText(play.Closing()) == ToText({
                                             {Time(0), "A FIN-WAIT-1"},
                                             {Time(0), "A>B F. 101:101(0) ack 301"},
                                             {d, "B CLOSE-WAIT"},
                                             {d, "B>A . 301:301(0) ack 102"},
                                             {2 * d, "A FIN-WAIT-2"},
                                             {d + D, "B LAST-ACK"},
                                             {d + D, "B>A F. 301:301(0) ack 102"},
                                             {2 * d + D, "A TIME-WAIT"},
                                             {2 * d + D, "A>B . 102:102(0) ack 302"},
                                             {3 * d + D, "B CLOSED"},
                                             {2 * d + D + MSL2, "A CLOSED"},
                                         }));
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s02_server_close_is_the_mirror_of_s01, BOTH_IP, ipv6)
{
    const Play play("server-close", ipv6);
    const Time d = play.d;
    BOOST_TEST(ToText(play.Closing()) == ToText(FourSegmentClose(Time(0), d, D, {'B', 301, 101})));
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s03_the_second_fin_carries_the_ack_of_the_first, BOTH_IP, ipv6)
{
    const Play play("three-segment-close", ipv6);
    const Time d = play.d;
    BOOST_TEST(ToText(play.Closing()) == ToText({
                                             {Time(0), "A FIN-WAIT-1"},
                                             {Time(0), "A>B F. 101:101(0) ack 301"},
                                             {d, "B CLOSE-WAIT"},
                                             {d, "B LAST-ACK"},
                                             {d, "B>A F. 301:301(0) ack 102"},
                                             {2 * d, "A FIN-WAIT-2"},
                                             {2 * d, "A TIME-WAIT"},
                                             {2 * d, "A>B . 102:102(0) ack 302"},
                                             {3 * d, "B CLOSED"},
                                             {2 * d + MSL2, "A CLOSED"},
                                         }));
    BOOST_TEST(play.run.GetSegments() == 3u);
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s04_simultaneous_close_is_figure_13, BOTH_IP, ipv6)
{
    const Play play("simultaneous-close", ipv6);
    const Time d = play.d;
    const Time s = MilliSeconds(5);
    BOOST_TEST(ToText(play.Closing()) == ToText({
                                             {Time(0), "A FIN-WAIT-1"},
                                             {Time(0), "A>B F. 101:101(0) ack 301"},
                                             {s, "B FIN-WAIT-1"},
                                             {s, "B>A F. 301:301(0) ack 101"},
                                             {d, "B CLOSING"},
                                             {d, "B>A . 302:302(0) ack 102"},
                                             {s + d, "A CLOSING"},
                                             {s + d, "A>B . 102:102(0) ack 302"},
                                             {2 * d, "A TIME-WAIT"},
                                             {s + 2 * d, "B TIME-WAIT"},
                                             {2 * d + MSL2, "A CLOSED"},
                                             {s + 2 * d + MSL2, "B CLOSED"},
                                         }));
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s05_simultaneous_open_is_figure_7, BOTH_IP, ipv6)
{
    const Play play("simultaneous-open", ipv6);
    const Time h = play.h;
    BOOST_TEST(ToText(play.Opening()) == ToText({
                                             {Time(0), "A SYN-SENT"},
                                             {Time(0), "B SYN-SENT"},
                                             {Time(0), "A>B S 100:100(0)"},
                                             {Time(0), "B>A S 300:300(0)"},
                                             {h, "A SYN-RECEIVED"},
                                             {h, "B SYN-RECEIVED"},
                                             {h, "A>B S. 100:100(0) ack 301"},
                                             {h, "B>A S. 300:300(0) ack 101"},
                                             {2 * h, "A ESTABLISHED"},
                                             {2 * h, "B ESTABLISHED"},
                                             {2 * h, "A>B . 101:101(0) ack 301"},
                                             {2 * h, "B>A . 301:301(0) ack 101"},
                                         }));
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s06_data_flow_to_a_half_closed_end_as_long_as_the_peer_likes, BOTH_IP, ipv6)
{
    const Play play("half-close", ipv6);
    const Time d = play.d;
    const Time T = Seconds(1);
    std::vector<Happening> states;
    for (const auto& happening : play.Closing())
    {
        if (happening.what.find('>') == std::string::npos)
        {
            states.push_back(happening);
        }
    }
    BOOST_TEST(ToText(states) == ToText({
                                     {Time(0), "A FIN-WAIT-1"},
                                     {d, "B CLOSE-WAIT"},
                                     {2 * d, "A FIN-WAIT-2"},
                                     {d + T, "B LAST-ACK"},
                                     {2 * d + T, "A TIME-WAIT"},
                                     {3 * d + T, "B CLOSED"},
                                     {2 * d + T + MSL2, "A CLOSED"},
                                 }));
    BOOST_TEST(play.run.GetOctetsRead(0) == 3u * 2896);
    BOOST_TEST(play.Record(1).octetsSent == 3u * 2896);
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(a_request_and_its_answer_are_read_before_the_close, BOTH_IP, ipv6)
{
    const Play play("request-response", ipv6);
    BOOST_TEST(play.run.GetOctetsRead(0) == 1000u);
    BOOST_TEST(play.run.GetOctetsRead(1) == 100u);
    BOOST_TEST(play.EndsClosed());
}

BOOST_AUTO_TEST_SUITE_END()
