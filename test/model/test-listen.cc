/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-net.h"

#include "ns3/boolean.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <boost/test/unit_test.hpp>

using namespace model_test;
using Told = std::vector<std::string>;
using lifecycle::State;

namespace
{

/// \param net a net \param backlog of the listener \return a listener on node 1, port 80, whose
/// connections wait for Accept()
Ptr<TcpLifecycleSocket>
QueueListener(const Net& net, uint32_t backlog)
{
    const auto listener = net.Make(1);
    listener->SetAttribute("ExplicitAccept", BooleanValue(true));
    BOOST_TEST(listener->Bind(Net::Any(80)) == 0);
    BOOST_TEST(listener->Listen(backlog) == 0);
    return listener;
}

/// \param net a net \return a socket of node 0 that connects to node 1, port 80
Ptr<TcpLifecycleSocket>
Client(const Net& net)
{
    const auto socket = net.Make(0);
    BOOST_TEST(socket->Connect(net.At(1, 80)) == 0);
    return socket;
}

} // namespace

BOOST_AUTO_TEST_SUITE(listen)

BOOST_AUTO_TEST_CASE(accept_takes_connections_in_order_and_tells_what_has_happened_to_them)
{
    Net net;
    const auto listener = QueueListener(net, 5);
    uint32_t readable = 0;
    uint32_t called = 0;
    listener->SetRecvCallback(Call([&](Ptr<Socket>) { ++readable; }));
    OnAccept(listener, [&](Ptr<Socket>) { ++called; });
    const auto first = Client(net);
    first->Send(Create<Packet>(10));
    first->ShutdownSend();
    Simulator::Schedule(MilliSeconds(1), [&] { Client(net); });
    Diary diary;
    uint32_t data = 0;
    Simulator::Schedule(Seconds(1), [&] {
        BOOST_TEST(readable == 2U);
        BOOST_TEST(listener->GetListenerStatus().acceptQueue == 2U);
        const auto child = listener->Accept();
        BOOST_TEST_REQUIRE(static_cast<bool>(child));
        Address own;
        Address peer;
        first->GetSockName(own);
        child->GetPeerName(peer);
        BOOST_TEST((own == peer));
        BOOST_TEST(child->GetRxAvailable() == 10U);
        diary.Watch(child);
        child->SetRecvCallback(Call([&](Ptr<Socket> socket) { data = socket->GetRxAvailable(); }));
        BOOST_TEST(data == 0U); // told by an event, not within the call
        BOOST_TEST(static_cast<bool>(listener->Accept()));
        BOOST_TEST(!listener->Accept());
        BOOST_TEST(listener->GetErrno() == Socket::ERROR_AGAIN);
    });
    net.Run();
    BOOST_TEST(data == 10U);
    BOOST_TEST((diary.told == Told{"normal close"}));
    BOOST_TEST(called == 0U);
    BOOST_TEST(listener->GetListenerStatus().acceptQueueHighWater == 2U);
}

BOOST_AUTO_TEST_CASE(accept_is_refused_where_nothing_listens)
{
    Net net;
    const auto socket = net.Make(1);
    BOOST_TEST(!socket->Accept());
    BOOST_TEST(socket->GetErrno() == Socket::ERROR_INVAL);
    const auto listener = net.Listener(1, 80); // its children are accepted at once
    const auto client = Client(net);
    net.Run();
    BOOST_TEST((client->GetLifecycleState() == State::Established));
    BOOST_TEST(!listener->Accept());
    BOOST_TEST(listener->GetErrno() == Socket::ERROR_AGAIN);
}

// Catalogue S30
BOOST_AUTO_TEST_CASE(a_listener_that_never_accepts_fills_its_queues_and_traces_them)
{
    Net net;
    net.Tcp(1)->SetAttribute("SynBacklog", UintegerValue(2));
    const auto listener = QueueListener(net, 1);
    std::vector<uint32_t> accept;
    std::vector<uint32_t> syn;
    lifecycle::ListenerStatus last;
    const auto note = [](std::vector<uint32_t>& to) {
        return Callback<void, uint32_t, uint32_t>(
            [&to](uint32_t, uint32_t value) { to.push_back(value); });
    };
    listener->TraceConnectWithoutContext("SynQueue", note(syn));
    listener->TraceConnectWithoutContext("AcceptQueue", note(accept));
    net.Tcp(1)->TraceConnectWithoutContext(
        "ListenQueues",
        Callback<void, const TcpLifecycleListenEvent&>([&](const TcpLifecycleListenEvent& event) {
            last = event.status;
            BOOST_TEST(event.node == 1U);
            BOOST_TEST(event.id == listener->GetConnectionId());
            BOOST_TEST(event.tuple.localPort == 80);
        }));
    std::vector<Ptr<TcpLifecycleSocket>> clients;
    for (int i = 0; i < 5; ++i)
    {
        clients.push_back(Client(net));
    }
    Simulator::Stop(Seconds(10));
    net.Run();
    BOOST_TEST((accept == std::vector<uint32_t>{1}));
    BOOST_TEST((syn.front() == 1U));
    BOOST_TEST(last.synQueueHighWater == 2U);
    BOOST_TEST(last.acceptQueueHighWater == 1U);
    BOOST_TEST(last.synDrops > 0U);
    BOOST_TEST(last.acceptDrops > 0U);
    BOOST_TEST((clients[1]->GetLifecycleState() == State::Established)); // half open
}

BOOST_AUTO_TEST_CASE(closing_a_listener_resets_what_it_has_not_accepted)
{
    Net net;
    const auto listener = QueueListener(net, 5);
    const auto client = Client(net);
    Diary diary;
    diary.Watch(client);
    Simulator::Schedule(Seconds(1), [&] { listener->Close(); });
    net.Run();
    BOOST_TEST((diary.told == Told{"connected", "error close"}));
    BOOST_TEST(net.Tcp(1)->GetNSockets() == 1U); // the listener's, which this test holds
    BOOST_TEST(net.Tcp(1)->GetHost()->Size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_connection_reset_before_it_is_accepted_is_never_seen)
{
    Net net;
    const auto listener = QueueListener(net, 5);
    const auto client = Client(net);
    Simulator::Schedule(Seconds(1), [&] { client->Abort(); });
    net.Run();
    BOOST_TEST(!listener->Accept());
    BOOST_TEST(listener->GetListenerStatus().acceptQueue == 0U);
    BOOST_TEST(net.Tcp(1)->GetHost()->Size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_deferred_accept_waits_for_text)
{
    Net net;
    const auto listener = net.Make(1);
    listener->SetAttribute("DeferAccept", UintegerValue(3));
    listener->Bind(Net::Any(80));
    listener->Listen();
    Time accepted;
    OnAccept(listener, [&](Ptr<Socket>) { accepted = Simulator::Now(); });
    const Time began = Simulator::Now();
    const auto client = Client(net);
    Simulator::Schedule(MilliSeconds(500), [&] { client->Send(Create<Packet>(1)); });
    net.Run();
    BOOST_TEST((accepted - began).GetMilliSeconds() == 510);
    BOOST_TEST(listener->GetListenerStatus().deferred == 1U);
}

BOOST_AUTO_TEST_CASE(cookies_serve_clients_without_embryos)
{
    Net net;
    net.Tcp(1)->SetAttribute("SynCookies", StringValue("always"));
    const auto listener = net.Listener(1, 80);
    Reader reader(1, true);
    OnAccept(listener, [&](Ptr<Socket> child) { reader.Start(child); });
    const auto client = net.Make(0);
    Writer writer(300000, 1, true);
    writer.Start(client);
    client->Connect(net.At(1, 80));
    net.Run();
    BOOST_TEST(reader.read == 300000U);
    BOOST_TEST(reader.wrong == 0U);
    BOOST_TEST(reader.finished);
    BOOST_TEST(listener->GetListenerStatus().cookiesAccepted == 1U);
    BOOST_TEST(listener->GetListenerStatus().synQueueHighWater == 0U);
    BOOST_TEST(net.Tcp(1)->GetHost()->Size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(host_policies)

// RFC 9293, 3.5 and figure 7, with one host on both sides
BOOST_AUTO_TEST_CASE(a_socket_that_connects_to_itself_talks_to_itself)
{
    for (const bool isIpv6 : {false, true})
    {
        Net net;
        const auto self = net.Make(0);
        const Address own = isIpv6 ? Address(Inet6SocketAddress(Ipv6Address::GetLoopback(), 5000))
                                   : Address(InetSocketAddress(Ipv4Address::GetLoopback(), 5000));
        Diary diary;
        diary.Watch(self);
        BOOST_TEST(self->Bind(own) == 0);
        BOOST_TEST(self->Connect(own) == 0);
        uint32_t heard = 0;
        self->SetRecvCallback(Call([&](Ptr<Socket> socket) {
            while (const Ptr<Packet> packet = socket->Recv())
            {
                heard += packet->GetSize();
                if (packet->GetSize() == 0)
                {
                    break;
                }
            }
        }));
        Simulator::Schedule(Seconds(1), [&] { self->Send(Create<Packet>(5000)); });
        Simulator::Schedule(Seconds(2), [&] { self->Close(); });
        net.Run();
        using S = TcpSocket;
        BOOST_TEST(heard == 5000U);
        BOOST_TEST((diary.states == std::vector<S::TcpStates_t>{S::SYN_SENT,
                                                                S::SYN_RCVD,
                                                                S::ESTABLISHED,
                                                                S::FIN_WAIT_1,
                                                                S::CLOSING,
                                                                S::TIME_WAIT,
                                                                S::CLOSED}));
        BOOST_TEST(net.Tcp(0)->GetHost()->Size() == 0U);
    }
}

namespace
{

/// Open a connection from node 0 to node 1, port 80, and close it. \param net a net
/// \return the socket, in TIME-WAIT or beyond, or null if Connect() was refused for lack of a port
Ptr<TcpLifecycleSocket>
OpenAndClose(const Net& net)
{
    const auto socket = net.Make(0);
    if (socket->Connect(net.At(1, 80)) != 0)
    {
        BOOST_TEST(socket->GetErrno() == Socket::ERROR_ADDRNOTAVAIL);
        return nullptr;
    }
    Simulator::Schedule(MilliSeconds(100), [socket] { socket->Close(); });
    Simulator::Stop(Seconds(2));
    Simulator::Run();
    return socket;
}

/// \param net a net \return its listener on node 1, port 80, whose connections close at end of file
Ptr<TcpLifecycleSocket>
ClosingListener(const Net& net)
{
    const auto listener = net.Listener(1, 80);
    listener->ShutdownSend();
    return listener;
}

} // namespace

// Catalogue S28
BOOST_AUTO_TEST_CASE(ports_run_out_with_an_error_unless_time_wait_is_limited_or_used_again)
{
    /// A setting, and whether the third of three connections over two ports is refused.
    struct Row
    {
        const char* name;
        const char* value;
        bool refused;
    };

    for (const Row& row : {Row{"TimeWaitLimit", "profile", true},
                           Row{"TimeWaitLimit", "1", false},
                           Row{"TimeWaitReuse", "loopback", true},
                           Row{"TimeWaitReuse", "all", false}})
    {
        Net net;
        net.Tcp(0)->SetAttribute("EphemeralPortRange", StringValue("40000-40001"));
        net.Tcp(0)->SetAttribute(row.name, StringValue(row.value));
        const auto listener = ClosingListener(net);
        BOOST_TEST(static_cast<bool>(OpenAndClose(net)));
        BOOST_TEST(static_cast<bool>(OpenAndClose(net)));
        const auto third = OpenAndClose(net);
        BOOST_TEST(static_cast<bool>(third) == !row.refused);
        BOOST_TEST(net.Tcp(0)->GetHost()->CountIn(State::TimeWait) <= 2U);
        BOOST_TEST(net.Tcp(1)->GetHost()->Size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(profiles_have_their_stacks_constants_for_listeners_ports_and_time_wait)
{
    /// What is checked of a profile.
    struct Row
    {
        const char* profile;
        const char* acceptBacklog;
        const char* backlogRule;
        const char* synOverflow;
        const char* acceptOverflow;
        const char* synCookies;
        const char* portAlgorithm;
        const char* timeWaitReuse;
    };

    for (const Row& row : {Row{"rfc9293",
                               "4294967295",
                               "exact",
                               "drop-new",
                               "drop-ack",
                               "off",
                               "simple-hash",
                               "off"},
                           Row{"linux",
                               "4096",
                               "plus-one",
                               "drop-new",
                               "drop-ack",
                               "pressure",
                               "even-first",
                               "loopback"},
                           Row{"freebsd",
                               "128",
                               "three-halves",
                               "drop-oldest",
                               "reset",
                               "pressure",
                               "simple-random",
                               "off"}})
    {
        const auto l4 = CreateObject<TcpLifecycleL4Protocol>();
        l4->SetAttribute("Profile", StringValue(row.profile));
        const auto text = [&](const char* name) {
            StringValue value;
            l4->GetAttribute(name, value);
            return value.Get();
        };
        BOOST_TEST(text("AcceptBacklog") == row.acceptBacklog);
        BOOST_TEST(text("BacklogRule") == row.backlogRule);
        BOOST_TEST(text("SynOverflow") == row.synOverflow);
        BOOST_TEST(text("AcceptOverflow") == row.acceptOverflow);
        BOOST_TEST(text("SynCookies") == row.synCookies);
        BOOST_TEST(text("PortAlgorithm") == row.portAlgorithm);
        BOOST_TEST(text("TimeWaitReuse") == row.timeWaitReuse);
        BOOST_TEST(text("TimeWaitReuseDelay") == "1s");
        // tcp_twcheck(): a SYN above RCV.NXT ends TIME-WAIT, also where no listener is
        const std::string syn =
            std::string(row.profile) == "freebsd" ? "end-or-ack" : "accept-or-ack";
        BOOST_TEST(text("TimeWaitSyn") == syn);
    }
}

BOOST_AUTO_TEST_SUITE_END()
