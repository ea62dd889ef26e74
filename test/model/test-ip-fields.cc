/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-net.h"

#include "ns3/ipv4-interface-address.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-interface-address.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>
#include <vector>

/**
 * \file
 * The fields of the IP header that TCP has a say in.
 */

using namespace model_test;

namespace
{

/// The IP headers that a node sends.
class Headers
{
  public:
    /// \param node whose
    explicit Headers(const Ptr<Node>& node)
    {
        node->GetObject<Ipv4L3Protocol>()->TraceConnectWithoutContext(
            "Tx",
            MakeCallback(&Headers::OnIpv4, this));
        node->GetObject<Ipv6L3Protocol>()->TraceConnectWithoutContext(
            "Tx",
            MakeCallback(&Headers::OnIpv6, this));
    }

    std::vector<std::string> sources; //!< source addresses
    std::vector<int> services;        //!< type of service, traffic class
    std::vector<int> lives;           //!< time to live, hop limit

  private:
    void OnIpv4(Ptr<const Packet> packet, Ptr<Ipv4>, uint32_t)
    {
        Ipv4Header header;
        packet->PeekHeader(header);
        Note(header.GetSource(), header.GetTos(), header.GetTtl());
    }

    void OnIpv6(Ptr<const Packet> packet, Ptr<Ipv6>, uint32_t)
    {
        Ipv6Header header;
        packet->PeekHeader(header);
        if (header.GetNextHeader() == Ipv6Header::IPV6_TCP)
        {
            Note(header.GetSource(), header.GetTrafficClass(), header.GetHopLimit());
        }
    }

    template <typename A>
    void Note(const A& source, int service, int life)
    {
        std::ostringstream text;
        text << source;
        sources.push_back(text.str());
        services.push_back(service);
        lives.push_back(life);
    }
};

/// \param list values \param value one \return whether there are some and all are that
template <typename T, typename U>
bool
AllAre(const std::vector<T>& list, const U& value)
{
    return !list.empty() &&
           std::count(list.begin(), list.end(), value) == static_cast<std::ptrdiff_t>(list.size());
}

} // namespace

BOOST_AUTO_TEST_SUITE(ip_fields)

// RFC 9293, MUST-45: the address that was used before on the connection, also if IP has another
// one for that destination, as the first of an interface is.
BOOST_AUTO_TEST_CASE(every_segment_has_the_address_of_the_connection)
{
    for (const bool ipv6 : {false, true})
    {
        Net net;
        const Ptr<Node> server = net.nodes.Get(1);
        const auto ipv4 = server->GetObject<Ipv4>();
        ipv4->AddAddress(1, Ipv4InterfaceAddress("10.0.0.77", "255.255.255.0"));
        Inet6SocketAddress first = Inet6SocketAddress::ConvertFrom(net.At(1, 80, true));
        uint8_t octets[16];
        first.GetIpv6().GetBytes(octets);
        octets[15] = 0x77;
        const Ipv6Address second6(octets);
        server->GetObject<Ipv6>()->AddAddress(1, Ipv6InterfaceAddress(second6, Ipv6Prefix(64)));
        Simulator::Stop(Seconds(3)); // duplicate address detection
        net.Run();
        const Address second = ipv6 ? Address(Inet6SocketAddress(second6, 80))
                                    : Address(InetSocketAddress("10.0.0.77", 80));
        std::ostringstream expected;
        if (ipv6)
        {
            expected << second6;
        }
        else
        {
            expected << "10.0.0.77";
        }
        Headers headers(server);
        const auto listener = net.Listener(1, 80, ipv6);
        Reader reader(1, true);
        OnAccept(listener, [&](const Ptr<Socket>& child) { reader.Start(child); });
        const auto client = net.Make(0);
        client->Connect(second);
        Writer writer(5000, 1, true);
        writer.Start(client);
        net.Run();
        BOOST_TEST(reader.read == 5000u);
        BOOST_TEST(headers.sources.size() >= 3u);
        BOOST_TEST(AllAre(headers.sources, expected.str()));
    }
}

// RFC 9293, MUST-48, SHLD-21, SHLD-22
BOOST_AUTO_TEST_CASE(the_service_field_is_the_sockets_and_can_change)
{
    for (const bool ipv6 : {false, true})
    {
        Net net;
        const auto listener = net.Listener(1, 80, ipv6);
        const auto client = net.Make(0);
        const auto mark = [&](uint8_t value) {
            client->SetIpTos(value);
            client->SetIpv6Tclass(value);
        };
        mark(0x28); // AF11
        Headers headers(net.nodes.Get(0));
        client->Connect(net.At(1, 80, ipv6));
        Simulator::Stop(Seconds(1));
        net.Run();
        BOOST_TEST(headers.services.size() == 2u); // SYN, ACK
        BOOST_TEST(AllAre(headers.services, 0x28));
        headers.services.clear();
        mark(0xb8); // EF
        client->Send(Create<Packet>(100));
        client->Close();
        net.Run();
        BOOST_TEST(AllAre(headers.services, 0xb8));
    }
}

// RFC 9293, MUST-49
BOOST_AUTO_TEST_CASE(time_to_live_is_the_sockets)
{
    for (const bool ipv6 : {false, true})
    {
        Net net;
        const auto listener = net.Listener(1, 80, ipv6);
        const auto client = net.Make(0);
        client->SetIpTtl(7);
        client->SetIpv6HopLimit(7);
        Headers headers(net.nodes.Get(0));
        client->Connect(net.At(1, 80, ipv6));
        Simulator::Schedule(Seconds(1), [&] { client->Abort(); });
        net.Run();
        BOOST_TEST(headers.lives.size() == 3u); // SYN, ACK, RST
        BOOST_TEST(AllAre(headers.lives, 7));
    }
}

BOOST_AUTO_TEST_SUITE_END()
