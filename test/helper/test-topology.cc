/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-topology.h"

#include "ns3/packet.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/queue-disc.h"
#include "ns3/queue.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/string.h"
#include "ns3/traffic-control-layer.h"

#include <boost/test/unit_test.hpp>
#include <functional>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

/// Clients that connect to servers, each to each.
struct Connects
{
    /// \param net a network, not yet run
    explicit Connects(const TcpLifecycleTopology& net)
    {
        const auto factory = TypeId::LookupByName("ns3::TcpLifecycleSocketFactory");
        for (uint32_t s = 0; s < net.GetServers().GetN(); ++s)
        {
            sockets.push_back(Socket::CreateSocket(net.GetServers().Get(s), factory));
            sockets.back()->Bind(net.GetServerAddress(s, 80));
            sockets.back()->Listen();
            for (uint32_t c = 0; c < net.GetClients().GetN(); ++c)
            {
                const auto client = Socket::CreateSocket(net.GetClients().Get(c), factory);
                sockets.push_back(client);
                client->SetConnectCallback(MakeCallback(&Connects::OnConnected, this),
                                           MakeNullCallback<void, Ptr<Socket>>());
                const Address server = net.GetServerAddress(s, 80);
                Simulator::Schedule(Seconds(1), [client, server]() { client->Connect(server); });
            }
        }
        Simulator::Stop(Seconds(20));
        Simulator::Run();
    }

    ~Connects()
    {
        sockets.clear();
        Simulator::Destroy();
    }

    /// \param socket is connected
    void OnConnected(Ptr<Socket> socket)
    {
        Address peer;
        socket->GetSockName(peer);
        locals.push_back(peer);
        ++established;
        last = Simulator::Now();
    }

    std::vector<Ptr<Socket>> sockets; //!< all
    std::vector<Address> locals;      //!< addresses of those that were connected
    uint32_t established{0};          //!< how many were
    Time last;                        //!< when the last was
};

/// \param ipv6 or IPv4 \return hosts
TcpLifecycleHosts
Hosts(bool ipv6)
{
    TcpLifecycleHosts hosts;
    hosts.ipv6 = ipv6;
    return hosts;
}

/// \param make makes a network \return what it is refused for
std::string
Refusal(const std::function<void()>& make)
{
    try
    {
        make();
    }
    catch (const std::invalid_argument& error)
    {
        return error.what();
    }
    Simulator::Destroy();
    return "was made";
}

} // namespace

BOOST_AUTO_TEST_SUITE(topology)

BOOST_AUTO_TEST_CASE(every_client_reaches_every_server_over_every_shape)
{
    struct Row
    {
        std::function<std::unique_ptr<TcpLifecycleTopology>(const TcpLifecycleHosts&)> make;
        uint32_t connections;
        uint32_t links; //!< on the way
        std::size_t all;
    };

    const TcpLifecycleLink link("1Gbps", "10ms");
    const Row rows[] = {
        {[&](const auto& h) { return std::make_unique<TcpLifecyclePointToPoint>(link, h); },
         1,
         1,
         1},
        {[&](const auto& h) { return std::make_unique<TcpLifecycleChain>(1, link, h); }, 1, 2, 2},
        {[&](const auto& h) { return std::make_unique<TcpLifecycleChain>(5, link, h); }, 1, 6, 6},
        {[&](const auto& h) { return std::make_unique<TcpLifecycleDumbbell>(3, 4, link, link, h); },
         12,
         3,
         8},
        {[&](const auto& h) { return std::make_unique<TcpLifecycleStar>(70, link, link, h); },
         70,
         2,
         71}};
    for (const bool ipv6 : {false, true})
    {
        for (const Row& row : rows)
        {
            const auto net = row.make(Hosts(ipv6));
            BOOST_TEST(net->GetNLinks() == row.all);
            const Connects connects(*net);
            BOOST_TEST(connects.established == row.connections);
            // a round trip over this number of links of 10 ms, and some microseconds for the bytes
            const Time round = Seconds(1) + MilliSeconds(20 * row.links);
            BOOST_TEST((connects.last >= round && connects.last < round + MilliSeconds(1)));
        }
    }
}

BOOST_AUTO_TEST_CASE(addresses_are_those_of_the_hosts)
{
    for (const bool ipv6 : {false, true})
    {
        const TcpLifecycleDumbbell net(2, 1, {}, {}, Hosts(ipv6));
        const Connects connects(net);
        BOOST_REQUIRE_EQUAL(connects.locals.size(), 2u);
        for (uint32_t client = 0; client < 2; ++client)
        {
            const auto end = FromSocketAddress(connects.locals[client]);
            BOOST_TEST((FromSocketAddress(net.GetClientAddress(client, 1)).ip == end.ip));
        }
    }
}

BOOST_AUTO_TEST_CASE(clients_and_servers_have_each_their_profile)
{
    TcpLifecycleHosts hosts;
    hosts.clients.SetProfile("linux");
    hosts.servers.SetProfile("windows");
    const TcpLifecycleStar net(2, {}, {}, hosts);
    const auto profile = [](const Ptr<Node>& node) {
        StringValue value;
        TcpLifecycleHelper::GetL4(node)->GetAttribute("Profile", value);
        return value.Get();
    };
    BOOST_TEST(profile(net.GetClients().Get(1)) == "linux");
    BOOST_TEST(profile(net.GetServers().Get(0)) == "windows");
    BOOST_TEST(!TcpLifecycleHelper::GetL4(net.GetRouters().Get(0)));
    Simulator::Destroy();
}

BOOST_AUTO_TEST_CASE(the_shared_link_is_between_the_routers_or_the_server_s)
{
    const auto ends = [](const TcpLifecycleTopology& net) {
        const auto& devices = net.GetDevices(net.GetSharedLink());
        return std::make_pair(devices.Get(0)->GetNode(), devices.Get(1)->GetNode());
    };
    const TcpLifecycleDumbbell dumbbell(2, 2);
    BOOST_TEST((ends(dumbbell) ==
                std::make_pair(dumbbell.GetRouters().Get(0), dumbbell.GetRouters().Get(1))));
    Simulator::Destroy();
    const TcpLifecycleChain chain(5);
    BOOST_TEST(
        (ends(chain) == std::make_pair(chain.GetRouters().Get(1), chain.GetRouters().Get(2))));
    Simulator::Destroy();
    const TcpLifecycleStar star(3);
    BOOST_TEST((ends(star) == std::make_pair(star.GetRouters().Get(0), star.GetServers().Get(0))));
    Simulator::Destroy();
}

BOOST_AUTO_TEST_CASE(queue_discs_have_name_and_size)
{
    const auto disc = [](const TcpLifecycleLink& link) {
        const TcpLifecyclePointToPoint net(link);
        const auto device = net.GetDevices(0).Get(0);
        const auto found =
            device->GetNode()->GetObject<TrafficControlLayer>()->GetRootQueueDiscOnDevice(device);
        const auto queue = DynamicCast<PointToPointNetDevice>(device)->GetQueue()->GetMaxSize();
        std::ostringstream text;
        if (found)
        {
            text << found->GetInstanceTypeId().GetName() << ' ' << found->GetMaxSize() << ' ';
        }
        text << queue;
        Simulator::Destroy();
        return text.str();
    };
    BOOST_TEST(disc({"1Mbps", "1ms"}) == "ns3::FqCoDelQueueDisc 10240p 100p");
    BOOST_TEST(disc({"1Mbps", "1ms", 0, "default", "50p"}) == "ns3::FqCoDelQueueDisc 50p 1p");
    BOOST_TEST(disc({"1Mbps", "1ms", 0, "ns3::PfifoFastQueueDisc", "7p"}) ==
               "ns3::PfifoFastQueueDisc 7p 1p");
    BOOST_TEST(disc({"1Mbps", "1ms", 0, "none", "9p"}) == "9p");
}

BOOST_AUTO_TEST_CASE(a_link_s_loss_is_both_ways_and_repeats_with_its_streams)
{
    const auto times = [](int64_t stream) {
        TcpLifecyclePointToPoint net({"1Gbps", "10ms", 0.5});
        net.AssignStreams(stream);
        return Connects(net).last;
    };
    BOOST_TEST((times(1) == times(1)));
    bool differs = false;
    for (int64_t stream = 10; stream < 60; stream += 10)
    {
        differs = differs || times(stream) != times(1);
    }
    BOOST_TEST(differs);
}

BOOST_AUTO_TEST_CASE(fault_rules_strike_on_the_shared_link_whose_ends_are_routers)
{
    TcpLifecycleDumbbell net(2, 2, {"1Gbps", "10ms"}, {"1Gbps", "10ms"});
    // the host is not at the end of the link: its state is found by its address
    const auto& models = net.InstallFaults(
        TcpLifecycleFaults::Parse("drop B>A SYN,ACK 1 per connection state SYN-SENT"));
    const Connects connects(net);
    BOOST_TEST(models.atA->GetCount(0) == 8u); // each of four, and its repeat
    BOOST_TEST(connects.established == 4u);
    BOOST_TEST((connects.last > Seconds(2))); // RFC 6298, 2.1: a second later
}

BOOST_AUTO_TEST_CASE(a_host_behind_routers_crashes_at_its_segment)
{
    TcpLifecycleDumbbell net(1, 2, {"1Gbps", "10ms"}, {"1Gbps", "10ms"});
    net.InstallFaults(TcpLifecycleFaults::Parse("crash B on A>B SYN 2"));
    const Connects connects(net);
    BOOST_TEST(connects.established == 1u); // with the first server
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_refused)
{
    const auto link = [](const std::string& rate, double loss, const char* disc, const char* size) {
        return Refusal([&]() { TcpLifecyclePointToPoint net({rate, "1ms", loss, disc, size}); });
    };
    BOOST_TEST(link("fast", 0, "none", "") == "'fast' is not a rate such as '10Mbps'");
    BOOST_TEST(link("0bps", 0, "none", "") == "a link's rate must be above 0");
    BOOST_TEST(link("1Mbps", 2, "none", "") == "a link's loss is a probability, 0 to 1");
    BOOST_TEST(link("1Mbps", 0, "ns3::Fifo", "").find("'ns3::Fifo' is not a queue disc") == 0u);
    BOOST_TEST(link("1Mbps", 0, "ns3::Node", "").find("'ns3::Node' is not a queue disc") == 0u);
    BOOST_TEST(link("1Mbps", 0, "none", "many").find("'many' is not a size of a queue") == 0u);
    BOOST_TEST(Refusal([]() { TcpLifecycleStar net(0); }) == "there can be 1 to 16000 clients");
    BOOST_TEST(Refusal([]() {
                   TcpLifecycleStar net(2);
                   net.InstallFaults(TcpLifecycleFaults::Parse("crash A at 1s"));
               }).find("that end of the link is a router") != std::string::npos);
    Simulator::Destroy();
}

BOOST_AUTO_TEST_SUITE_END()
