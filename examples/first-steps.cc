/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle
 *
 * The module in a script of your own: a stock sender and a stock receiver over it, its traces on.
 * What is printed at the end is checked against what is expected.
 */

#include "tcp-lifecycle-arguments.h"
#include "tcp-lifecycle-helper.h"

#include "ns3/application-container.h"
#include "ns3/bulk-send-helper.h"
#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/packet-sink.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <iostream>

using namespace ns3;

namespace
{

/// \param argc as main's \param argv as main's \return exit status
int
Run(int argc, char** argv)
{
    TcpLifecycleArguments("first-steps", "A stock sender and a stock receiver.").Parse(argc, argv);
    NodeContainer nodes(2);
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
    link.SetChannelAttribute("Delay", StringValue("10ms"));
    const auto devices = link.Install(nodes);

    TcpLifecycleHelper::EnableChecksums();
    InternetStackHelper().Install(nodes);
    TcpLifecycleHelper tcp;
    tcp.Install(nodes);
    Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(devices);

    const std::string factory = "ns3::TcpLifecycleSocketFactory";
    const InetSocketAddress server("10.0.0.2", 80);
    BulkSendHelper sender(factory, server);
    sender.SetAttribute("MaxBytes", UintegerValue(1000000));
    sender.Install(nodes.Get(0));
    PacketSinkHelper receiver(factory, server);
    const auto sinks = receiver.Install(nodes.Get(1));

    tcp.EnableTransitions(nodes, "first-steps-transitions.csv");
    tcp.EnableConnections(nodes, "first-steps-connections.csv");
    tcp.EnableLadder(nodes.Get(0), nodes.Get(1), "first-steps-ladder");
    tcp.EnableCapture(nodes, "first-steps", TcpLifecycleCaptureKind::Device);

    Simulator::Run();
    tcp.Finish();
    const auto octets = DynamicCast<PacketSink>(sinks.Get(0))->GetTotalRx();
    Simulator::Destroy();

    std::cout << octets << " bytes received, 1000000 expected\n"
              << "first-steps-transitions.csv: every change of state\n"
              << "first-steps-connections.csv: a row for each end of the connection\n"
              << "first-steps-ladder.svg, .txt: a picture of it\n"
              << "first-steps-0-0.pcap, first-steps-1-0.pcap: its segments, for Wireshark\n";
    return octets == 1000000 ? 0 : 1;
}

} // namespace

int
main(int argc, char* argv[])
{
    return TcpLifecycleMain("first-steps", [argc, argv] { return Run(argc, argv); });
}
