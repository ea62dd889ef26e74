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
#include "ns3/tcp-l4-protocol.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/three-gpp-http-client.h"
#include "ns3/three-gpp-http-helper.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <vector>

using namespace model_test;
using S = TcpSocket;

namespace
{

/// Ways to replace ns-3's own TCP
const auto STANDING_IN = boost::unit_test::data::make({Stack::OursOnly, Stack::Taken});

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

/// Bytes that BulkSend takes to PacketSink by a factory, and what became of the sockets.
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

/// Ten megabytes each way, then one side closes, and the other when it has read that.
/// \param options the stacks \param opener whether the side that opened closes first
void
ExchangeAndClose(const NetOptions& options, bool opener)
{
    Net net(options);
    Writer writers[] = {{TEN_MEGABYTES, 3, false}, {TEN_MEGABYTES, 4, false}};
    Reader readers[] = {{4, !opener}, {3, opener}};
    Diary diaries[2];
    Ptr<Socket> ends[2];
    const auto start = [&](int end, const Ptr<Socket>& socket) {
        ends[end] = socket;
        diaries[end].WatchState(socket);
        writers[end].Start(socket);
        readers[end].Start(socket);
    };
    const Ptr<Socket> listener = net.MakeSocket(1);
    listener->Bind(Net::Any(80));
    listener->Listen();
    OnAccept(listener, [&](const Ptr<Socket>& socket) { start(1, socket); });
    start(0, net.MakeSocket(0));
    ends[0]->Connect(net.At(1, 80));
    const std::function<void()> closeWhenAllIsRead = [&] {
        if (readers[0].read + readers[1].read < 2 * TEN_MEGABYTES)
        {
            Simulator::Schedule(MilliSeconds(100), closeWhenAllIsRead);
            return;
        }
        ends[opener ? 0 : 1]->Close();
    };
    Simulator::Schedule(Seconds(1), closeWhenAllIsRead);
    net.Run();
    for (int end : {0, 1})
    {
        BOOST_TEST(readers[end].read == TEN_MEGABYTES);
        BOOST_TEST(readers[end].wrong == 0U);
        BOOST_TEST(readers[end].finished);
    }
    const int ours = options.a == Stack::Ours ? 0 : 1;
    const bool first = opener == (ours == 0);
    const std::vector<S::TcpStates_t>& states = diaries[ours].states;
    const auto visited = [&states](S::TcpStates_t state) {
        return std::find(states.begin(), states.end(), state) != states.end();
    };
    BOOST_TEST((states.back() == S::CLOSED));
    BOOST_TEST(visited(S::TIME_WAIT) == first);
    BOOST_TEST(visited(S::LAST_ACK) == !first);
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

BOOST_AUTO_TEST_CASE(after_ten_megabytes_each_way_either_side_may_close_first)
{
    for (const NetOptions& options :
         {Stacks(Stack::Stock, Stack::Ours), Stacks(Stack::Ours, Stack::Stock)})
    {
        for (const bool opener : {true, false})
        {
            ExchangeAndClose(options, opener);
        }
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

BOOST_AUTO_TEST_CASE(bulk_send_and_packet_sink_run_unchanged_where_the_name_is_taken)
{
    CheckBulkSend(Stacks(Stack::Taken, Stack::Taken), "ns3::TcpSocketFactory");
    CheckBulkSend(Stacks(Stack::Taken, Stack::OursOnly), "ns3::TcpSocketFactory");
}

// Object::GetObject() prefers what was asked for more often
BOOST_AUTO_TEST_CASE(the_name_is_taken_however_often_it_was_asked_for_before)
{
    Net net;
    const Ptr<Node> node = net.nodes.Get(0);
    const TypeId name = TcpSocketFactory::GetTypeId();
    for (uint32_t i = 0; i < 1000; ++i)
    {
        BOOST_TEST_REQUIRE(!DynamicCast<TcpLifecycleSocket>(Socket::CreateSocket(node, name)));
    }
    net.Tcp(0)->TakeStockName();
    net.Tcp(0)->TakeStockName(); // again: nothing changes
    for (uint32_t i = 0; i < 1000; ++i)
    {
        BOOST_TEST_REQUIRE(
            static_cast<bool>(DynamicCast<TcpLifecycleSocket>(Socket::CreateSocket(node, name))));
        node->GetObject<TcpL4Protocol>();
        node->GetObject<Ipv4>();
    }
    BOOST_TEST(!DynamicCast<TcpLifecycleSocket>(Socket::CreateSocket(net.nodes.Get(1), name)));
}

BOOST_AUTO_TEST_CASE(both_kinds_of_tcp_work_beside_each_other_on_a_node)
{
    Net net(Stacks(Stack::Both, Stack::Both));
    ApplicationContainer sinks;
    const char* const factories[] = {"ns3::TcpSocketFactory", "ns3::TcpLifecycleSocketFactory"};
    for (uint16_t i = 0; i < 2; ++i)
    {
        const Address peer = net.At(1, 80 + i);
        sinks.Add(PacketSinkHelper(factories[i], Net::Any(80 + i)).Install(net.nodes.Get(1)));
        BulkSendHelper bulk(factories[i], peer);
        bulk.SetAttribute("MaxBytes", UintegerValue(300000));
        bulk.Install(net.nodes.Get(0)).Start(Seconds(1));
    }
    // Nobody listens there: one of them refuses
    const auto refused = Socket::CreateSocket(net.nodes.Get(0), TypeId::LookupByName(factories[1]));
    Diary diary;
    diary.Watch(refused);
    refused->Connect(net.At(1, 79));
    net.Run();
    for (uint32_t i = 0; i < 2; ++i)
    {
        BOOST_TEST(DynamicCast<PacketSink>(sinks.Get(i))->GetTotalRx() == 300000U);
    }
    BOOST_TEST(net.Tcp(0)->GetHost()->Size() == 0U);
    BOOST_TEST(net.Tcp(1)->GetHost()->Size() == 1U); // the listener
    BOOST_TEST((diary.told == std::vector<std::string>{"failed"}));
}

BOOST_AUTO_TEST_CASE(beside_ns3s_own_tcp_its_factory_still_means_its_own_sockets)
{
    Net net;
    const TypeId tid = TcpSocketFactory::GetTypeId();
    BOOST_TEST(!DynamicCast<TcpLifecycleSocket>(Socket::CreateSocket(net.nodes.Get(0), tid)));
    BOOST_TEST(static_cast<bool>(DynamicCast<TcpLifecycleSocket>(net.MakeSocket(0))));
}

BOOST_DATA_TEST_CASE(on_off_stops_with_a_close_and_the_sink_closes_by_itself, STANDING_IN, stack)
{
    Net net(Stacks(stack, stack));
    PacketSinkHelper sinkHelper("ns3::TcpSocketFactory", Net::Any(80));
    ApplicationContainer sink = sinkHelper.Install(net.nodes.Get(1));
    OnOffHelper onOff("ns3::TcpSocketFactory", net.At(1, 80));
    onOff.SetConstantRate(DataRate("1Mbps"), 500);
    ApplicationContainer source = onOff.Install(net.nodes.Get(0));
    source.Start(Seconds(1));
    source.Stop(Seconds(3));
    net.Run();
    // 2 s at 1 Mbit/s in packets of 500 bytes
    BOOST_TEST(DynamicCast<PacketSink>(sink.Get(0))->GetTotalRx() > 245000U);
    BOOST_TEST(net.Tcp(0)->GetHost()->Size() == 0U);
    BOOST_TEST(net.Tcp(1)->GetHost()->Size() == 1U);
}

BOOST_DATA_TEST_CASE(the_3gpp_http_client_and_server_run_unchanged, STANDING_IN, stack)
{
    Net net(Stacks(stack, stack));
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
