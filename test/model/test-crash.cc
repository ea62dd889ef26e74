/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-net.h"

#include "ns3/simulator.h"
#include "ns3/string.h"

#include <boost/test/unit_test.hpp>

using namespace model_test;
using S = TcpSocket;
using States = std::vector<S::TcpStates_t>;
using Told = std::vector<std::string>;

namespace
{

/// A connection from node 0 to node 1, port 80, established.
struct Pair
{
    /// \param net two nodes
    explicit Pair(Net& net)
        : listener(net.Listener(1, 80)),
          client(net.Make(0))
    {
        OnAccept(listener, [this](Ptr<Socket> socket) {
            server = DynamicCast<TcpLifecycleSocket>(socket);
            atServer.Watch(server);
            atServer.WatchState(server);
        });
        atListener.WatchState(listener);
        atClient.Watch(client);
        client->Connect(net.At(1, 80));
        net.Run();
    }

    Ptr<TcpLifecycleSocket> listener; //!< node 1's
    Ptr<TcpLifecycleSocket> client;   //!< node 0's
    Ptr<TcpLifecycleSocket> server;   //!< node 1's
    Diary atListener;                 //!< what it sees
    Diary atClient;                   //!< what it is told
    Diary atServer;                   //!< what it is told
};

} // namespace

BOOST_AUTO_TEST_SUITE(crash_and_reboot)

BOOST_AUTO_TEST_CASE(a_crash_ends_sockets_with_an_error_and_no_segment)
{
    Net net;
    Pair pair(net);
    uint32_t sent = 0;
    net.Tcp(1)->TraceConnectWithoutContext(
        "SegmentSent",
        Callback<void, const TcpLifecycleSegmentEvent&>(
            [&sent](const TcpLifecycleSegmentEvent&) { ++sent; }));
    net.Tcp(1)->Crash();
    net.Run();
    BOOST_TEST(sent == 0u);
    BOOST_TEST(pair.atServer.told == Told{"error close"}, boost::test_tools::per_element());
    BOOST_TEST((pair.atServer.states.back() == S::CLOSED));
    BOOST_TEST((pair.atListener.states.back() == S::CLOSED));
    BOOST_TEST((pair.client->GetLifecycleState() == lifecycle::State::Established));
    BOOST_TEST((pair.server->GetError() == lifecycle::Error::Aborted));
}

BOOST_AUTO_TEST_CASE(a_crashed_host_refuses_calls_and_ignores_segments)
{
    Net net;
    Pair pair(net);
    net.Tcp(1)->Crash();
    const auto socket = net.Make(1);
    socket->Bind(net.Any(81));
    BOOST_TEST(socket->Listen() == -1);
    BOOST_TEST(socket->GetErrno() == Socket::ERROR_NODEV);
    BOOST_TEST(socket->Connect(net.At(0, 80)) == -1);
    BOOST_TEST(socket->GetErrno() == Socket::ERROR_NODEV);
    pair.client->Send(Create<Packet>(10));
    net.Run(); // until A gives up
    BOOST_TEST((pair.client->GetError() == lifecycle::Error::TimedOut));
}

BOOST_AUTO_TEST_CASE(after_the_reboot_the_half_open_connection_is_reset)
{
    // RFC 9293, figure 10
    Net net;
    Pair pair(net);
    net.Tcp(1)->Crash();
    net.Tcp(1)->Reboot();
    pair.client->Send(Create<Packet>(10));
    net.Run();
    BOOST_TEST((pair.client->GetError() == lifecycle::Error::Reset));
    const auto socket = net.Make(1);
    socket->Bind(net.Any(80));
    BOOST_TEST(socket->Listen() == 0);
}

BOOST_AUTO_TEST_CASE(a_rebooted_host_has_another_secret_for_its_isns)
{
    Net net;
    std::vector<uint32_t> isns;
    net.Tcp(0)->TraceConnectWithoutContext("SegmentSent",
                                           Callback<void, const TcpLifecycleSegmentEvent&>(
                                               [&isns](const TcpLifecycleSegmentEvent& event) {
                                                   if (event.segment->Has(lifecycle::SYN))
                                                   {
                                                       isns.push_back(event.segment->seq.Value());
                                                   }
                                               }));
    for (int i = 0; i < 2; ++i)
    {
        const auto client = net.Make(0);
        client->Bind(net.Any(1024));
        client->Connect(net.At(1, 80));
        net.Run(); // refused
        net.Tcp(0)->Crash();
        net.Tcp(0)->Reboot();
    }
    BOOST_REQUIRE_EQUAL(isns.size(), 2);
    BOOST_TEST(isns[0] != isns[1]);
}

BOOST_AUTO_TEST_CASE(quiet_time_keeps_a_rebooted_host_silent)
{
    // RFC 9293, 3.4.3
    Net net;
    net.Tcp(1)->SetAttribute("QuietTime", StringValue("3.5s"));
    net.Tcp(1)->Crash();
    net.Tcp(1)->Reboot();
    const auto listener = net.Listener(1, 80);
    const auto client = net.Make(0);
    Diary diary;
    diary.Watch(client);
    const Time begin = Simulator::Now();
    client->Connect(net.At(1, 80));
    net.Run();
    BOOST_REQUIRE(!diary.told.empty());
    BOOST_TEST(diary.told.front() == "connected");
    // SYNs at 0, 1, 3 and 7 s: the first that is heard is the last of these
    BOOST_TEST((diary.times.front() - begin).GetSeconds() == 7.02,
               boost::test_tools::tolerance(0.001));
}

BOOST_AUTO_TEST_SUITE_END()
