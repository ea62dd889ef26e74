/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bench-network.h"

#include "ns3/config.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-interface-address.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/string.h"
#include "ns3/tcp-lifecycle-helper.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/traffic-control-helper.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace bench
{

const char*
ToText(Stack stack)
{
    switch (stack)
    {
    case Stack::Floor:
        return "floor";
    case Stack::Ours:
        return "ours";
    case Stack::OursLogs:
        return "ours+csv";
    case Stack::Ns3:
        return "ns3";
    }
    return "?";
}

Network::Network(Stack stack, uint32_t clients)
    : nodes(2)
{
    const bool ours = stack == Stack::Ours || stack == Stack::OursLogs;
    // Ours counts options as part of the MSS (RFC 6691): a segment carries as much data as others'
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(ours ? SEGMENT + 12 : SEGMENT));
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue("10Gbps"));
    link.SetChannelAttribute("Delay", StringValue("1ms"));
    link.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("1000000p"));
    const NetDeviceContainer devices = link.Install(nodes);
    InternetStackHelper internet;
    internet.SetIpv6StackInstall(false);
    internet.Install(nodes);
    Ipv4AddressHelper addresses;
    addresses.SetBase("10.0.0.0", "255.255.0.0");
    const Ipv4InterfaceContainer interfaces = addresses.Assign(devices);
    TrafficControlHelper().Uninstall(devices);
    server = interfaces.GetAddress(1);
    m_clients.push_back(interfaces.GetAddress(0));
    const auto [ipv4, interface] = interfaces.Get(0);
    for (uint32_t i = 1; i < clients; ++i)
    {
        m_clients.emplace_back(0x0a000100 + i);
        ipv4->AddAddress(interface, Ipv4InterfaceAddress(m_clients.back(), Ipv4Mask("/16")));
    }
    factory = TcpSocketFactory::GetTypeId();
    if (ours)
    {
        TcpLifecycleHelper tcp;
        // As many ports to an address as the floor and the sizes below need
        tcp.SetAttribute("EphemeralPortRange", StringValue("1024-65535"));
        tcp.Install(nodes);
        factory = TypeId::LookupByName("ns3::TcpLifecycleSocketFactory");
        if (stack == Stack::OursLogs)
        {
            tcp.EnableTransitions(nodes, "bench-transitions.csv");
            tcp.EnableConnections(nodes, "bench-connections.csv");
        }
    }
    else if (stack == Stack::Floor)
    {
        for (uint32_t i = 0; i < 2; ++i)
        {
            floor.push_back(CreateObject<FloorProtocol>());
            floor.back()->Install(nodes.Get(i));
        }
    }
}

} // namespace bench
} // namespace ns3
