/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "helper-test-pair.h"
#include "tcp-lifecycle-faults.h"
#include "tcp-lifecycle-helper.h"
#include "tcp-lifecycle-l4-protocol.h"

#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"

#include <boost/test/unit_test.hpp>

using namespace ns3;
using namespace helper_test;

BOOST_AUTO_TEST_SUITE(late_hosts)

// A rule that asks for the receiver's state sees segments for an address before any host with this
// TCP has it: it must not remember that
BOOST_AUTO_TEST_CASE(a_rule_knows_an_address_that_is_given_to_a_host_later)
{
    Pair pair;
    TcpLifecycleHelper helper;
    helper.Install(pair.nodes);
    const auto models =
        TcpLifecycleFaults::Install(TcpLifecycleFaults::Parse("drop A>B SYN 1 state LISTEN"),
                                    DynamicCast<PointToPointNetDevice>(pair.devices.Get(0)),
                                    DynamicCast<PointToPointNetDevice>(pair.devices.Get(1)));
    uint32_t struck = 0;
    for (const auto& model : {models.atA, models.atB})
    {
        model->TraceConnectWithoutContext(
            "Struck",
            Callback<void, Ptr<const Packet>, std::string, TcpLifecycleFaultAction>(
                [&struck](Ptr<const Packet>, std::string, TcpLifecycleFaultAction) { ++struck; }));
    }
    const auto make = [&pair](uint32_t node) {
        return Socket::CreateSocket(pair.nodes.Get(node),
                                    TypeId::LookupByName("ns3::TcpLifecycleSocketFactory"));
    };
    const auto client = make(0);
    const auto listener = make(1);
    listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), 80));
    listener->Listen();
    const Ipv4Address late("10.0.0.9");
    Simulator::Schedule(Seconds(1), [&] { client->Connect(InetSocketAddress(late, 80)); });
    Simulator::Schedule(Seconds(1.5), [&] {
        BOOST_TEST(struck == 0U);
        pair.nodes.Get(1)->GetObject<Ipv4>()->AddAddress(
            1,
            Ipv4InterfaceAddress(late, "255.255.255.0"));
    });
    Simulator::Stop(Seconds(10));
    Simulator::Run();
    BOOST_TEST(struck == 1U); // the second SYN; the third gets through
    BOOST_TEST(TcpLifecycleHelper::GetL4(pair.nodes.Get(1))
                   ->GetHost()
                   ->CountIn(lifecycle::State::Established) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
