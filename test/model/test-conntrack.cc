/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-net.h"
#include "tcp-lifecycle-conntrack.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-routing-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/ipv6-list-routing.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace model_test;

namespace bdata = boost::unit_test::data;

namespace
{

/// A client (node 0), a middlebox, and a server (node 2) with a listener on port 80.
struct Guarded
{
    /// \param isIpv6 family
    /// \param isListed whether the middlebox finds a list of routing protocols for IPv6, as
    ///        InternetStackHelper makes from ns-3.48 on
    explicit Guarded(bool isIpv6, bool isListed = false)
        : ipv6(isIpv6),
          box(CreateObject<TcpLifecycleConntrack>()),
          reader(1, true)
    {
        nodes.Create(3);
        PointToPointHelper link;
        link.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
        link.SetChannelAttribute("Delay", StringValue("5ms"));
        InternetStackHelper stack;
        stack.Install(nodes);
        Ipv4AddressHelper addresses4("10.0.1.0", "255.255.255.0");
        Ipv6AddressHelper addresses6(Ipv6Address("2001:1::"), Ipv6Prefix(64));
        for (uint32_t i = 0; i < 2; ++i)
        {
            const auto devices = link.Install(nodes.Get(i), nodes.Get(i + 1));
            const auto interfaces4 = addresses4.Assign(devices);
            auto interfaces6 = addresses6.Assign(devices);
            addresses4.NewNetwork();
            addresses6.NewNetwork();
            interfaces6.SetForwarding(1 - i, true);
            interfaces6.SetDefaultRouteInAllNodes(1 - i);
            Ipv4StaticRoutingHelper()
                .GetStaticRouting(nodes.Get(2 * i)->GetObject<Ipv4>())
                ->SetDefaultRoute(interfaces4.GetAddress(1 - i), 1);
            server = ipv6 ? Address(Inet6SocketAddress(interfaces6.GetAddress(1, 1), 80))
                          : Address(InetSocketAddress(interfaces4.GetAddress(1), 80));
            nodes.Get(2 * i)->AggregateObject(CreateObject<TcpLifecycleL4Protocol>());
        }
        const auto middle6 = nodes.Get(1)->GetObject<Ipv6>();
        if (isListed && !DynamicCast<Ipv6ListRouting>(middle6->GetRoutingProtocol()))
        {
            const auto list = CreateObject<Ipv6ListRouting>();
            list->AddRoutingProtocol(middle6->GetRoutingProtocol(), 0);
            middle6->SetRoutingProtocol(list);
        }
        nodes.Get(1)->AggregateObject(box);
        box->TraceConnectWithoutContext(
            "Entry",
            Callback<void, const TcpLifecycleTrackEvent&>([this](const TcpLifecycleTrackEvent& e) {
                states.push_back(ToText(e.change.to));
                times.push_back(e.time);
            }));
        box->TraceConnectWithoutContext(
            "Drop",
            Callback<void, const lifecycle::FourTuple&, const lifecycle::Segment&, bool>(
                [this](const lifecycle::FourTuple&, const lifecycle::Segment&, bool) {
                    ++dropped;
                }));
        listener = Make(2);
        listener->Bind(Net::Any(80, ipv6));
        listener->Listen();
        OnAccept(listener, [this](Ptr<Socket> child) { reader.Start(child); });
        Simulator::Stop(Seconds(100)); // IPv6's start-up
        Simulator::Run();
    }

    ~Guarded()
    {
        Simulator::Destroy();
    }

    /// \param node 0 or 2 \return a socket
    Ptr<TcpLifecycleSocket> Make(uint32_t node) const
    {
        return DynamicCast<TcpLifecycleSocket>(
            Socket::CreateSocket(nodes.Get(node),
                                 TypeId::LookupByName("ns3::TcpLifecycleSocketFactory")));
    }

    /// \param time let so much go by
    void Wait(Time time) const
    {
        Simulator::Stop(time);
        Simulator::Run();
    }

    bool ipv6;                        //!< family
    NodeContainer nodes;              //!< client, middlebox, server
    Ptr<TcpLifecycleConntrack> box;   //!< on the middle one
    Address server;                   //!< the server's address and port
    Ptr<TcpLifecycleSocket> listener; //!< its listener
    Reader reader;                    //!< its user
    std::vector<std::string> states;  //!< of entries, NONE at the end
    std::vector<Time> times;          //!< when, as the events say
    uint32_t dropped{0};              //!< segments
};

const auto BOTH_IP = bdata::make({false, true}); //!< IPv4, IPv6

} // namespace

BOOST_AUTO_TEST_SUITE(middlebox)

BOOST_DATA_TEST_CASE(a_middlebox_follows_a_connection_and_forgets_it, BOTH_IP, ipv6)
{
    Guarded net(ipv6);
    Writer writer(10000, 1, true);
    const auto client = net.Make(0);
    writer.Start(client);
    client->Connect(net.server);
    Simulator::Run();
    BOOST_TEST(net.reader.read == 10000u);
    BOOST_TEST(net.dropped == 0u);
    BOOST_TEST(net.box->GetTable().Size() == 0u);
    // Like netfilter, it takes any ACK after a FIN for that FIN's: here one of data (CLOSE_WAIT)
    const std::vector<std::string> expected = {"SYN_SENT",
                                               "SYN_RECV",
                                               "ESTABLISHED",
                                               "FIN_WAIT",
                                               "CLOSE_WAIT",
                                               "LAST_ACK",
                                               "TIME_WAIT",
                                               "NONE"};
    BOOST_TEST(net.states == expected, boost::test_tools::per_element());
    // TIME_WAIT began with the last ACK, and is 120 s
    BOOST_TEST_REQUIRE(net.times.size() == 8u);
    BOOST_TEST((net.times[7] - net.times[6] == Seconds(120)));
}

BOOST_DATA_TEST_CASE(a_connection_that_was_forgotten_is_reset_where_that_is_the_policy,
                     BOTH_IP,
                     ipv6)
{
    Guarded net(ipv6);
    net.box->SetAttribute("Established", TimeValue(Seconds(60)));
    net.box->SetAttribute("Loose", StringValue("false"));
    net.box->SetAttribute("Policy", StringValue("reset"));
    const auto client = net.Make(0);
    client->Connect(net.server);
    net.Wait(Seconds(70));
    BOOST_TEST(net.box->GetTable().Size() == 0u);
    BOOST_TEST(net.states.back() == "NONE");
    BOOST_TEST_REQUIRE(net.times.size() == 4u);
    BOOST_TEST((net.times[3] - net.times[2] == Seconds(60)));
    client->Send(Create<Packet>(100));
    net.Wait(Seconds(1));
    BOOST_TEST(net.dropped == 1u);
    BOOST_TEST((client->GetError() == lifecycle::Error::Reset));
    BOOST_TEST(net.reader.read == 0u);
}

BOOST_AUTO_TEST_CASE(a_connection_that_was_forgotten_is_a_black_hole_where_that_is_the_policy)
{
    Guarded net(false);
    net.box->SetAttribute("Established", TimeValue(Seconds(60)));
    net.box->SetAttribute("Loose", StringValue("false"));
    const auto client = net.Make(0);
    client->Connect(net.server);
    net.Wait(Seconds(70));
    client->Send(Create<Packet>(100));
    Simulator::Run();
    BOOST_TEST(net.dropped == 7u); // once, and six repeats (RFC 9293's profile)
    BOOST_TEST((client->GetError() == lifecycle::Error::TimedOut));
}

// Five days are the timeout of an idle connection; the simulation is over when the hosts are done
BOOST_AUTO_TEST_CASE(a_middlebox_keeps_no_simulation_going)
{
    Guarded net(false);
    const auto client = net.Make(0);
    client->Connect(net.server);
    const Time began = Simulator::Now();
    Simulator::Run();
    BOOST_TEST((Simulator::Now() - began < Minutes(5))); // IPv6's neighbour discovery ends
    BOOST_TEST(net.box->GetTable().Size() == 1u);
    BOOST_TEST(net.states.back() == "ESTABLISHED");
}

// Entries that expire unnoticed are reported at the end, with their time
BOOST_AUTO_TEST_CASE(what_has_expired_is_told_at_the_end)
{
    std::vector<Time> times;
    {
        Guarded net(false);
        net.box->SetAttribute("Established", TimeValue(Seconds(60)));
        net.box->TraceConnectWithoutContext(
            "Entry",
            Callback<void, const TcpLifecycleTrackEvent&>(
                [&times](const TcpLifecycleTrackEvent& e) { times.push_back(e.time); }));
        net.Make(0)->Connect(net.server);
        net.Wait(Seconds(1000));
        BOOST_TEST(times.size() == 3u); // SYN, SYN,ACK, ACK
    }
    BOOST_TEST_REQUIRE(times.size() == 4u);
    BOOST_TEST((times[3] - times[2] == Seconds(60)));
}

BOOST_AUTO_TEST_CASE(loose_tracking_takes_an_idle_connection_up_again)
{
    Guarded net(false);
    net.box->SetAttribute("Established", TimeValue(Seconds(60)));
    const auto client = net.Make(0);
    client->Connect(net.server);
    net.Wait(Seconds(70));
    BOOST_TEST(net.box->GetTable().Size() == 0u);
    BOOST_TEST(net.states.back() == "NONE");
    BOOST_TEST_REQUIRE(net.times.size() == 4u);
    BOOST_TEST((net.times[3] - net.times[2] == Seconds(60)));
    client->Send(Create<Packet>(100));
    net.Wait(Seconds(1));
    BOOST_TEST(net.dropped == 0u);
    BOOST_TEST(net.reader.read == 100u);
    BOOST_TEST(net.states.back() == "ESTABLISHED");
}

// The middlebox precedes the existing routing protocols, and replaces none: a
// host beyond it that no connected network leads to is reached by a static route
BOOST_DATA_TEST_CASE(routes_can_be_added_to_a_node_that_is_a_middlebox,
                     BOTH_IP* bdata::make({false, true}),
                     ipv6,
                     listed)
{
    Guarded net(ipv6, listed);
    const Ptr<Node> middle = net.nodes.Get(1);
    const Ptr<Node> node = net.nodes.Get(2);
    const auto routes4 = Ipv4StaticRoutingHelper().GetStaticRouting(middle->GetObject<Ipv4>());
    const auto routes6 = Ipv6StaticRoutingHelper().GetStaticRouting(middle->GetObject<Ipv6>());
    BOOST_TEST_REQUIRE((routes4 && routes6));
    BOOST_TEST((Ipv4RoutingHelper::GetRouting<Ipv4StaticRouting>(
                    middle->GetObject<Ipv4>()->GetRoutingProtocol()) == routes4));
    Address far;
    if (ipv6)
    {
        const Ipv6Address address("2001:9::9");
        node->GetObject<Ipv6>()->AddAddress(1, Ipv6InterfaceAddress(address, Ipv6Prefix(128)));
        routes6->AddHostRouteTo(address, 2);
        far = Inet6SocketAddress(address, 80);
    }
    else
    {
        node->GetObject<Ipv4>()->AddAddress(1, Ipv4InterfaceAddress("10.9.9.9", "255.255.255.255"));
        routes4->AddHostRouteTo("10.9.9.9", 2);
        far = InetSocketAddress("10.9.9.9", 80);
    }
    net.Wait(Seconds(3)); // duplicate address detection
    Writer writer(10000, 1, true);
    const auto client = net.Make(0);
    writer.Start(client);
    client->Connect(far);
    Simulator::Run();
    BOOST_TEST(net.reader.read == 10000u);
    BOOST_TEST(net.box->GetTable().Size() == 0u);
    BOOST_TEST(net.states.size() == 8u); // it is tracked like any other
}

BOOST_AUTO_TEST_CASE(a_preset_changes_the_time_outs_and_not_the_policy)
{
    Guarded net(false);
    net.box->SetAttribute("Policy", StringValue("pass"));
    net.box->SetPreset("rfc5382");
    TimeValue value;
    net.box->GetAttribute("Established", value);
    BOOST_TEST((value.Get() == Minutes(124)));
    net.box->GetAttribute("LastAck", value);
    BOOST_TEST((value.Get() == Minutes(4)));
    StringValue policy;
    net.box->GetAttribute("Policy", policy);
    BOOST_TEST(policy.Get() == "pass");
}

BOOST_AUTO_TEST_SUITE_END()
