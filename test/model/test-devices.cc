/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-cut.h"
#include "model-test-fork.h"

#include "ns3/boolean.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"

#include <boost/test/unit_test.hpp>

// Hosts with several devices, and what goes through which.

using namespace model_test;
using lifecycle::Segment;
using lifecycle::State;

namespace
{

/// Notes the IPv4 headers of what a node sends.
struct Sent
{
    /// \param node which
    explicit Sent(const Ptr<Node>& node)
    {
        node->GetObject<Ipv4L3Protocol>()->TraceConnectWithoutContext(
            "SendOutgoing",
            Callback<void, const Ipv4Header&, Ptr<const Packet>, uint32_t>(
                [this](const Ipv4Header& header, Ptr<const Packet> packet, uint32_t interface) {
                    TcpLifecycleHeader tcp;
                    packet->PeekHeader(tcp);
                    headers.push_back(header);
                    segments.push_back(tcp.GetSegment());
                    interfaces.push_back(interface);
                }));
    }

    std::vector<Ipv4Header> headers;  //!< of IP
    std::vector<Segment> segments;    //!< of TCP
    std::vector<uint32_t> interfaces; //!< through which they go
};

/// \param number of the first byte \param ack acknowledgment \param flags see Segment
/// \param length of the text \return a segment to node 0's port from the peer's port 80
Segment
MakeSegment(lifecycle::Seq number,
            lifecycle::Seq ack,
            uint8_t flags,
            uint16_t port,
            uint32_t length)
{
    Segment segment;
    segment.sourcePort = 80;
    segment.destinationPort = port;
    segment.seq = number;
    segment.ack = ack;
    segment.flags = flags;
    segment.window = 1000;
    segment.length = length;
    return segment;
}

} // namespace

BOOST_AUTO_TEST_SUITE(devices)

// ns-3's Ipv4EndPointDemux::Lookup() passes over an end point that is bound to another device; what
// then belongs to nobody is answered with a RST (RFC 9293, 3.10.7.1)
BOOST_AUTO_TEST_CASE(a_socket_hears_only_the_device_that_it_is_bound_to)
{
    Fork net;
    const auto listener = net.Make(1);
    listener->Bind(Net::Any(80));
    listener->Listen();
    Sent sent(net.nodes.Get(0));
    for (const bool bound : {true, false})
    {
        const auto client = net.Make(0);
        if (bound)
        {
            client->BindToNetDevice(net.near.Get(0));
        }
        BOOST_TEST(client->Connect(InetSocketAddress("10.0.1.2", 80)) == 0);
        Fork::Run(Seconds(1));
        const auto* connection = client->GetConnection();
        BOOST_TEST_REQUIRE(connection != nullptr);
        Address name;
        client->GetSockName(name);
        const uint16_t port = InetSocketAddress::ConvertFrom(name).GetPort();
        const Segment text = MakeSegment(connection->Receiving().nxt,
                                         connection->Sending().una,
                                         lifecycle::ACK,
                                         port,
                                         10);
        Segment reset = text;
        reset.flags = lifecycle::RST;
        reset.length = 0;
        sent.segments.clear();
        net.Arrive(text, "10.0.1.2", "10.0.1.1", 2);
        BOOST_TEST(client->GetRxAvailable() == (bound ? 0U : 10U));
        if (bound)
        {
            BOOST_TEST_REQUIRE(sent.segments.size() == 1U);
            BOOST_TEST(sent.segments[0].Has(lifecycle::RST));
            net.Arrive(reset, "10.0.1.2", "10.0.1.1", 2);
            BOOST_TEST(sent.segments.size() == 1U);
            BOOST_TEST((client->GetLifecycleState() == State::Established));
            net.Arrive(text, "10.0.1.2", "10.0.1.1", 1);
            BOOST_TEST(client->GetRxAvailable() == 10U);
        }
        client->Abort();
        Fork::Run(Seconds(1));
    }
}

BOOST_AUTO_TEST_CASE(a_listener_refuses_what_comes_by_another_device_than_its_own)
{
    Fork net;
    const auto listener = net.Make(0);
    listener->BindToNetDevice(net.near.Get(0));
    listener->Bind(Net::Any(80));
    listener->Listen();
    for (uint32_t i = 1; i < 3; ++i)
    {
        const auto client = net.Make(i);
        Diary diary;
        diary.Watch(client);
        client->Connect(InetSocketAddress(i == 1 ? "10.0.1.1" : "10.0.2.1", 80));
        Fork::Run(MilliSeconds(100));
        BOOST_TEST((diary.told == std::vector<std::string>{i == 1 ? "connected" : "failed"}));
        BOOST_TEST(
            (client->GetError() == (i == 1 ? lifecycle::Error::None : lifecycle::Error::Refused)));
        client->Abort();
        client->SetConnectCallback(Call([](Ptr<Socket>) {}), Call([](Ptr<Socket>) {}));
        client->SetCloseCallbacks(Call([](Ptr<Socket>) {}), Call([](Ptr<Socket>) {}));
    }
}

// A connection in TIME-WAIT, and one that never had a socket, sends what its user has asked for
BOOST_AUTO_TEST_CASE(marks_and_device_outlive_the_socket)
{
    Fork net;
    const auto cut = CreateObject<Cut>();
    net.far.Get(0)->SetAttribute("ReceiveErrorModel", PointerValue(cut));
    const auto listener = net.Make(1);
    listener->Bind(Net::Any(80));
    listener->Listen();
    std::vector<Ptr<Socket>> accepted;
    OnAccept(listener, [&](Ptr<Socket> socket) { accepted.push_back(socket); });
    auto client = net.Make(0);
    client->SetIpTos(0x10);
    client->SetIpTtl(77);
    client->BindToNetDevice(net.near.Get(0));
    client->Connect(InetSocketAddress("10.0.1.2", 80));
    Fork::Run(Seconds(1));
    BOOST_TEST_REQUIRE(accepted.size() == 1U);
    client->Close();
    client = nullptr;
    Fork::Run(Seconds(1));
    accepted[0]->Close();
    // The FIN arrives, its ACK is lost, and the FIN comes again
    Simulator::Schedule(MilliSeconds(15), [&] {
        BOOST_TEST(net.Tcp(0)->GetNSockets() == 0U);
        BOOST_TEST(net.Tcp(0)->GetHost()->CountIn(State::TimeWait) == 1U);
        cut->on = true;
    });
    Simulator::Schedule(MilliSeconds(25), [&] { cut->on = false; });
    Sent sent(net.nodes.Get(0));
    Fork::Run(Seconds(5));
    BOOST_TEST_REQUIRE(sent.headers.size() == 2U);
    for (std::size_t i = 0; i < 2; ++i)
    {
        BOOST_TEST(sent.segments[i].flags == lifecycle::ACK);
        BOOST_TEST(static_cast<int>(sent.headers[i].GetTos()) == 0x10);
        BOOST_TEST(static_cast<int>(sent.headers[i].GetTtl()) == 77);
        BOOST_TEST(sent.interfaces[i] == 1U);
    }
}

BOOST_AUTO_TEST_CASE(the_end_of_a_connection_in_syn_received_is_marked_as_its_listener)
{
    Fork net;
    auto listener = net.Make(0);
    listener->SetIpTos(0x10);
    listener->SetIpTtl(77);
    listener->Bind(Net::Any(80));
    listener->Listen();
    const auto client = net.Make(1);
    client->Connect(InetSocketAddress("10.0.1.1", 80));
    Sent sent(net.nodes.Get(0));
    Simulator::Schedule(MilliSeconds(15), [&] {
        listener->Close();
        listener = nullptr;
    });
    Fork::Run(Seconds(5));
    BOOST_TEST_REQUIRE(sent.headers.size() >= 2U); // SYN,ACK, RST
    for (std::size_t i = 0; i < 2; ++i)
    {
        BOOST_TEST(sent.segments[i].Has(i == 0 ? lifecycle::SYN : lifecycle::RST));
        BOOST_TEST(static_cast<int>(sent.headers[i].GetTos()) == 0x10);
        BOOST_TEST(static_cast<int>(sent.headers[i].GetTtl()) == 77);
    }
}

// RFC 4007, 6: an address that is link-local names a host in its zone only
BOOST_AUTO_TEST_CASE(neighbours_of_the_same_link_local_address_are_two)
{
    Fork net;
    std::vector<std::string> tuples;
    for (uint32_t i = 0; i < 3; ++i)
    {
        const auto ipv6 = net.nodes.Get(i)->GetObject<Ipv6>();
        // ns-3 3.43 looks for the address on the first interface that has it, and drops
        // what has come by another one
        ipv6->SetAttributeFailSafe("StrongEndSystemModel", BooleanValue(false));
        for (uint32_t j = 1; j < ipv6->GetNInterfaces(); ++j)
        {
            ipv6->AddAddress(
                j,
                Ipv6InterfaceAddress(Ipv6Address(i == 0 ? "fe80::a" : "fe80::b"), Ipv6Prefix(64)));
        }
    }
    Fork::Run(Seconds(5)); // duplicate address detection
    net.Tcp(0)->TraceConnectWithoutContext(
        "Transition",
        Callback<void, const TcpLifecycleTransition&>([&](const TcpLifecycleTransition& what) {
            if (what.to == State::Established)
            {
                tuples.push_back(ToText(what.tuple.local) + " " + ToText(what.tuple.remote));
            }
        }));
    std::vector<Ptr<Socket>> accepted;
    const auto listener = net.Make(0);
    listener->Bind(Net::Any(80, true));
    listener->Listen();
    OnAccept(listener, [&](Ptr<Socket> socket) { accepted.push_back(socket); });
    Ptr<TcpLifecycleSocket> clients[2];
    for (uint32_t i = 0; i < 2; ++i)
    {
        clients[i] = net.Make(i + 1);
        BOOST_TEST(clients[i]->Bind(Inet6SocketAddress("fe80::b", 5000)) == 0);
        BOOST_TEST(clients[i]->Connect(Inet6SocketAddress("fe80::a", 80)) == 0);
    }
    Fork::Run(Seconds(1));
    BOOST_TEST_REQUIRE(accepted.size() == 2U);
    const std::vector<std::string> expected = {"fe80::a%1 fe80::b%1", "fe80::a%2 fe80::b%2"};
    BOOST_TEST(tuples == expected, boost::test_tools::per_element());
    for (uint32_t i = 0; i < 2; ++i)
    {
        Address name;
        accepted[i]->GetPeerName(name);
        BOOST_TEST((name == Address(Inet6SocketAddress("fe80::b", 5000))));
        accepted[i]->Send(Create<Packet>(10 + i));
    }
    Fork::Run(Seconds(1));
    for (uint32_t i = 0; i < 2; ++i)
    {
        BOOST_TEST(clients[i]->GetRxAvailable() == 10 + i);
    }
}

BOOST_AUTO_TEST_CASE(a_link_local_peer_is_reached_through_the_device_or_address_that_is_bound)
{
    for (const bool byAddress : {false, true})
    {
        for (uint32_t i = 0; i < 2; ++i)
        {
            Fork net;
            const auto own = net.nodes.Get(0)->GetObject<Ipv6>()->GetAddress(i + 1, 0);
            const auto peer = net.nodes.Get(i + 1)->GetObject<Ipv6>()->GetAddress(1, 0);
            const auto listener = net.Make(i + 1);
            listener->Bind(Inet6SocketAddress(peer.GetAddress(), 80));
            listener->Listen();
            const auto client = net.Make(0);
            if (byAddress)
            {
                client->Bind(Inet6SocketAddress(own.GetAddress(), 0));
            }
            else
            {
                client->BindToNetDevice(net.near.Get(i));
            }
            BOOST_TEST(client->Connect(Inet6SocketAddress(peer.GetAddress(), 80)) == 0);
            Fork::Run(Seconds(1));
            BOOST_TEST((client->GetLifecycleState() == State::Established));
            client->Abort();
            Fork::Run(Seconds(1));
            // and the answer from CLOSED goes back by the link that the segment came from
            BOOST_TEST(listener->Close() == 0);
            const auto again = net.Make(i + 1);
            const auto server = net.Make(0);
            Diary diary;
            diary.Watch(again);
            again->Connect(Inet6SocketAddress(own.GetAddress(), 79));
            Fork::Run(Seconds(1));
            BOOST_TEST((diary.told == std::vector<std::string>{"failed"}));
        }
    }
}

// ns-3's TcpL4Protocol::Receive(): what no IPv4 end point wants is offered to those of IPv6, with
// mapped addresses
BOOST_AUTO_TEST_CASE(a_listener_of_ipv6_takes_ipv4_as_that_of_ns3_does)
{
    for (const Stack stack : {Stack::Stock, Stack::Ours})
    {
        NetOptions options;
        options.b = stack;
        Net net(options);
        const auto listener = net.MakeSocket(1);
        BOOST_TEST(listener->Bind(Net::Any(80, true)) == 0);
        BOOST_TEST(listener->Listen() == 0);
        std::vector<Address> peers;
        Ptr<Socket> accepted;
        const auto note = [&](const Address& address) {
            peers.push_back(address);
            return true;
        };
        listener->SetAcceptCallback(
            Callback<bool, Ptr<Socket>, const Address&>(
                [&](Ptr<Socket>, const Address& from) { return note(from); }),
            Callback<void, Ptr<Socket>, const Address&>(
                [&](Ptr<Socket> socket, const Address& from) {
                    accepted = socket;
                    note(from);
                }));
        const auto client = net.Make(0);
        client->Bind(InetSocketAddress(Ipv4Address::GetAny(), 5000));
        client->Connect(net.At(1, 80));
        Simulator::Schedule(Seconds(1), [&] { client->Send(Create<Packet>(100)); });
        Simulator::Stop(Seconds(2));
        Simulator::Run();
        BOOST_TEST((client->GetLifecycleState() == State::Established));
        BOOST_TEST_REQUIRE(static_cast<bool>(accepted));
        BOOST_TEST(accepted->GetRxAvailable() == 100U);
        Address name;
        accepted->GetPeerName(name);
        note(name);
        accepted->RecvFrom(name);
        note(name);
        const Inet6SocketAddress expected(Ipv6Address::MakeIpv4MappedAddress("10.0.0.1"), 5000);
        for (std::size_t i = 0; i < peers.size(); ++i)
        {
            BOOST_TEST_CONTEXT("address " << i << (stack == Stack::Ours ? ", ours" : ", ns-3's"))
            {
                BOOST_TEST_REQUIRE(Inet6SocketAddress::IsMatchingType(peers[i]));
                BOOST_TEST(Inet6SocketAddress::ConvertFrom(peers[i]).GetIpv6() ==
                           expected.GetIpv6());
                BOOST_TEST(Inet6SocketAddress::ConvertFrom(peers[i]).GetPort() == 5000);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_listener_of_ipv4_comes_before_one_of_ipv6)
{
    Net net;
    std::vector<std::string> taken;
    const auto ipv6 = net.Listener(1, 80, true);
    OnAccept(ipv6, [&](Ptr<Socket>) { taken.emplace_back("IPv6"); });
    auto ipv4 = net.Listener(1, 80);
    OnAccept(ipv4, [&](Ptr<Socket>) { taken.emplace_back("IPv4"); });
    for (int i = 0; i < 2; ++i)
    {
        const auto client = net.Make(0);
        client->Connect(net.At(1, 80));
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        ipv4->Close();
    }
    const std::vector<std::string> expected = {"IPv4", "IPv6"};
    BOOST_TEST(taken == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
