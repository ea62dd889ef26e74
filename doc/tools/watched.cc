/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/animation-interface.h"
#include "ns3/bulk-send-helper.h"
#include "ns3/flow-monitor-helper.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-flow-classifier.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-lifecycle-helper.h"
#include "ns3/uinteger.h"

#include <iostream>

// ns-3's FlowMonitor and NetAnim beside the module's own records; see the manual, "In a script of
// your own".

using namespace ns3;

int
main()
{
    NodeContainer nodes(2);
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
    link.SetChannelAttribute("Delay", StringValue("10ms"));
    const NetDeviceContainer devices = link.Install(nodes);
    InternetStackHelper().Install(nodes);
    Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(devices);
    TcpLifecycleHelper().Install(nodes);
    const std::string factory = "ns3::TcpLifecycleSocketFactory";
    PacketSinkHelper(factory, InetSocketAddress("0.0.0.0", 80)).Install(nodes.Get(1));
    BulkSendHelper client(factory, InetSocketAddress("10.0.0.2", 80));
    client.SetAttribute("MaxBytes", UintegerValue(100000));
    client.Install(nodes.Get(0)).Stop(Seconds(10));

    // [watched]
    FlowMonitorHelper flows;
    const Ptr<FlowMonitor> monitor = flows.InstallAll();
    AnimationInterface::SetConstantPosition(nodes.Get(0), 10, 10);
    AnimationInterface::SetConstantPosition(nodes.Get(1), 60, 10);
    AnimationInterface animation("animation.xml"); // NetAnim opens it
    Simulator::Stop(Seconds(300));                 // FlowMonitor's events never end
    Simulator::Run();
    const auto classifier = DynamicCast<Ipv4FlowClassifier>(flows.GetClassifier());
    for (const auto& [id, flow] : monitor->GetFlowStats())
    {
        const auto tuple = classifier->FindFlow(id);
        std::cout << tuple.sourceAddress << " > " << tuple.destinationAddress << ": "
                  << flow.txPackets << " packets, " << flow.lostPackets << " lost\n";
    }
    // [/watched]
    Simulator::Destroy();
    return 0;
}
