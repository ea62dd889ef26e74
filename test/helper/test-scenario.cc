/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "helper-test-scenario.h"
#include "tcp-lifecycle-formula.h"
#include "tcp-lifecycle-scenario-report.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>
#include <stdexcept>
#include <string>

using namespace ns3;
using namespace helper_test;

BOOST_AUTO_TEST_SUITE(scenario)

BOOST_AUTO_TEST_CASE(a_formula_is_a_sum_of_named_times)
{
    const TcpLifecycleSymbols symbols = {{"d", MilliSeconds(10)},
                                         {"D", MilliSeconds(3)},
                                         {"MSL2", Seconds(240)}};
    BOOST_TEST((EvaluateTcpLifecycleFormula("0", symbols) == Time(0)));
    BOOST_TEST((EvaluateTcpLifecycleFormula("d", symbols) == MilliSeconds(10)));
    BOOST_TEST((EvaluateTcpLifecycleFormula("2*d+D", symbols) == MilliSeconds(23)));
    BOOST_TEST((EvaluateTcpLifecycleFormula("d-D", symbols) == MilliSeconds(7)));
    BOOST_TEST((EvaluateTcpLifecycleFormula("-d+2*D", symbols) == MilliSeconds(-4)));
    BOOST_TEST((EvaluateTcpLifecycleFormula("d-D-d+MSL2", symbols) == MilliSeconds(239997)));
}

BOOST_AUTO_TEST_CASE(what_is_no_formula_is_refused)
{
    const TcpLifecycleSymbols symbols = {{"d", MilliSeconds(10)}};
    for (const char* text :
         {"", "e", "2d", "2*", "*d", "d+", "d-", "+d", "d++d", "d d", "x*d", "-"})
    {
        BOOST_CHECK_THROW(EvaluateTcpLifecycleFormula(text, symbols), std::invalid_argument);
    }
    BOOST_CHECK_EXCEPTION(EvaluateTcpLifecycleFormula("d\n", symbols),
                          std::invalid_argument,
                          [](const std::exception& error) {
                              return error.what() == std::string("'d\\x0a' in 'd\\x0a' is unknown");
                          });
}

BOOST_AUTO_TEST_CASE(a_formula_whose_value_is_no_time_is_refused)
{
    const TcpLifecycleSymbols symbols = {{"y", Seconds(3e8)}};
    BOOST_TEST((EvaluateTcpLifecycleFormula("30*y", symbols) == Seconds(9e9)));
    for (const char* text : {"31*y", "30*y+y", "-30*y-y", "999999*y"})
    {
        BOOST_CHECK_THROW(EvaluateTcpLifecycleFormula(text, symbols), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_CASE(the_catalogue_has_s01_to_s31)
{
    std::set<std::string> numbers;
    std::set<std::string> names;
    for (const auto& scenario : TcpLifecycleScenarioCatalogue())
    {
        numbers.insert(scenario.number);
        BOOST_TEST(names.insert(scenario.name).second, scenario.name << " is there twice");
        BOOST_TEST(FindTcpLifecycleScenario(scenario.name) == &scenario);
    }
    for (int number = 1; number <= 31; ++number)
    {
        const std::string name = (number < 10 ? "S0" : "S") + std::to_string(number);
        BOOST_TEST(numbers.count(name) == 1u, name);
    }
}

BOOST_AUTO_TEST_CASE(a_name_that_is_nearly_right_finds_its_neighbour)
{
    BOOST_TEST(FindTcpLifecycleScenario("client-clos") == nullptr);
    BOOST_TEST(NearestTcpLifecycleScenarios("client-clos", 1).at(0) == "client-close");
    BOOST_TEST(NearestTcpLifecycleScenarios("fin-overtakes", 3).at(0) == "fin-overtakes-data");
    BOOST_TEST(NearestTcpLifecycleScenarios("x", 1000).size() ==
               TcpLifecycleScenarioCatalogue().size());
}

BOOST_AUTO_TEST_CASE(every_story_meets_its_own_predictions_on_slow_and_fast_links)
{
    for (const auto& scenario : TcpLifecycleScenarioCatalogue())
    {
        for (const char* rate : {"1Mbps", "1Gbps"})
        {
            BOOST_TEST_CONTEXT(scenario.name << " at " << rate)
            {
                TcpLifecycleScenarioParameters world;
                world.rate = DataRate(rate);
                world.delay = MilliSeconds(20);
                TcpLifecycleScenarioRun run(scenario, world);
                run.Run();
                for (const auto& result : run.GetResults())
                {
                    BOOST_TEST(result.IsAsExpected(),
                               result.measure.end << ' ' << ToText(result.measure.state) << ' '
                                                  << result.measure.formula);
                }
                BOOST_TEST((scenario.segments == 0 || run.GetSegments() == scenario.segments));
                BOOST_TEST(run.GetStruck().first == run.GetStruck().second);
                BOOST_TEST(TcpLifecycleScenarioTable(run).find("differs") == std::string::npos);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_rule_that_meets_no_segment_is_reported)
{
    const Play play("client-close", false, "drop A>B FIN 7");
    BOOST_TEST(TcpLifecycleScenarioTable(play.run).find(
                   "1 of 1 fault rules did not match a segment") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_rule_injects_a_segment_as_if_its_sender_had_sent_it)
{
    // A RST exactly at B's RCV.NXT, which A never sent (RFC 5961, 3: a guess that is right)
    for (const bool ipv6 : {false, true})
    {
        const Play play("client-close", ipv6, "inject A>B 60ms R 101:101(0)");
        BOOST_TEST(play.run.GetStruck().first == 1u);
        const auto& transitions = play.run.GetModel().transitions;
        BOOST_TEST(std::any_of(transitions.begin(), transitions.end(), [](const auto& transition) {
            return transition.end == 1 && transition.to == lifecycle::State::Closed &&
                   transition.time == MilliSeconds(60);
        }));
    }
}

BOOST_AUTO_TEST_CASE(parameters_that_make_no_sense_are_refused)
{
    const TcpLifecycleScenario& scenario = TcpLifecycleScenarioCatalogue().front();
    TcpLifecycleScenarioParameters world;
    world.loss = 1.5;
    BOOST_CHECK_THROW(TcpLifecycleScenarioRun(scenario, world), std::invalid_argument);
    world = {};
    world.rate = DataRate(0);
    BOOST_CHECK_THROW(TcpLifecycleScenarioRun(scenario, world), std::invalid_argument);
    world = {};
    world.times["Q"] = Seconds(1);
    BOOST_CHECK_THROW(TcpLifecycleScenarioRun(scenario, world), std::invalid_argument);
    world = {};
    world.faults = "drop it";
    BOOST_CHECK_THROW(TcpLifecycleScenarioRun(scenario, world), TcpLifecycleSyntaxError);
}

BOOST_AUTO_TEST_CASE(a_lossy_link_loses_about_as_many_packets_as_it_says)
{
    TcpLifecycleScenarioParameters world;
    world.loss = 1;
    TcpLifecycleScenarioRun run(TcpLifecycleScenarioCatalogue().front(), world);
    run.Run();
    BOOST_TEST(!run.GetModel().segments.empty());
    for (const auto& segment : run.GetModel().segments)
    {
        BOOST_TEST(!segment.received);
    }
    BOOST_TEST(!run.GetEstablished());
}

BOOST_AUTO_TEST_CASE(a_run_says_all_that_is_needed_to_have_it_again)
{
    const Play play("fin-overtakes-data", true);
    const std::string text = play.run.Describe();
    for (const char* line : {"scenario: fin-overtakes-data\n",
                             "rate: 10000000bps\n",
                             "ip: 6\n",
                             "fault: delay A>B data 1 4ms\n",
                             "A InitialSequence: 100\n",
                             "B InitialSequence: 300\n",
                             "B TimeWaitDuration: 240s\n"})
    {
        BOOST_TEST(text.find(line) != std::string::npos, line << " is not in\n" << text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
