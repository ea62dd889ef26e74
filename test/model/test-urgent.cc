/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-net.h"

#include "ns3/simulator.h"

#include <boost/test/unit_test.hpp>

/**
 * \file
 * Urgent data of sockets (RFC 9293, 3.8.5).
 */

using namespace model_test;

BOOST_AUTO_TEST_SUITE(urgent_sockets)

BOOST_AUTO_TEST_CASE(urgent_data_travel_in_line_and_their_end_is_known)
{
    Net net;
    const auto listener = net.Listener(1, 80);
    Ptr<TcpLifecycleSocket> server;
    int told = 0;
    OnAccept(listener, [&](const Ptr<Socket>& child) {
        server = DynamicCast<TcpLifecycleSocket>(child);
        server->SetUrgentCallback(Call([&](const Ptr<Socket>&) { ++told; }));
    });
    const auto client = net.Make(0);
    BOOST_TEST(client->SendUrgent(Create<Packet>(10)) == -1);
    BOOST_TEST((client->GetErrno() == Socket::ERROR_NOTCONN));
    client->Connect(net.At(1, 80));
    Simulator::Schedule(Seconds(1), [&] {
        client->Send(Create<Packet>(1000));
        BOOST_TEST(client->SendUrgent(Create<Packet>(200)) == 200);
        client->Send(Create<Packet>(300));
    });
    Simulator::Stop(Seconds(2));
    net.Run();
    BOOST_TEST_REQUIRE((server != nullptr));
    BOOST_TEST(told == 1);
    BOOST_TEST(server->GetRxAvailable() == 1500u);
    BOOST_TEST(server->GetUrgentUnread() == 1200u);
    BOOST_TEST(server->Recv(1199, 0)->GetSize() == 1199u);
    BOOST_TEST(server->GetUrgentUnread() == 1u);
    server->Recv(1, 0);
    BOOST_TEST(server->GetUrgentUnread() == 0u);
    BOOST_TEST(server->GetRxAvailable() == 300u);
    client->Abort();
    net.Run();
    BOOST_TEST(server->GetUrgentUnread() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
