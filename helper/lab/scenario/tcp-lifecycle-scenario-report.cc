/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-scenario-report.h"

#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-page.h"

#include "ns3/string.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Describes scenarios and their results.
 */

namespace ns3
{

namespace
{

/// \param text a text \param width columns \return the text, padded with spaces
std::string
Padded(const std::string& text, std::size_t width)
{
    return text + std::string(width - std::min(width, text.size()), ' ');
}

/// \param time a time \return milliseconds, exact to the nanosecond, in 17 columns
std::string
Exact(Time time)
{
    const int64_t ns = time.GetNanoSeconds();
    char text[40];
    std::snprintf(text,
                  sizeof(text),
                  "%s%lld.%06lld",
                  ns < 0 ? "-" : "",
                  static_cast<long long>(std::abs(ns) / 1000000),
                  static_cast<long long>(std::abs(ns) % 1000000));
    const std::string digits = text;
    return std::string(17 - std::min<std::size_t>(17, digits.size()), ' ') + digits;
}

/// \param measure a measure \return its description
std::string
Words(const TcpLifecycleScenarioMeasure& measure)
{
    const std::string state = lifecycle::ToText(measure.state);
    const std::string whose = std::string(1, measure.end) + ' ';
    if (measure.quantity == TcpLifecycleScenarioQuantity::Dwell)
    {
        return whose + "in " + state;
    }
    const bool sinceStart = measure.from == TcpLifecycleScenarioFrom::Start;
    return whose + "enters " + state + (sinceStart ? " (t = 0)" : "");
}

/// \param record an end of a connection \return how it ended
std::string
Ending(const TcpLifecycleRecord& record)
{
    const lifecycle::ConnectionRecord& r = record.connection;
    std::string text = std::string("outcome ") + ToText(r.outcome) + ", closed by " +
                       ToText(r.closer) + ", " + ToText(r.closeType) + "; segments sent " +
                       std::to_string(r.segmentsSent) + ", received " +
                       std::to_string(r.segmentsReceived);
    text += r.finRepeated > 0 ? "; FIN retransmitted " + std::to_string(r.finRepeated) + "x" : "";
    text += r.timeWaitRestarts > 0 ? "; 2MSL restarted " + std::to_string(r.timeWaitRestarts) + "x"
                                   : "";
    return text;
}

} // namespace

std::string
TcpLifecycleScenarioList()
{
    std::string text;
    for (const auto& scenario : TcpLifecycleScenarioCatalogue())
    {
        text += Padded(scenario.name, 24) + Padded(scenario.number, 5) + scenario.summary + '\n';
    }
    return text;
}

std::string
TcpLifecycleScenarioSummary(const TcpLifecycleScenario& scenario)
{
    return scenario.name + (scenario.number == "-" ? "" : " (" + scenario.number + ")") + ": " +
           scenario.source + '\n' + scenario.summary + '\n' +
           (scenario.faults.empty() ? "" : "Fault: " + scenario.faults + '\n');
}

std::string
TcpLifecycleScenarioTable(const TcpLifecycleScenarioRun& run)
{
    std::string text =
        Padded("", 30) + Padded("formula", 10) + "    predicted/ms      measured/ms\n";
    bool allRight = true;
    for (const auto& result : run.GetResults())
    {
        const bool right = result.IsAsExpected();
        allRight = allRight && right;
        text += Padded(Words(result.measure), 30) + Padded(result.measure.formula, 9) +
                Exact(result.expected);
        text += result.measured ? Exact(*result.measured) : "    did not happen";
        text += right ? "  =\n" : "  differs\n";
    }
    text += "where";
    for (const auto& [name, time] : run.GetSymbols())
    {
        char term[64];
        std::snprintf(term,
                      sizeof(term),
                      " %s %.6f",
                      name.c_str(),
                      static_cast<double>(time.GetNanoSeconds()) / 1e6);
        text += term;
    }
    text += " ms\n";
    const auto& ends = run.GetModel().ends;
    for (const auto& record : run.GetRecords())
    {
        const bool isA = record.connection.tuple.localPort != ends[1].port;
        text += std::string(isA ? "A: " : "B: ") + Ending(record) + '\n';
    }
    const auto [struck, rules] = run.GetStruck();
    if (struck != rules)
    {
        text += std::to_string(rules - struck) + " of " + std::to_string(rules) +
                " fault rules did not match a segment\n";
    }
    if (!allRight)
    {
        const std::string excuse = run.GetExcuse();
        text += excuse.empty() ? "The difference is a defect, or the scenario's times are too "
                                 "short for the link's delay.\n"
                               : "The predictions do not apply: " + excuse + ".\n";
    }
    return text;
}

std::string
TcpLifecycleScenarioPage(const TcpLifecycleScenarioRun& run)
{
    const TcpLifecycleScenario& scenario = run.GetScenario();
    TcpLifecyclePageText text{scenario.name, scenario.source, scenario.summary, {}, {}};
    for (const auto& [name, value] : run.DescribeScenario())
    {
        text.faults += name == "fault" ? value + '\n' : "";
    }
    for (uint32_t end = 0; end < 2; ++end)
    {
        StringValue profile;
        TcpLifecycleHelper::GetL4(run.GetNodes().Get(end))->GetAttribute("Profile", profile);
        text.profiles[end] = profile.Get();
    }
    return TcpLifecyclePage(run.GetShownModel(), text);
}

bool
TcpLifecycleScenarioIsRight(const TcpLifecycleScenarioRun& run)
{
    const auto results = run.GetResults();
    return !run.GetExcuse().empty() || std::all_of(results.begin(), results.end(), [](auto& each) {
        return each.IsAsExpected();
    });
}

} // namespace ns3
