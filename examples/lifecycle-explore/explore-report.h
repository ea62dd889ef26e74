/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EXPLORE_REPORT_H
#define EXPLORE_REPORT_H

#include "explore-search.h"

#include <string>

/**
 * \file
 * A counterexample for readers and for other programs.
 *
 * The explorer's segments take no time. Here every event takes a millisecond, so that the order can
 * be seen.
 */

namespace ns3
{
namespace lifecycle
{
namespace explore
{

/// \param configuration the question \param result with a trace \return it as a ladder
std::string LadderOf(const Configuration& configuration, const SearchResult& result);
/// \param configuration the question \param result with a trace \return fault rules that lead a
/// link of 1 ms through the same events, with the users' calls as comments
std::string FaultRulesOf(const Configuration& configuration, const SearchResult& result);
/// \param configuration the question \param result with a trace \return a packetdrill script that
/// leads the end at which the invariant is broken through the same events
std::string ScriptOf(const Configuration& configuration, const SearchResult& result);

} // namespace explore
} // namespace lifecycle
} // namespace ns3

#endif // EXPLORE_REPORT_H
