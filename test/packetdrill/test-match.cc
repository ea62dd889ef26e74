/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-match.h"
#include "packetdrill-test-script.h"

#include <boost/test/unit_test.hpp>
#include <functional>

using namespace ns3::packetdrill;
using namespace ns3::lifecycle;

namespace
{

constexpr uint32_t LOCAL = 0xfffffff0; //!< initial number of the host, near the wrap
constexpr uint32_t REMOTE = 7000;      //!< initial number of the script's side

/// \return numbers of a connection whose SYNs have been seen
Translation
Known()
{
    Translation translation;
    translation.local = Seq(LOCAL);
    translation.remote = Seq(REMOTE);
    return translation;
}

/// \return `P. 1:101(100) ack 1 win 500 <nop,nop,TS val 1000 ecr 55>`, live
LiveSegment
Data()
{
    LiveSegment live;
    live.segment.flags = PSH | ACK;
    live.segment.seq = Seq(LOCAL) + 1;
    live.segment.length = 100;
    live.segment.ack = Seq(REMOTE) + 1;
    live.segment.window = 500;
    live.segment.options.AddNoOperation();
    live.segment.options.AddNoOperation();
    live.segment.options.AddTimestamps({1000, 55});
    live.tos = 0x02;
    live.hopLimit = 64;
    return live;
}

/// \param text what is expected \param live what came \param rules how exactly \return what differs
std::vector<Field>
Differences(const std::string& text, const LiveSegment& live, const MatchRules& rules = {})
{
    return Match(Tcp(text), live, Known(), rules).Differences();
}

using Fields = std::vector<Field>;

} // namespace

BOOST_AUTO_TEST_SUITE(match)

BOOST_AUTO_TEST_CASE(a_segment_that_is_as_written_matches)
{
    for (const char* text : {"P. 1:101(100) ack 1 win 500 <nop,nop,TS val 1 ecr 2>",
                             "P. 1:101(100) ack 1 <nop,nop,TS val 1 ecr 2>",
                             "P. 1:101(100) ack 1 <...>",
                             "P. 1:101(100) <...>",
                             "P. ...(100) ack ... <...>",
                             "[ect0] P. 1:101(100) ack 1 <...>",
                             "[ect01] P. 1:101(100) ack 1 <...>",
                             "(ttl 64) P. 1:101(100) ack 1 <...>",
                             "P. 4294967281:85(100)! ack 7001! <...>"})
    {
        BOOST_TEST(Differences(text, Data()).empty(), text);
    }
}

BOOST_AUTO_TEST_CASE(each_field_that_differs_is_found_alone)
{
    const auto only = [](const char* text, Field field) {
        const Fields found = Differences(text, Data());
        BOOST_TEST_CONTEXT(text)
        {
            BOOST_REQUIRE_EQUAL(found.size(), 1u);
            BOOST_TEST(ToText(found.front()) == ToText(field));
        }
    };
    only(". 1:101(100) ack 1 <...>", Field::Flags);
    only("P.U 1:101(100) ack 1 <...>", Field::Flags);
    only("EP. 1:101(100) ack 1 <...>", Field::Flags);
    only("P.A 1:101(100) ack 1 <...>", Field::Flags);
    only("P. 2:102(100) ack 1 <...>", Field::Sequence);
    only("P. 1:101(100)! ack 1 <...>", Field::Sequence);
    only("P. 1:100(99) ack 1 <...>", Field::Length);
    only("P. ...(99) ack 1 <...>", Field::Length);
    only("P. 1:101(100) ack 2 <...>", Field::Ack);
    only("P. 1:101(100) ack 1! <...>", Field::Ack);
    only("P. 1:101(100) ack 1 win 501 <...>", Field::Window);
    only("P. 1:101(100) ack 1 urg 1 <...>", Field::Urgent);
    only("[ce] P. 1:101(100) ack 1 <...>", Field::Ecn);
    only("[ect1] P. 1:101(100) ack 1 <...>", Field::Ecn);
    only("[tos 3] P. 1:101(100) ack 1 <...>", Field::Tos);
    only("(hlim 63) P. 1:101(100) ack 1 <...>", Field::HopLimit);
    only("[flowlabel 1] P. 1:101(100) ack 1 <...>", Field::FlowLabel);
    only("1 > 2 P. 1:101(100) ack 1 <...>", Field::Ports);
    only("P. 1:101(100) ack 1", Field::Options);
    only("P. 1:101(100) ack 1 <TS val 1 ecr 2,nop,nop>", Field::Options);
    only("P. 1:101(100) ack 1 <nop,nop,nop,nop,TS val 1 ecr 2,eol,eol>", Field::Options);
}

BOOST_AUTO_TEST_CASE(an_urgent_pointer_that_is_not_expected_must_be_zero)
{
    LiveSegment live = Data();
    live.segment.urgentPointer = 1;
    BOOST_TEST((Differences("P. 1:101(100) ack 1 <...>", live) == Fields{Field::Urgent}));
}

BOOST_AUTO_TEST_CASE(an_acknowledgment_that_is_expected_needs_its_flag)
{
    LiveSegment live = Data();
    live.segment.flags = PSH;
    BOOST_TEST(
        (Differences("P. 1:101(100) ack 1 <...>", live) == Fields{Field::Flags, Field::Ack}));
    // and the other way round
    BOOST_TEST((Differences("P 1:101(100) <...>", Data()) == Fields{Field::Flags}));
}

BOOST_AUTO_TEST_CASE(values_of_options_count)
{
    LiveSegment live;
    live.segment.flags = SYN;
    live.segment.seq = Seq(LOCAL);
    live.segment.options.AddMaxSegmentSize(1460);
    live.segment.options.AddWindowScale(7);
    live.segment.options.AddNoOperation();
    const auto found = [&live](const char* options) {
        return Differences("S 0:0(0) " + std::string(options), live);
    };
    BOOST_TEST(found("<mss 1460,wscale 7,nop>").empty());
    BOOST_TEST(found("<mss ...,wscale ...,nop>").empty());
    BOOST_TEST((found("<mss 1461,wscale 7,nop>") == Fields{Field::OptionValue}));
    BOOST_TEST((found("<mss 1460,wscale 8,nop>") == Fields{Field::OptionValue}));
    BOOST_TEST((found("<mss 1460,nop,wscale 7>") == Fields{Field::Options}));
    BOOST_TEST((found("<mss 1460,kind 4 0x00,nop>") == Fields{Field::Options}));
}

BOOST_AUTO_TEST_CASE(padding_that_is_added_when_a_header_is_written_is_end_of_list)
{
    LiveSegment live;
    live.segment.flags = SYN;
    live.segment.seq = Seq(LOCAL);
    live.segment.options.AddMaxSegmentSize(1460);
    live.segment.options.AddSackPermitted();
    BOOST_TEST(Differences("S 0:0(0) <mss 1460,sackOK,eol,eol>", live).empty());
    live.segment.options.AddEndOfList();
    BOOST_TEST(Differences("S 0:0(0) <mss 1460,sackOK,eol,eol>", live).empty());
    BOOST_TEST((Differences("S 0:0(0) <mss 1460,sackOK,nop,nop>", live) == Fields{Field::Options}));
}

BOOST_AUTO_TEST_CASE(sack_blocks_are_in_the_script_s_numbers)
{
    LiveSegment live = Data();
    live.segment.options = Options();
    const SackBlock blocks[] = {{Seq(REMOTE) + 11, Seq(REMOTE) + 21},
                                {Seq(REMOTE) + 31, Seq(REMOTE) + 41}};
    live.segment.options.AddNoOperation();
    live.segment.options.AddNoOperation();
    live.segment.options.AddSack(blocks, 2);
    const std::string start = "P. 1:101(100) ack 1 <nop,nop,sack ";
    BOOST_TEST(Differences(start + "11:21 31:41>", live).empty());
    BOOST_TEST(Differences(start + "7011:7021! 31:41>", live).empty());
    BOOST_TEST((Differences(start + "31:41 11:21>", live) == Fields{Field::OptionValue}));
    BOOST_TEST((Differences(start + "11:21>", live) == Fields{Field::OptionValue}));
    BOOST_TEST((Differences(start + "11:22 31:41>", live) == Fields{Field::OptionValue}));
    BOOST_TEST((Differences(start + "12:21 31:41>", live) == Fields{Field::OptionValue}));
}

BOOST_AUTO_TEST_CASE(any_initial_sequence_number_is_right_and_then_known)
{
    LiveSegment live;
    live.segment.flags = SYN;
    live.segment.seq = Seq(12345);
    Translation translation;
    const TcpPattern syn = Tcp("S 10:10(0)");
    BOOST_TEST(Match(syn, live, translation, {}).Matches());
    Learn(syn, live.segment, translation);
    BOOST_TEST(translation.LocalBase().Value() == 12335u);
    BOOST_TEST(Match(syn, live, translation, {}).Matches());
    live.segment.seq += 1;
    BOOST_TEST(!Match(syn, live, translation, {}).Matches());
    // a second SYN does not change it
    Learn(Tcp("S ...(0)"), live.segment, translation);
    BOOST_TEST(translation.LocalBase().Value() == 12335u);
}

BOOST_AUTO_TEST_CASE(before_a_syn_numbers_stand_for_themselves)
{
    LiveSegment live;
    live.segment.flags = RST;
    live.segment.seq = Seq(9);
    BOOST_TEST(Match(Tcp("R 9:9(0)"), live, Translation(), {}).Matches());
    BOOST_TEST(!Match(Tcp("R 8:8(0)"), live, Translation(), {}).Matches());
}

BOOST_AUTO_TEST_CASE(echoes_count_only_if_strict)
{
    MatchRules strict;
    strict.strict = true;
    const std::string right = "P. 1:101(100) ack 1 <nop,nop,TS val 1 ecr 55>";
    const std::string wrong = "P. 1:101(100) ack 1 <nop,nop,TS val 1 ecr 56>";
    BOOST_TEST(Differences(right, Data(), strict).empty());
    BOOST_TEST((Differences(wrong, Data(), strict) == Fields{Field::OptionValue}));
    BOOST_TEST(Differences(wrong, Data()).empty());
}

BOOST_AUTO_TEST_CASE(values_of_the_timestamp_clock_count_if_its_tick_is_known)
{
    Translation translation = Known();
    translation.firstStamp = {100, 900};
    MatchRules rules;
    const auto matches = [&translation, &rules](uint32_t value) {
        return Match(Tcp("P. 1:101(100) <nop,nop,TS val " + std::to_string(value) + " ecr 55>"),
                     Data(),
                     translation,
                     rules)
            .Matches();
    };
    BOOST_TEST(matches(77777)); // without a tick
    rules.tsTick = std::chrono::milliseconds(1);
    BOOST_TEST(matches(200)); // the live one is 100 after the first, too
    BOOST_TEST(matches(204));
    BOOST_TEST(matches(196)); // 4 ms are the tolerance
    BOOST_TEST(!matches(205));
    BOOST_TEST(!matches(195));
    rules.tsTick = std::chrono::microseconds(100);
    BOOST_TEST(matches(240));
    BOOST_TEST(!matches(241));
    rules.tsTick = std::nullopt;
    rules.strict = true; // then a millisecond
    BOOST_TEST(matches(204));
    BOOST_TEST(!matches(205));
}

BOOST_AUTO_TEST_CASE(a_named_cookie_is_learnt_and_then_counts)
{
    LiveSegment live;
    live.segment.flags = SYN | ACK;
    live.segment.seq = Seq(LOCAL);
    const uint8_t option[] = {34, 6, 1, 2, 3, 4, 1, 1};
    live.segment.options.AddRaw(option, sizeof option);
    Translation translation = Known();
    const TcpPattern named = Tcp("S. 0:0(0) <FO COOKIE,nop,nop>");
    BOOST_TEST(Match(named, live, translation, {}).Matches());
    Learn(named, live.segment, translation);
    BOOST_TEST(Match(named, live, translation, {}).Matches());
    BOOST_TEST(Match(Tcp("S. 0:0(0) <FO 01020304,nop,nop>"), live, translation, {}).Matches());
    BOOST_TEST(!Match(Tcp("S. 0:0(0) <FO 01020305,nop,nop>"), live, translation, {}).Matches());
    translation.cookies["COOKIE"] = {9};
    BOOST_TEST(!Match(named, live, translation, {}).Matches());
    BOOST_TEST(!Match(Tcp("S. 0:0(0) <FOEXP 0102,nop,nop>"), live, translation, {}).Matches());
}

BOOST_AUTO_TEST_CASE(fast_open_as_an_experiment_is_another_option)
{
    LiveSegment live;
    live.segment.flags = SYN | ACK;
    live.segment.seq = Seq(LOCAL);
    const uint8_t option[] = {254, 6, 0xf9, 0x89, 1, 2, 1, 1}; // RFC 7413, 4.1: kind 254, 0xf989
    live.segment.options.AddRaw(option, sizeof option);
    BOOST_TEST(Differences("S. 0:0(0) <FOEXP 0102,nop,nop>", live).empty());
    BOOST_TEST((Differences("S. 0:0(0) <FO 01020304,nop,nop>", live) == Fields{Field::Options}));
    BOOST_TEST((Differences("S. 0:0(0) <FOEXP 0103,nop,nop>", live) == Fields{Field::OptionValue}));
}

BOOST_AUTO_TEST_CASE(a_named_cookie_is_not_empty)
{
    LiveSegment live;
    live.segment.flags = SYN | ACK;
    live.segment.seq = Seq(LOCAL);
    const uint8_t option[] = {34, 2, 1, 1};
    live.segment.options.AddRaw(option, sizeof option);
    BOOST_TEST(Differences("S. 0:0(0) <FO,nop,nop>", live).empty());
    BOOST_TEST((Differences("S. 0:0(0) <FO COOKIE,nop,nop>", live) == Fields{Field::OptionValue}));
}

BOOST_AUTO_TEST_SUITE_END()
