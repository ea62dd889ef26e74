/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-scenario-groups.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * The catalogue.
 */

namespace ns3
{
namespace scenario_groups
{

std::vector<Step>
ClientOpens(std::vector<Step> rest)
{
    std::vector<Step> steps = {{'B', Action::Listen, From::Start, "0"},
                               {'A', Action::Open, From::Start, "0"}};
    steps.insert(steps.end(), rest.begin(), rest.end());
    return steps;
}

Measure
Dwell(char end, State state, const char* formula)
{
    return {end, Quantity::Dwell, state, formula};
}

Measure
EntryAt(char end, State state, const char* formula, From from)
{
    return {end, Quantity::EntryAt, state, formula, from};
}

std::vector<Measure>
Opened(std::vector<Measure> rest)
{
    std::vector<Measure> measures = {Dwell('A', State::SynSent, "2*h"),
                                     Dwell('B', State::SynReceived, "h+d")};
    measures.insert(measures.end(), rest.begin(), rest.end());
    return measures;
}

} // namespace scenario_groups

const std::vector<TcpLifecycleScenario>&
TcpLifecycleScenarioCatalogue()
{
    using namespace scenario_groups;
    static const std::vector<TcpLifecycleScenario> all = [] {
        std::vector<TcpLifecycleScenario> scenarios = OrderlyScenarios();
        for (const auto& more : {FaultyScenarios(),
                                 AbruptScenarios(),
                                 OldDuplicateScenarios(),
                                 ForgetfulScenarios(),
                                 CrowdedScenarios()})
        {
            scenarios.insert(scenarios.end(), more.begin(), more.end());
        }
        return scenarios;
    }();
    return all;
}

} // namespace ns3
