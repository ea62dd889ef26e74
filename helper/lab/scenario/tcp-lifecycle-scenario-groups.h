/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_SCENARIO_GROUPS_H
#define TCP_LIFECYCLE_SCENARIO_GROUPS_H

#include "tcp-lifecycle-scenario.h"

#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The groups of scenarios, and the building blocks of a scenario.
 */

namespace ns3
{
namespace scenario_groups
{

using lifecycle::State;
using Action = TcpLifecycleScenarioAction;     //!< what an end does
using From = TcpLifecycleScenarioFrom;         //!< what a time is counted from
using Measure = TcpLifecycleScenarioMeasure;   //!< a predicted time
using Quantity = TcpLifecycleScenarioQuantity; //!< what a measure measures
using Step = TcpLifecycleScenarioStep;         //!< a step of a scenario

/// \param rest further steps \return B's passive and A's active OPEN, then the further steps
std::vector<Step> ClientOpens(std::vector<Step> rest);
/// \param end 'A' or 'B' \param state a state \param formula the time in it \return the measure
Measure Dwell(char end, State state, const char* formula);
/// \param end 'A' or 'B' \param state a state \param formula the time of entry \param from the
/// event from which that is counted \return the measure
Measure EntryAt(char end, State state, const char* formula, From from = From::Established);
/// \param rest further measures \return those of the three-way handshake, then the further ones
std::vector<Measure> Opened(std::vector<Measure> rest);

/// \return the scenarios in which nothing is lost
std::vector<TcpLifecycleScenario> OrderlyScenarios();
/// \return the scenarios in which a segment is lost or delayed
std::vector<TcpLifecycleScenario> FaultyScenarios();
/// \return the scenarios that end with a RST
std::vector<TcpLifecycleScenario> AbruptScenarios();
/// \return the scenarios in which segments of an older connection arrive
std::vector<TcpLifecycleScenario> OldDuplicateScenarios();
/// \return the scenarios in which one end, or a middlebox, loses the state of the connection
std::vector<TcpLifecycleScenario> ForgetfulScenarios();
/// \return the scenarios in which ports, or the queues of a listener, are exhausted
std::vector<TcpLifecycleScenario> CrowdedScenarios();

} // namespace scenario_groups
} // namespace ns3

#endif // TCP_LIFECYCLE_SCENARIO_GROUPS_H
