/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-scenario.h"

#include <iostream>
#include <string>

// Prints doc/scenarios.rst.inc: the scenarios of the catalogue and the times that they predict.

using namespace ns3;

namespace
{

/// \param measure a measure \return what it measures
std::string
Describe(const TcpLifecycleScenarioMeasure& measure)
{
    const std::string end(1, measure.end);
    const std::string state = lifecycle::ToText(measure.state);
    switch (measure.quantity)
    {
    case TcpLifecycleScenarioQuantity::Dwell:
        return end + " in " + state;
    case TcpLifecycleScenarioQuantity::EntryAt:
        break;
    }
    switch (measure.from)
    {
    case TcpLifecycleScenarioFrom::Start:
        return end + " enters " + state + ", from the start";
    case TcpLifecycleScenarioFrom::Established:
        return end + " enters " + state + ", from *established*";
    case TcpLifecycleScenarioFrom::Connected:
        return end + " enters " + state + ", from its connection";
    case TcpLifecycleScenarioFrom::Message:
        return end + " enters " + state + ", from the arrival of the peer's first data";
    case TcpLifecycleScenarioFrom::EndOfFile:
        break;
    }
    return end + " enters " + state + ", from end of file";
}

} // namespace

int
main()
{
    std::cout << ".. Printed by doc/tools/print-scenarios.cc; "
                 "cmake --build --preset default --target doc-update\n";
    for (const TcpLifecycleScenario& scenario : TcpLifecycleScenarioCatalogue())
    {
        std::cout << "\n"
                  << scenario.name << "\n"
                  << std::string(scenario.name.size(), '*') << "\n\n";
        std::cout << scenario.summary << " (" << scenario.source << ")\n";
        if (!scenario.faults.empty())
        {
            std::cout << "\nFault rules: ``" << scenario.faults << "``\n";
        }
        if (scenario.measures.empty())
        {
            continue;
        }
        std::cout << "\n.. list-table::\n   :widths: 60 40\n\n";
        for (const TcpLifecycleScenarioMeasure& measure : scenario.measures)
        {
            std::cout << "   * - " << Describe(measure) << "\n     - ``" << measure.formula
                      << "``\n";
        }
    }
    return 0;
}
