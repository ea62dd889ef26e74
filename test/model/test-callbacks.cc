/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-pair.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-route.h"
#include "ns3/simulator.h"

#include <boost/test/unit_test.hpp>

using namespace model_test;
using S = TcpSocket;
using States = std::vector<S::TcpStates_t>;
using Told = std::vector<std::string>;
using lifecycle::Error;
using lifecycle::State;

BOOST_AUTO_TEST_SUITE(callbacks)

BOOST_AUTO_TEST_CASE(a_normal_end_is_told_once_at_each_side)
{
    Pair p;
    p.Establish();
    p.active->Close();
    Simulator::Schedule(Seconds(1), [&p] { p.accepted->Close(); });
    p.net.Run();
    BOOST_TEST((p.client.told == Told{"connected", "normal close"}));
    BOOST_TEST((p.server.told == Told{"normal close"}));
    BOOST_TEST((p.client.states == States{S::SYN_SENT,
                                          S::ESTABLISHED,
                                          S::FIN_WAIT_1,
                                          S::FIN_WAIT_2,
                                          S::TIME_WAIT,
                                          S::CLOSED}));
    BOOST_TEST((p.server.states == States{S::CLOSE_WAIT, S::LAST_ACK, S::CLOSED}));
    BOOST_TEST((p.active->GetError() == Error::None));
    BOOST_TEST((p.accepted->GetError() == Error::None));
}

BOOST_AUTO_TEST_CASE(a_simultaneous_close_is_told_once_at_each_side)
{
    Pair p;
    p.Establish();
    p.active->Close();
    p.accepted->Close();
    p.net.Run();
    BOOST_TEST((p.client.told == Told{"connected", "normal close"}));
    BOOST_TEST((p.server.told == Told{"normal close"}));
    const States closing = {S::FIN_WAIT_1, S::CLOSING, S::TIME_WAIT, S::CLOSED};
    BOOST_TEST((p.server.states == closing));
}

BOOST_AUTO_TEST_CASE(a_refused_connection_fails_after_one_round_trip)
{
    Net net;
    const auto socket = net.Make(0);
    Diary diary;
    diary.Watch(socket);
    const Time began = Simulator::Now();
    BOOST_TEST(socket->Connect(net.At(1, 80)) == 0);
    net.Run();
    BOOST_TEST((diary.told == Told{"failed"}));
    BOOST_TEST((diary.times[0] - began).GetMilliSeconds() == 20);
    BOOST_TEST((diary.states == States{S::SYN_SENT, S::CLOSED}));
    BOOST_TEST((socket->GetError() == Error::Refused));
    BOOST_TEST(Simulator::IsFinished());
}

BOOST_AUTO_TEST_CASE(a_connection_without_an_answer_fails_after_its_retries)
{
    Pair p;
    p.cut[1]->on = true;
    const Time began = Simulator::Now();
    p.net.Run();
    BOOST_TEST((p.client.told == Told{"failed"}));
    // SYNs at 0, 1, 3, 7, 15, 31, 63 and 123 s, the last waits for 60 s
    BOOST_TEST((p.client.times[0] - began).GetSeconds() == 183.0);
    BOOST_TEST((p.client.states == States{S::SYN_SENT, S::CLOSED}));
    BOOST_TEST((p.active->GetError() == Error::TimedOut));
}

BOOST_AUTO_TEST_CASE(a_reset_is_an_error_at_the_end_that_gets_it_and_at_the_one_that_aborts)
{
    Pair p;
    p.Establish();
    p.active->Abort();
    p.net.Run();
    BOOST_TEST((p.client.told == Told{"connected", "error close"}));
    BOOST_TEST((p.active->GetError() == Error::Aborted));
    BOOST_TEST((p.server.told == Told{"error close"}));
    BOOST_TEST((p.accepted->GetError() == Error::Reset));
    BOOST_TEST((p.server.states == States{S::CLOSED}));
}

BOOST_AUTO_TEST_CASE(a_reset_after_the_peers_fin_is_both_a_normal_and_an_error_close)
{
    Pair p;
    p.Establish();
    p.active->ShutdownSend();
    Simulator::Schedule(Seconds(1), [&p] { p.active->Abort(); });
    p.net.Run();
    BOOST_TEST((p.server.told == Told{"normal close", "error close"}));
    BOOST_TEST((p.server.states == States{S::CLOSE_WAIT, S::CLOSED}));
}

BOOST_AUTO_TEST_CASE(data_without_an_answer_end_in_an_error)
{
    Pair p;
    p.Establish();
    p.cut[0]->on = true;
    p.active->Send(Create<Packet>(100));
    p.net.Run();
    BOOST_TEST((p.client.told == Told{"connected", "error close"}));
    BOOST_TEST((p.active->GetError() == Error::TimedOut));
    BOOST_TEST((p.client.states.back() == S::CLOSED));
}

BOOST_AUTO_TEST_CASE(closing_with_unread_data_resets)
{
    Pair p;
    p.Establish();
    p.active->Send(Create<Packet>(100));
    Simulator::Schedule(Seconds(1), [&p] { p.accepted->Close(); });
    p.net.Run();
    BOOST_TEST((p.client.told == Told{"connected", "error close"}));
    BOOST_TEST((p.active->GetError() == Error::Reset));
    BOOST_TEST((p.server.told == Told{"error close"}));
    BOOST_TEST((p.accepted->GetError() == Error::Aborted));
}

BOOST_AUTO_TEST_CASE(closing_before_an_answer_tells_nothing)
{
    Pair p;
    BOOST_TEST(p.active->Close() == 0);
    p.net.Run();
    BOOST_TEST(p.client.told.empty());
    BOOST_TEST((p.client.states == States{S::SYN_SENT, S::CLOSED}));
    BOOST_TEST((p.active->GetLifecycleState() == State::Closed));
}

BOOST_AUTO_TEST_CASE(a_listener_that_closes_refuses_those_not_yet_accepted)
{
    Pair p;
    Diary listening;
    listening.Watch(p.listener);
    // The SYN has arrived, the third segment has not.
    Simulator::Schedule(MilliSeconds(25), [&p] { p.listener->Close(); });
    p.cut[0]->on = true;
    Simulator::Schedule(MilliSeconds(22), [&p] { p.cut[0]->on = false; });
    p.net.Run();
    BOOST_TEST(listening.told.empty());
    BOOST_TEST((listening.states == States{S::CLOSED}));
    BOOST_TEST((p.client.told == Told{"failed"}));
    BOOST_TEST(!p.accepted);
}

BOOST_AUTO_TEST_CASE(no_callback_comes_from_inside_a_call)
{
    Pair p;
    p.Establish();
    bool inside = false;
    uint32_t calls = 0;
    const auto check = Call([&](Ptr<Socket>) {
        ++calls;
        BOOST_TEST(!inside);
    });
    p.active->SetCloseCallbacks(check, check);
    p.active->SetSendCallback(
        Callback<void, Ptr<Socket>, uint32_t>([&](Ptr<Socket>, uint32_t) { BOOST_TEST(!inside); }));
    p.active->SetDataSentCallback(
        Callback<void, Ptr<Socket>, uint32_t>([&](Ptr<Socket>, uint32_t octets) {
            ++calls;
            BOOST_TEST(octets == 100U);
            BOOST_TEST(!inside);
        }));
    inside = true;
    p.active->Send(Create<Packet>(100));
    p.active->Abort();
    inside = false;
    BOOST_TEST(calls == 0U);
    p.net.Run();
    BOOST_TEST(calls == 2U);
}

BOOST_AUTO_TEST_CASE(a_user_may_do_everything_in_every_callback)
{
    // At each callback, in turn: close, abort, shut down, send, or drop the socket.
    for (int action = 0; action < 6; ++action)
    {
        for (int moment = 0; moment < 6; ++moment)
        {
            Net net;
            std::vector<Ptr<Socket>> held;
            Ptr<Socket> listener = net.Listener(1, 80);
            Ptr<Socket> active = net.Make(0);
            uint32_t done = 0;
            const auto act = [&](int now, const Ptr<Socket>& socket) {
                if (now != moment)
                {
                    return;
                }
                ++done;
                switch (action)
                {
                case 0:
                    socket->Close();
                    break;
                case 1:
                    DynamicCast<TcpLifecycleSocket>(socket)->Abort();
                    break;
                case 2:
                    socket->ShutdownSend();
                    socket->ShutdownRecv();
                    break;
                case 3:
                    socket->Send(Create<Packet>(3000));
                    socket->Close();
                    break;
                case 4:
                    held.clear();
                    active = nullptr;
                    listener = nullptr;
                    break;
                case 5:
                    listener->Close();
                    net.Make(1)->Connect(net.At(0, 81));
                    break;
                }
            };
            listener->SetAcceptCallback(Callback<bool, Ptr<Socket>, const Address&>(
                                            [&](Ptr<Socket> socket, const Address&) {
                                                act(0, socket);
                                                return true;
                                            }),
                                        Callback<void, Ptr<Socket>, const Address&>(
                                            [&](Ptr<Socket> socket, const Address&) {
                                                held.push_back(socket);
                                                socket->SetRecvCallback(Call([&](Ptr<Socket> from) {
                                                    from->Recv();
                                                    act(2, from);
                                                }));
                                                socket->SetCloseCallbacks(
                                                    Call([&](Ptr<Socket> from) {
                                                        act(3, from);
                                                        from->Close();
                                                    }),
                                                    Call([&](Ptr<Socket> from) { act(3, from); }));
                                                act(1, socket);
                                            }));
            active->SetConnectCallback(Call([&](Ptr<Socket> socket) {
                                           act(4, socket);
                                           socket->Send(Create<Packet>(5000));
                                       }),
                                       Call([&](Ptr<Socket> socket) { act(4, socket); }));
            active->SetSendCallback(
                Callback<void, Ptr<Socket>, uint32_t>([&](Ptr<Socket> socket, uint32_t room) {
                    act(5, socket);
                    if (room == 131072)
                    {
                        socket->Close();
                    }
                }));
            active->Connect(net.At(1, 80));
            net.Run();
            BOOST_TEST(Simulator::IsFinished());
            BOOST_TEST(net.Tcp(0)->GetHost()->Size() == 0U);
            BOOST_TEST(net.Tcp(1)->GetHost()->Size() <= 1U);
            (void)done;
        }
    }
}

BOOST_AUTO_TEST_CASE(a_failed_socket_may_connect_again_from_its_callback)
{
    Net net;
    const auto listener = net.Listener(1, 80);
    const auto socket = net.Make(0);
    Diary diary;
    diary.WatchState(socket);
    uint32_t failed = 0;
    uint32_t connected = 0;
    socket->SetConnectCallback(Call([&](Ptr<Socket>) { ++connected; }),
                               Call([&](Ptr<Socket> again) {
                                   ++failed;
                                   BOOST_TEST(again->Connect(net.At(1, failed < 3 ? 79 : 80)) == 0);
                               }));
    socket->Connect(net.At(1, 79));
    Simulator::Schedule(Seconds(1), [&] { socket->Close(); });
    net.Run();
    BOOST_TEST(failed == 3U);
    BOOST_TEST(connected == 1U);
    BOOST_TEST((diary.states[1] == S::CLOSED));
    BOOST_TEST((diary.states[2] == S::SYN_SENT));
}

BOOST_AUTO_TEST_CASE(a_socket_connects_again_when_its_connection_has_ended)
{
    Net net;
    std::vector<Ptr<Socket>> accepted;
    const auto listener = net.Listener(1, 80);
    OnAccept(listener, [&accepted](Ptr<Socket> child) { accepted.push_back(child); });
    const auto socket = net.Make(0);
    Diary diary;
    diary.Watch(socket);
    for (std::size_t round = 1; round < 4; ++round)
    {
        diary.told.clear();
        BOOST_TEST_REQUIRE(socket->Connect(net.At(1, 80)) == 0);
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        BOOST_TEST_REQUIRE(accepted.size() == round);
        BOOST_TEST(!socket->Recv());
        BOOST_TEST(socket->GetErrno() == Socket::ERROR_AGAIN);
        BOOST_TEST(socket->Send(Create<Packet>(10)) == 10);
        accepted.back()->Send(Create<Packet>(20));
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        BOOST_TEST(accepted.back()->Recv()->GetSize() == 10U);
        // Half of the rounds end with data unread at this end.
        if (round % 2 == 0)
        {
            BOOST_TEST(socket->Recv()->GetSize() == 20U);
        }
        accepted.back()->Close();
        socket->Close();
        net.Run();
        BOOST_TEST((socket->GetLifecycleState() == State::Closed));
        BOOST_TEST((diary.told == (round % 2 == 0 ? Told{"connected", "normal close"}
                                                  : Told{"connected", "error close"})));
    }
}

BOOST_AUTO_TEST_CASE(a_network_that_delivers_at_once_changes_nothing_for_the_user)
{
    for (const uint16_t port : {80, 81})
    {
        Net net;
        for (uint32_t i = 0; i < 2; ++i)
        {
            const auto deliver = [to = net.Tcp(1 - i)](Ptr<Packet> packet,
                                                       Ipv4Address source,
                                                       Ipv4Address destination,
                                                       uint8_t,
                                                       Ptr<Ipv4Route>) {
                Ipv4Header header;
                header.SetSource(source);
                header.SetDestination(destination);
                to->Receive(packet, header, Ptr<Ipv4Interface>());
            };
            net.Tcp(i)->SetDownTarget(
                Callback<void, Ptr<Packet>, Ipv4Address, Ipv4Address, uint8_t, Ptr<Ipv4Route>>(
                    deliver));
        }
        Reader reader(7, true);
        const auto listener = net.Listener(1, 80);
        OnAccept(listener, [&reader](Ptr<Socket> child) { reader.Start(child); });
        const auto active = net.Make(0);
        Diary diary;
        diary.Watch(active);
        Writer writer(100000, 7, true);
        writer.Start(active);
        const Time began = Simulator::Now();
        BOOST_TEST(active->Connect(net.At(1, port)) == 0);
        BOOST_TEST(diary.told.empty()); // not from inside the call, though all is known
        net.Run();
        if (port == 80)
        {
            BOOST_TEST((diary.told == Told{"connected", "normal close"}));
            BOOST_TEST(reader.read == 100000U);
            BOOST_TEST(reader.wrong == 0U);
        }
        else
        {
            BOOST_TEST((diary.told == Told{"failed"}));
            BOOST_TEST((diary.times[0] == began));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_connection_goes_on_without_its_user)
{
    Net net;
    Reader reader(7, true);
    const auto listener = net.Listener(1, 80);
    OnAccept(listener, [&reader](Ptr<Socket> child) { reader.Start(child); });
    {
        const auto active = net.Make(0);
        active->Connect(net.At(1, 80));
        Writer writer(100000, 7, false);
        writer.Write(active, 0);
        active->ShutdownSend();
    }
    net.Run();
    BOOST_TEST(reader.read == 100000U);
    BOOST_TEST(reader.wrong == 0U);
    BOOST_TEST(reader.finished);
}

BOOST_AUTO_TEST_CASE(a_node_that_is_disposed_of_takes_its_connections_along)
{
    Ptr<TcpLifecycleSocket> active;
    Ptr<TcpLifecycleSocket> listener;
    {
        Pair p;
        p.Establish();
        active = p.active;
        listener = p.listener;
        active->Send(Create<Packet>(50000));
    }
    // The sockets are still held, and no longer of any use.
    BOOST_TEST(active->Send(Create<Packet>(1)) == -1);
    BOOST_TEST(active->Close() == 0);
    BOOST_TEST(listener->Close() == 0);
    BOOST_TEST(listener->Listen() == -1);
    BOOST_TEST((active->GetLifecycleState() == State::Closed));
    BOOST_TEST(!active->GetNode());
}

BOOST_AUTO_TEST_CASE(a_socket_can_be_disposed_of_while_it_is_connected)
{
    Pair p;
    p.Establish();
    p.active->Dispose();
    p.accepted->Close();
    p.net.Run();
    BOOST_TEST((p.server.states.back() != S::ESTABLISHED));
}

BOOST_AUTO_TEST_SUITE_END()
