/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-scenario-stories.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * The catalogue.
 */

namespace ns3
{
namespace scenario_stories
{

std::vector<Step>
ClientOpens(std::vector<Step> rest)
{
    std::vector<Step> steps = {{'B', Act::Listen, From::Start, "0"},
                               {'A', Act::Open, From::Start, "0"}};
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

} // namespace scenario_stories

const std::vector<TcpLifecycleScenario>&
TcpLifecycleScenarioCatalogue()
{
    using namespace scenario_stories;
    static const std::vector<TcpLifecycleScenario> all = [] {
        std::vector<TcpLifecycleScenario> stories = OrderlyStories();
        for (const auto& more : {FaultyStories(),
                                 AbruptStories(),
                                 OldDuplicateStories(),
                                 ForgetfulStories(),
                                 CrowdedStories()})
        {
            stories.insert(stories.end(), more.begin(), more.end());
        }
        return stories;
    }();
    return all;
}

} // namespace ns3
