/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-scenario.h"

#include "tcp-lifecycle-words.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * Looks scenarios up.
 */

namespace ns3
{

const TcpLifecycleScenario*
FindTcpLifecycleScenario(const std::string& name)
{
    for (const auto& scenario : TcpLifecycleScenarioCatalogue())
    {
        if (scenario.name == name)
        {
            return &scenario;
        }
    }
    return nullptr;
}

std::vector<std::string>
NearestTcpLifecycleScenarios(const std::string& name, std::size_t count)
{
    std::vector<std::string> names;
    for (const auto& scenario : TcpLifecycleScenarioCatalogue())
    {
        names.push_back(scenario.name);
    }
    return TcpLifecycleNearest(name, names, count);
}

} // namespace ns3
