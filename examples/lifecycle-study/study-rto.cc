/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-profile.h"
#include "study-catalogue.h"
#include "study-formulas.h"

#include "ns3/packet.h"
#include "ns3/simulator.h"

#include <array>
#include <map>
#include <string>
#include <vector>

/**
 * \file
 * The RTO of a FIN.
 */

namespace study
{

using namespace ns3;
using lifecycle::Config;

namespace
{

/// Samples of the round-trip time before the FIN; the handshake gives the first
constexpr std::array<uint32_t, 4> SAMPLES = {1, 2, 4, 8};

/// Connections of each kind
constexpr uint32_t EACH = 5;

/// Notes when A sends its FINs.
class FinWatch
{
  public:
    /// \param network whose A
    explicit FinWatch(const Network& network)
        : m_tcp(network.GetTcp(A))
    {
        m_tcp->TraceConnectWithoutContext("SegmentSent", MakeCallback(&FinWatch::OnSent, this));
    }

    ~FinWatch()
    {
        m_tcp->TraceDisconnectWithoutContext("SegmentSent", MakeCallback(&FinWatch::OnSent, this));
    }

    FinWatch(const FinWatch&) = delete;
    FinWatch& operator=(const FinWatch&) = delete;

    /// \param id number of a connection at A \return from its first FIN to the second
    Time FirstWait(uint64_t id) const
    {
        const std::vector<Time>& times = m_fins.at(id);
        return times.at(1) - times.at(0);
    }

  private:
    void OnSent(const TcpLifecycleSegmentEvent& event)
    {
        if (event.segment->Has(lifecycle::FIN))
        {
            m_fins[event.id].push_back(event.time);
        }
    }

    Ptr<TcpLifecycleL4Protocol> m_tcp;            //!< of A
    std::map<uint64_t, std::vector<Time>> m_fins; //!< by connection
};

} // namespace

uint64_t
RunFinRto(const Budget&, Report& report)
{
    constexpr uint32_t connections = EACH * SAMPLES.size();
    const Time rtt = MilliSeconds(400);
    NetworkSetup setup;
    setup.rtt = rtt;
    // Once there is loss, nothing arrives.
    setup.lossForward = 1;
    setup.lossReverse = 1;
    setup.attributes[B] = {{"DelAckTimeout", "0ms"}};
    setup.run = 50000;
    for (const char* profile : lifecycle::PROFILE_NAMES)
    {
        setup.profile = profile;
        ++setup.run;
        Network network(setup);
        const FinWatch watch(network);
        network.OpenAll(connections);
        network.Run(Seconds(5));
        // Each data segment gives a sample.
        for (uint32_t exchange = 1; exchange < SAMPLES.back(); ++exchange)
        {
            network.ForAll(2 * exchange * rtt, [&network, exchange](uint32_t connection) {
                if (exchange < SAMPLES[connection % SAMPLES.size()])
                {
                    network.GetSocket(A, connection)->Send(Create<Packet>(1), 0);
                }
            });
        }
        network.Run(2 * SAMPLES.back() * rtt);
        network.SetLossy(true);
        network.ForAll(Time(0), [&network](uint32_t connection) {
            network.GetSocket(A, connection)->Close();
        });
        network.Run();

        const Config config = ConfigOf(profile, false);
        const auto records = network.GetRecords(A);
        for (std::size_t kind = 0; kind < SAMPLES.size(); ++kind)
        {
            TcpLifecycleSample waits;
            for (uint32_t i = 0; i < EACH; ++i)
            {
                waits.Add(watch.FirstWait(records[i * SAMPLES.size() + kind].id).GetSeconds());
            }
            const Time formula = TcpLifecycleRtoAfterSamples(rtt, SAMPLES[kind], RtoRule(config));
            report.AddExact({"fin-rto", profile, rtt.GetSeconds(), 0, 0, ""},
                            "RTO of a FIN after " + std::to_string(SAMPLES[kind]) +
                                " equal samples (s)",
                            waits,
                            formula.GetSeconds());
        }
    }
    return connections * lifecycle::PROFILE_NAMES.size();
}

} // namespace study
