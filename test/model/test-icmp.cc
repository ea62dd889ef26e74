/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-net.h"

#include "ns3/icmpv4-l4-protocol.h"
#include "ns3/icmpv4.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <optional>

using namespace model_test;

namespace bdata = boost::unit_test::data;

namespace
{

/// Instead of TCP: answers every segment by an ICMP "destination unreachable".
class Grumbler : public IpL4Protocol
{
  public:
    /// \param node whose TCP it displaces \param code of the answer; none: the one that IP gives to
    /// a closed port
    Grumbler(const Ptr<Node>& node, std::optional<uint8_t> code)
        : m_node(node),
          m_code(code)
    {
        node->GetObject<Ipv4>()->Insert(this);
        node->GetObject<Ipv6>()->Insert(this);
    }

    int GetProtocolNumber() const override
    {
        return 6;
    }

    RxStatus Receive(Ptr<Packet> packet, const Ipv4Header& header, Ptr<Ipv4Interface>) override
    {
        if (!m_code)
        {
            return RX_ENDPOINT_UNREACH;
        }
        Icmpv4DestinationUnreachable body;
        body.SetHeader(header);
        body.SetData(packet);
        Icmpv4Header icmp;
        icmp.SetType(Icmpv4Header::ICMPV4_DEST_UNREACH);
        icmp.SetCode(*m_code);
        icmp.EnableChecksum();
        const auto message = Create<Packet>();
        message->AddHeader(body);
        message->AddHeader(icmp);
        m_node->GetObject<Ipv4>()->Send(message,
                                        header.GetDestination(),
                                        header.GetSource(),
                                        Icmpv4L4Protocol::PROT_NUMBER,
                                        nullptr);
        return RX_OK;
    }

    RxStatus Receive(Ptr<Packet>, const Ipv6Header&, Ptr<Ipv6Interface>) override
    {
        return RX_ENDPOINT_UNREACH;
    }

    void SetDownTarget(DownTargetCallback) override
    {
    }

    void SetDownTarget6(DownTargetCallback6) override
    {
    }

    DownTargetCallback GetDownTarget() const override
    {
        return {};
    }

    DownTargetCallback6 GetDownTarget6() const override
    {
        return {};
    }

  private:
    Ptr<Node> m_node;              //!< the node
    std::optional<uint8_t> m_code; //!< of the answer
};

/// Nodes 0 and 2, and a router between them.
struct Line
{
    Line()
    {
        nodes.Create(3);
        PointToPointHelper link;
        link.SetDeviceAttribute("DataRate", StringValue("10Mbps"));
        link.SetChannelAttribute("Delay", StringValue("5ms"));
        InternetStackHelper stack;
        stack.Install(nodes);
        Ipv4AddressHelper ipv4("10.0.1.0", "255.255.255.0");
        Ipv6AddressHelper ipv6(Ipv6Address("2001:1::"), Ipv6Prefix(64));
        for (uint32_t i = 0; i < 2; ++i)
        {
            const auto devices = link.Install(nodes.Get(i), nodes.Get(i + 1));
            const auto interfaces4 = ipv4.Assign(devices);
            auto interfaces6 = ipv6.Assign(devices);
            ipv4.NewNetwork();
            ipv6.NewNetwork();
            const uint32_t host = i == 0 ? 0 : 1;
            interfaces6.SetForwarding(1 - host, true);
            interfaces6.SetDefaultRouteInAllNodes(1 - host);
            at4[i] = interfaces4.GetAddress(host);
            at6[i] = interfaces6.GetAddress(host, 1);
            Ipv4StaticRoutingHelper()
                .GetStaticRouting(nodes.Get(2 * i)->GetObject<Ipv4>())
                ->SetDefaultRoute(interfaces4.GetAddress(1 - host), 1);
            routerDevice = devices.Get(1 - host);
        }
        for (const uint32_t node : {0, 2})
        {
            const auto l4 = CreateObject<TcpLifecycleL4Protocol>();
            nodes.Get(node)->AggregateObject(l4);
        }
        Tcp(0)->TraceConnectWithoutContext(
            "IcmpError",
            Callback<void, const TcpLifecycleIcmpEvent&>([this](const TcpLifecycleIcmpEvent& e) {
                heard.push_back(std::string(ToText(e.error.kind)) + " " + ToText(e.verdict));
                mtu = e.error.mtu;
                id = e.id;
            }));
        Simulator::Stop(Seconds(100)); // IPv6's start-up
        Simulator::Run();
    }

    ~Line()
    {
        Simulator::Destroy();
    }

    /// \param node 0 or 2 \return its TCP
    Ptr<TcpLifecycleL4Protocol> Tcp(uint32_t node) const
    {
        return nodes.Get(node)->GetObject<TcpLifecycleL4Protocol>();
    }

    /// \param ipv6 family \return node 0's socket, connecting to node 2, port 80
    Ptr<TcpLifecycleSocket> Connect(bool ipv6)
    {
        const auto socket = DynamicCast<TcpLifecycleSocket>(
            Socket::CreateSocket(nodes.Get(0),
                                 TypeId::LookupByName("ns3::TcpLifecycleSocketFactory")));
        diary.Watch(socket);
        begin = Simulator::Now();
        socket->Connect(ipv6 ? Address(Inet6SocketAddress(at6[1], 80))
                             : Address(InetSocketAddress(at4[1], 80)));
        return socket;
    }

    NodeContainer nodes;            //!< host, router, host
    Ipv4Address at4[2];             //!< the hosts' addresses
    Ipv6Address at6[2];             //!< the hosts' addresses
    Ptr<NetDevice> routerDevice;    //!< the router's, towards node 2
    std::vector<std::string> heard; //!< ICMP errors at node 0: kind and verdict
    uint32_t mtu{0};                //!< of the last
    uint64_t id{0};                 //!< of the last
    Diary diary;                    //!< what the socket is told
    Time begin;                     //!< when it was connected
};

/// Tells the sender of large packets, once, that they are too big.
struct NarrowRouter
{
    void OnForward(const Ipv4Header& header, Ptr<const Packet> packet, uint32_t)
    {
        if (packet->GetSize() > 1000 && !told)
        {
            told = true;
            node->GetObject<Icmpv4L4Protocol>()->SendDestUnreachFragNeeded(header, packet, 1000);
        }
    }

    Ptr<Node> node;   //!< the router
    bool told{false}; //!< whether it was said
};

const auto BOTH_IP = bdata::make({false, true}); //!< IPv4, IPv6

} // namespace

BOOST_AUTO_TEST_SUITE(icmp_errors)

BOOST_DATA_TEST_CASE(port_unreachable_refuses_a_connection_at_once, BOTH_IP, ipv6)
{
    Line line;
    CreateObject<Grumbler>(line.nodes.Get(2), std::nullopt);
    const auto socket = line.Connect(ipv6);
    Simulator::Run();
    BOOST_TEST(line.heard == std::vector<std::string>{"port-unreachable aborted"},
               boost::test_tools::per_element());
    BOOST_TEST(line.diary.told == std::vector<std::string>{"failed"},
               boost::test_tools::per_element());
    BOOST_TEST((line.diary.times.at(0) - line.begin).GetMilliSeconds() < 30);
    BOOST_TEST((socket->GetError() == lifecycle::Error::Refused));
    BOOST_TEST(line.id == socket->GetConnectionId());
}

BOOST_AUTO_TEST_CASE(protocol_unreachable_has_an_error_of_its_own)
{
    Line line;
    CreateObject<Grumbler>(line.nodes.Get(2), 2);
    const auto socket = line.Connect(false);
    Simulator::Run();
    BOOST_TEST((socket->GetError() == lifecycle::Error::ProtocolUnreachable));
    BOOST_TEST(socket->GetErrno() == Socket::ERROR_OPNOTSUPP);
}

BOOST_AUTO_TEST_CASE(host_unreachable_is_the_reason_when_the_syn_is_given_up)
{
    // RFC 9293, MUST-56 and SHLD-25
    Line line;
    CreateObject<Grumbler>(line.nodes.Get(2), 1);
    const auto socket = line.Connect(false);
    Simulator::Run();
    BOOST_TEST(line.heard.size() == 8u); // SYN and seven repeats
    BOOST_TEST(line.heard.front() == "unreachable noted");
    BOOST_TEST((line.diary.times.at(0) - line.begin).GetSeconds() == 183);
    BOOST_TEST((socket->GetError() == lifecycle::Error::Unreachable));
    BOOST_TEST(socket->GetErrno() == Socket::ERROR_NOROUTETOHOST);
}

BOOST_AUTO_TEST_CASE(host_unreachable_ends_syn_sent_where_that_is_wanted)
{
    // RFC 5461, 4.1
    Line line;
    line.Tcp(0)->SetAttribute("IcmpSoftErrorsAbort", StringValue("true"));
    CreateObject<Grumbler>(line.nodes.Get(2), 1);
    const auto socket = line.Connect(false);
    Simulator::Run();
    BOOST_TEST(line.heard.size() == 1u);
    BOOST_TEST((line.diary.times.at(0) - line.begin).GetMilliSeconds() < 30);
    BOOST_TEST(socket->GetErrno() == Socket::ERROR_NOROUTETOHOST);
}

BOOST_AUTO_TEST_CASE(a_time_to_live_that_is_too_short_is_noticed_as_a_soft_error)
{
    Line line;
    line.nodes.Get(0)->GetObject<Ipv4L3Protocol>()->SetAttribute("DefaultTtl", UintegerValue(1));
    const auto socket = line.Connect(false);
    Simulator::Run();
    BOOST_TEST(line.heard.size() == 8u);
    BOOST_TEST(line.heard.front() == "time-exceeded noted");
    BOOST_TEST((socket->GetError() == lifecycle::Error::Unreachable));
}

BOOST_AUTO_TEST_CASE(a_transfer_over_a_narrow_ipv6_link_goes_on_with_smaller_segments)
{
    // RFC 8201; the router's link takes 1280 bytes, which neither end's MTU tells
    Line line;
    line.routerDevice->SetMtu(1280);
    const auto listener = DynamicCast<TcpLifecycleSocket>(
        Socket::CreateSocket(line.nodes.Get(2),
                             TypeId::LookupByName("ns3::TcpLifecycleSocketFactory")));
    listener->Bind(Net::Any(80, true));
    listener->Listen();
    Reader reader(1, true);
    OnAccept(listener, [&](Ptr<Socket> child) { reader.Start(child); });
    Writer writer(100000, 1, true);
    writer.Start(line.Connect(true));
    Simulator::Run();
    BOOST_TEST(reader.read == 100000u);
    BOOST_TEST(reader.wrong == 0u);
    BOOST_REQUIRE(!line.heard.empty());
    BOOST_TEST(line.heard.front() == "packet-too-big lowered");
    BOOST_TEST(line.mtu == 1280u);
}

BOOST_AUTO_TEST_CASE(fragmentation_needed_lowers_the_mss_of_an_ipv4_connection)
{
    // RFC 1191
    Line line;
    NarrowRouter router;
    router.node = line.nodes.Get(1);
    router.node->GetObject<Ipv4L3Protocol>()->TraceConnectWithoutContext(
        "UnicastForward",
        MakeCallback(&NarrowRouter::OnForward, &router));
    uint32_t largest = 0;
    line.Tcp(0)->TraceConnectWithoutContext(
        "SegmentSent",
        Callback<void, const TcpLifecycleSegmentEvent&>([&](const TcpLifecycleSegmentEvent& e) {
            if (!line.heard.empty())
            {
                largest = std::max<uint32_t>(
                    largest,
                    e.segment->length + static_cast<uint32_t>(e.segment->options.Size()) + 40);
            }
        }));
    const auto listener = DynamicCast<TcpLifecycleSocket>(
        Socket::CreateSocket(line.nodes.Get(2),
                             TypeId::LookupByName("ns3::TcpLifecycleSocketFactory")));
    listener->Bind(Net::Any(80));
    listener->Listen();
    Reader reader(1, true);
    OnAccept(listener, [&](Ptr<Socket> child) { reader.Start(child); });
    Writer writer(100000, 1, true);
    writer.Start(line.Connect(false));
    Simulator::Run();
    BOOST_TEST(line.heard == std::vector<std::string>{"packet-too-big lowered"},
               boost::test_tools::per_element());
    BOOST_TEST(largest == 1000u);
    BOOST_TEST(reader.read == 100000u);
}

BOOST_AUTO_TEST_SUITE_END()
