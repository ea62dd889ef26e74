/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EXPLORE_CATALOGUE_H
#define EXPLORE_CATALOGUE_H

#include "explore-configuration.h"

#include <vector>

/**
 * \file
 * The configurations that are explored in the test and in the manual.
 */

namespace ns3
{
namespace lifecycle
{
namespace explore
{

/**
 * Make few states of many: one RTO, two repeats of everything, no options that only carry numbers,
 * and 2MSL of four RTO.
 * \param config parameters, changed
 */
void MakeSmall(Config& config);
/// \return RFC 9293's parameters, with MakeSmall(): what configurations begin with
Config SmallConfig();

/// \return all configurations
const std::vector<Configuration>& Catalogue();

} // namespace explore
} // namespace lifecycle
} // namespace ns3

#endif // EXPLORE_CATALOGUE_H
