/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-evaluator.h"

#include <boost/test/unit_test.hpp>

using namespace ns3::packetdrill;

namespace
{

/// \return an evaluator that knows some fields and constants
Evaluator
Fields()
{
    return Evaluator([](const std::string& name) -> std::optional<Value> {
        static const std::map<std::string, int64_t> VALUES = {{"tcpi_snd_cwnd", 10},
                                                              {"tcpi_state", 1},
                                                              {"TCPI_ESTABLISHED", 1},
                                                              {"tcpi_options", 5},
                                                              {"TCPI_OPT_SACK", 2},
                                                              {"TCPI_OPT_WSCALE", 4}};
        const auto found = VALUES.find(name);
        return found == VALUES.end() ? std::nullopt : std::optional<Value>(Value(found->second));
    });
}

/// \param text code at line 7, column 10 \return what comes of it
CodeOutcome
Run(const std::string& text)
{
    Evaluator evaluator = Fields();
    return evaluator.Run(Code{text, {7, 10}});
}

/// \param claim an expression \return whether it holds
bool
Holds(const std::string& claim)
{
    const CodeOutcome outcome = Run("assert " + claim);
    BOOST_TEST(
        (outcome.kind == CodeOutcome::Kind::Done || outcome.kind == CodeOutcome::Kind::Failed),
        claim << ": " << outcome.message);
    return outcome.kind == CodeOutcome::Kind::Done;
}

/// \param text code \return `broken` or `unsupported`, and where, and why
std::string
Wrong(const std::string& text)
{
    const CodeOutcome outcome = Run(text);
    BOOST_TEST((outcome.kind == CodeOutcome::Kind::Broken ||
                outcome.kind == CodeOutcome::Kind::Unsupported));
    return std::string(outcome.kind == CodeOutcome::Kind::Broken ? "broken " : "unsupported ") +
           std::to_string(outcome.position.line) + ':' + std::to_string(outcome.position.column) +
           ' ' + outcome.message;
}

} // namespace

BOOST_AUTO_TEST_SUITE(evaluator)

BOOST_AUTO_TEST_CASE(comparisons_hold_or_do_not)
{
    for (const char* claim : {"tcpi_snd_cwnd == 10",
                              "tcpi_snd_cwnd != 9",
                              "9 < tcpi_snd_cwnd",
                              "10 <= tcpi_snd_cwnd <= 10",
                              "11 > tcpi_snd_cwnd >= 10 == 0xa",
                              "tcpi_state == TCPI_ESTABLISHED",
                              "(tcpi_options & TCPI_OPT_WSCALE) != 0",
                              "tcpi_options & TCPI_OPT_WSCALE != 0 or True",
                              "1 | 4 == 5",
                              "not tcpi_options & TCPI_OPT_SACK",
                              "'a' + \"b\" == 'ab'",
                              "'a' 'b' == 'ab'",
                              "3 in (1, 2, 3) and 4 not in (1, 2)",
                              "'b' in 'abc'",
                              "(1, 2) == (1, 2)",
                              "max(1, 3, 2) == 3 and min(2, 1) == 1 and abs(-4) == 4"})
    {
        BOOST_TEST(Holds(claim), claim);
    }
    for (const char* claim : {"tcpi_snd_cwnd == 11",
                              "10 < tcpi_snd_cwnd <= 10",
                              "1 < 3 < 2",
                              "not 1",
                              "1 and 0",
                              "0 or 0",
                              "''",
                              "()",
                              "1 == '1'",
                              "3 not in (1, 2, 3)"})
    {
        BOOST_TEST(!Holds(claim), claim);
    }
}

BOOST_AUTO_TEST_CASE(operators_bind_as_in_python)
{
    // values by the Python language reference, section 6.17
    for (const char* claim : {"1 + 2 * 3 == 7",
                              "(1 + 2) * 3 == 9",
                              "10 - 4 - 3 == 3",
                              "-7 // 2 == -4",
                              "-7 % 3 == 2",
                              "7 % -3 == -2",
                              "7 / 2 == 3.5",
                              "1 << 4 | 3 == 19",
                              "6 & 3 ^ 1 == 3",
                              "1 + 1 << 2 == 8",
                              "-2 + ~1 == -4",
                              "- - 2 == 2",
                              "2.5 * 2 == 5",
                              "0xff == 255",
                              "100 >> 2 == 25",
                              "not 1 == 2",
                              "1 or 1 / 0"})
    {
        BOOST_TEST(Holds(claim), claim);
    }
}

BOOST_AUTO_TEST_CASE(a_failed_assertion_says_what_its_names_are)
{
    const CodeOutcome outcome = Run("\n  assert tcpi_snd_cwnd == 11, 'cwnd=%d' % tcpi_snd_cwnd");
    BOOST_TEST((outcome.kind == CodeOutcome::Kind::Failed));
    BOOST_TEST(outcome.position.line == 8u);
    BOOST_TEST(outcome.position.column == 3u);
    BOOST_TEST(outcome.message == "does not hold: assert tcpi_snd_cwnd == 11, "
                                  "'cwnd=%d' % tcpi_snd_cwnd; tcpi_snd_cwnd is 10 (cwnd=10)");
}

BOOST_AUTO_TEST_CASE(statements_end_with_their_line_or_a_semicolon)
{
    BOOST_TEST(Run("assert 1; assert 0").position.column == 20u);
    BOOST_TEST(Run("assert 1, 2; \\\n assert 0").position.line == 8u);
    BOOST_TEST(Run("assert 1 # ; assert 0\n").message == "");
    BOOST_TEST(Run("assert (1 ==\n 1)\nassert 0").position.line == 9u);
    BOOST_TEST(Run("").message == "");
    BOOST_TEST(Run(" ;; pass ; ").message == "");
}

BOOST_AUTO_TEST_CASE(variables_are_kept_from_block_to_block)
{
    Evaluator evaluator = Fields();
    const Position at{1, 1};
    evaluator.Run(Code{"TCP_INFINITE_SSTHRESH = 0x7fffffff; n = 1", at});
    evaluator.Run(Code{"n += 2\nn <<= 1", at});
    const CodeOutcome outcome =
        evaluator.Run(Code{"assert n == 6 and TCP_INFINITE_SSTHRESH == 2147483647", at});
    BOOST_TEST(outcome.message == "");
    // a variable comes before a field
    evaluator.Run(Code{"tcpi_snd_cwnd = 3", at});
    BOOST_TEST(evaluator.Run(Code{"assert tcpi_snd_cwnd == 3", at}).message == "");
}

BOOST_AUTO_TEST_CASE(print_gives_output)
{
    BOOST_TEST(Run("print tcpi_snd_cwnd, 'x'\nprint('a')\nprint").output == "10 x\na\n\n");
}

BOOST_AUTO_TEST_CASE(strings_are_formatted)
{
    const auto printed = [](const std::string& text) { return Run("print " + text).output; };
    BOOST_TEST(printed("'%d %s %x %%' % (1, 'a', 255)") == "1 a ff %\n");
    BOOST_TEST(printed("'%5d|%-5d|%05d' % (1, 2, 3)") == "    1|2    |00003\n");
    BOOST_TEST(printed("'%.2f %g' % (1.5, 2)") == "1.50 2\n");
    BOOST_TEST(printed("'%4s|%-4s|' % ('a', 'b')") == "   a|b   |\n");
    BOOST_TEST(printed("'%u %i %lld' % (1, 2.9, 3)") == "1 2 3\n");
    BOOST_TEST(printed("(1, 'a', 0.5)") == "(1, a, 0.5)\n");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_told_with_its_place)
{
    BOOST_TEST(Wrong("assert") == "broken 7:16 expected a value, found the end of the code");
    BOOST_TEST(Wrong("assert (1 == 1") == "broken 7:17 \"(\" does not close; expected \")\"");
    BOOST_TEST(Wrong("assert 1)") == "broken 7:18 \")\" without \"(\" before it");
    BOOST_TEST(Wrong("assert 1 2") ==
               "broken 7:19 expected an operator or the end of the line, found \"2\"");
    BOOST_TEST(Wrong("\nassert 1 ==\n") ==
               "broken 8:12 expected a value, found the end of the line");
    BOOST_TEST(Wrong("print 'abc") == "broken 7:16 the string does not end in its line");
    BOOST_TEST(Wrong("x = 0xzz") == "broken 7:14 not an integer of 64 bits: 0xzz");
    BOOST_TEST(Wrong("x = 99999999999999999999") ==
               "broken 7:14 not an integer of 64 bits: 99999999999999999999");
    BOOST_TEST(Wrong("assert 1 / 0") == "broken 7:17 division by zero");
    BOOST_TEST(Wrong("x = 0x7fffffffffffffff + 1") ==
               "broken 7:14 the result does not fit in 64 bits");
    BOOST_TEST(Wrong("x = 1 << 63") == "broken 7:14 a shift by 63; 0 to 62 is possible");
    BOOST_TEST(Wrong("x = 'a' < 1").substr(0, 11) == "broken 7:14");
    BOOST_TEST(Wrong("x = '%d' % (1, 2)") == "broken 7:14 the format wants 1 values, not 2");
    BOOST_TEST(Wrong("x = '%d %d' % 1") == "broken 7:14 the format wants more than 1 values");
    BOOST_TEST(Wrong("x = '%999d' % 1") == "broken 7:14 a width in a format is at most 99");
    BOOST_TEST(Wrong("x = '%d' % 'a'") == "broken 7:14 an integer is needed, not a");
    BOOST_TEST(Wrong("x = '%' % 1") == "broken 7:14 the format ends after \"%\"");
}

BOOST_AUTO_TEST_CASE(what_is_beyond_is_unsupported_with_its_name)
{
    BOOST_TEST(Wrong("assert tcpi_none == 1") == "unsupported 7:17 the name tcpi_none in code");
    BOOST_TEST(Wrong("import os") == "unsupported 7:10 \"import\" in code");
    BOOST_TEST(Wrong("assert 1 if 2 else 3") == "unsupported 7:19 \"if\" in code");
    BOOST_TEST(Wrong("x = [1]") == "unsupported 7:14 \"[\" in code");
    BOOST_TEST(Wrong("x = f(1)") == "unsupported 7:14 the function f() in code");
}

BOOST_AUTO_TEST_CASE(nesting_has_an_end)
{
    BOOST_TEST(Wrong("x = " + std::string(100000, '(') + '1' + std::string(100000, ')'))
                   .find("more than 100 levels") != std::string::npos);
    std::string sum = "x = 1";
    std::string nots = "x = ";
    for (int i = 0; i < 1000; ++i)
    {
        sum += " + 1";
        nots += "not ";
    }
    BOOST_TEST(Wrong(sum).find("more than 100 levels") != std::string::npos);
    BOOST_TEST(Wrong(nots + '1').find("more than 100 levels") != std::string::npos);
    BOOST_TEST(Wrong("x = " + std::string(1000, '-') + '1').find("levels") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
