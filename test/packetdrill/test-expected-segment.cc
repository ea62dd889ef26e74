/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-match.h"
#include "packetdrill-test-script.h"
#include "packetdrill-timing.h"

#include <boost/test/unit_test.hpp>

using namespace ns3::packetdrill;
using namespace ns3::lifecycle;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace
{

/// \param flags control bits \param seq first byte \param length bytes \return a live segment
LiveSegment
Live(uint8_t flags, uint32_t seq, uint32_t length)
{
    LiveSegment live;
    live.segment.flags = flags;
    live.segment.seq = Seq(seq);
    live.segment.length = length;
    live.segment.ack = Seq(1);
    live.segment.window = 10;
    return live;
}

/// What a list of live segments makes of an expected one.
Progress
Run(const std::string& text, const std::vector<LiveSegment>& pieces, const MatchRules& rules = {})
{
    Translation translation;
    ExpectedSegment expected(Tcp(text));
    Progress progress = Progress::Differs;
    for (const LiveSegment& piece : pieces)
    {
        progress = expected.On(piece, translation, rules);
        if (progress == Progress::Differs)
        {
            break;
        }
    }
    return progress;
}

} // namespace

BOOST_AUTO_TEST_SUITE(expected_segment)

BOOST_AUTO_TEST_CASE(a_whole_segment_completes_it_at_once)
{
    BOOST_TEST((Run("P. 1:2001(2000) ack 1", {Live(PSH | ACK, 1, 2000)}) == Progress::Complete));
    BOOST_TEST((Run(". 1:1(0) ack 1", {Live(ACK, 1, 0)}) == Progress::Complete));
}

BOOST_AUTO_TEST_CASE(payload_may_come_in_pieces_one_behind_the_other)
{
    const std::string text = "P. 1:2501(2500) ack 1";
    BOOST_TEST((Run(text, {Live(ACK, 1, 1000)}) == Progress::Partial));
    BOOST_TEST((Run(text, {Live(ACK, 1, 1000), Live(ACK, 1001, 1000)}) == Progress::Partial));
    BOOST_TEST(
        (Run(text, {Live(ACK, 1, 1000), Live(ACK, 1001, 1000), Live(PSH | ACK, 2001, 500)}) ==
         Progress::Complete));
    BOOST_TEST((Run("P. ...(20) ack 1", {Live(ACK, 7, 10), Live(PSH | ACK, 17, 10)}) ==
                Progress::Complete));
}

BOOST_AUTO_TEST_CASE(pieces_that_do_not_follow_each_other_differ)
{
    const std::string text = "P. 1:2001(2000) ack 1";
    BOOST_TEST((Run(text, {Live(ACK, 2, 1000)}) == Progress::Differs));
    BOOST_TEST((Run(text, {Live(ACK, 1, 1000), Live(PSH | ACK, 1002, 1000)}) == Progress::Differs));
    BOOST_TEST((Run(text, {Live(ACK, 1, 1000), Live(PSH | ACK, 1, 1000)}) == Progress::Differs));
    BOOST_TEST((Run(text, {Live(ACK, 1, 1000), Live(PSH | ACK, 1001, 1001)}) == Progress::Differs));
    BOOST_TEST((Run("P. ...(20) ack 1", {Live(ACK, 7, 10), Live(PSH | ACK, 18, 10)}) ==
                Progress::Differs));
}

BOOST_AUTO_TEST_CASE(the_last_piece_has_the_flags_of_the_whole)
{
    const std::string text = "FP. 1:2001(2000) ack 1";
    const LiveSegment first = Live(ACK, 1, 1000);
    BOOST_TEST((Run(text, {first, Live(FIN | PSH | ACK, 1001, 1000)}) == Progress::Complete));
    BOOST_TEST((Run(text, {first, Live(PSH | ACK, 1001, 1000)}) == Progress::Differs));
    BOOST_TEST((Run(text, {first, Live(FIN | ACK, 1001, 1000)}) == Progress::Differs));
    BOOST_TEST((Run(text, {Live(FIN | ACK, 1, 1000)}) == Progress::Differs));
    BOOST_TEST((Run(text, {Live(PSH | ACK, 1, 1000)}) == Progress::Partial));
    // A frame of Linux's that ends inside has PSH (__tcp_transmit_skb()); that of the last piece
    // counts
    const std::string none = ". 1:2001(2000) ack 1";
    BOOST_TEST((Run(none, {Live(PSH | ACK, 1, 1000)}) == Progress::Partial));
    BOOST_TEST(
        (Run(none, {Live(PSH | ACK, 1, 1000), Live(ACK, 1001, 1000)}) == Progress::Complete));
    BOOST_TEST((Run(none, {Live(ACK, 1, 1000), Live(PSH | ACK, 1001, 1000)}) == Progress::Differs));
}

BOOST_AUTO_TEST_CASE(only_the_first_piece_needs_cwr)
{
    const std::string text = "W. 1:21(20) ack 1";
    BOOST_TEST((Run(text, {Live(CWR | ACK, 1, 10), Live(ACK, 11, 10)}) == Progress::Complete));
    BOOST_TEST(
        (Run(text, {Live(CWR | ACK, 1, 10), Live(CWR | ACK, 11, 10)}) == Progress::Complete));
    BOOST_TEST((Run(text, {Live(ACK, 1, 10)}) == Progress::Differs));
}

BOOST_AUTO_TEST_CASE(every_piece_has_the_acknowledgment_the_window_and_the_options)
{
    LiveSegment second = Live(ACK, 11, 10);
    const std::string text = ". 1:21(20) ack 1 win 10";
    BOOST_TEST((Run(text, {Live(ACK, 1, 10), second}) == Progress::Complete));
    second.segment.ack = Seq(2);
    BOOST_TEST((Run(text, {Live(ACK, 1, 10), second}) == Progress::Differs));
    second = Live(ACK, 11, 10);
    second.segment.window = 11;
    BOOST_TEST((Run(text, {Live(ACK, 1, 10), second}) == Progress::Differs));
    second = Live(ACK, 11, 10);
    second.segment.options.AddSackPermitted();
    BOOST_TEST((Run(text, {Live(ACK, 1, 10), second}) == Progress::Differs));
}

BOOST_AUTO_TEST_CASE(pieces_are_none_with_strict_segments_nor_of_a_syn)
{
    MatchRules rules;
    rules.strictSegments = true;
    BOOST_TEST((Run("P. 1:2001(2000) ack 1", {Live(ACK, 1, 1000)}, rules) == Progress::Differs));
    BOOST_TEST((Run("S 0:20(20)", {Live(SYN, 0, 10)}) == Progress::Differs));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(timing)

BOOST_AUTO_TEST_CASE(a_time_may_be_off_by_the_larger_of_two_tolerances)
{
    const TimingRules rules;
    // 12.5 % of 100 ms
    BOOST_TEST((Tolerance(milliseconds(300), milliseconds(200), rules) == microseconds(12500)));
    // of 10 ms that is 1.25 ms, less than 4 ms
    BOOST_TEST((Tolerance(milliseconds(210), milliseconds(200), rules) == milliseconds(4)));
    BOOST_TEST((Tolerance(milliseconds(100), milliseconds(200), rules) == milliseconds(4)));
    TimingRules nplab;
    nplab.perMille = 50;
    BOOST_TEST((Tolerance(seconds(2), seconds(1), nplab) == milliseconds(50)));
    // a year does not overflow
    BOOST_TEST((Tolerance(seconds(31536000), seconds(0), rules) == seconds(3942000)));
}

BOOST_AUTO_TEST_CASE(a_time_inside_its_tolerance_is_in_time)
{
    const TimingRules rules;
    const auto check = [&rules](Duration actual) {
        return CheckTime(milliseconds(300), milliseconds(300), actual, milliseconds(200), rules);
    };
    BOOST_TEST(check(milliseconds(300)).inTime);
    BOOST_TEST(check(microseconds(312500)).inTime);
    BOOST_TEST(check(microseconds(287500)).inTime);
    BOOST_TEST(!check(microseconds(312501)).inTime);
    BOOST_TEST(!check(microseconds(287499)).inTime);
    BOOST_TEST((check(microseconds(287499)).off == microseconds(-12501)));
}

BOOST_AUTO_TEST_CASE(a_range_has_the_tolerance_at_both_ends)
{
    TimingRules rules;
    rules.perMille = 0;
    const auto check = [&rules](Duration actual) {
        return CheckTime(milliseconds(300), milliseconds(400), actual, Duration(0), rules);
    };
    BOOST_TEST(check(milliseconds(296)).inTime);
    BOOST_TEST(!check(microseconds(295999)).inTime);
    BOOST_TEST((check(milliseconds(350)).off == Duration(0)));
    BOOST_TEST(check(milliseconds(404)).inTime);
    BOOST_TEST(!check(microseconds(404001)).inTime);
}

BOOST_AUTO_TEST_CASE(at_the_end_of_a_range_the_tolerance_is_that_of_the_end)
{
    const auto check = [](Duration actual) {
        return CheckTime(milliseconds(300), milliseconds(400), actual, Duration(0), TimingRules());
    };
    // 12.5 % of 300 ms, and of 400 ms
    BOOST_TEST((check(milliseconds(200)).tolerance == microseconds(37500)));
    BOOST_TEST((check(milliseconds(500)).tolerance == milliseconds(50)));
    BOOST_TEST(check(milliseconds(450)).inTime);
    BOOST_TEST(!check(microseconds(450001)).inTime);
}

BOOST_AUTO_TEST_SUITE_END()
