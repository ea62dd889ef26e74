/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "study-catalogue.h"
#include "study-formulas.h"

#include <algorithm>
#include <string>
#include <vector>

/**
 * \file
 * Opening: the time to ESTABLISHED at both ends.
 */

namespace study
{

using namespace ns3;
using lifecycle::Config;
using lifecycle::ConnectionRecord;

namespace
{

/// \param combination a combination \param config A's parameters \return B's initial RTO
Time
ServerRto(const Combination& combination, const Config& config)
{
    return combination.serverRto > 0 ? MilliSeconds(combination.serverRto)
                                     : ToTime(config.initialRto);
}

/// Give B its initial RTO. \param combination a combination \param setup is changed
void
PrepareServer(const Combination& combination, NetworkSetup& setup)
{
    if (combination.serverRto > 0)
    {
        setup.attributes[B].emplace_back("InitialRto",
                                         std::to_string(combination.serverRto) + "ms");
    }
}

/// \param combination a combination \param config parameters \return when B sends SYN,ACKs
TcpLifecycleSchedule
SynAckSchedule(const Combination& combination, const Config& config)
{
    return TcpLifecycleSchedule::Doubling(ServerRto(combination, config),
                                          config.synAckRetries,
                                          ToTime(config.maxRto));
}

} // namespace

uint64_t
RunActiveOpen(const Budget& budget, Report& report)
{
    uint64_t connections = 0;
    for (const Combination& combination : Combinations())
    {
        const Config config = ConfigOf(combination);
        const TcpLifecycleLosses& losses = combination.losses;
        NetworkSetup setup = SetupOf(combination, 1);
        PrepareServer(combination, setup);
        Network network(setup);
        network.SetLossy(true);
        network.OpenAll(budget.connections);
        network.Run();

        TcpLifecycleSample times;
        uint64_t atOnce = 0;
        uint64_t early = 0;
        uint64_t failed = 0;
        const Time patience = setup.rtt + MilliSeconds(3500); // after repeats at 1 and 3 s
        for (const ConnectionRecord& record : network.GetRecords(A))
        {
            if (record.established == lifecycle::NEVER)
            {
                ++failed;
                continue;
            }
            const Time time = ToTime(record.established - record.opened);
            times.Add(time.GetSeconds());
            atOnce += time == setup.rtt ? 1 : 0;
            early += time <= patience ? 1 : 0;
        }
        connections += budget.connections;

        const auto law =
            TcpLifecycleConnectLaw(losses,
                                   setup.rtt,
                                   TcpLifecycleSchedule::Doubling(ToTime(config.initialRto),
                                                                  config.synRetries,
                                                                  ToTime(config.maxRto)),
                                   SynAckSchedule(combination, config));
        const Subject subject =
            SubjectOf(combination, "active-open", InitialRtoDetail(combination));
        const double worst = std::max(losses.forward, losses.reverse);
        const Time serverRto = ServerRto(combination, config);
        if (worst <= MEAN_LIMIT)
        {
            report.AddMean(
                subject,
                "mean time to ESTABLISHED (s)",
                times,
                law.Mean(),
                setup.rtt.GetSeconds() +
                    TcpLifecycleMeanRetryTime(losses.forward, ToTime(config.initialRto)) +
                    TcpLifecycleMeanRetryTime(losses.reverse, serverRto));
        }
        if (worst <= VARIANCE_LIMIT)
        {
            report.AddVariance(
                subject,
                "variance of it (s2)",
                times,
                law.Variance(),
                TcpLifecycleRetryTimeVariance(losses.forward, ToTime(config.initialRto)) +
                    TcpLifecycleRetryTimeVariance(losses.reverse, serverRto));
        }
        report.AddProportion(subject,
                             "P(ESTABLISHED after one RTT)",
                             atOnce,
                             budget.connections,
                             law.AtMost(setup.rtt),
                             (1 - losses.forward) * (1 - losses.reverse));
        report.AddProportion(subject,
                             "P(ESTABLISHED after at most RTT + 3.5 s)",
                             early,
                             budget.connections,
                             law.AtMost(patience));
        report.AddProportion(subject,
                             "P(the opener gives up)",
                             failed,
                             budget.connections,
                             1 - law.Total());
    }
    return connections;
}

uint64_t
RunPassiveOpen(const Budget& budget, Report& report)
{
    uint64_t connections = 0;
    for (const Combination& combination : Combinations())
    {
        const Config config = ConfigOf(combination);
        const TcpLifecycleLosses& losses = combination.losses;
        NetworkSetup setup = SetupOf(combination, 2);
        PrepareServer(combination, setup);
        // A stays for longer than B, so that each SYN,ACK that arrives is acknowledged.
        setup.attributes[A].emplace_back("SynRetries", "40");
        setup.attributes[A].emplace_back("UserTimeout", "never");
        Network network(setup);
        network.SetLossy(true);
        network.OpenAll(budget.connections);
        network.Run();

        TcpLifecycleSample times;
        uint64_t atOnce = 0;
        uint64_t gaveUp = 0;
        uint64_t halfOpen = 0;
        const std::vector<ConnectionRecord> openers = network.GetRecords(A);
        const std::vector<ConnectionRecord> acceptors = network.GetRecords(B);
        for (uint32_t i = 0; i < budget.connections; ++i)
        {
            const ConnectionRecord& acceptor = acceptors[i];
            if (acceptor.established == lifecycle::NEVER)
            {
                // A is ESTABLISHED by this end of B's, or later by the next one.
                ++gaveUp;
                halfOpen += openers[i].established < acceptor.ended ? 1 : 0;
                continue;
            }
            const Time time = ToTime(acceptor.established - acceptor.opened);
            times.Add(time.GetSeconds());
            atOnce += time == setup.rtt ? 1 : 0;
        }
        connections += budget.connections;

        const auto law = TcpLifecycleRetryLaw(losses.Round(), SynAckSchedule(combination, config))
                             .Shifted(setup.rtt);
        const Subject subject =
            SubjectOf(combination, "passive-open", InitialRtoDetail(combination));
        if (losses.Round() <= MEAN_LIMIT)
        {
            report.AddMean(
                subject,
                "mean time in SYN-RECEIVED (s)",
                times,
                law.Mean(),
                setup.rtt.GetSeconds() +
                    TcpLifecycleMeanRetryTime(losses.Round(), ServerRto(combination, config)));
        }
        report.AddProportion(subject,
                             "P(SYN-RECEIVED lasts one RTT)",
                             atOnce,
                             budget.connections,
                             law.AtMost(setup.rtt),
                             1 - losses.Round());
        report.AddProportion(subject,
                             "P(SYN-RECEIVED expires)",
                             gaveUp,
                             budget.connections,
                             1 - law.Total());
        report.AddProportion(subject,
                             "P(expires though the opener is ESTABLISHED)",
                             halfOpen,
                             budget.connections,
                             TcpLifecycleHalfOpenProbability(losses, config.synAckRetries));
    }
    return connections;
}

} // namespace study
