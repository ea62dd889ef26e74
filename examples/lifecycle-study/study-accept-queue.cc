/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "study-arrivals.h"
#include "study-catalogue.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/inet-socket-address.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

/**
 * \file
 * The accept queue of a server that is too slow.
 */

namespace study
{

using namespace ns3;
using lifecycle::Cause;
using lifecycle::State;

namespace
{

const Time RTT = MilliSeconds(20);

/// Observations, and mean services before the first, see BatchedShare
constexpr uint32_t BATCHES = 40;
constexpr uint32_t WARM_UP = 50;
/// Mean services for each of the Budget's holding times: they are short beside a TIME-WAIT
constexpr uint32_t SERVICES = 40;

/// Places of the accept queue; one more connection is served
constexpr uint32_t BACKLOG = 4;

constexpr const char* RESETS = "study-accept-queue";
constexpr const char* STEPS = "study-accept-queue-steps";

/// \param network in which \param port of B \param backlog of the listener
/// \return a listener with an accept queue
Ptr<TcpLifecycleSocket>
MakeListener(const Network& network, uint16_t port, uint32_t backlog)
{
    const auto listener = DynamicCast<TcpLifecycleSocket>(network.MakeSocket(B));
    listener->SetAttribute("ExplicitAccept", BooleanValue(true));
    listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), port));
    listener->Listen(backlog);
    return listener;
}

/// A client opens. \param network in which \param port of B
void
OpenTo(const Network* network, uint16_t port)
{
    network->MakeSocket(A)->Connect(InetSocketAddress(network->GetServer(), port));
}

/// Take one connection out of the accept queue. \param listener whose
void
AcceptOne(Ptr<TcpLifecycleSocket> listener)
{
    listener->Accept();
}

/// B serves one connection after the other, for an exponential time each, and aborts it.
class Server
{
  public:
    /// \param network in which \param meanService seconds
    Server(Network& network, double meanService)
        : m_network(network),
          m_listener(MakeListener(network, PORT, BACKLOG)),
          m_service(CreateObject<ExponentialRandomVariable>())
    {
        m_service->SetAttribute("Mean", DoubleValue(meanService));
        m_service->SetStream(11);
        m_listener->SetRecvCallback(MakeCallback(&Server::OnWaiting, this));
        network.GetTcp(B)->TraceConnectWithoutContext("Transition",
                                                      MakeCallback(&Server::OnTransition, this));
    }

    ~Server()
    {
        m_network.GetTcp(B)->TraceDisconnectWithoutContext(
            "Transition",
            MakeCallback(&Server::OnTransition, this));
    }

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// A client opens, and waits to be served.
    void Open()
    {
        m_network.MakeSocket(A)->Connect(InetSocketAddress(m_network.GetServer(), PORT));
    }

    /// \return shares of clients that were reset because the queue was full
    BatchedShare& GetResets()
    {
        return m_resets;
    }

  private:
    void OnWaiting(Ptr<Socket>)
    {
        if (!m_served)
        {
            Serve();
        }
    }

    void Serve()
    {
        m_served = m_listener->Accept();
        if (m_served)
        {
            Simulator::Schedule(Seconds(m_service->GetValue()), &Server::OnServed, this);
        }
    }

    void OnServed()
    {
        m_served->Abort();
        m_served = nullptr;
        Serve();
    }

    void OnTransition(const TcpLifecycleTransition& transition)
    {
        if (transition.from == State::SynReceived)
        {
            m_resets.Add(transition.cause == Cause::AcceptQueueFull);
        }
    }

    static constexpr uint16_t PORT = 81;      //!< of the listener
    Network& m_network;                       //!< in which
    Ptr<TcpLifecycleSocket> m_listener;       //!< of B
    Ptr<TcpLifecycleSocket> m_served;         //!< at this moment, or null
    Ptr<ExponentialRandomVariable> m_service; //!< seconds
    BatchedShare m_resets;                    //!< see GetResets()
};

/// \param load rho \param places K \return part of arrivals that M/M/1/K turns away
double
TurnedAway(double load, uint32_t places)
{
    const double k = places;
    if (std::abs(load - 1) < 1e-9)
    {
        return 1 / (k + 1);
    }
    return (1 - load) * std::pow(load, k) / (1 - std::pow(load, k + 1));
}

} // namespace

uint64_t
RunAcceptQueue(const Budget& budget, Report& report)
{
    const char* curve = "accept queue of 4, reset on overflow";
    report.AddFigure({RESETS,
                      "A server that is too slow: clients that are reset",
                      "load: clients per second times mean service",
                      "P(reset)"});
    uint64_t connections = 0;
    uint64_t run = 260000;
    for (double load :
         budget.thorough ? std::vector<double>{0.4, 0.7, 1.0, 1.4, 2.0} : std::vector<double>{1.0})
    {
        NetworkSetup setup;
        setup.profile = "linux";
        setup.rtt = RTT;
        setup.run = ++run;
        setup.attributes[B] = {{"AcceptOverflow", "reset"},
                               {"BacklogRule", "exact"},
                               {"SynOnFullQueue", "answer"}};
        Network network(setup);
        Server server(network, 1);
        const Arrivals arrivals(load, 10, [&]() {
            server.Open();
            ++connections;
        });
        network.Run(Seconds(WARM_UP));
        server.GetResets().EndBatch(false);
        for (uint32_t i = 0; i < BATCHES; ++i)
        {
            network.Run(Seconds(SERVICES) * budget.intervals / BATCHES);
            server.GetResets().EndBatch(true);
        }
        const double formula = TurnedAway(load, BACKLOG + 1);
        const Subject subject = {"accept-queue",
                                 setup.profile,
                                 RTT.GetSeconds(),
                                 0,
                                 0,
                                 "backlog=4 load=" + Digits(load) + " reset"};
        report.AddMean(subject, "P(reset)", server.GetResets().GetSample(), formula);
        report.AddMeanPoint(RESETS, curve, load, server.GetResets().GetSample(), formula);
    }
    for (double load : Grid(0.2, 2.2, 40))
    {
        report.AddPoint({RESETS, curve, load, std::nullopt, TurnedAway(load, BACKLOG + 1)});
    }
    return connections;
}

uint64_t
RunAcceptQueueDrop(const Budget& budget, Report& report)
{
    Figure figure = {STEPS,
                     "The accept queue has room again after a time uniform in (0, 30 s)",
                     "x (s)",
                     "P(SYN-RECEIVED > x)"};
    figure.drawing = Drawing::Steps;
    report.AddFigure(figure);
    constexpr double longest = 30; // seconds; the last SYN,ACK is sent after 31
    constexpr uint16_t firstPort = 1000;
    const uint32_t count = std::max(budget.connections / 5, 1000U);
    const char* profile = "linux";
    NetworkSetup setup;
    setup.profile = profile;
    setup.rtt = RTT;
    setup.run = 261000;
    setup.attributes[B] = {{"AcceptOverflow", "drop-ack"},
                           {"BacklogRule", "exact"},
                           {"SynOnFullQueue", "answer"}};
    Network network(setup);
    const auto wait = CreateObject<UniformRandomVariable>();
    wait->SetStream(12);
    // A listener for each observation: one connection fills its queue, the next finds it full.
    for (uint32_t i = 0; i < count; ++i)
    {
        const auto port = static_cast<uint16_t>(firstPort + i);
        const auto listener = MakeListener(network, port, 1);
        const Time shift = i * Network::SPACING;
        Simulator::Schedule(Seconds(1) + shift, &OpenTo, &network, port);
        Simulator::Schedule(Seconds(2) + shift, &OpenTo, &network, port);
        // counted from the SYN's arrival at B
        const Time room = Seconds(2) + shift + RTT / 2 + Seconds(wait->GetValue(0, longest));
        Simulator::Schedule(room, &AcceptOne, listener);
    }
    std::vector<Time> times;
    TcpLifecycleSample dwell;
    network.Run(Seconds(100));
    for (const TcpLifecycleRecord& record : network.GetTcp(B)->GetOpenRecords())
    {
        if (record.connection.established != lifecycle::NEVER &&
            ToTime(record.connection.opened.time_since_epoch()) > Seconds(1.5))
        {
            times.push_back(Dwell(record.connection, State::SynReceived));
            dwell.Add(times.back().GetSeconds());
        }
    }
    // Established by the first ACK that comes when there is room: of the SYN,ACK sent at t_k, after
    // RTT more.
    const auto config = ConfigOf(profile, false);
    const auto schedule = TcpLifecycleSchedule::Doubling(ToTime(config.initialRto),
                                                         config.synAckRetries,
                                                         ToTime(config.maxRto));
    TcpLifecycleLaw law;
    double before = 0;
    for (const Time& sent : schedule.sent)
    {
        const double upTo = std::min((sent + RTT).GetSeconds() / longest, 1.0);
        law.Add(sent + RTT, upTo - before);
        before = upTo;
    }
    const Subject subject =
        {"accept-queue", profile, RTT.GetSeconds(), 0, 0, "ACK dropped, room after U(0, 30 s)"};
    report.AddProportion(subject, "P(ESTABLISHED at the server)", times.size(), count, 1);
    report.AddMean(subject, "mean time in SYN-RECEIVED (s)", dwell, law.Mean());
    const Time limit = Seconds(10);
    uint64_t late = 0;
    for (const Time& time : times)
    {
        late += time > limit ? 1 : 0;
    }
    report.AddProportion(subject, "P(longer than 10 s)", late, count, 1 - law.AtMost(limit));
    report.AddSurvival(STEPS,
                       "third ACK dropped while the queue is full",
                       std::move(times),
                       count,
                       law,
                       Seconds(35));
    return 2 * count;
}

} // namespace study
