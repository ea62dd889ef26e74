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

const Time D = MilliSeconds(50); //!< B's application waits so long before it closes
const Time MSL2 = Seconds(240);  //!< 2MSL (RFC 9293, 3.4.2: MSL two minutes)
const Time R = Seconds(1);       //!< RTO: three RTTs are less than RFC 6298's least, 1 s (2.4)
const auto BOTH_IP = bdata::make({false, true}); //!< IPv4, IPv6

} // namespace

/// Held against scenarios.md, S07 to S11 and S25, with all of the closing written out.
BOOST_AUTO_TEST_SUITE(faulty_stories)

BOOST_DATA_TEST_CASE(s07_a_lost_last_ack_is_repeated_and_2msl_begins_anew, BOTH_IP, ipv6)
{
    const Play play("last-ack-lost", ipv6);
    const Time d = play.d;
    const Time fin = d + D; // t = 0 of the catalogue: B's first FIN
    BOOST_TEST(ToText(play.Closing()) ==
               ToText(HalfClose(Time(0), d) + Rows{
                                                  {fin, "B LAST-ACK"},
                                                  {fin, "B>A F. 301:301(0) ack 102"},
                                                  {fin + d, "A TIME-WAIT"},
                                                  {fin + d, "A>B . 102:102(0) ack 302 !"},
                                                  {fin + R, "B>A F. 301:301(0) ack 102 again"},
                                                  {fin + R + d, "A>B . 102:102(0) ack 302"},
                                                  {fin + R + 2 * d, "B CLOSED"},
                                                  {fin + R + d + MSL2, "A CLOSED"},
                                              }));
    BOOST_TEST(play.Record(0).timeWaitAcks == 1u);
    BOOST_TEST(play.Record(0).timeWaitRestarts == 1u);
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s08_a_lost_first_fin_is_repeated_after_the_rto, BOTH_IP, ipv6)
{
    const Play play("first-fin-lost", ipv6);
    const Time d = play.d;
    BOOST_TEST(ToText(play.Closing()) ==
               ToText(OtherHalfClose(R + d + D, d) + Rows{
                                                         {Time(0), "A FIN-WAIT-1"},
                                                         {Time(0), "A>B F. 101:101(0) ack 301 !"},
                                                         {R, "A>B F. 101:101(0) ack 301 again"},
                                                         {R + d, "B CLOSE-WAIT"},
                                                         {R + d, "B>A . 301:301(0) ack 102"},
                                                         {R + 2 * d, "A FIN-WAIT-2"},
                                                         {R + 2 * d + D + MSL2, "A CLOSED"},
                                                     }));
    BOOST_TEST(play.Record(0).finRepeated == 1u);
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s09_a_duplicate_fin_in_close_wait_is_answered, BOTH_IP, ipv6)
{
    const Play play("ack-of-fin-lost", ipv6);
    const Time d = play.d;
    const Time longD = Seconds(2);
    BOOST_TEST(ToText(play.Closing()) ==
               ToText(OtherHalfClose(d + longD, d) + Rows{
                                                         {Time(0), "A FIN-WAIT-1"},
                                                         {Time(0), "A>B F. 101:101(0) ack 301"},
                                                         {d, "B CLOSE-WAIT"},
                                                         {d, "B>A . 301:301(0) ack 102 !"},
                                                         {R, "A>B F. 101:101(0) ack 301 again"},
                                                         {R + d, "B>A . 301:301(0) ack 102"},
                                                         {R + 2 * d, "A FIN-WAIT-2"},
                                                         {2 * d + longD + MSL2, "A CLOSED"},
                                                     }));
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s10_a_lost_second_fin_keeps_a_in_fin_wait_2, BOTH_IP, ipv6)
{
    const Play play("second-fin-lost", ipv6);
    const Time d = play.d;
    BOOST_TEST(ToText(play.Closing()) ==
               ToText(HalfClose(Time(0), d) + Rows{
                                                  {d + D, "B LAST-ACK"},
                                                  {d + D, "B>A F. 301:301(0) ack 102 !"},
                                                  {d + D + R, "B>A F. 301:301(0) ack 102 again"},
                                                  {2 * d + D + R, "A TIME-WAIT"},
                                                  {2 * d + D + R, "A>B . 102:102(0) ack 302"},
                                                  {3 * d + D + R, "B CLOSED"},
                                                  {2 * d + D + R + MSL2, "A CLOSED"},
                                              }));
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s11_a_fin_that_overtakes_data_waits_for_them, BOTH_IP, ipv6)
{
    const Play play("fin-overtakes-data", ipv6);
    const Time d = play.d;
    const Time x = MilliSeconds(4);
    const Time q = play.q;
    // The FIN waits in the device until the 100 bytes and the header before it are out.
    const Time fin = 2 * d - MilliSeconds(10) + q;
    const Time data = d + q + x;
    BOOST_TEST(ToText(play.Closing()) == ToText({
                                             {Time(0), "A>B P. 101:201(100) ack 301"},
                                             {Time(0), "A FIN-WAIT-1"},
                                             {Time(0), "A>B F. 201:201(0) ack 301"},
                                             {fin, "B>A . 301:301(0) ack 101 <sack 201:202>"},
                                             {data, "B CLOSE-WAIT"},
                                             {data, "B>A . 301:301(0) ack 202"},
                                             {data + d, "A FIN-WAIT-2"},
                                             {data + D, "B LAST-ACK"},
                                             {data + D, "B>A F. 301:301(0) ack 202"},
                                             {data + D + d, "A TIME-WAIT"},
                                             {data + D + d, "A>B . 202:202(0) ack 302"},
                                             {data + D + 2 * d, "B CLOSED"},
                                             {data + D + d + MSL2, "A CLOSED"},
                                         }));
    BOOST_TEST(play.run.GetOctetsRead(1) == 100u);
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s25_the_ack_field_of_data_stands_in_for_a_lost_third_ack, BOTH_IP, ipv6)
{
    const Play play("third-ack-lost-data", ipv6);
    const Time h = play.h;
    const Time x = MilliSeconds(150);
    BOOST_TEST(ToText(play.Opening()) ==
               ToText(SynAnswered(h) + Rows{
                                           {2 * h, "A ESTABLISHED"},
                                           {2 * h, "A>B . 101:101(0) ack 301 !"},
                                           {2 * h + x, "A>B P. 101:201(100) ack 301"},
                                           {2 * h + x + play.d + play.q, "B ESTABLISHED"},
                                       }));
    BOOST_TEST(play.run.GetOctetsRead(1) == 100u);
    BOOST_TEST(play.EndsClosed());
}

BOOST_DATA_TEST_CASE(s25_without_data_the_syn_ack_comes_again_and_is_answered, BOTH_IP, ipv6)
{
    const Play play("third-ack-lost", ipv6);
    const Time h = play.h;
    const Time again = h + Seconds(1); // RFC 6298, 2.1
    BOOST_TEST(ToText(play.Opening()) ==
               ToText(SynAnswered(h) + Rows{
                                           {2 * h, "A ESTABLISHED"},
                                           {2 * h, "A>B . 101:101(0) ack 301 !"},
                                           {again, "B>A S. 300:300(0) ack 101 again"},
                                           {again + h, "A>B . 101:101(0) ack 301"},
                                           {again + h + play.d, "B ESTABLISHED"},
                                       }));
    BOOST_TEST(play.EndsClosed());
}

BOOST_AUTO_TEST_SUITE_END()
