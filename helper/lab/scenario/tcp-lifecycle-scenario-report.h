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
 * Stories in words.
 */

namespace ns3
{

/// \return the catalogue, one story a line
std::string TcpLifecycleScenarioList();

/// \param scenario a story \return its name, source and what happens in it
std::string TcpLifecycleScenarioStory(const TcpLifecycleScenario& scenario);

/**
 * What the story's formulas predict and what was measured, as a table; then how the connection
 * ended at each end, and which fault rules have not struck.
 * \param run played
 * \return lines, each with its end
 */
std::string TcpLifecycleScenarioTable(const TcpLifecycleScenarioRun& run);

/// \param run played, with EnableViews() \return a page on which one steps through it, see
/// TcpLifecyclePage()
std::string TcpLifecycleScenarioPage(const TcpLifecycleScenarioRun& run);

/// \param run played
/// \return whether each measure is what its formula predicts, or the run's parameters are the
/// reason that it is not, which the table says
bool TcpLifecycleScenarioIsRight(const TcpLifecycleScenarioRun& run);

} // namespace ns3

#endif // TCP_LIFECYCLE_SCENARIO_REPORT_H
