/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef MODEL_TEST_FORK_H
#define MODEL_TEST_FORK_H

#include "model-test-net.h"
#include "tcp-lifecycle-header.h"

#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

/// \file
/// A host with two neighbours.

namespace model_test
{

/// A host (node 0) with two neighbours, each on a link of its own: 10.0.1.0 and 10.0.2.0, the host
/// is .1.
struct Fork
{
    Fork()
    {
        nodes.Create(3);
        PointToPointHelper link;
        link.SetChannelAttribute("Delay", TimeValue(MilliSeconds(10)));
        link.SetDeviceAttribute("DataRate", StringValue("100Mbps"));
        InternetStackHelper stack;
        stack.Install(nodes);
        Ipv4AddressHelper ipv4("10.0.1.0", "255.255.255.0");
        for (uint32_t i = 1; i < 3; ++i)
        {
            const auto devices = link.Install(nodes.Get(0), nodes.Get(i));
            near.Add(devices.Get(0));
            far.Add(devices.Get(1));
            ipv4.Assign(devices);
            ipv4.NewNetwork();
            Ipv6AddressHelper().AssignWithoutAddress(devices);
        }
        for (uint32_t i = 0; i < 3; ++i)
        {
            nodes.Get(i)->AggregateObject(CreateObject<TcpLifecycleL4Protocol>());
        }
        Run(Seconds(100)); // IPv6's start-up
    }

    ~Fork()
    {
        Simulator::Destroy();
    }

    /// \param time let so much go by
    static void Run(Time time)
    {
        Simulator::Stop(time);
        Simulator::Run();
    }

    /// \param node 0..2 \return a socket
    Ptr<TcpLifecycleSocket> Make(uint32_t node) const
    {
        return DynamicCast<TcpLifecycleSocket>(
            Socket::CreateSocket(nodes.Get(node),
                                 TypeId::LookupByName("ns3::TcpLifecycleSocketFactory")));
    }

    /// \param node 0..2 \return its TCP
    Ptr<TcpLifecycleL4Protocol> Tcp(uint32_t node) const
    {
        return nodes.Get(node)->GetObject<TcpLifecycleL4Protocol>();
    }

    /// A segment arrives at node 0. \param segment it \param from source \param to destination
    /// \param link 1 or 2: by that link
    void Arrive(const lifecycle::Segment& segment,
                const char* from,
                const char* to,
                uint32_t link) const
    {
        const auto packet = Create<Packet>(segment.length);
        packet->AddHeader(TcpLifecycleHeader(segment));
        Ipv4Header header;
        header.SetSource(from);
        header.SetDestination(to);
        Tcp(0)->Receive(packet,
                        header,
                        nodes.Get(0)->GetObject<Ipv4L3Protocol>()->GetInterface(link));
    }

    NodeContainer nodes;     //!< the host and its neighbours
    NetDeviceContainer near; //!< the host's devices
    NetDeviceContainer far;  //!< the neighbours'
};

} // namespace model_test

#endif // MODEL_TEST_FORK_H
