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

#include "ns3/boolean.h"
#include "ns3/inet-socket-address.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/simulator.h"

#include <sstream>
#include <string>
#include <vector>

/**
 * \file
 * A flood of SYNs from forged addresses, at a listener without cookies, and with them.
 */

namespace study
{

using namespace ns3;
using lifecycle::State;

namespace
{

/// Batches, and lives of a forged connection before the first, see BatchedShare
constexpr uint32_t BATCHES = 40;
constexpr uint32_t WARM_UP = 5;

/// A flood and the clients who suffer from it.
struct Flood
{
    const char* profile; //!< of both ends
    uint32_t backlog;    //!< connections in SYN-RECEIVED, at most
    int rtt;             //!< of the clients, milliseconds
    double forgedLoad;   //!< forged SYNs that come while one of them is kept
    double clientRate;   //!< clients per second
};

/**
 * Sends forged SYNs from A's device, and opens connections of clients at A. A client sends one SYN
 * and aborts when it is ESTABLISHED.
 */
class Attack
{
  public:
    /// \param network in which
    explicit Attack(Network& network)
        : m_network(network),
          m_random(CreateObject<UniformRandomVariable>())
    {
        m_random->SetStream(12);
        // The answers to forged addresses go to A, which is not their owner and no router.
        const Ptr<Ipv4> client = network.GetNodes().Get(A)->GetObject<Ipv4>();
        client->SetAttribute("IpForward", BooleanValue(false));
        const Ptr<Ipv4> server = network.GetNodes().Get(B)->GetObject<Ipv4>();
        Ipv4StaticRoutingHelper().GetStaticRouting(server)->SetDefaultRoute(
            client->GetAddress(1, 0).GetLocal(),
            1);
        network.GetTcp(B)->TraceConnectWithoutContext("Transition",
                                                      MakeCallback(&Attack::OnTransition, this));
    }

    ~Attack()
    {
        m_network.GetTcp(B)->TraceDisconnectWithoutContext(
            "Transition",
            MakeCallback(&Attack::OnTransition, this));
    }

    Attack(const Attack&) = delete;
    Attack& operator=(const Attack&) = delete;

    /// A forged SYN.
    void Forge()
    {
        lifecycle::Segment syn;
        syn.sourcePort = static_cast<uint16_t>(m_random->GetInteger(1024, 65535));
        syn.destinationPort = Network::PORT;
        syn.seq = lifecycle::Seq(m_random->GetInteger(0, 0xffffffff));
        syn.flags = lifecycle::SYN;
        syn.window = 65535;
        // 172.16.0.0/12
        m_network.Inject(A, syn, 0, Ipv4Address(0xac100000 | m_random->GetInteger(1, 0xffffe)));
        ++m_sent;
    }

    /// A client.
    void Connect()
    {
        const Ptr<Socket> socket = m_network.MakeSocket(A);
        socket->SetConnectCallback(MakeCallback(&Attack::OnConnected, this),
                                   MakeCallback(&Attack::OnFailed, this));
        socket->Connect(InetSocketAddress(m_network.GetServer(), Network::PORT));
        ++m_sent;
    }

    /// A batch ends. \param counted whether it is an observation
    void EndBatch(bool counted)
    {
        m_failed.EndBatch(counted);
        if (counted && m_sent > 0)
        {
            m_dropped.Add(1 - static_cast<double>(m_admitted) / static_cast<double>(m_sent));
        }
        m_sent = 0;
        m_admitted = 0;
    }

    /// \return shares of clients that failed
    const TcpLifecycleSample& GetFailed() const
    {
        return m_failed.GetSample();
    }

    /// \return shares of all SYNs that made no connection in SYN-RECEIVED
    const TcpLifecycleSample& GetDropped() const
    {
        return m_dropped;
    }

  private:
    void OnConnected(Ptr<Socket> socket)
    {
        m_failed.Add(false);
        DynamicCast<TcpLifecycleSocket>(socket)->Abort();
    }

    void OnFailed(Ptr<Socket>)
    {
        m_failed.Add(true);
    }

    void OnTransition(const TcpLifecycleTransition& transition)
    {
        m_admitted += transition.to == State::SynReceived ? 1 : 0;
    }

    Network& m_network;                  //!< in which
    Ptr<UniformRandomVariable> m_random; //!< addresses and numbers
    BatchedShare m_failed;               //!< clients
    TcpLifecycleSample m_dropped;        //!< SYNs
    uint64_t m_sent{0};                  //!< SYNs of the batch
    uint64_t m_admitted{0};              //!< those that made a connection
};

} // namespace

namespace
{

constexpr const char* DROPS = "study-syn-flood";
constexpr const char* WITHOUT = "without cookies";
constexpr const char* WITH = "with cookies";

/// \param flood a flood \return how long a forged connection is kept: until all SYN,ACKs have gone
/// unanswered
Time
KeptOf(const Flood& flood)
{
    const auto config = lifecycle::MakeProfile(flood.profile)->connection;
    return TcpLifecycleSchedule::Doubling(ToTime(config.initialRto),
                                          config.synAckRetries,
                                          ToTime(config.maxRto))
        .end;
}

/// One flood. \param flood it \param cookies attribute SynCookies \param intervals lives of a
/// forged connection \param run number \param drawn whether it is a point \param report gets rows
/// and points \return SYNs
uint64_t
RunOne(const Flood& flood,
       const std::string& cookies,
       uint32_t intervals,
       uint64_t run,
       bool drawn,
       Report& report)
{
    const Time kept = KeptOf(flood);
    const double forgedRate = flood.forgedLoad / kept.GetSeconds();
    const double load = flood.forgedLoad + flood.clientRate * flood.rtt * 1e-3;
    NetworkSetup setup;
    setup.profile = flood.profile;
    setup.rtt = MilliSeconds(flood.rtt);
    setup.run = run;
    setup.attributes[A] = {{"SynRetries", "0"}};
    setup.attributes[B] = {{"SynBacklog", std::to_string(flood.backlog)}, {"SynCookies", cookies}};
    Network network(setup);
    Attack attack(network);
    uint64_t connections = 0;
    const Arrivals forged(forgedRate, 10, [&]() {
        attack.Forge();
        ++connections;
    });
    const Arrivals clients(flood.clientRate, 11, [&]() {
        attack.Connect();
        ++connections;
    });
    network.Run(WARM_UP * kept);
    attack.EndBatch(false);
    for (uint32_t i = 0; i < BATCHES; ++i)
    {
        network.Run(Seconds(kept.GetSeconds() * intervals / BATCHES));
        attack.EndBatch(true);
    }

    std::ostringstream detail;
    detail << "backlog=" << flood.backlog << " forged=" << forgedRate
           << "/s clients=" << flood.clientRate << "/s cookies=" << cookies;
    const Subject subject =
        {"syn-flood", flood.profile, setup.rtt.GetSeconds(), 0, 0, detail.str()};
    const bool dropping = cookies == "off";
    const double lost = dropping ? TcpLifecycleErlangB(flood.backlog, load) : 0;
    report.AddMean(subject, "P(a client's SYN is dropped)", attack.GetFailed(), lost);
    if (dropping)
    {
        report.AddMean(subject, "P(any SYN is dropped)", attack.GetDropped(), lost);
    }
    if (drawn)
    {
        report.AddMeanPoint(DROPS, dropping ? WITHOUT : WITH, forgedRate, attack.GetFailed(), lost);
    }
    return connections;
}

} // namespace

uint64_t
RunSynFlood(const Budget& budget, Report& report)
{
    report.AddFigure({DROPS,
                      "A client's SYN in a flood: Linux, backlog 128, a place held for 63 s",
                      "forged SYNs per second",
                      "P(the SYN is dropped)"});
    uint64_t connections = 0;
    uint64_t run = 40000;
    Flood usual = {"linux", 128, 500, 0, 2};
    const double kept = KeptOf(usual).GetSeconds();
    for (double load :
         budget.thorough ? std::vector<double>{100, 130, 170, 260} : std::vector<double>{130})
    {
        usual.forgedLoad = load;
        connections += RunOne(usual, "off", budget.intervals, ++run, true, report);
        connections += RunOne(usual, "pressure", budget.intervals / 4, ++run, true, report);
    }
    for (double load : Grid(80, 280, 80))
    {
        const double lost =
            TcpLifecycleErlangB(usual.backlog, load + usual.clientRate * usual.rtt * 1e-3);
        report.AddPoint({DROPS, WITHOUT, load / kept, std::nullopt, lost});
        report.AddPoint({DROPS, WITH, load / kept, std::nullopt, 0});
    }
    for (const Flood& flood : {Flood{"windows", 32, 100, 30, 20}, Flood{"rfc9293", 8, 500, 8, 0.5}})
    {
        connections += RunOne(flood, "off", budget.intervals, ++run, false, report);
    }
    return connections;
}

} // namespace study
