/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-scenario.h"

#include <algorithm>
#include <numeric>
#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Looking stories up.
 */

namespace ns3
{

namespace
{

/// \param a a word \param b another \return fewest letters to add, drop or change (Levenshtein)
std::size_t
EditDistance(const std::string& a, const std::string& b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i)
    {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j)
        {
            const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

} // namespace

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
    std::vector<std::pair<std::size_t, std::string>> ranked;
    for (const auto& scenario : TcpLifecycleScenarioCatalogue())
    {
        ranked.emplace_back(EditDistance(name, scenario.name), scenario.name);
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(count, ranked.size()); ++i)
    {
        names.push_back(ranked[i].second);
    }
    return names;
}

} // namespace ns3
