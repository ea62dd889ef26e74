/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "study-closing.h"

#include "study-catalogue.h"
#include "study-formulas.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <string>
#include <vector>

/**
 * \file
 * Closing, A first. Connections are opened without loss, so that both ends have one sample of the
 * round-trip time and the RTO that follows from it.
 */

namespace study
{

using namespace ns3;
using lifecycle::Config;
using lifecycle::ConnectionRecord;
using lifecycle::Outcome;
using lifecycle::State;

void
Append(const Attributes& added, Attributes& attributes)
{
    attributes.insert(attributes.end(), added.begin(), added.end());
}

void
CloseInOrder(Network& network, uint32_t count, End first)
{
    const End second = first == A ? B : A;
    network.OnPeerClosed(second, [&network, second](uint32_t connection) {
        Simulator::Schedule(APPLICATION_DELAY,
                            &Socket::Close,
                            network.GetSocket(second, connection));
    });
    network.OpenThenClose(count, [&network, first](uint32_t connection) {
        network.GetSocket(first, connection)->Close();
    });
}

uint64_t
RunFinWait1(const Budget& budget, Report& report)
{
    uint64_t connections = 0;
    for (const Combination& combination : Combinations())
    {
        const Config config = ConfigOf(combination);
        const TcpLifecycleLosses& losses = combination.losses;
        const NetworkSetup setup = SetupOf(combination, 3);
        const Time rto = RtoAfterHandshake(config, setup.rtt);
        Network network(setup);
        network.OpenThenClose(budget.connections, [&network](uint32_t connection) {
            network.GetSocket(A, connection)->Close();
        });

        TcpLifecycleSample times;
        uint64_t atOnce = 0;
        uint64_t gaveUp = 0;
        for (const ConnectionRecord& record : network.GetRecords(A))
        {
            if (Dwell(record, State::FinWait2).IsZero())
            {
                ++gaveUp;
                continue;
            }
            const Time time = Dwell(record, State::FinWait1);
            times.Add(time.GetSeconds());
            atOnce += time == setup.rtt ? 1 : 0;
        }
        connections += budget.connections;

        const auto law =
            TcpLifecycleRetryLaw(losses.Round(), FinSchedule(config, setup.rtt)).Shifted(setup.rtt);
        const Subject subject = SubjectOf(combination, "fin-wait-1", Detail("RTO", rto));
        if (losses.Round() <= MEAN_LIMIT)
        {
            report.AddMean(subject,
                           "mean time in FIN-WAIT-1 (s)",
                           times,
                           law.Mean(),
                           setup.rtt.GetSeconds() + TcpLifecycleMeanRetryTime(losses.Round(), rto));
        }
        report.AddProportion(subject,
                             "P(FIN-WAIT-1 lasts one RTT)",
                             atOnce,
                             budget.connections,
                             law.AtMost(setup.rtt),
                             1 - losses.Round());
        report.AddProportion(subject,
                             "P(FIN-WAIT-1 gives up)",
                             gaveUp,
                             budget.connections,
                             1 - law.Total());
    }
    return connections;
}

void
Closes::Add(const ConnectionRecord& first, const ConnectionRecord& second, Time rtt)
{
    const Time entering = Dwell(first, State::FinWait1) + Dwell(first, State::FinWait2);
    const Time ending = Dwell(second, State::LastAck);
    const Time closing = ToTime(first.opened.time_since_epoch()) + Dwell(first, State::SynSent) +
                         Dwell(first, State::SynReceived) + Dwell(first, State::Established);
    if (first.timeWaitAcks > 0 || !Dwell(first, State::TimeWait).IsZero())
    {
        entry.Add(entering.GetSeconds());
        timeWait.Add(Dwell(first, State::TimeWait).GetSeconds());
    }
    entryAtOnce += entering == rtt + APPLICATION_DELAY ? 1 : 0;
    reAcks.Add(first.timeWaitAcks);
    reAcked += first.timeWaitAcks > 0 ? 1 : 0;
    restarted += first.timeWaitRestarts > 0 ? 1 : 0;
    if (second.outcome == Outcome::TimedOut)
    {
        ++gaveUp;
        return;
    }
    lastAck.Add(ending.GetSeconds());
    answered.push_back(ending);
    closed.Add((ToTime(second.ended.time_since_epoch()) - closing).GetSeconds());
    answeredAtOnce += ending == rtt ? 1 : 0;
    reset += second.resetsReceived > 0 ? 1 : 0;
}

Closes
Count(const Network& network, uint32_t count, Time rtt, End first)
{
    Closes closes;
    const std::vector<ConnectionRecord> firsts = network.GetRecords(first);
    const std::vector<ConnectionRecord> seconds = network.GetRecords(first == A ? B : A);
    for (uint32_t i = 0; i < count; ++i)
    {
        closes.Add(firsts[i], seconds[i], rtt);
    }
    return closes;
}

uint64_t
RunClose(const Budget& budget, Report& report)
{
    uint64_t connections = 0;
    for (const Combination& combination : Combinations())
    {
        const Config config = ConfigOf(combination);
        const TcpLifecycleLosses& losses = combination.losses;
        NetworkSetup setup = SetupOf(combination, 4);
        Append(PATIENT, setup.attributes[A]);
        const Time rto = RtoAfterHandshake(config, setup.rtt);
        const Time twoMsl = ToTime(config.timeWait);
        Network network(setup);
        CloseInOrder(network, budget.connections, A);
        const Closes closes = Count(network, budget.connections, setup.rtt, A);
        connections += budget.connections;

        const uint32_t n = budget.connections;
        const auto fin = FinSchedule(config, setup.rtt);
        const auto laws = TcpLifecycleMakeLastAckLaws(losses, setup.rtt, fin, twoMsl);
        // A's FIN is repeated until B has it; then D passes, and B's FIN sets out.
        const auto first =
            TcpLifecycleRetryLaw(losses.forward, PatientFinSchedule(config, setup.rtt));
        const auto entry = first.Plus(TcpLifecycleRetryLaw(losses.reverse, fin))
                               .Shifted(setup.rtt + APPLICATION_DELAY);
        const double firstTextbook = TcpLifecycleMeanRetryTime(losses.forward, rto);
        const Subject subject = SubjectOf(combination, "close", Detail("RTO", rto));
        if (std::max(losses.forward, losses.reverse) <= MEAN_LIMIT)
        {
            report.AddMean(subject,
                           "mean time from CLOSE to TIME-WAIT (s)",
                           closes.entry,
                           entry.Mean(),
                           (setup.rtt + APPLICATION_DELAY).GetSeconds() + firstTextbook +
                               TcpLifecycleMeanRetryTime(losses.reverse, rto));
        }
        report.AddProportion(subject,
                             "P(TIME-WAIT after RTT + D)",
                             closes.entryAtOnce,
                             n,
                             entry.AtMost(setup.rtt + APPLICATION_DELAY),
                             (1 - losses.forward) * (1 - losses.reverse));
        if (losses.Round() <= MEAN_LIMIT)
        {
            const double lastAckTextbook =
                setup.rtt.GetSeconds() + TcpLifecycleMeanRetryTime(losses.Round(), rto);
            const double before = (setup.rtt / 2 + APPLICATION_DELAY).GetSeconds();
            report.AddMean(subject,
                           "mean time in LAST-ACK (s)",
                           closes.lastAck,
                           laws.lastAck.Mean(),
                           lastAckTextbook);
            report.AddMean(subject,
                           "mean time from CLOSE to the peer's CLOSED (s)",
                           closes.closed,
                           before + first.Mean() + laws.lastAck.Mean(),
                           before + firstTextbook + lastAckTextbook);
            report.AddMean(subject,
                           "mean time in TIME-WAIT (s)",
                           closes.timeWait,
                           laws.timeWait.Mean(),
                           TcpLifecycleMeanTimeWait(losses, rto, twoMsl));
        }
        report.AddProportion(subject,
                             "P(LAST-ACK lasts one RTT)",
                             closes.answeredAtOnce,
                             n,
                             laws.lastAck.AtMost(setup.rtt),
                             1 - losses.Round());
        report.AddProportion(subject,
                             "P(LAST-ACK gives up)",
                             closes.gaveUp,
                             n,
                             1 - laws.lastAck.Total());
        report.AddProportion(subject,
                             "P(TIME-WAIT is restarted)",
                             closes.restarted,
                             n,
                             laws.reAcked);
        report.AddProportion(subject,
                             "P(TIME-WAIT repeats its ACK)",
                             closes.reAcked,
                             n,
                             laws.reAcked,
                             losses.forward);
        report.AddMean(subject,
                       "mean number of repeated ACKs",
                       closes.reAcks,
                       laws.reAcks,
                       losses.forward / (1 - losses.forward));
    }
    return connections;
}

uint64_t
RunShortTimeWait(const Budget& budget, Report& report)
{
    uint64_t connections = 0;
    for (const Combination& combination : Combinations())
    {
        const Config config = ConfigOf(combination);
        const TcpLifecycleLosses& losses = combination.losses;
        for (int half : {1, 3})
        {
            NetworkSetup setup = SetupOf(combination, 10 + static_cast<uint64_t>(half));
            const Time rto = RtoAfterHandshake(config, setup.rtt);
            const Time twoMsl = half * rto / 2;
            Append(PATIENT, setup.attributes[A]);
            setup.attributes[A].emplace_back("TimeWaitDuration", Text(twoMsl));
            Network network(setup);
            CloseInOrder(network, budget.connections, A);
            const Closes closes = Count(network, budget.connections, setup.rtt, A);
            connections += budget.connections;

            const auto laws = TcpLifecycleMakeLastAckLaws(losses,
                                                          setup.rtt,
                                                          FinSchedule(config, setup.rtt),
                                                          twoMsl);
            const Subject subject = SubjectOf(combination,
                                              "short-time-wait",
                                              Detail("RTO", rto) + ' ' + Detail("2MSL", twoMsl));
            // A host that sends no RST from CLOSED leaves the FIN without an answer.
            const double gaveUp = 1 - laws.lastAck.Total();
            const bool silent = IsSilentWhenClosed(combination.profile);
            report.AddProportion(subject,
                                 "P(LAST-ACK ends by RST)",
                                 closes.reset,
                                 budget.connections,
                                 silent ? 0 : laws.reset,
                                 half == 1 && !silent ? std::optional<double>(losses.forward)
                                                      : std::nullopt);
            report.AddProportion(subject,
                                 "P(LAST-ACK gives up)",
                                 closes.gaveUp,
                                 budget.connections,
                                 silent ? laws.reset + gaveUp : gaveUp);
            if (!silent && losses.Round() <= MEAN_LIMIT)
            {
                report.AddMean(subject,
                               "mean time in LAST-ACK (s)",
                               closes.lastAck,
                               laws.lastAck.Mean(),
                               setup.rtt.GetSeconds() +
                                   TcpLifecycleMeanRetryTime(losses.Round(), rto));
            }
        }
    }
    return connections;
}

} // namespace study
