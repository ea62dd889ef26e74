/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-net.h"

#include "ns3/boolean.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <boost/test/unit_test.hpp>

/**
 * \file
 * Sockets that send data with their SYN (RFC 7413).
 */

using namespace model_test;

namespace
{

/// Two nodes with Fast Open, node 1 listens on port 80, and node 0 has its cookie.
struct Known : Net
{
    Known()
    {
        Tcp(0)->SetAttribute("FastOpen", StringValue("client"));
        Tcp(1)->SetAttribute("FastOpen", StringValue("server"));
        listener = Listener(1, 80);
        const auto first = MakeFast();
        first->Connect(At(1, 80));
        Simulator::Schedule(Seconds(1), [first] { first->Abort(); });
        Run();
        begin = Simulator::Now();
    }

    /// \return a socket of node 0
    Ptr<TcpLifecycleSocket> MakeFast() const
    {
        const auto socket = Make(0);
        socket->SetAttribute("FastOpenConnect", BooleanValue(true));
        return socket;
    }

    Ptr<TcpLifecycleSocket> listener; //!< at node 1
    Time begin;                       //!< the cookie is there
};

} // namespace

BOOST_AUTO_TEST_SUITE(fast_open_sockets)

// 10 ms each way: the data are there after one, the answer after two; otherwise it is three and
// four
BOOST_AUTO_TEST_CASE(a_request_and_its_answer_take_one_round_trip)
{
    Known net;
    Time asked;
    Time answered;
    Reader server(1, false);
    OnAccept(net.listener, [&](const Ptr<Socket>& child) {
        BOOST_TEST((DynamicCast<TcpLifecycleSocket>(child)->GetLifecycleState() ==
                    lifecycle::State::SynReceived));
        child->SetRecvCallback(Call([&](const Ptr<Socket>& socket) {
            server.Read(socket);
            asked = Simulator::Now() - net.begin;
            socket->Send(Create<Packet>(300));
        }));
    });
    const auto client = net.MakeFast();
    Diary diary;
    diary.Watch(client);
    client->SetRecvCallback(Call([&](const Ptr<Socket>& socket) {
        BOOST_TEST(socket->Recv()->GetSize() == 300u);
        answered = Simulator::Now() - net.begin;
    }));
    Writer writer(200, 1, false);
    client->Connect(net.At(1, 80));
    BOOST_TEST((client->GetLifecycleState() == lifecycle::State::Closed)); // the SYN waits for data
    client->SetConnectCallback(Call([&](const Ptr<Socket>& socket) {
                                   diary.told.emplace_back("succeeded");
                                   writer.Start(socket);
                               }),
                               MakeNullCallback<void, Ptr<Socket>>());
    Simulator::Stop(Seconds(1));
    net.Run();
    BOOST_TEST(server.read == 200u);
    BOOST_TEST(server.wrong == 0u);
    BOOST_TEST((asked > MilliSeconds(10) && asked < MilliSeconds(11)));
    BOOST_TEST((answered > MilliSeconds(20) && answered < MilliSeconds(21)), answered.As(Time::MS));
    BOOST_TEST(diary.told.size() == 1u);
    client->Abort();
    net.Run();
}

BOOST_AUTO_TEST_CASE(a_long_text_arrives_whole_whatever_becomes_of_its_beginning)
{
    for (const bool lost : {false, true})
    {
        Known net;
        Reader reader(1, true);
        OnAccept(net.listener, [&](const Ptr<Socket>& child) { reader.Start(child); });
        const auto client = net.MakeFast();
        const auto syn = CreateObject<ReceiveListErrorModel>();
        if (lost)
        {
            syn->SetList({0});
            net.Lose(1, syn);
        }
        Writer writer(100000, 1, true);
        client->SetConnectCallback(Call([&](const Ptr<Socket>& socket) { writer.Start(socket); }),
                                   MakeNullCallback<void, Ptr<Socket>>());
        BOOST_TEST(client->Connect(net.At(1, 80)) == 0);
        BOOST_TEST(client->Connect(net.At(1, 80)) == -1);
        BOOST_TEST((client->GetErrno() == Socket::ERROR_ISCONN));
        net.Run();
        BOOST_TEST(reader.read == 100000u);
        BOOST_TEST(reader.wrong == 0u);
        BOOST_TEST(reader.finished);
        BOOST_TEST((client->GetError() == lifecycle::Error::None));
    }
}

BOOST_AUTO_TEST_CASE(a_socket_that_is_closed_before_it_has_sent_anything_sends_nothing)
{
    Known net;
    const auto client = net.MakeFast();
    client->Connect(net.At(1, 80));
    BOOST_TEST(client->ShutdownRecv() == 0);
    BOOST_TEST(client->Close() == 0);
    BOOST_TEST(client->Send(Create<Packet>(1)) == -1);
    BOOST_TEST((net.Run() == net.begin));
    BOOST_TEST(client->GetConnectionId() == 0u);
}

BOOST_AUTO_TEST_CASE(a_failure_after_connect_has_succeeded_is_told_as_an_error)
{
    Known net;
    net.listener->Close();
    const auto client = net.MakeFast();
    Diary diary;
    diary.Watch(client);
    client->Connect(net.At(1, 80));
    Simulator::Schedule(Seconds(1), [&] { client->Send(Create<Packet>(100)); });
    net.Run();
    BOOST_TEST(diary.told.size() == 2u);
    BOOST_TEST(diary.told.back() == "error close");
    BOOST_TEST((client->GetError() == lifecycle::Error::Refused));
}

BOOST_AUTO_TEST_SUITE_END()
