/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-net.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-global-routing-helper.h"
#include "ns3/ipv4-list-routing-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/simple-net-device-helper.h"
#include "ns3/simulator.h"
#ifdef TCP_LIFECYCLE_TEST_AODV
#include "ns3/aodv-helper.h"
#endif
#ifdef TCP_LIFECYCLE_TEST_DSDV
#include "ns3/dsdv-helper.h"
#endif
#ifdef TCP_LIFECYCLE_TEST_OLSR
#include "ns3/olsr-helper.h"
#endif

#include <algorithm>
#include <boost/test/unit_test.hpp>

// Routing protocols answer as they like when they are asked for a route without a packet. None may
// make TCP believe in a link of 65535 bytes (RFC 9293, MUST-67).

using namespace model_test;

namespace
{

/// Two hosts on two links; of the first an MTU of 1500, of the second of 1280 bytes.
struct Links
{
    /// \param routing of both \param count 2, or 1: the first link only
    explicit Links(const Ipv4RoutingHelper& routing, uint32_t count = 2)
    {
        nodes.Create(2);
        InternetStackHelper stack;
        stack.SetRoutingHelper(routing);
        stack.Install(nodes);
        const char* networks[] = {"10.0.1.0", "10.0.2.0"};
        for (uint32_t i = 0; i < count; ++i)
        {
            SimpleNetDeviceHelper link;
            link.SetChannelAttribute("Delay", TimeValue(MilliSeconds(5)));
            const auto devices = link.Install(nodes);
            devices.Get(0)->SetMtu(i == 0 ? 1500 : 1280);
            devices.Get(1)->SetMtu(i == 0 ? 1500 : 1280);
            Ipv4AddressHelper(networks[i], "255.255.255.0").Assign(devices);
            Ipv6AddressHelper().AssignWithoutAddress(devices);
        }
        Ipv4GlobalRoutingHelper::PopulateRoutingTables();
        for (uint32_t i = 0; i < 2; ++i)
        {
            nodes.Get(i)->AggregateObject(CreateObject<TcpLifecycleL4Protocol>());
            nodes.Get(i)->GetObject<TcpLifecycleL4Protocol>()->TraceConnectWithoutContext(
                "SegmentSent",
                Callback<void, const TcpLifecycleSegmentEvent&>(
                    [this](const TcpLifecycleSegmentEvent& event) {
                        longest = std::max(longest, event.segment->length);
                        if (event.segment->Has(lifecycle::SYN))
                        {
                            mss.push_back(event.segment->options.Read().maxSegmentSize.value_or(0));
                        }
                    }));
        }
    }

    ~Links()
    {
        Simulator::Destroy();
    }

    /// A connection over a link, with data both ways. \param peer where node 1 listens
    /// \param any likewise, any address
    void Play(const Address& peer, const Address& any)
    {
        const auto factory = TypeId::LookupByName("ns3::TcpLifecycleSocketFactory");
        listener = Socket::CreateSocket(nodes.Get(1), factory);
        client = Socket::CreateSocket(nodes.Get(0), factory);
        listener->Bind(any);
        listener->Listen();
        OnAccept(listener, [this](Ptr<Socket> socket) {
            reader.Start(socket);
            back.Start(socket);
        });
        writer.Start(client);
        backReader.Start(client);
        Simulator::Schedule(Seconds(60), [this, peer] { BOOST_TEST(client->Connect(peer) == 0); });
        Simulator::Stop(Seconds(120));
        Simulator::Run();
    }

    /// \param expected the MSS of both SYNs, and what the longest segments have
    void Check(uint32_t expected) const
    {
        BOOST_TEST(reader.read == 200000U);
        BOOST_TEST(backReader.read == 200000U);
        BOOST_TEST(reader.wrong + backReader.wrong == 0U);
        BOOST_TEST_REQUIRE(mss.size() == 2U);
        BOOST_TEST(mss[0] == expected);
        BOOST_TEST(mss[1] == expected);
        BOOST_TEST(longest <= expected);
        BOOST_TEST(longest >= expected - 40); // with options
    }

    NodeContainer nodes;             //!< both
    Ptr<Socket> listener;            //!< node 1's
    Ptr<Socket> client;              //!< node 0's
    Writer writer{200000, 1, false}; //!< node 0's
    Writer back{200000, 2, false};   //!< node 1's
    Reader reader{1, false};         //!< node 1's
    Reader backReader{2, false};     //!< node 0's
    std::vector<uint32_t> mss;       //!< of SYNs
    uint32_t longest{0};             //!< data of a segment, bytes
};

/// \param link 0 or 1 \return node 1's address there, and port 80
Address
PeerOn(uint32_t link)
{
    return InetSocketAddress(Ipv4Address(link == 0 ? "10.0.1.2" : "10.0.2.2"), 80);
}

/// A protocol that knows the way when it is asked. \param routing it
void
PlayRouted(const Ipv4RoutingHelper& routing)
{
    for (uint32_t link = 0; link < 2; ++link)
    {
        Links links(routing);
        links.Play(PeerOn(link), Net::Any(80));
        links.Check(link == 0 ? 1460 : 1240);
    }
}

/// One that answers with its loopback device: the smaller link has to do for both. \param routing
/// it
[[maybe_unused]] void
PlaySearching(const Ipv4RoutingHelper& routing)
{
    for (uint32_t link = 0; link < 2; ++link)
    {
        Links links(routing);
        links.Play(PeerOn(link), Net::Any(80));
        links.Check(1240);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(routing)

BOOST_AUTO_TEST_CASE(static_routes)
{
    PlayRouted(Ipv4StaticRoutingHelper());
}

BOOST_AUTO_TEST_CASE(global_routes)
{
    PlayRouted(Ipv4GlobalRoutingHelper());
}

BOOST_AUTO_TEST_CASE(a_list_of_protocols)
{
    Ipv4ListRoutingHelper list;
    list.Add(Ipv4StaticRoutingHelper(), 0);
    list.Add(Ipv4GlobalRoutingHelper(), -10);
    PlayRouted(list);
}

BOOST_AUTO_TEST_CASE(link_local_ipv6)
{
    for (uint32_t link = 1; link < 3; ++link)
    {
        Links links{Ipv4StaticRoutingHelper()};
        const auto peer = links.nodes.Get(1)->GetObject<Ipv6>()->GetAddress(link, 0).GetAddress();
        Simulator::Schedule(Seconds(50), [&links, link] {
            links.client->BindToNetDevice(
                links.nodes.Get(0)->GetObject<Ipv6>()->GetNetDevice(link));
        });
        links.Play(Inet6SocketAddress(peer, 80), Net::Any(80, true));
        links.Check(link == 1 ? 1440 : 1220);
    }
}

BOOST_AUTO_TEST_CASE(the_node_itself_is_reached_by_its_loopback_device)
{
    Links links{Ipv4StaticRoutingHelper()};
    const auto factory = TypeId::LookupByName("ns3::TcpLifecycleSocketFactory");
    links.listener = Socket::CreateSocket(links.nodes.Get(0), factory);
    links.client = Socket::CreateSocket(links.nodes.Get(0), factory);
    links.listener->Bind(Net::Any(80));
    links.listener->Listen();
    OnAccept(links.listener, [&links](Ptr<Socket> socket) { links.reader.Start(socket); });
    links.writer.Start(links.client);
    BOOST_TEST(links.client->Connect(InetSocketAddress(Ipv4Address::GetLoopback(), 80)) == 0);
    Simulator::Stop(Seconds(20));
    Simulator::Run();
    BOOST_TEST(links.reader.read == 200000U);
    BOOST_TEST_REQUIRE(links.mss.size() == 2U);
    BOOST_TEST(links.mss[0] == 65535U - 40U);
}

#ifdef TCP_LIFECYCLE_TEST_AODV
BOOST_AUTO_TEST_CASE(aodv)
{
    PlaySearching(AodvHelper());
}
#endif

#ifdef TCP_LIFECYCLE_TEST_DSDV
BOOST_AUTO_TEST_CASE(dsdv)
{
    // Of nodes with several interfaces it finds one only
    Links links(DsdvHelper(), 1);
    links.Play(PeerOn(0), Net::Any(80));
    links.Check(1460);
}
#endif

#ifdef TCP_LIFECYCLE_TEST_OLSR
BOOST_AUTO_TEST_CASE(olsr)
{
    PlayRouted(OlsrHelper());
}
#endif

BOOST_AUTO_TEST_SUITE_END()
