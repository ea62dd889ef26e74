/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-net.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/packet-socket-address.h"
#include "ns3/simulator.h"

#include <boost/test/unit_test.hpp>

using namespace model_test;

namespace
{

/// A call must be refused with an errno, and leave everything as it is.
#define CHECK_REFUSED(socket, call, errno_)                                                        \
    do                                                                                             \
    {                                                                                              \
        const auto before = (socket)->GetLifecycleState();                                         \
        const auto id = (socket)->GetConnectionId();                                               \
        Address nameBefore;                                                                        \
        (socket)->GetSockName(nameBefore);                                                         \
        BOOST_TEST((socket)->call == -1);                                                          \
        BOOST_TEST((socket)->GetErrno() == Socket::errno_);                                        \
        BOOST_TEST(((socket)->GetLifecycleState() == before));                                     \
        BOOST_TEST((socket)->GetConnectionId() == id);                                             \
        Address nameAfter;                                                                         \
        (socket)->GetSockName(nameAfter);                                                          \
        BOOST_TEST((nameBefore == nameAfter));                                                     \
    } while (false)

/// Sockets at both ends of a connection that is ESTABLISHED.
struct Connected
{
    Connected()
    {
        listener = net.Listener(1, 80);
        listener->SetAcceptCallback(
            MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
            Callback<void, Ptr<Socket>, const Address&>([this](Ptr<Socket> socket, const Address&) {
                accepted = DynamicCast<TcpLifecycleSocket>(socket);
            }));
        active = net.Make(0);
        BOOST_TEST_REQUIRE(active->Connect(net.At(1, 80)) == 0);
        RunFor(Seconds(1));
        BOOST_TEST_REQUIRE(static_cast<bool>(accepted));
    }

    /// \param time how long
    void RunFor(Time time) const
    {
        Simulator::Stop(time);
        Simulator::Run();
    }

    Net net;                          //!< the net
    Ptr<TcpLifecycleSocket> listener; //!< node 1's
    Ptr<TcpLifecycleSocket> active;   //!< node 0's
    Ptr<TcpLifecycleSocket> accepted; //!< node 1's
};

/// Sets a broadcast address. \param address an interface's \param broadcast it
/// \return the broadcast address that the interface then has
template <typename InterfaceAddress>
auto
MakeBroadcast(InterfaceAddress& address, const Ipv4Address& broadcast)
    -> decltype(address.SetBroadcast(broadcast), Ipv4Address())
{
    address.SetBroadcast(broadcast);
    return address.GetBroadcast();
}

/// In ns-3.48 it follows from the mask, and cannot be set. \param address an interface's
/// \return the broadcast address that the interface has
template <typename... Unused>
Ipv4Address
MakeBroadcast(const Ipv4InterfaceAddress& address, const Unused&... /* unused */)
{
    return address.GetBroadcast();
}

} // namespace

BOOST_AUTO_TEST_SUITE(misuse)

BOOST_AUTO_TEST_CASE(a_socket_connects_once)
{
    Connected c;
    CHECK_REFUSED(c.active, Connect(c.net.At(1, 80)), ERROR_ISCONN);
    const auto other = c.net.Make(0);
    other->Connect(c.net.At(1, 81));
    CHECK_REFUSED(other, Connect(c.net.At(1, 80)), ERROR_ISCONN); // in SYN-SENT
    CHECK_REFUSED(c.listener, Connect(c.net.At(0, 80)), ERROR_INVAL);
}

BOOST_AUTO_TEST_CASE(a_connection_leads_to_one_host_that_can_be_reached)
{
    Net net;
    const auto socket = net.Make(0);
    CHECK_REFUSED(socket, Connect(InetSocketAddress("192.0.2.1", 80)), ERROR_NOROUTETOHOST);
    CHECK_REFUSED(socket, Connect(InetSocketAddress("224.0.0.1", 80)), ERROR_ADDRNOTAVAIL);
    CHECK_REFUSED(socket, Connect(InetSocketAddress("255.255.255.255", 80)), ERROR_ADDRNOTAVAIL);
    CHECK_REFUSED(socket, Connect(InetSocketAddress("10.0.0.255", 80)), ERROR_ADDRNOTAVAIL);
    CHECK_REFUSED(socket, Connect(InetSocketAddress("0.0.0.0", 80)), ERROR_ADDRNOTAVAIL);
    CHECK_REFUSED(socket, Connect(InetSocketAddress("10.0.0.2", 0)), ERROR_ADDRNOTAVAIL);
    CHECK_REFUSED(socket, Connect(Inet6SocketAddress("ff02::1", 80)), ERROR_ADDRNOTAVAIL);
    CHECK_REFUSED(socket, Connect(PacketSocketAddress()), ERROR_AFNOSUPPORT);
    BOOST_TEST(socket->Connect(net.At(1, 80)) == 0);
}

// RFC 3021, 2: a link with a prefix of 31 bits has two hosts and no broadcast address.
BOOST_AUTO_TEST_CASE(the_odd_address_of_a_link_with_31_bits_is_a_host)
{
    Net net;
    const char* addresses[] = {"10.0.1.2", "10.0.1.3"};
    for (uint32_t i = 0; i < 2; ++i)
    {
        const auto ipv4 = net.nodes.Get(i)->GetObject<Ipv4>();
        ipv4->AddAddress(1, Ipv4InterfaceAddress(addresses[i], "255.255.255.254"));
    }
    for (const uint32_t client : {0, 1})
    {
        const auto listener = net.Listener(1 - client, 80);
        const auto socket = net.Make(client);
        BOOST_TEST(socket->Connect(InetSocketAddress(addresses[1 - client], 80)) == 0);
        Simulator::Stop(MilliSeconds(100));
        Simulator::Run();
        BOOST_TEST((socket->GetLifecycleState() == lifecycle::State::Established));
    }
}

// A broadcast address need not end in ones: 4.2BSD's ends in zeros (RFC 1122, 3.3.6).
BOOST_AUTO_TEST_CASE(a_broadcast_address_that_was_set_is_no_host)
{
    Net net;
    Ipv4InterfaceAddress address("10.0.1.2", "255.255.255.0");
    const Ipv4Address broadcast = MakeBroadcast(address, Ipv4Address("10.0.1.0"));
    net.nodes.Get(0)->GetObject<Ipv4>()->AddAddress(1, address);
    const auto socket = net.Make(0);
    CHECK_REFUSED(socket, Connect(InetSocketAddress(broadcast, 80)), ERROR_ADDRNOTAVAIL);
}

BOOST_AUTO_TEST_CASE(a_socket_is_bound_once_and_to_an_address_of_its_node)
{
    Net net;
    const auto socket = net.Make(0);
    CHECK_REFUSED(socket, Bind(net.At(1, 80)), ERROR_ADDRNOTAVAIL);
    CHECK_REFUSED(socket, Bind(net.At(1, 80, true)), ERROR_ADDRNOTAVAIL);
    CHECK_REFUSED(socket, Bind(PacketSocketAddress()), ERROR_AFNOSUPPORT);
    BOOST_TEST(socket->Bind(Net::Any(80)) == 0);
    CHECK_REFUSED(socket, Bind(Net::Any(81)), ERROR_INVAL);
    CHECK_REFUSED(socket, Bind(), ERROR_INVAL);
    CHECK_REFUSED(socket, Bind6(), ERROR_INVAL);
    CHECK_REFUSED(socket, Connect(net.At(1, 80, true)), ERROR_AFNOSUPPORT);
}

BOOST_AUTO_TEST_CASE(a_port_is_taken_until_its_socket_has_gone)
{
    Net net;
    auto first = net.Make(0);
    BOOST_TEST(first->Bind(Net::Any(80)) == 0);
    const auto second = net.Make(0);
    CHECK_REFUSED(second, Bind(Net::Any(80)), ERROR_ADDRINUSE);
    BOOST_TEST(net.Make(0)->Bind(Net::Any(80, true)) == 0); // the other family
    BOOST_TEST(net.Make(0)->Bind(net.At(0, 80)) == 0);      // a closer match than "any"
    first = nullptr;
    BOOST_TEST(second->Bind(Net::Any(80)) == 0);
    BOOST_TEST(second->Listen() == 0);
    const auto third = net.Make(0);
    CHECK_REFUSED(third, Bind(Net::Any(80)), ERROR_ADDRINUSE);
    BOOST_TEST(second->Close() == 0);
    net.Run();
    BOOST_TEST(third->Bind(Net::Any(80)) == 0);
}

BOOST_AUTO_TEST_CASE(a_socket_listens_once_and_not_while_it_is_connected)
{
    Connected c;
    CHECK_REFUSED(c.active, Listen(), ERROR_INVAL);
    CHECK_REFUSED(c.active, Bind(Net::Any(5)), ERROR_INVAL);
    CHECK_REFUSED(c.accepted, Listen(), ERROR_INVAL);
    CHECK_REFUSED(c.listener, Listen(), ERROR_INVAL);
    CHECK_REFUSED(c.listener, Bind(Net::Any(5)), ERROR_INVAL);
}

BOOST_AUTO_TEST_CASE(a_listener_that_is_not_bound_gets_a_port)
{
    Net net;
    const auto socket = net.Make(0);
    BOOST_TEST(socket->Listen() == 0);
    Address name;
    socket->GetSockName(name);
    BOOST_TEST(InetSocketAddress::ConvertFrom(name).GetPort() >= 49152);
    const auto active = net.Make(1);
    BOOST_TEST(active->Connect(net.At(0, InetSocketAddress::ConvertFrom(name).GetPort())) == 0);
    net.Run();
    BOOST_TEST((active->GetLifecycleState() == lifecycle::State::Established));
}

BOOST_AUTO_TEST_CASE(only_a_connection_takes_data)
{
    Connected c;
    const auto fresh = c.net.Make(0);
    CHECK_REFUSED(fresh, Send(Create<Packet>(10)), ERROR_NOTCONN);
    CHECK_REFUSED(fresh, Send(Create<Packet>(0)), ERROR_NOTCONN);
    CHECK_REFUSED(fresh, ShutdownSend(), ERROR_NOTCONN);
    CHECK_REFUSED(fresh, ShutdownRecv(), ERROR_NOTCONN);
    CHECK_REFUSED(fresh, Abort(), ERROR_NOTCONN);
    Address name;
    CHECK_REFUSED(fresh, GetPeerName(name), ERROR_NOTCONN);
    BOOST_TEST(!fresh->Recv());
    BOOST_TEST(fresh->GetErrno() == Socket::ERROR_NOTCONN);
    CHECK_REFUSED(c.listener, Send(Create<Packet>(10)), ERROR_NOTCONN);
    CHECK_REFUSED(c.listener, GetPeerName(name), ERROR_NOTCONN);
    BOOST_TEST(!c.active->Recv());
    BOOST_TEST(c.active->GetErrno() == Socket::ERROR_AGAIN);
    CHECK_REFUSED(c.active, Send(Create<Packet>(10), 1), ERROR_OPNOTSUPP);
    BOOST_TEST(!c.active->Recv(10, 1));
    BOOST_TEST(c.active->GetErrno() == Socket::ERROR_OPNOTSUPP);
}

BOOST_AUTO_TEST_CASE(a_send_of_no_octets_does_nothing)
{
    Connected c;
    const auto& sent = c.net.Tcp(0)->GetHost()->Find(
        lifecycle::Handle()); // no such connection: only the socket can look
    BOOST_TEST(sent == nullptr);
    const uint32_t room = c.active->GetTxAvailable();
    BOOST_TEST(c.active->Send(Create<Packet>(0)) == 0);
    BOOST_TEST(c.active->GetTxAvailable() == room);
    bool told = false;
    c.accepted->SetRecvCallback(Callback<void, Ptr<Socket>>([&told](Ptr<Socket>) { told = true; }));
    c.RunFor(Seconds(1));
    BOOST_TEST(!told);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_the_buffer_is_refused_as_a_whole)
{
    Connected c;
    const uint32_t room = c.active->GetTxAvailable();
    BOOST_TEST(room == 131072U);
    CHECK_REFUSED(c.active, Send(Create<Packet>(room + 1)), ERROR_MSGSIZE);
    BOOST_TEST(c.active->GetTxAvailable() == room);
    BOOST_TEST(c.active->Send(Create<Packet>(room)) == static_cast<int>(room));
    CHECK_REFUSED(c.active, Send(Create<Packet>(1)), ERROR_MSGSIZE);
}

BOOST_AUTO_TEST_CASE(nothing_is_sent_after_shutdown)
{
    Connected c;
    BOOST_TEST(c.active->ShutdownSend() == 0);
    CHECK_REFUSED(c.active, Send(Create<Packet>(1)), ERROR_SHUTDOWN);
    BOOST_TEST(c.active->GetTxAvailable() == 0U);
    BOOST_TEST(c.active->ShutdownSend() == 0); // done already
    c.RunFor(Seconds(1));
    CHECK_REFUSED(c.active, Send(Create<Packet>(1)), ERROR_SHUTDOWN);
    // The other direction is open still.
    BOOST_TEST(c.accepted->Send(Create<Packet>(100)) == 100);
    c.RunFor(Seconds(1));
    BOOST_TEST(c.active->GetRxAvailable() == 100U);
    BOOST_TEST(c.active->Close() == 0);
    CHECK_REFUSED(c.active, Send(Create<Packet>(1)), ERROR_NOTCONN); // unread data: reset
}

BOOST_AUTO_TEST_CASE(a_socket_is_closed_once)
{
    Connected c;
    BOOST_TEST(c.active->Close() == 0);
    CHECK_REFUSED(c.active, Close(), ERROR_BADF);
    CHECK_REFUSED(c.active, Send(Create<Packet>(1)), ERROR_SHUTDOWN);
    BOOST_TEST(c.listener->Close() == 0);
    CHECK_REFUSED(c.listener, Close(), ERROR_BADF);
    const auto fresh = c.net.Make(0);
    BOOST_TEST(fresh->Close() == 0);
    CHECK_REFUSED(fresh, Close(), ERROR_BADF);
    c.accepted->Close();
    c.net.Run();
    CHECK_REFUSED(c.active, Close(), ERROR_BADF);
    CHECK_REFUSED(c.active, Send(Create<Packet>(1)), ERROR_NOTCONN);
}

BOOST_AUTO_TEST_CASE(the_same_four_tuple_is_not_opened_twice)
{
    Net net;
    const auto listener = net.Listener(1, 80);
    const auto first = net.Make(0);
    BOOST_TEST(first->Bind(net.At(0, 4000)) == 0);
    BOOST_TEST(first->Connect(net.At(1, 80)) == 0);
    const auto second = net.Make(0);
    BOOST_TEST(second->Bind(Net::Any(4000)) == 0); // another local end, until a route is chosen
    CHECK_REFUSED(second, Connect(net.At(1, 80)), ERROR_ADDRINUSE);
    BOOST_TEST(second->Connect(net.At(1, 81)) == 0);
}

BOOST_AUTO_TEST_CASE(end_of_file_is_an_empty_packet)
{
    Connected c;
    c.active->Send(Create<Packet>(10));
    c.active->Close();
    c.RunFor(Seconds(1));
    BOOST_TEST(c.accepted->GetRxAvailable() == 10U);
    const Ptr<Packet> text = c.accepted->Recv();
    BOOST_TEST_REQUIRE(static_cast<bool>(text));
    BOOST_TEST(text->GetSize() == 10U);
    for (int i = 0; i < 2; ++i)
    {
        const Ptr<Packet> end = c.accepted->Recv();
        BOOST_TEST_REQUIRE(static_cast<bool>(end));
        BOOST_TEST(end->GetSize() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(names_are_told_while_there_is_a_connection_and_after_it)
{
    Connected c;
    Address name;
    BOOST_TEST(c.active->GetPeerName(name) == 0);
    BOOST_TEST((name == c.net.At(1, 80)));
    Address local;
    c.active->GetSockName(local);
    BOOST_TEST(c.accepted->GetPeerName(name) == 0);
    BOOST_TEST((name == local));
    c.accepted->GetSockName(name);
    BOOST_TEST((name == c.net.At(1, 80)));
    c.active->Abort();
    c.net.Run();
    BOOST_TEST(c.accepted->GetPeerName(name) == 0);
    BOOST_TEST((name == local));
}

BOOST_AUTO_TEST_CASE(a_socket_made_by_nobody_refuses_everything)
{
    const auto socket = CreateObject<TcpLifecycleSocket>();
    BOOST_TEST(socket->Bind() == -1);
    BOOST_TEST(socket->Listen() == -1);
    BOOST_TEST(socket->Connect(InetSocketAddress("10.0.0.1", 1)) == -1);
    BOOST_TEST(socket->Send(Create<Packet>(1)) == -1);
    BOOST_TEST(!socket->Recv());
    BOOST_TEST(socket->Close() == 0);
    BOOST_TEST(socket->GetTxAvailable() == 0U);
    BOOST_TEST(!socket->GetNode());
}

BOOST_AUTO_TEST_SUITE_END()
