/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-segment-reader.h"

#include <boost/test/unit_test.hpp>

using namespace ns3::lifecycle;

BOOST_AUTO_TEST_SUITE(segment_reader)

BOOST_AUTO_TEST_CASE(a_segment_s_text_is_read_as_the_same_segment)
{
    for (const char* text : {"S 90:90(0) win 65535",
                             "S. 300:300(0) ack 91 win 800",
                             "F. 301:301(0) ack 102 win 0",
                             "F 301:301(0) win 0",
                             "R 123:123(0) win 1",
                             "P. 4294967295:99(100) ack 4294967295 win 1000",
                             "FSRPEW. 1:1(0) ack 1 win 1"})
    {
        const auto segment = ReadSegment(text);
        BOOST_TEST_CONTEXT(text)
        {
            BOOST_REQUIRE(segment.has_value());
            BOOST_TEST(ToText(*segment) == text);
        }
    }
}

BOOST_AUTO_TEST_CASE(without_win_the_window_is_the_greatest)
{
    const auto segment = ReadSegment(". 1:11(10) ack 7");
    BOOST_REQUIRE(segment.has_value());
    BOOST_TEST(segment->window == 65535);
    BOOST_TEST(segment->length == 10u);
    BOOST_TEST(segment->ack.Value() == 7u);
}

BOOST_AUTO_TEST_CASE(what_is_no_segment_is_refused)
{
    for (const char* text : {"",
                             "S",
                             "90:90(0)",
                             "X 90:90(0)",
                             "FS. 90:90(0)",
                             "SF 90:90(0)",
                             "S 90:91(0)",
                             "S 90:90",
                             "S 90:90()",
                             "S 4294967296:4294967296(0)",
                             "S 90:90(0) ack 1",
                             ". 90:90(0)",
                             ". 90:90(0) ack",
                             "S 90:90(0) win 65536",
                             "S 90:90(0) win",
                             "S 90:90(0) ",
                             "S  90:90(0)",
                             "S -1:-1(0)",
                             "P. 0:65536(65536) ack 1"})
    {
        BOOST_TEST(!ReadSegment(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
