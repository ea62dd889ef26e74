/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-flow.h"
#include "model-test-net.h"

#include "ns3/application-container.h"
#include "ns3/bulk-send-helper.h"
#include "ns3/on-off-helper.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/packet-sink.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/three-gpp-http-client.h"
#include "ns3/three-gpp-http-helper.h"
#include "ns3/uinteger.h"

#include <boost/test/unit_test.hpp>

using namespace model_test;
using S = TcpSocket;

namespace
{

constexpr uint64_t MEGABYTE = 1000000;
constexpr uint64_t TEN_MEGABYTES = 10 * MEGABYTE;

/// \param a node 0's TCP \param b node 1's \return a net with those
NetOptions
Stacks(Stack a, Stack b)
{
    NetOptions options;
    options.a = a;
    options.b = b;
    options.delay = MilliSeconds(2);
    return options;
}

/// Octets that BulkSend takes to PacketSink by a factory, and what became of the sockets.
void
CheckBulkSend(const NetOptions& options, const std::string& factory)
{
    Net net(options);
    PacketSinkHelper sinkHelper(factory, Net::Any(80));
    ApplicationContainer sink = sinkHelper.Install(net.nodes.Get(1));
    BulkSendHelper bulkHelper(factory, net.At(1, 80));
    bulkHelper.SetAttribute("MaxBytes", UintegerValue(300000));
    ApplicationContainer bulk = bulkHelper.Install(net.nodes.Get(0));
    bulk.Start(Seconds(1));
    net.Run();
    BOOST_TEST(DynamicCast<PacketSink>(sink.Get(0))->GetTotalRx() == 300000U);
    BOOST_TEST(net.Tcp(0)->GetHost()->Size() == 0U);
    BOOST_TEST(net.Tcp(1)->GetHost()->Size() == 1U); // the listener
}

} // namespace

BOOST_AUTO_TEST_SUITE(stock)

BOOST_AUTO_TEST_CASE(a_megabyte_goes_to_ns3s_own_tcp)
{
    for (const bool isIpv6 : {false, true})
    {
        Flow flow(isIpv6, MEGABYTE, Stacks(Stack::Ours, Stack::Stock));
        flow.net.Run();
        BOOST_TEST(flow.reader.read == MEGABYTE);
        BOOST_TEST(flow.reader.wrong == 0U);
        BOOST_TEST(flow.reader.finished);
        BOOST_TEST((flow.client.states.back() == S::CLOSED));
        BOOST_TEST(flow.net.Tcp(0)->GetHost()->Size() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(a_megabyte_comes_from_ns3s_own_tcp)
{
    for (const bool isIpv6 : {false, true})
    {
        Flow flow(isIpv6, MEGABYTE, Stacks(Stack::Stock, Stack::Ours));
        flow.net.Run();
        BOOST_TEST(flow.reader.read == MEGABYTE);
        BOOST_TEST(flow.reader.wrong == 0U);
        BOOST_TEST(flow.reader.finished);
        BOOST_TEST((flow.server.states.back() == S::CLOSED));
        BOOST_TEST(flow.net.Tcp(1)->GetHost()->Size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(ten_megabytes_each_way_with_ns3s_own_tcp_at_one_end)
{
    for (const NetOptions& options :
         {Stacks(Stack::Stock, Stack::Ours), Stacks(Stack::Ours, Stack::Stock)})
    {
        Flow flow(false, TEN_MEGABYTES, options, TEN_MEGABYTES);
        flow.net.Run();
        BOOST_TEST(flow.reader.read == TEN_MEGABYTES);
        BOOST_TEST(flow.backReader.read == TEN_MEGABYTES);
        BOOST_TEST(flow.reader.wrong + flow.backReader.wrong == 0U);
    }
}

BOOST_AUTO_TEST_CASE(the_side_that_accepts_may_close_first)
{
    for (const NetOptions& options :
         {Stacks(Stack::Stock, Stack::Ours), Stacks(Stack::Ours, Stack::Stock)})
    {
        Net net(options);
        Writer writer(MEGABYTE, 3, true);
        Reader reader(3, true);
        Diary server;
        Diary client;
        const Ptr<Socket> listener = net.MakeSocket(1);
        listener->Bind(Net::Any(80));
        listener->Listen();
        listener->SetAcceptCallback(
            MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
            Callback<void, Ptr<Socket>, const Address&>([&](Ptr<Socket> socket, const Address&) {
                server.WatchState(socket);
                writer.Start(socket);
            }));
        const Ptr<Socket> active = net.MakeSocket(0);
        client.WatchState(active);
        reader.Start(active);
        active->Connect(net.At(1, 80));
        net.Run();
        BOOST_TEST(reader.read == MEGABYTE);
        BOOST_TEST(reader.wrong == 0U);
        const Diary& ours = options.a == Stack::Ours ? client : server;
        BOOST_TEST((ours.states.back() == S::CLOSED));
    }
}

BOOST_AUTO_TEST_CASE(bulk_send_and_packet_sink_run_by_the_name_of_the_factory)
{
    CheckBulkSend(Stacks(Stack::Ours, Stack::Ours), "ns3::TcpLifecycleSocketFactory");
    CheckBulkSend(Stacks(Stack::OursOnly, Stack::OursOnly), "ns3::TcpLifecycleSocketFactory");
}

BOOST_AUTO_TEST_CASE(bulk_send_and_packet_sink_run_unchanged_with_set_tcp)
{
    CheckBulkSend(Stacks(Stack::OursOnly, Stack::OursOnly), "ns3::TcpSocketFactory");
}

BOOST_AUTO_TEST_CASE(beside_ns3s_own_tcp_its_factory_still_means_its_own_sockets)
{
    Net net;
    const TypeId tid = TcpSocketFactory::GetTypeId();
    BOOST_TEST(!DynamicCast<TcpLifecycleSocket>(Socket::CreateSocket(net.nodes.Get(0), tid)));
    BOOST_TEST(static_cast<bool>(DynamicCast<TcpLifecycleSocket>(net.MakeSocket(0))));
}

BOOST_AUTO_TEST_CASE(on_off_stops_with_a_close_and_the_sink_closes_by_itself)
{
    Net net(Stacks(Stack::OursOnly, Stack::OursOnly));
    PacketSinkHelper sinkHelper("ns3::TcpSocketFactory", Net::Any(80));
    ApplicationContainer sink = sinkHelper.Install(net.nodes.Get(1));
    OnOffHelper onOff("ns3::TcpSocketFactory", net.At(1, 80));
    onOff.SetConstantRate(DataRate("1Mbps"), 500);
    ApplicationContainer source = onOff.Install(net.nodes.Get(0));
    source.Start(Seconds(1));
    source.Stop(Seconds(3));
    net.Run();
    // 2 s at 1 Mbit/s in packets of 500 octets
    BOOST_TEST(DynamicCast<PacketSink>(sink.Get(0))->GetTotalRx() > 245000U);
    BOOST_TEST(net.Tcp(0)->GetHost()->Size() == 0U);
    BOOST_TEST(net.Tcp(1)->GetHost()->Size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_3gpp_http_client_and_server_run_unchanged)
{
    Net net(Stacks(Stack::OursOnly, Stack::OursOnly));
    ThreeGppHttpServerHelper serverHelper(InetSocketAddress::ConvertFrom(net.At(1, 80)).GetIpv4());
    ApplicationContainer server = serverHelper.Install(net.nodes.Get(1));
    ThreeGppHttpClientHelper clientHelper(InetSocketAddress::ConvertFrom(net.At(1, 80)).GetIpv4());
    ApplicationContainer client = clientHelper.Install(net.nodes.Get(0));
    uint32_t pages = 0;
    client.Get(0)->TraceConnectWithoutContext(
        "RxMainObject",
        Callback<void, Ptr<const ThreeGppHttpClient>, Ptr<const Packet>>(
            [&pages](Ptr<const ThreeGppHttpClient>, Ptr<const Packet>) { ++pages; }));
    client.Start(Seconds(1));
    client.Stop(Seconds(600));
    server.Stop(Seconds(700));
    net.Run();
    BOOST_TEST(pages > 5U);
    BOOST_TEST(net.Tcp(0)->GetHost()->Size() == 0U);
    BOOST_TEST(net.Tcp(1)->GetHost()->Size() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
