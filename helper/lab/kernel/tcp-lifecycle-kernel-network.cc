/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-kernel-network.h"

#include "tcp-lifecycle-helper.h"

#include "ns3/global-value.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/mac48-address.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/realtime-simulator-impl.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * A simulated host that this machine's kernel reaches over a simulated link.
 */

namespace ns3
{

namespace
{

/// \return the real time since the start of the simulation
Time
RealTime()
{
    return DynamicCast<RealtimeSimulatorImpl>(Simulator::GetImplementation())->RealtimeNow();
}

} // namespace

void
TcpLifecycleKernelNetwork::UseRealTime()
{
    GlobalValue::Bind("SimulatorImplementationType", StringValue("ns3::RealtimeSimulatorImpl"));
    TcpLifecycleHelper::EnableChecksums();
}

TcpLifecycleKernelNetwork::TcpLifecycleKernelNetwork(const Settings& settings)
{
    m_nodes.Create(2);
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", DataRateValue(settings.rate));
    link.SetChannelAttribute("Delay", TimeValue(settings.delay));
    m_link = link.Install(m_nodes);
    m_link.Get(0)->SetMtu(static_cast<uint16_t>(settings.mtu));
    m_link.Get(1)->SetMtu(static_cast<uint16_t>(settings.mtu));
    InternetStackHelper internet;
    internet.SetIpv6StackInstall(false);
    internet.Install(m_nodes);

    auto tun = CreateObject<TcpLifecyclePacketdrillDevice>();
    tun->SetAddress(Mac48Address::Allocate());
    tun->SetMtu(static_cast<uint16_t>(settings.kernelMtu));
    m_nodes.Get(1)->AddDevice(tun);
    Ipv4AddressHelper addresses("10.0.1.0", "255.255.255.0");
    addresses.Assign(m_link);
    addresses.SetBase("10.0.2.0", "255.255.255.0");
    addresses.Assign(NetDeviceContainer(tun));
    Ipv4StaticRoutingHelper routing;
    routing.GetStaticRouting(m_nodes.Get(0)->GetObject<Ipv4>())
        ->SetDefaultRoute(Ipv4Address("10.0.1.2"), 1);

    // The kernel reaches both networks through the device: no route, no neighbours.
    const int descriptor =
        TcpLifecycleKernelSpace::OpenTun(KERNEL, "255.255.0.0", settings.kernelMtu);
    m_wire = std::make_unique<TcpLifecycleKernelWire>(tun, descriptor);
    m_sniffer = std::make_unique<TcpLifecycleKernelSniffer>();
}

Ptr<Node>
TcpLifecycleKernelNetwork::GetHost() const
{
    return m_nodes.Get(0);
}

const TcpLifecycleKernelWire&
TcpLifecycleKernelNetwork::GetWire() const
{
    return *m_wire;
}

TcpLifecycleFaults::Models
TcpLifecycleKernelNetwork::InstallFaults(const std::vector<TcpLifecycleFaultRule>& rules,
                                         Ptr<ErrorModel> lossAtA,
                                         Ptr<ErrorModel> lossAtB)
{
    auto models = TcpLifecycleFaults::Install(rules,
                                              DynamicCast<PointToPointNetDevice>(m_link.Get(0)),
                                              DynamicCast<PointToPointNetDevice>(m_link.Get(1)),
                                              lossAtA,
                                              lossAtB);
    models.atA->AssignStreams(100);
    models.atB->AssignStreams(200);
    return models;
}

void
TcpLifecycleKernelNetwork::CaptureHost(const std::string& path)
{
    m_capture = std::make_unique<TcpLifecycleKernelCapture>(path);
    // In the order in which TCP sends and receives; the device would put its queue between.
    for (const auto* source : {"Tx", "Rx"})
    {
        GetHost()->GetObject<Ipv4>()->TraceConnectWithoutContext(
            source,
            MakeCallback(&TcpLifecycleKernelCapture::Trace, m_capture.get()));
    }
}

void
TcpLifecycleKernelNetwork::Start()
{
    Simulator::Schedule(Time(0), &TcpLifecycleKernelNetwork::Begin, this);
}

void
TcpLifecycleKernelNetwork::Begin()
{
    m_sniffer->Start();
    m_begun = RealTime().GetNanoSeconds();
    m_wire->Start();
}

void
TcpLifecycleKernelNetwork::Stop()
{
    // A socket that is bound to a device loses what it has not read with the device.
    m_packets = m_sniffer->Read();
    for (auto& packet : m_packets)
    {
        packet.nanoseconds += m_begun; // both captures count from the start of the simulation
    }
    m_wire.reset();
}

const TcpLifecycleKernelNetwork::Slip&
TcpLifecycleKernelNetwork::Look()
{
    m_slip.now = RealTime() - Simulator::Now();
    if (m_slip.now > m_slip.most)
    {
        m_slip.most = m_slip.now;
        m_slip.when = Simulator::Now();
    }
    return m_slip;
}

const std::vector<TcpLifecycleKernelSniffer::Packet>&
TcpLifecycleKernelNetwork::GetKernelPackets() const
{
    return m_packets;
}

} // namespace ns3
