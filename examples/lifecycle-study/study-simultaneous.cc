/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "study-catalogue.h"
#include "study-formulas.h"

#include "ns3/simulator.h"

#include <string>

/**
 * \file
 * Both ends close at once (RFC 9293, figure 13).
 */

namespace study
{

using namespace ns3;
using lifecycle::ConnectionRecord;
using lifecycle::State;

namespace
{

/// Let both ends close within a one-way delay. \param network a network \param count how many
/// \param skew B closes so much later
void
CloseTogether(Network& network, uint32_t count, Time skew)
{
    network.OpenThenClose(count, [&network, skew](uint32_t connection) {
        network.GetSocket(A, connection)->Close();
        Simulator::Schedule(skew, &Socket::Close, network.GetSocket(B, connection));
    });
}

/// Without loss: the times of RFC 9293's figure 13. \param combination its path without its losses
/// \param skew as above \param report gets the rows
void
TimeSimultaneousClose(const Combination& combination, Time skew, Report& report)
{
    constexpr uint32_t connections = 10;
    NetworkSetup setup = SetupOf(combination, 6);
    setup.lossForward = 0;
    setup.lossReverse = 0;
    const double delay = (setup.rtt / 2).GetSeconds();
    const double later = skew.GetSeconds();
    Network network(setup);
    CloseTogether(network, connections, skew);
    Combination lossless = combination;
    lossless.losses = {};
    const Subject subject = SubjectOf(lossless, "simultaneous-close", Detail("skew", skew));
    for (End end : {A, B})
    {
        TcpLifecycleSample finWait1;
        TcpLifecycleSample closing;
        for (const ConnectionRecord& record : network.GetRecords(end))
        {
            finWait1.Add(Dwell(record, State::FinWait1).GetSeconds());
            closing.Add(Dwell(record, State::Closing).GetSeconds());
        }
        const std::string whose = end == A ? " of A (s)" : " of B (s)";
        report.AddExact(subject,
                        "time in FIN-WAIT-1" + whose,
                        finWait1,
                        end == A ? delay + later : delay - later);
        report.AddExact(subject,
                        "time in CLOSING" + whose,
                        closing,
                        end == A ? delay - later : delay + later);
    }
}

} // namespace

uint64_t
RunSimultaneousClose(const Budget& budget, Report& report)
{
    uint64_t connections = 0;
    for (const Combination& combination : Combinations())
    {
        const TcpLifecycleLosses& losses = combination.losses;
        const NetworkSetup setup = SetupOf(combination, 5);
        const Time skew = setup.rtt / 4;
        {
            Network network(setup);
            CloseTogether(network, budget.connections, skew);
            uint64_t visits[2] = {0, 0};
            for (End end : {A, B})
            {
                for (const ConnectionRecord& record : network.GetRecords(end))
                {
                    visits[end] += Dwell(record, State::Closing).IsZero() ? 0 : 1;
                }
            }
            const Subject subject =
                SubjectOf(combination, "simultaneous-close", Detail("skew", skew));
            report.AddProportion(subject,
                                 "P(A visits CLOSING)",
                                 visits[A],
                                 budget.connections,
                                 TcpLifecycleClosingProbability(losses.forward, losses.reverse));
            report.AddProportion(subject,
                                 "P(B visits CLOSING)",
                                 visits[B],
                                 budget.connections,
                                 TcpLifecycleClosingProbability(losses.reverse, losses.forward));
        }
        TimeSimultaneousClose(combination, skew, report);
        connections += budget.connections;
    }
    return connections;
}

} // namespace study
