/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_SCENARIO_STORIES_H
#define TCP_LIFECYCLE_SCENARIO_STORIES_H

#include "tcp-lifecycle-scenario.h"

#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The groups of stories, and the words in which they are written.
 */

namespace ns3
{
namespace scenario_stories
{

using lifecycle::State;
using Act = TcpLifecycleScenarioAct;           //!< what an end does
using From = TcpLifecycleScenarioFrom;         //!< what a time counts from
using Measure = TcpLifecycleScenarioMeasure;   //!< a predicted time
using Quantity = TcpLifecycleScenarioQuantity; //!< what a measure measures
using Step = TcpLifecycleScenarioStep;         //!< a step of a story

/// \param rest further steps \return them, after B's passive and A's active OPEN
std::vector<Step> ClientOpens(std::vector<Step> rest);
/// \param end whose \param state which \param formula how long \return the measure
Measure Dwell(char end, State state, const char* formula);
/// \param end whose \param state which \param formula when \param from counted from here
/// \return the measure
Measure EntryAt(char end, State state, const char* formula, From from = From::Established);
/// \param rest further measures \return them, after those of the three-way handshake
std::vector<Measure> Opened(std::vector<Measure> rest);

/// \return the stories in which nothing is lost
std::vector<TcpLifecycleScenario> OrderlyStories();
/// \return the stories in which a segment is lost or late
std::vector<TcpLifecycleScenario> FaultyStories();
/// \return the stories that end with a RST
std::vector<TcpLifecycleScenario> AbruptStories();
/// \return the stories in which segments of an older connection arrive
std::vector<TcpLifecycleScenario> OldDuplicateStories();
/// \return the stories in which one end, or what lies between them, forgets the connection
std::vector<TcpLifecycleScenario> ForgetfulStories();
/// \return the stories in which ports, or places of a listener's queues, run out
std::vector<TcpLifecycleScenario> CrowdedStories();

} // namespace scenario_stories
} // namespace ns3

#endif // TCP_LIFECYCLE_SCENARIO_STORIES_H
