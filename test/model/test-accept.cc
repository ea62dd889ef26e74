/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-net.h"

#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <boost/test/unit_test.hpp>

using namespace model_test;
using S = TcpSocket;
using States = std::vector<S::TcpStates_t>;
using Told = std::vector<std::string>;
using lifecycle::State;

BOOST_AUTO_TEST_SUITE(accept)

BOOST_AUTO_TEST_CASE(an_accepted_socket_has_the_listeners_settings_but_not_its_data_callbacks)
{
    Net net;
    const auto listener = net.Listener(1, 80);
    listener->SetAttribute("RcvBufSize", UintegerValue(5000));
    listener->SetIpTos(0x10);
    uint32_t listenersData = 0;
    uint32_t closed = 0;
    listener->SetRecvCallback(Call([&](Ptr<Socket>) { ++listenersData; }));
    listener->SetCloseCallbacks(Call([&](Ptr<Socket>) { ++closed; }), Call([](Ptr<Socket>) {}));
    Ptr<Socket> accepted;
    OnAccept(listener, [&](Ptr<Socket> child) { accepted = child; });
    const auto active = net.Make(0);
    active->Connect(net.At(1, 80));
    active->Send(Create<Packet>(10));
    active->ShutdownSend();
    net.Run();
    BOOST_TEST_REQUIRE(static_cast<bool>(accepted));
    UintegerValue size;
    accepted->GetAttribute("RcvBufSize", size);
    BOOST_TEST(size.Get() == 5000U);
    BOOST_TEST(accepted->GetIpTos() == 0x10);
    BOOST_TEST(listenersData == 0U);
    BOOST_TEST(closed == 1U); // ns-3's sockets inherit the close callbacks
    BOOST_TEST(accepted->GetRxAvailable() == 10U);
}

BOOST_AUTO_TEST_CASE(shutdown_of_a_listener_is_inherited)
{
    // As PacketSink has it: Listen(), then ShutdownSend() on the listener.
    Net net;
    const auto listener = net.Listener(1, 80);
    BOOST_TEST(listener->ShutdownSend() == 0);
    Diary server;
    Ptr<Socket> accepted;
    OnAccept(listener, [&](Ptr<Socket> child) {
        accepted = child;
        server.Watch(child);
    });
    const auto active = net.Make(0);
    Diary client;
    client.Watch(active);
    active->Connect(net.At(1, 80));
    Simulator::Schedule(Seconds(1), [&] {
        BOOST_TEST(accepted->Send(Create<Packet>(1)) == -1);
        BOOST_TEST(accepted->GetErrno() == Socket::ERROR_SHUTDOWN);
        active->Send(Create<Packet>(10));
        active->Close();
    });
    net.Run();
    BOOST_TEST((server.told == Told{"normal close"}));
    BOOST_TEST((server.states == States{S::CLOSE_WAIT, S::LAST_ACK, S::CLOSED}));
    BOOST_TEST((client.told == Told{"connected", "normal close"}));
    BOOST_TEST(accepted->GetRxAvailable() == 10U); // it may still be read
}

BOOST_AUTO_TEST_CASE(shutdown_of_receiving_is_inherited_too)
{
    Net net;
    const auto listener = net.Listener(1, 80);
    BOOST_TEST(listener->ShutdownRecv() == 0);
    uint32_t told = 0;
    Ptr<Socket> accepted;
    OnAccept(listener, [&](Ptr<Socket> child) {
        accepted = child;
        child->SetRecvCallback(Call([&](Ptr<Socket>) { ++told; }));
    });
    const auto active = net.Make(0);
    active->Connect(net.At(1, 80));
    active->Send(Create<Packet>(100000));
    active->ShutdownSend();
    net.Run();
    BOOST_TEST(told == 0U);
    BOOST_TEST(accepted->GetRxAvailable() == 0U);
    BOOST_TEST((active->GetLifecycleState() == State::FinWait2)); // all was acknowledged
}

BOOST_AUTO_TEST_CASE(a_connection_request_may_be_declined)
{
    Net net;
    const auto listener = net.Listener(1, 80);
    uint32_t asked = 0;
    Address from;
    listener->SetAcceptCallback(
        Callback<bool, Ptr<Socket>, const Address&>([&](Ptr<Socket> socket, const Address& peer) {
            ++asked;
            from = peer;
            BOOST_TEST((socket == listener));
            return asked > 2;
        }),
        MakeNullCallback<void, Ptr<Socket>, const Address&>());
    const auto active = net.Make(0);
    Diary client;
    client.Watch(active);
    const Time began = Simulator::Now();
    active->Connect(net.At(1, 80));
    net.Run();
    BOOST_TEST(asked == 3U);
    Address name;
    active->GetSockName(name);
    BOOST_TEST((from == name));
    BOOST_TEST((client.told == Told{"connected"}));
    BOOST_TEST((client.times[0] - began).GetMilliSeconds() == 3020); // the SYN of 3 s
}

BOOST_AUTO_TEST_SUITE_END()
