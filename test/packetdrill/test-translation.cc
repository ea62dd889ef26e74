/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-printer.h"
#include "packetdrill-report.h"
#include "packetdrill-test-script.h"
#include "packetdrill-translation.h"

#include <boost/test/unit_test.hpp>

using namespace ns3::packetdrill;
using namespace ns3::lifecycle;
using std::chrono::milliseconds;

namespace
{

/// \param text a segment after `<` \param translation of its numbers \return it, live
Segment
Injected(const std::string& text, Translation& translation)
{
    const Event event = OneEvent("+0 < " + text);
    const LiveOutcome live =
        ToLive(std::get<TcpPattern>(std::get<Packet>(event.action).pattern), translation);
    BOOST_REQUIRE(std::holds_alternative<Segment>(live));
    return std::get<Segment>(live);
}

} // namespace

BOOST_AUTO_TEST_SUITE(translation)

BOOST_AUTO_TEST_CASE(the_script_s_numbers_become_live_ones)
{
    Translation known;
    known.local = Seq(5000);
    known.remote = Seq(4294967290u);
    const Segment segment = Injected("FP. 10:30(20) ack 7 win 9 <nop,nop,sack 1:2 8:9!>", known);
    BOOST_TEST(segment.flags == (FIN | PSH | ACK));
    BOOST_TEST(segment.seq.Value() == 4u);
    BOOST_TEST(segment.length == 20u);
    BOOST_TEST(segment.ack.Value() == 5007u);
    BOOST_TEST(segment.window == 9);
    const KnownOptions options = segment.options.Read();
    BOOST_REQUIRE_EQUAL(options.sackBlockCount, 2);
    BOOST_TEST(options.sackBlocks[0].left.Value() == 5001u);
    BOOST_TEST(options.sackBlocks[1].right.Value() == 9u);
}

BOOST_AUTO_TEST_CASE(absolute_numbers_stay_as_they_are)
{
    Translation known;
    known.local = Seq(5000);
    known.remote = Seq(6000);
    const Segment segment = Injected(". 10:10(0)! ack 7! win 9", known);
    BOOST_TEST(segment.seq.Value() == 10u);
    BOOST_TEST(segment.ack.Value() == 7u);
    // an absolute SYN is where relative numbers begin
    Translation fresh;
    BOOST_TEST(Injected("S 900:900(0)! win 9", fresh).seq.Value() == 900u);
    BOOST_TEST(Injected(". 1:1(0) ack 1 win 9", fresh).seq.Value() == 901u);
}

BOOST_AUTO_TEST_CASE(a_timestamp_echo_is_translated_by_what_was_seen)
{
    Translation known;
    Segment live;
    live.flags = ACK;
    live.options.AddTimestamps({777, 1});
    Learn(Tcp(". 1:1(0) ack 1 <TS val 100 ecr 1,nop,nop>"), live, known);
    const auto echo = [&known](const char* options) {
        return Injected(std::string(". 1:1(0) ack 1 win 9 ") + options, known)
            .options.Read()
            .timestamps.value();
    };
    BOOST_TEST((echo("<nop,nop,TS val 5 ecr 100>") == Timestamps{5, 777}));
    BOOST_TEST((echo("<nop,nop,TS val 5 ecr 101>") == Timestamps{5, 101}));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_sent_is_named)
{
    Translation known;
    const auto why = [&known](const char* text) {
        const Event event = OneEvent(text);
        return std::get<std::string>(
            ToLive(std::get<TcpPattern>(std::get<Packet>(event.action).pattern), known));
    };
    BOOST_TEST(why("+0 < S 0:0(0) win 9 <md5 x>") == "option md5 x");
    BOOST_TEST(why("+0 < S 0:0(0) win 9 <FO COOKIE,nop>") == "option FO COOKIE");
    known.cookies["COOKIE"] = {1, 2};
    const Segment segment = Injected("S 0:0(0) win 9 <FO COOKIE>", known);
    BOOST_TEST(segment.options.Size() == 4u);
    BOOST_TEST(why("+0 < S 0:0(0) win 9/udp(1 > 2)") == "TCP in UDP");
}

BOOST_AUTO_TEST_CASE(what_icmp_quotes_is_in_the_host_s_numbers)
{
    Translation known;
    known.local = Seq(5000);
    const auto quoted = [&known](const std::string& text) {
        const Event event = OneEvent("+0 < icmp unreachable port_unreachable " + text);
        const auto& icmp = std::get<IcmpPattern>(std::get<Packet>(event.action).pattern);
        return QuotedSequence(icmp.segment.value(), known).Value();
    };
    BOOST_TEST(quoted("[3:3(0)]") == 5003u);
    BOOST_TEST(quoted("[3:3(0)!]") == 3u);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(printer)

BOOST_AUTO_TEST_CASE(what_is_printed_reads_as_the_same_again)
{
    for (const char* text :
         {"+0.000 close(3) = 0",
          "1.250 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)",
          "* > S. ...(0) ack ... win 5 <mss 1460,nop,wscale 7,sackOK,TS val 1 ecr "
          "2,eol,eol,eol,eol>",
          "+0.300~+0.400 > F. 1:1(0) ack 1",
          "+0.000...0.010 read(3, ..., 1) = 1",
          "+0.000 > [ect0,ttl 3] 1 > 2 UEW.A 1:3(2)! ack 5! win 6 urg 7 <...>/udp(3 > 4)",
          "+0.000 < . 1:1(0) ack 1 win 9 <nop,nop,sack 1:2 3:4!>",
          "+0.000 < S 0:0(0) win 9 <FO 01ab,FOEXP,kind 200 0x01,nop>",
          "+0.000 < icmp unreachable frag_needed mtu 1300 [1:2(1)]",
          "+0.000 > udp(10)",
          "+0.000 `sysctl -w a=1`",
          "+0.000 %{ assert 1 }%",
          "+0.000 f(-1, 0x02, \"a\\\"b\", [1, [2]], {x=1, iov(2)=[{..., 40}], {}}, A|B, g(1)) = "
          "0x0a"})
    {
        BOOST_TEST(ToText(OneEvent(text)) == text);
    }
}

BOOST_AUTO_TEST_CASE(seconds_have_three_decimals_or_as_many_as_they_need)
{
    BOOST_TEST(SecondsText(milliseconds(1500)) == "1.500");
    BOOST_TEST(SecondsText(Duration(1)) == "0.000000001");
    BOOST_TEST(SecondsText(-milliseconds(20)) == "-0.020");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(report)

BOOST_AUTO_TEST_CASE(two_segments_stand_one_under_the_other_with_marks_below)
{
    const Script script =
        Parsed("// a listener\n"
               "+0 > S. 0:0(0) ack 1 win 65535 <mss 1460,nop,wscale 6,sackOK,eol,eol>\n");
    const Event& event = script.events.front();
    LiveSegment live;
    live.segment.flags = SYN | ACK;
    live.segment.ack = Seq(1);
    live.segment.window = 1000;
    live.segment.options.AddMaxSegmentSize(1380);
    live.segment.options.AddSackPermitted();
    const MatchResult result = Match(std::get<TcpPattern>(std::get<Packet>(event.action).pattern),
                                     live,
                                     Translation(),
                                     {});
    BOOST_TEST(MismatchText(script, event, result, milliseconds(20)) ==
               "test.pkt:2:1: the host sent another segment, at 0.020 s: window, an option's value "
               "and options\n"
               "    2 | +0 > S. 0:0(0) ack 1 win 65535 <mss 1460,nop,wscale 6,sackOK,eol,eol>\n"
               "  expected  S. 0:0(0) ack 1 win 65535 <mss 1460,nop,wscale 6,sackOK,eol,eol>\n"
               "  actual    S. 0:0(0) ack 1 win 1000  <mss 1380             ,sackOK,eol,eol>\n"
               "                            ^^^^^^^^^  ^^^^^^^^ ^^^ ^^^^^^^^\n");
}

BOOST_AUTO_TEST_CASE(a_wrong_time_is_told_with_its_tolerance)
{
    const Script script = Parsed("+0.300 > . 1:1(0) ack 1");
    const TimingResult timing = CheckTime(milliseconds(300),
                                          milliseconds(300),
                                          milliseconds(250),
                                          milliseconds(0),
                                          TimingRules());
    BOOST_TEST(MistimedText(script,
                            script.events.front(),
                            "the segment",
                            milliseconds(300),
                            milliseconds(300),
                            milliseconds(250),
                            timing) == "test.pkt:1:1: the segment came 0.050 s too early\n"
                                       "    1 | +0.300 > . 1:1(0) ack 1\n"
                                       "  expected  0.300 s, give or take 0.0375 s\n"
                                       "  actual    0.250 s\n");
}

BOOST_AUTO_TEST_SUITE_END()
