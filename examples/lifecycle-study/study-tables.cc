/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-profile.h"
#include "study-arrivals.h"
#include "study-catalogue.h"
#include "study-formulas.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/double.h"
#include "ns3/inet-socket-address.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

/**
 * \file
 * Tables that fill up at the end that closes first: TIME-WAIT and ephemeral ports.
 */

namespace study
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

constexpr const char* POPULATION = "study-time-wait-population";
constexpr const char* PORTS = "study-port-exhaustion";

/// Who closes first, and what the other end does then.
enum class Ending
{
    Client, //!< A closes, then B
    Server, //!< B closes, then A
    Reset,  //!< B closes, and A aborts when it has read B's FIN
};

/// \param seconds mean \return exponential lengths
Ptr<RandomVariableStream>
Exponential(Time mean)
{
    const auto life = CreateObject<ExponentialRandomVariable>();
    life->SetAttribute("Mean", DoubleValue(mean.GetSeconds()));
    life->SetStream(11);
    return life;
}

/// \param length of all \return it, again and again
Ptr<RandomVariableStream>
Constant(Time length)
{
    const auto life = CreateObject<ConstantRandomVariable>();
    life->SetAttribute("Constant", DoubleValue(length.GetSeconds()));
    return life;
}

/// A opens connections to B; one end closes after a while, the other as soon as it has read the
/// FIN.
class Churn
{
  public:
    /// \param network in which \param life of ESTABLISHED at the end that closes first, seconds
    /// \param ending how connections end
    Churn(Network& network, Ptr<RandomVariableStream> life, Ending ending = Ending::Client)
        : m_network(network),
          m_listener(network.MakeSocket(B)),
          m_life(life),
          m_ending(ending)
    {
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
        Begin(socket, m_ending == Ending::Client);
    }

    void OnAccepted(Ptr<Socket> socket, const Address&)
    {
        Begin(socket, m_ending != Ending::Client);
    }

    void Begin(Ptr<Socket> socket, bool first)
    {
        if (first)
        {
            Simulator::Schedule(Seconds(m_life->GetValue()), &Socket::Close, socket);
            return;
        }
        socket->SetCloseCallbacks(MakeCallback(&Churn::OnPeerClosed, this),
                                  MakeNullCallback<void, Ptr<Socket>>());
    }

    void OnPeerClosed(Ptr<Socket> socket)
    {
        if (m_ending == Ending::Reset)
        {
            DynamicCast<TcpLifecycleSocket>(socket)->Abort();
            return;
        }
        socket->Close();
    }

    static constexpr uint16_t PORT = 81; //!< of the listener
    Network& m_network;                  //!< in which
    Ptr<Socket> m_listener;              //!< of B
    Ptr<RandomVariableStream> m_life;    //!< seconds
    Ending m_ending;                     //!< see there
};

/// \param network a network \param end whose \return its connections in TIME-WAIT
double
InTimeWait(const Network& network, End end)
{
    const auto* host = network.GetTcp(end)->GetHost();
    return host == nullptr ? 0.0 : static_cast<double>(host->CountIn(State::TimeWait));
}

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
    Figure figure = {POPULATION,
                     "Number in TIME-WAIT from an empty start, and 99 % of a Poisson variable",
                     "time / 2MSL",
                     "connections in TIME-WAIT"};
    figure.drawing = Drawing::Band;
    report.AddFigure(figure);
    uint64_t connections = 0;
    for (const char* profile : budget.thorough
                                   ? std::vector<const char*>{"rfc9293", "linux", "macos"}
                                   : std::vector<const char*>{"linux"})
    {
        const Time twoMsl = ToTime(lifecycle::MakeProfile(profile)->connection.timeWait);
        Network network(Lossless(profile, 20));
        Churn churn(network, Exponential(MilliSeconds(500)));
        const Arrivals arrivals(load / twoMsl.GetSeconds(), 10, [&]() {
            churn.Open();
            ++connections;
        });
        std::ostringstream detail;
        detail << "2MSL=" << twoMsl.GetSeconds() << "s rate=" << load / twoMsl.GetSeconds() << "/s";
        const Subject subject =
            {"time-wait-population", profile, RTT.GetSeconds(), 0, 0, detail.str()};
        for (int step = 1; step <= 200; ++step)
        {
            const double stays = step / 20.0;
            network.Run(twoMsl / 20);
            const double expected = load * std::min(stays, 1.0);
            const double half = 2.576 * std::sqrt(expected); // 99 % of a normal variable
            report.AddPoint({POPULATION,
                             profile,
                             stays,
                             Estimate{InTimeWait(network, A), {expected - half, expected + half}},
                             expected});
        }

        // Pairs of looks half a stay apart; a stay lies between one pair and the next.
        TcpLifecycleSample counts;
        TcpLifecycleSample products;
        for (uint32_t i = 0; i < budget.intervals; ++i)
        {
            network.Run(twoMsl);
            const double first = InTimeWait(network, A);
            network.Run(twoMsl / 2);
            counts.Add(first);
            products.Add((first - load) * (InTimeWait(network, A) - load));
        }

        report.AddMean(subject, "mean number in TIME-WAIT", counts, load);
        report.AddVariance(subject, "variance of it", counts, load);
        report.AddMean(subject, "covariance of two looks 1 MSL apart", products, load / 2);
    }
    return connections;
}

uint64_t
RunTimeWaitHolder(const Budget& budget, Report& report)
{
    constexpr double load = 100;
    const char* profile = "linux";
    const Time twoMsl = ToTime(lifecycle::MakeProfile(profile)->connection.timeWait);
    uint64_t connections = 0;
    uint64_t run = 240000;
    const std::pair<Ending, const char*> endings[] = {
        {Ending::Client, "the client closes first"},
        {Ending::Server, "the server closes first"},
        {Ending::Reset, "the server closes first, the client resets"}};
    for (const auto& [ending, name] : endings)
    {
        NetworkSetup setup = Lossless(profile, 20);
        setup.run = ++run;
        Network network(setup);
        Churn churn(network, Exponential(MilliSeconds(500)), ending);
        const Arrivals arrivals(load / twoMsl.GetSeconds(), 10, [&]() {
            churn.Open();
            ++connections;
        });
        network.Run(2 * twoMsl);
        TcpLifecycleSample client;
        TcpLifecycleSample server;
        for (uint32_t i = 0; i < budget.intervals; ++i)
        {
            network.Run(twoMsl * 1.5); // so that two looks are independent
            client.Add(InTimeWait(network, A));
            server.Add(InTimeWait(network, B));
        }
        const Subject subject = {"time-wait-holder", profile, RTT.GetSeconds(), 0, 0, name};
        report.AddMean(subject,
                       "mean number in TIME-WAIT at the client",
                       client,
                       ending == Ending::Client ? load : 0);
        report.AddMean(subject,
                       "mean number in TIME-WAIT at the server",
                       server,
                       ending == Ending::Server ? load : 0);
    }
    return connections;
}

namespace
{

/// \param ports how many \return what the curve of random opens for them is called
std::string
CurveOf(uint32_t ports)
{
    return std::to_string(ports) + " ports, random opens";
}

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
    Churn churn(network, Exponential(life));
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
    report.AddMeanPoint(PORTS, CurveOf(range.Count()), overload, refused.GetSample(), formula);
    return connections;
}

} // namespace

uint64_t
RunPortExhaustion(const Budget& budget, Report& report)
{
    report.AddFigure({PORTS,
                      "Opens that find no port",
                      "load for each port, L (h + 2MSL) / P",
                      "P(no port is free)"});
    for (uint32_t ports : {10U, 50U})
    {
        for (int step = 0; step <= 60; ++step)
        {
            const double load = 0.4 + 0.025 * step;
            report.AddPoint({PORTS,
                             CurveOf(ports),
                             load,
                             std::nullopt,
                             TcpLifecycleErlangB(ports, load * ports)});
        }
    }
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
RunPeriodicOpens(const Budget& budget, Report& report)
{
    constexpr uint32_t ports = 50;
    const char* profile = "linux";
    const char* curve = "50 ports, an open each 1/L";
    const Time twoMsl = ToTime(lifecycle::MakeProfile(profile)->connection.timeWait);
    const Time life = MilliSeconds(500);
    const Time reuseDelay = Seconds(1);
    uint64_t connections = 0;
    uint64_t run = 250000;
    for (bool reuse : {false, true})
    {
        for (double overload : {0.8, 1.25, 2.1})
        {
            // A port is held for as long as TIME-WAIT keeps it.
            const Time holding = RTT + life + RTT + (reuse ? reuseDelay : twoMsl);
            const double unit = (RTT + life + RTT + twoMsl).GetSeconds();
            // Not exactly the moment at which one becomes free
            const Time gap = Seconds(unit / (overload * ports - 0.5));
            NetworkSetup setup = Lossless(profile, 30);
            setup.run = ++run;
            setup.attributes[A] = {{"EphemeralPortRange", "40000-40049"},
                                   {"TimeWaitReuse", reuse ? "all" : "off"},
                                   {"TimeWaitReuseDelay", Text(reuseDelay)}};
            Network network(setup);
            Churn churn(network, Constant(life));
            // After the ports are taken, none is free until the first comes back.
            const double cycle =
                std::max<double>(std::ceil(holding.GetSeconds() / gap.GetSeconds()), ports);
            TcpLifecycleSample refused;
            for (uint32_t i = 0; i < std::max(budget.intervals / 20, 5U); ++i)
            {
                uint64_t none = 0;
                for (uint32_t k = 0; k < static_cast<uint32_t>(cycle); ++k)
                {
                    none += churn.Open() ? 0 : 1;
                    ++connections;
                    network.Run(gap);
                }
                refused.Add(static_cast<double>(none) / cycle);
            }
            const double formula = 1 - ports / cycle;
            std::ostringstream detail;
            detail << ports << " ports rate=" << 1 / gap.GetSeconds() << "/s TIME-WAIT "
                   << (reuse ? "used again after 1 s" : "kept");
            const Subject subject =
                {"periodic-opens", profile, RTT.GetSeconds(), 0, 0, detail.str()};
            report.AddExact(subject, "share of opens without a port", refused, formula);
            if (!reuse)
            {
                report.AddMeanPoint(PORTS,
                                    curve,
                                    unit / gap.GetSeconds() / ports,
                                    refused,
                                    formula);
            }
        }
    }
    for (int step = 0; step <= 60; ++step)
    {
        const double load = 0.4 + 0.025 * step;
        report.AddPoint({PORTS, curve, load, std::nullopt, std::max(0.0, 1 - 1 / load)});
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

} // namespace study
