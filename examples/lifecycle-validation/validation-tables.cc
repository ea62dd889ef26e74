/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-profile.h"
#include "validation-arrivals.h"
#include "validation-experiments.h"

#include "ns3/double.h"
#include "ns3/inet-socket-address.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

/**
 * \file
 * Tables that fill up at the end that closes first: TIME-WAIT and ephemeral ports.
 */

namespace validation
{

using namespace ns3;
using lifecycle::State;

namespace
{

/// Round-trip time of both experiments
const Time RTT = MilliSeconds(20);

/// Batches, and holding times before the first, see BatchedShare
constexpr uint32_t BATCHES = 40;
constexpr uint32_t WARM_UP = 3;

/**
 * A opens connections of random length to B and closes them; B closes as soon as it has read A's
 * FIN.
 */
class Churn
{
  public:
    /// \param network in which \param meanLife of ESTABLISHED at A, exponential
    Churn(Network& network, Time meanLife)
        : m_network(network),
          m_listener(network.MakeSocket(B)),
          m_life(CreateObject<ExponentialRandomVariable>())
    {
        m_life->SetAttribute("Mean", DoubleValue(meanLife.GetSeconds()));
        m_life->SetStream(11);
        m_listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
        m_listener->Listen();
        m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                      MakeCallback(&Churn::OnAccepted, this));
    }

    /// \return whether there was a port for one more connection
    bool Open()
    {
        const Ptr<Socket> socket = m_network.MakeSocket(A);
        socket->SetConnectCallback(MakeCallback(&Churn::OnConnected, this),
                                   MakeNullCallback<void, Ptr<Socket>>());
        return socket->Connect(InetSocketAddress(m_network.GetServer(), PORT)) == 0;
    }

  private:
    void OnConnected(Ptr<Socket> socket)
    {
        Simulator::Schedule(Seconds(m_life->GetValue()), &Socket::Close, socket);
    }

    void OnAccepted(Ptr<Socket> socket, const Address&)
    {
        socket->SetCloseCallbacks(MakeCallback(&Churn::OnPeerClosed, this),
                                  MakeNullCallback<void, Ptr<Socket>>());
    }

    void OnPeerClosed(Ptr<Socket> socket)
    {
        socket->Close();
    }

    static constexpr uint16_t PORT = 81;   //!< of the listener
    Network& m_network;                    //!< in which
    Ptr<Socket> m_listener;                //!< of B
    Ptr<ExponentialRandomVariable> m_life; //!< seconds
};

/// \param profile a profile \param experiment its number \return a network without loss
NetworkSetup
Lossless(const char* profile, uint64_t experiment)
{
    NetworkSetup setup;
    setup.profile = profile;
    setup.rtt = RTT;
    setup.run = 1000 * experiment;
    for (const char* name : lifecycle::PROFILE_NAMES)
    {
        ++setup.run;
        if (std::string(name) == profile)
        {
            break;
        }
    }
    return setup;
}

} // namespace

uint64_t
RunTimeWaitPopulation(const Budget& budget, Report& report)
{
    constexpr double load = 100;
    uint64_t connections = 0;
    for (const char* profile : {"rfc9293", "linux", "macos"})
    {
        const Time twoMsl = ToTime(lifecycle::MakeProfile(profile)->connection.timeWait);
        Network network(Lossless(profile, 20));
        Churn churn(network, MilliSeconds(500));
        const Arrivals arrivals(load / twoMsl.GetSeconds(), 10, [&]() {
            churn.Open();
            ++connections;
        });
        const auto population = [&network]() {
            const auto* host = network.GetTcp(A)->GetHost();
            return host == nullptr ? 0.0 : static_cast<double>(host->CountIn(State::TimeWait));
        };

        std::ostringstream detail;
        detail << "2MSL=" << twoMsl.GetSeconds() << "s rate=" << load / twoMsl.GetSeconds() << "/s";
        const Subject subject =
            {"time-wait-population", profile, RTT.GetSeconds(), 0, 0, detail.str()};
        for (int step = 1; step <= 200; ++step)
        {
            const double stays = step / 20.0;
            network.Run(twoMsl / 20);
            const double expected = load * std::min(stays, 1.0);
            const double half = 1.96 * std::sqrt(expected);
            report.AddPoint({subject,
                             "number in TIME-WAIT",
                             stays * twoMsl.GetSeconds(),
                             population(),
                             {expected - half, expected + half},
                             expected});
        }

        // Pairs of looks half a stay apart; a stay lies between one pair and the next.
        TcpLifecycleSample counts;
        TcpLifecycleSample products;
        for (uint32_t i = 0; i < budget.intervals; ++i)
        {
            network.Run(twoMsl);
            const double first = population();
            network.Run(twoMsl / 2);
            counts.Add(first);
            products.Add((first - load) * (population() - load));
        }

        report.AddMean(subject, "mean number in TIME-WAIT", counts, load);
        report.AddVariance(subject, "variance of it", counts, load);
        report.AddMean(subject, "covariance of two looks 1 MSL apart", products, load / 2);
    }
    return connections;
}

namespace
{

/// Exhaust a range of ports. \param profile of both ends \param range of ports
/// \param overload load for each port \param batches how many \param intervals holding times of all
/// \param report gets the row \return connections tried
uint64_t
ExhaustPorts(const char* profile,
             lifecycle::PortRange range,
             double overload,
             uint32_t batches,
             uint32_t intervals,
             Report& report)
{
    const Time twoMsl = ToTime(lifecycle::MakeProfile(profile)->connection.timeWait);
    // A port is held from SYN-SENT to ESTABLISHED, for a life, from FIN-WAIT-1 to TIME-WAIT, for
    // 2MSL.
    const Time life = twoMsl / 3;
    const double holding = (RTT + life + RTT + twoMsl).GetSeconds();
    const double load = overload * range.Count();
    const std::string text = std::to_string(range.first) + '-' + std::to_string(range.last);
    NetworkSetup setup = Lossless(profile, 30);
    setup.attributes[A] = {{"EphemeralPortRange", text}};
    Network network(setup);
    Churn churn(network, life);
    BatchedShare refused;
    uint64_t connections = 0;
    const Arrivals arrivals(load / holding, 10, [&]() {
        refused.Add(!churn.Open());
        ++connections;
    });
    network.Run(Seconds(WARM_UP * holding));
    refused.EndBatch(false);
    for (uint32_t i = 0; i < batches; ++i)
    {
        network.Run(Seconds(holding * intervals / batches));
        refused.EndBatch(true);
    }
    std::ostringstream detail;
    detail << range.Count() << " ports rate=" << load / holding << "/s";
    const Subject subject = {"port-exhaustion", profile, RTT.GetSeconds(), 0, 0, detail.str()};
    const double formula = TcpLifecycleErlangB(range.Count(), load);
    report.AddMean(subject, "P(no port is free)", refused.GetSample(), formula);
    report.AddPoint({subject,
                     "P(no port is free) of " + std::to_string(range.Count()),
                     overload,
                     refused.GetSample().Mean(),
                     refused.GetSample().MeanInterval(0.95),
                     formula});
    return connections;
}

} // namespace

uint64_t
RunPortExhaustion(const Budget& budget, Report& report)
{
    uint64_t connections = 0;
    const lifecycle::PortRange few = {40000, 40009};
    const lifecycle::PortRange some = {40000, 40049};
    const std::vector<double> loads = budget.thorough ? std::vector<double>{0.8, 0.9, 1.0, 1.2, 1.6}
                                                      : std::vector<double>{0.8, 1.2};
    for (const char* profile : {"linux", "windows"})
    {
        connections += ExhaustPorts(profile, few, 1, BATCHES, 5 * budget.intervals, report);
        for (double load : loads)
        {
            connections += ExhaustPorts(profile, some, load, BATCHES, budget.intervals, report);
        }
    }
    return connections;
}

uint64_t
RunOwnPorts(const Budget&, Report& report)
{
    // Where nearly all ports are taken, an open looks at thousands of them: a few holding times.
    const char* profile = "macos";
    const auto own = lifecycle::MakeProfile(profile)->ephemeralPorts;
    return ExhaustPorts(profile, own, 1.05, 8, 8, report);
}

} // namespace validation
