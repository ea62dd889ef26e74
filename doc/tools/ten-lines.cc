/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/bulk-send-helper.h"
#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-lifecycle-helper.h"
#include "ns3/uinteger.h"

// The lines that README.md and the manual show, in a whole program.

using namespace ns3;

int
main()
{
    TcpLifecycleHelper::EnableChecksums();
    NodeContainer nodes(2);
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
    link.SetChannelAttribute("Delay", StringValue("10ms"));
    const NetDeviceContainer devices = link.Install(nodes);
    InternetStackHelper().Install(nodes);
    Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(devices);

    // [readme]
    TcpLifecycleHelper tcp;
    tcp.SetProfile("linux");
    tcp.SetAttribute("Msl", TimeValue(Seconds(15)));
    tcp.Install(nodes); // after InternetStackHelper::Install()
    tcp.EnableTransitions(nodes, "transitions.csv");
    tcp.EnableConnections(nodes, "connections.csv");
    tcp.EnableLadder(nodes.Get(0), nodes.Get(1), "ladder");

    const std::string factory = "ns3::TcpLifecycleSocketFactory";
    PacketSinkHelper(factory, InetSocketAddress("0.0.0.0", 80)).Install(nodes.Get(1));
    BulkSendHelper client(factory, InetSocketAddress("10.0.0.2", 80));
    // [/readme]

    client.SetAttribute("MaxBytes", UintegerValue(100000));
    client.Install(nodes.Get(0));
    Simulator::Run();
    tcp.Finish();
    Simulator::Destroy();
    return 0;
}
