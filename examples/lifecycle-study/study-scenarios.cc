/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "study-scenarios.h"

#include "study-network.h"
#include "tcp-lifecycle-scenario-run.h"
#include "tcp-lifecycle-scenario.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/global-value.h"

/**
 * \file
 * Scenarios of the catalogue as deterministic experiments.
 */

namespace study
{

using namespace ns3;

uint64_t
CompareScenario(const std::string& experiment,
                const std::string& name,
                uint64_t forgedOctets,
                Report& report)
{
    const TcpLifecycleScenario* scenario = FindTcpLifecycleScenario(name);
    NS_ABORT_MSG_UNLESS(scenario, "unknown scenario " << name);
    TcpLifecycleSample differences;
    TcpLifecycleSample forged;
    for (int delay : {5, 10, 20})
    {
        TcpLifecycleScenarioParameters parameters;
        parameters.delay = MilliSeconds(delay);
        TcpLifecycleScenarioRun run(*scenario, parameters);
        run.Run();
        for (const TcpLifecycleScenarioResult& result : run.GetResults())
        {
            const Time never = Seconds(1e6);
            differences.Add((result.measured.value_or(never) - result.expected).GetSeconds());
        }
        forged.Add(static_cast<double>(run.GetForgedOctetsRead(B)));
    }
    // Scenarios have checksums; segments that other studies inject have none.
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(false));
    const Subject subject = {experiment, "rfc9293", 0.02, 0, 0, name};
    report.AddExact(subject, "times of the scenario, measured - predicted (s)", differences, 0);
    report.AddExact(subject,
                    "bytes read that B's peer has not sent",
                    forged,
                    static_cast<double>(forgedOctets));
    return forged.Count();
}

} // namespace study
