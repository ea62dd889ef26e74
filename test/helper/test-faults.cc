/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-faults.h"

#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>

using namespace ns3;

using Action = TcpLifecycleFaultAction;
using Target = TcpLifecycleFaultTarget;

namespace
{

/// A text that is not a rule, and where it goes wrong.
struct BadRule
{
    const char* text;    //!< the text
    std::size_t line;    //!< of the word
    std::size_t column;  //!< of the word
    const char* message; //!< part of what is said
};

const BadRule BAD_RULES[] = {
    {"lose A>B FIN 1",
     1,
     1,
     "'lose' is not an action; known: 'drop', 'delay', 'duplicate', 'corrupt'"},
    {"drop A>C FIN 1", 1, 6, "'A>C' is not a direction; known: 'A>B', 'B>A'"},
    {"drop A>B fin 1", 1, 10, "'fin' is not a segment; known: 'any', 'SYN', 'SYN,ACK'"},
    {"drop A>B FIN", 1, 13, "a number (1, 2, ...), '2-5', '3+' or 'every' is missing"},
    {"drop A>B", 1, 9, "segment is missing"},
    {"drop", 1, 5, "direction is missing"},
    {"drop A>B FIN 0", 1, 14, "'0' is not a number from 1"},
    {"drop A>B FIN first", 1, 14, "'first' is not a number"},
    {"drop A>B FIN 4294967297", 1, 14, "is not a number from 1 to 999999999"},
    {"drop A>B FIN -1", 1, 14, "'-1' is not a number"},
    {"drop A>B FIN 1 30ms", 1, 16, "'30ms' is one word too many"},
    {"delay A>B data 1", 1, 17, "a time such as '30ms' is missing"},
    {"delay A>B data 1 30", 1, 18, "'30' is not a time"},
    {"delay A>B data 1 ms", 1, 18, "'ms' is not a time"},
    {"delay A>B data 1 30 ms", 1, 18, "'30' is not a time"},
    {"delay A>B data 1 -3ms", 1, 18, "'-3ms' is not a time"},
    {"delay A>B data 1 3min", 1, 18, "units: ns, us, ms, s"},
    {"delay A>B data 1 9999999999s", 1, 18, "is not a time"},
    {"duplicate A>B SYN 1 5ms 2", 1, 25, "'2' is one word too many"},
    {"drop A>B FIN 1; drop A<B FIN 1", 1, 22, "'A<B' is not a direction"},
    {"drop A>B FIN 1\n  drop B>A FIN x", 2, 16, "'x' is not a number"},
    {"inject A>B 1s", 1, 14, "'' is not a segment such as"},
    {"inject A>B S 90:90(0)", 1, 12, "'S' is not a time"},
    {"inject A>B 1s S 90:91(0)", 1, 15, "'S 90:91(0)' is not a segment"},
    {"# a comment\n\ndrop B>A\tFIN x", 3, 14, "'x' is not a number"},
    {"drop A>B FIN 1\n\x01\x02 A>B", 2, 1, "'\\x01\\x02' is not an action"},
    {"drop A>B FIN 2-1", 1, 16, "'1' is not a number from 2 to 999999999"},
    {"drop A>B FIN 2-", 1, 16, "a number from 2 to 999999999 is missing"},
    {"drop A>B FIN 2++", 1, 14, "'2+' is not a number from 1"},
    {"drop A>B flags=F.F 1", 1, 18, "'F' is not a further control bit"},
    {"drop A>B flags=Fx 1", 1, 17, "'x' is not a further control bit; known: F S R P U E W ."},
    {"drop A>B flags= 1", 1, 16, "control bits are missing"},
    {"drop A>B FIN every sometimes",
     1,
     20,
     "'sometimes' is not a condition; known: 'per', 'state'"},
    {"drop A>B FIN 1 per host", 1, 20, "'connection' is expected"},
    {"drop A>B FIN 1 per", 1, 19, "'connection' is expected"},
    {"drop A>B FIN 1 state DOZING", 1, 22, "'DOZING' is not a state; known: 'CLOSED', 'LISTEN'"},
    {"drop A>B FIN 1 state LISTEN,", 1, 29, "a state is missing"},
    {"drop A>B FIN 1 state LISTEN,TIMEWAIT", 1, 29, "'TIMEWAIT' is not a state"},
    {"drop A>B any every probability 1.5", 1, 32, "'1.5' is not a number from 0 to 1"},
    {"drop A>B any every probability", 1, 31, "a number from 0 to 1 is missing"},
    {"drop A>B any every probability nan", 1, 32, "'nan' is not a number"},
    {"drop A>B any every burst 0.1", 1, 29, "a number from 0 to 1 is missing"},
    {"drop A>B any every burst 0.1 0.2 0", 1, 35, "a number from 0 to 1 is missing"},
    {"drop A>B any every burst 0.1 2", 1, 30, "'2' is not a number from 0 to 1"},
    {"drop A>B FIN 1 after 2", 1, 22, "'2' is not a time"},
    {"drop A>B FIN 1 until soon", 1, 22, "'soon' is not a time"},
    {"drop A>B FIN 1 after 1s after 2s", 1, 25, "'after' is a duplicate"},
    {"corrupt A>B data 1 3ms", 1, 20, "'3ms' is one word too many"},
    {"reorder A>B data 1 3", 1, 20, "'3' is not a time"},
    {"inject A>B PUSH on A>B FIN 1",
     1,
     12,
     "'PUSH' is not a time or kind of segment; known: 'RST'"},
    {"inject A>B RST seq many on A>B FIN 1",
     1,
     20,
     "'many' is not a number; known: '4711', 'next'"},
    {"inject A>B RST seq next*2 on A>B FIN 1", 1, 24, "'+' or '-' is expected"},
    {"inject A>B RST seq next+x on A>B FIN 1", 1, 25, "'x' is not a number from 0 to 4294967295"},
    {"inject A>B RST seq 4294967296 at 1s", 1, 20, "is not a number from 0 to 4294967295"},
    {"inject A>B RST times 0 at 1s", 1, 22, "'0' is not a number from 1"},
    {"inject A>B data len 65496 at 1s", 1, 21, "is not a number from 0 to 65495"},
    {"inject A>B RST", 1, 15, "the time is missing; known: 'at' and a time, 'on' and a segment"},
    {"inject A>B RST when 1s", 1, 16, "'when' is not a part of a segment, 'on' or 'at'"},
    {"inject A>B old at 1s", 1, 12, "'old' needs 'on'"},
    {"inject A>B old len 3 on A>B FIN 1", 1, 16, "an 'old' segment is as long as"},
    {"inject A>B RST at 1s sharp", 1, 22, "'sharp' is one word too many"},
    {"crash C at 1s", 1, 7, "'C' is not a host; known: 'A', 'B'"},
    {"crash A 1s", 1, 9, "'1s' is not expected; known: 'at'"},
    {"reboot A at noon", 1, 13, "'noon' is not a time"},
    {"reboot A on A>B FIN", 1, 20, "a number (1, 2, ...)"},
};

} // namespace

BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE(a_rule_is_action_direction_segment_and_which_one)
{
    const auto rules = TcpLifecycleFaults::Parse("drop B>A FIN 1");
    BOOST_REQUIRE_EQUAL(rules.size(), 1u);
    BOOST_TEST((rules[0] == TcpLifecycleFaultRule{Action::Drop, 'B', Target::Fin, 1, Time(0)}));
}

BOOST_AUTO_TEST_CASE(rules_are_separated_by_lines_or_semicolons)
{
    const auto rules =
        TcpLifecycleFaults::Parse("drop A>B data 3;delay A>B SYN,ACK 12 30ms # late\n"
                                  "\n;; duplicate B>A ACK 2\r\n"
                                  "duplicate B>A any 1 2.5us # twice");
    BOOST_REQUIRE_EQUAL(rules.size(), 4u);
    BOOST_TEST((rules[0] == TcpLifecycleFaultRule{Action::Drop, 'A', Target::Data, 3, Time(0)}));
    BOOST_TEST((rules[1] ==
                TcpLifecycleFaultRule{Action::Delay, 'A', Target::SynAck, 12, MilliSeconds(30)}));
    BOOST_TEST(
        (rules[2] == TcpLifecycleFaultRule{Action::Duplicate, 'B', Target::Ack, 2, Time(0)}));
    BOOST_TEST((rules[3] ==
                TcpLifecycleFaultRule{Action::Duplicate, 'B', Target::Any, 1, NanoSeconds(2500)}));
}

BOOST_AUTO_TEST_CASE(no_text_is_no_rules)
{
    BOOST_TEST(TcpLifecycleFaults::Parse("").empty());
    BOOST_TEST(TcpLifecycleFaults::Parse(" \n ; # nothing\n").empty());
}

BOOST_AUTO_TEST_CASE(a_word_that_is_wrong_is_refused_with_line_and_column)
{
    for (const BadRule& bad : BAD_RULES)
    {
        BOOST_TEST_CONTEXT(bad.text)
        {
            try
            {
                TcpLifecycleFaults::Parse(bad.text);
                BOOST_ERROR("was read");
            }
            catch (const TcpLifecycleSyntaxError& error)
            {
                BOOST_TEST(error.GetPlace().line == bad.line);
                BOOST_TEST(error.GetPlace().column == bad.column);
                BOOST_TEST(std::string(error.what()).find(bad.message) != std::string::npos,
                           error.what());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_rule_s_text_is_read_as_the_same_rule)
{
    for (const char* text : {"drop A>B SYN 1",
                             "drop B>A SYN,ACK 2",
                             "drop A>B FIN 3",
                             "drop A>B RST 999999999",
                             "delay A>B data 1 30ms",
                             "delay A>B any 1 0s",
                             "delay A>B any 1 1500us",
                             "delay A>B any 1 7ns",
                             "delay A>B any 1 2s",
                             "duplicate B>A ACK 1",
                             "duplicate B>A ACK 1 5ms",
                             "inject A>B 1500us S 90:90(0) win 65535",
                             "inject B>A 2s P. 301:401(100) ack 101 win 1000",
                             "drop A>B any every",
                             "drop A>B data 3+ per connection",
                             "drop A>B flags=FP. 2-5 state LAST-ACK,TIME-WAIT",
                             "drop A>B any every probability 0.25",
                             "drop A>B any every burst 0.01 0.3 0 1 after 1s until 2500ms",
                             "corrupt A>B data 1 per connection probability 0.5",
                             "reorder A>B data 1",
                             "reorder A>B data 1 20ms",
                             "inject A>B RST seq next on B>A SYN,ACK 1",
                             "inject A>B RST seq guess times 100 on B>A SYN,ACK 1 3ms",
                             "inject A>B RST seq 5 ack next win 0 at 3s",
                             "inject B>A SYN seq guess on A>B data 1",
                             "inject B>A SYN,ACK seq guess ack next-1 on A>B SYN 1",
                             "inject B>A data seq next+10 ack next len 100 on A>B data 1",
                             "inject B>A FIN seq next ack next at 7s",
                             "inject A>B old seq guess ack 301 on A>B data 1 2s",
                             "crash B at 5s",
                             "reboot A on B>A any 7 state SYN-SENT",
                             "crash B on A>B data 5 10ms per connection"})
    {
        const auto rules = TcpLifecycleFaults::Parse(text);
        BOOST_REQUIRE_EQUAL(rules.size(), 1u);
        BOOST_TEST(TcpLifecycleFaults::ToText(rules[0]) == text);
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_said_of_an_injected_segment_follows_from_its_kind)
{
    const auto text = [](const char* rule) {
        return TcpLifecycleFaults::ToText(TcpLifecycleFaults::Parse(rule).at(0));
    };
    // RFC 9293, 3.10.7.1 and 3.5.3: a RST that answers an ACK has SEG.SEQ alone
    BOOST_TEST(text("inject A>B RST on A>B ACK 1") == "inject A>B RST seq next on A>B ACK 1");
    BOOST_TEST(text("inject A>B SYN on A>B ACK 1") == "inject A>B SYN seq guess on A>B ACK 1");
    BOOST_TEST(text("inject A>B data on A>B ACK 1") ==
               "inject A>B data seq next ack next on A>B ACK 1");
    BOOST_TEST(text("inject A>B old on A>B ACK 1") ==
               "inject A>B old seq guess ack guess on A>B ACK 1");
}

BOOST_AUTO_TEST_CASE(places_count_from_where_the_text_stands)
{
    try
    {
        TcpLifecycleFaults::Parse("drop A>B FIN 1; lose", {"load.txt", 7, 9});
        BOOST_ERROR("was read");
    }
    catch (const TcpLifecycleSyntaxError& error)
    {
        BOOST_TEST(std::string(error.what()).find("load.txt, line 7, column 25: 'lose'") == 0u);
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_or_no_text_is_refused_by_its_name)
{
    const auto message = [](const std::string& path) {
        try
        {
            TcpLifecycleFaults::ReadFile(path);
            return std::string("was read");
        }
        catch (const std::invalid_argument& error)
        {
            return std::string(error.what());
        }
    };
    BOOST_TEST(message("no/such/rules.txt") ==
               "cannot read no/such/rules.txt: No such file or directory");
    BOOST_TEST(message("/") == "cannot read /: Is a directory");
}

BOOST_AUTO_TEST_SUITE_END()
