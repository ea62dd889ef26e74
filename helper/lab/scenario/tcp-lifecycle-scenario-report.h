/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_SCENARIO_REPORT_H
#define TCP_LIFECYCLE_SCENARIO_REPORT_H

#include "tcp-lifecycle-scenario-run.h"
#include "tcp-lifecycle-scenario.h"

#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Describes scenarios and their results.
 */

namespace ns3
{

/// \return the catalogue, one scenario per line
std::string TcpLifecycleScenarioList();

/// \param scenario a scenario \return its name, source and summary
std::string TcpLifecycleScenarioSummary(const TcpLifecycleScenario& scenario);

/**
 * The predicted and the measured times as a table, then how the connection ended at each end, and
 * how many fault rules did not match a segment.
 * \param run a completed run
 * \return lines, each with a line feed
 */
std::string TcpLifecycleScenarioTable(const TcpLifecycleScenarioRun& run);

/// \param run a completed run, with EnableViews() \return a page that shows it step by step, see
/// TcpLifecyclePage()
std::string TcpLifecycleScenarioPage(const TcpLifecycleScenarioRun& run);

/// \param run a completed run
/// \return whether each measured time is as predicted, or the run's parameters explain the
/// difference, which the table says
bool TcpLifecycleScenarioIsRight(const TcpLifecycleScenarioRun& run);

} // namespace ns3

#endif // TCP_LIFECYCLE_SCENARIO_REPORT_H
