/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#define BOOST_TEST_DYN_LINK

#include "tcp-lifecycle-faults.h"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace ns3;

using Action = TcpLifecycleFaultAction;
using Target = TcpLifecycleFaultTarget;

namespace
{

/// A text that is no rule, and where it goes wrong.
struct BadRule
{
    const char* text;    //!< the text
    std::size_t line;    //!< of the word
    std::size_t column;  //!< of the word
    const char* message; //!< part of what is said
};

const BadRule BAD_RULES[] = {
    {"lose A>B FIN 1", 1, 1, "'lose' is no action; known: 'drop', 'delay', 'duplicate', 'inject'"},
    {"drop A>C FIN 1", 1, 6, "'A>C' is no direction; known: 'A>B', 'B>A'"},
    {"drop A>B fin 1", 1, 10, "'fin' is no segment; known: 'any', 'SYN', 'SYN,ACK'"},
    {"drop A>B FIN", 1, 13, "which one (1, 2, ...) is missing"},
    {"drop A>B", 1, 9, "segment is missing"},
    {"drop", 1, 5, "direction is missing"},
    {"drop A>B FIN 0", 1, 14, "'0' is no number from 1"},
    {"drop A>B FIN first", 1, 14, "'first' is no number"},
    {"drop A>B FIN 4294967297", 1, 14, "is no number from 1 to 999999999"},
    {"drop A>B FIN -1", 1, 14, "'-1' is no number"},
    {"drop A>B FIN 1 30ms", 1, 16, "'30ms' is one word too many"},
    {"delay A>B data 1", 1, 17, "a time such as '30ms' is missing"},
    {"delay A>B data 1 30", 1, 18, "'30' is no time"},
    {"delay A>B data 1 ms", 1, 18, "'ms' is no time"},
    {"delay A>B data 1 30 ms", 1, 18, "'30' is no time"},
    {"delay A>B data 1 -3ms", 1, 18, "'-3ms' is no time"},
    {"delay A>B data 1 3min", 1, 18, "units: ns, us, ms, s"},
    {"delay A>B data 1 9999999999s", 1, 18, "is no time"},
    {"duplicate A>B SYN 1 5ms 2", 1, 25, "'2' is one word too many"},
    {"drop A>B FIN 1; drop A<B FIN 1", 1, 22, "'A<B' is no direction"},
    {"drop A>B FIN 1\n  drop B>A FIN x", 2, 16, "'x' is no number"},
    {"inject A>B 1s", 1, 14, "'' is no segment such as"},
    {"inject A>B S 90:90(0)", 1, 12, "'S' is no time"},
    {"inject A>B 1s S 90:91(0)", 1, 15, "'S 90:91(0)' is no segment"},
    {"# a comment\n\ndrop B>A\tFIN x", 3, 14, "'x' is no number"},
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
            catch (const TcpLifecycleFaultSyntaxError& error)
            {
                BOOST_TEST(error.GetLine() == bad.line);
                BOOST_TEST(error.GetColumn() == bad.column);
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
                             "inject B>A 2s P. 301:401(100) ack 101 win 1000"})
    {
        const auto rules = TcpLifecycleFaults::Parse(text);
        BOOST_REQUIRE_EQUAL(rules.size(), 1u);
        BOOST_TEST(TcpLifecycleFaults::ToText(rules[0]) == text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
