/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-results.h"

#include <boost/test/unit_test.hpp>

using namespace ns3::packetdrill;

namespace
{

/// \return one result of each verdict
std::vector<ScriptResult>
OneOfEach()
{
    return {{"a.pkt", Verdict::Passed, {}, "", {}, std::chrono::milliseconds(2)},
            {"b#1.pkt",
             Verdict::Failed,
             {3, 1},
             "b#1.pkt:3:1: the host sent another segment: <flags>\n  expected  S\n",
             {},
             std::chrono::milliseconds(3)},
            {"c.pkt", Verdict::Unsupported, {4, 2}, "c.pkt:4:2: splice()", {}, {}},
            {"d.pkt", Verdict::NotEvaluated, {}, "define one of X, Y", {}, {}},
            {"e.pkt", Verdict::Broken, {1, 1}, "e.pkt:1:1: expected \"a\"", {}, {}}};
}

} // namespace

BOOST_AUTO_TEST_SUITE(results)

BOOST_AUTO_TEST_CASE(the_exit_status_is_0_only_if_all_passed)
{
    std::vector<ScriptResult> results(1);
    BOOST_TEST(ExitStatus(results) == 0);
    for (const Verdict verdict : {Verdict::Failed, Verdict::Unsupported, Verdict::NotEvaluated})
    {
        results[0].verdict = verdict;
        BOOST_TEST(ExitStatus(results) == 1);
    }
    results[0].verdict = Verdict::Broken;
    BOOST_TEST(ExitStatus(results) == 2);
    BOOST_TEST(ExitStatus(OneOfEach()) == 2);
}

BOOST_AUTO_TEST_CASE(each_script_has_a_line)
{
    const std::vector<ScriptResult> results = OneOfEach();
    BOOST_TEST(LineText(results[0]) == "passed         a.pkt");
    BOOST_TEST(LineText(results[1]) ==
               "failed         b#1.pkt:3:1: the host sent another segment: <flags>");
    BOOST_TEST(LineText(results[3]) == "not evaluated  d.pkt: define one of X, Y");
    BOOST_TEST(SummaryText(results) ==
               "5 scripts: 1 passed, 1 failed, 1 unsupported, 1 not evaluated, 1 broken");
    BOOST_TEST(SummaryText({results[0]}) == "1 script: 1 passed");
}

BOOST_AUTO_TEST_CASE(tap_has_a_plan_and_a_line_for_each)
{
    BOOST_TEST(TapText(OneOfEach()) ==
               "TAP version 13\n"
               "1..5\n"
               "ok 1 - a.pkt\n"
               "not ok 2 - b\\#1.pkt\n"
               "  ---\n"
               "  verdict: failed\n"
               "  message: |\n"
               "    b#1.pkt:3:1: the host sent another segment: <flags>\n"
               "      expected  S\n"
               "  ...\n"
               "not ok 3 - c.pkt # TODO unsupported: c.pkt:4:2: splice()\n"
               "ok 4 - d.pkt # SKIP not evaluated: define one of X, Y\n"
               "not ok 5 - e.pkt\n"
               "  ---\n"
               "  verdict: broken\n"
               "  message: |\n"
               "    e.pkt:1:1: expected \"a\"\n"
               "  ...\n"
               "# 5 scripts: 1 passed, 1 failed, 1 unsupported, 1 not evaluated, 1 broken\n");
}

BOOST_AUTO_TEST_CASE(junit_has_counts_and_a_case_for_each)
{
    BOOST_TEST(
        JunitText("google & co", OneOfEach()) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites>\n"
        "  <testsuite name=\"google &amp; co\" tests=\"5\" failures=\"1\" errors=\"1\" "
        "skipped=\"2\" time=\"0.005\">\n"
        "    <testcase classname=\"google &amp; co\" name=\"a.pkt\" time=\"0.002\"/>\n"
        "    <testcase classname=\"google &amp; co\" name=\"b#1.pkt\" time=\"0.003\">\n"
        "      <failure message=\"b#1.pkt:3:1: the host sent another segment: &lt;flags&gt;\">"
        "b#1.pkt:3:1: the host sent another segment: &lt;flags&gt;\n  expected  S\n</failure>\n"
        "    </testcase>\n"
        "    <testcase classname=\"google &amp; co\" name=\"c.pkt\" time=\"0.000\">\n"
        "      <skipped message=\"unsupported: c.pkt:4:2: splice()\"/>\n"
        "    </testcase>\n"
        "    <testcase classname=\"google &amp; co\" name=\"d.pkt\" time=\"0.000\">\n"
        "      <skipped message=\"not evaluated: define one of X, Y\"/>\n"
        "    </testcase>\n"
        "    <testcase classname=\"google &amp; co\" name=\"e.pkt\" time=\"0.000\">\n"
        "      <error message=\"e.pkt:1:1: expected &quot;a&quot;\">"
        "e.pkt:1:1: expected &quot;a&quot;</error>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n");
}

BOOST_AUTO_TEST_SUITE_END()
