/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-helper.h"
#include "tcp-lifecycle-progress.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <sstream>
#include <string>

using namespace ns3;

namespace
{

/// A client that sends three megabytes to a server; some 4000 segments come to one of the two.
class Transfer
{
  public:
    Transfer()
    {
        nodes.Create(2);
        PointToPointHelper link;
        link.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
        const NetDeviceContainer devices = link.Install(nodes);
        InternetStackHelper internet;
        internet.Install(nodes);
        Ipv4AddressHelper addresses;
        addresses.SetBase("10.0.0.0", "255.255.255.0");
        const Ipv4InterfaceContainer interfaces = addresses.Assign(devices);
        TcpLifecycleHelper tcp;
        tcp.Install(nodes);
        const TypeId factory = TypeId::LookupByName("ns3::TcpLifecycleSocketFactory");
        m_listener = Socket::CreateSocket(nodes.Get(1), factory);
        m_listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), 80));
        m_listener->Listen();
        m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                      MakeCallback(&Transfer::OnAccept, this));
        m_client = Socket::CreateSocket(nodes.Get(0), factory);
        m_client->SetSendCallback(MakeCallback(&Transfer::Write, this));
        m_server = InetSocketAddress(interfaces.GetAddress(1), 80);
        Simulator::Schedule(MilliSeconds(1), &Transfer::Open, this);
    }

    ~Transfer()
    {
        Simulator::Destroy();
    }

    /// \return bytes that have arrived
    uint32_t Run()
    {
        Simulator::Stop(Seconds(10));
        Simulator::Run();
        return m_read;
    }

    NodeContainer nodes; //!< client and server

  private:
    void Open()
    {
        m_client->Connect(m_server);
    }

    void Write(Ptr<Socket> socket, uint32_t room)
    {
        while (m_left > 0 && room >= 1000 && socket->Send(Create<Packet>(1000)) > 0)
        {
            m_left -= 1000;
            room = socket->GetTxAvailable();
        }
    }

    void OnAccept(Ptr<Socket> socket, const Address&)
    {
        socket->SetRecvCallback(MakeCallback(&Transfer::Read, this));
    }

    void Read(Ptr<Socket> socket)
    {
        while (const Ptr<Packet> packet = socket->Recv())
        {
            m_read += packet->GetSize();
        }
    }

    Ptr<Socket> m_listener;   //!< the server's
    Ptr<Socket> m_client;     //!< the client's
    Address m_server;         //!< where the server listens
    uint32_t m_left{3000000}; //!< bytes still to be written
    uint32_t m_read{0};       //!< bytes that have arrived
};

/// A time of day that goes on by some seconds each time it is looked at.
struct Watch
{
    double step{1}; //!< seconds
    double time{0}; //!< seconds
};

} // namespace

BOOST_AUTO_TEST_SUITE(progress)

BOOST_AUTO_TEST_CASE(the_number_of_connections_says_how_much_is_left)
{
    Transfer transfer;
    std::ostringstream out;
    const auto watch = std::make_shared<Watch>();
    {
        const TcpLifecycleProgress progress(
            transfer.nodes,
            Time(0),
            out,
            [watch] {
                watch->time += watch->step;
                return watch->time;
            },
            4);
        transfer.Run();
    }
    const std::string text = out.str();
    const std::string line = text.substr(0, text.find('\r'));
    BOOST_TEST_INFO(text);
    BOOST_TEST(line.find("25 %: ") == 0);
    BOOST_TEST(line.find(" s simulated, 1 of 4 connections, ") != std::string::npos);
    BOOST_TEST(line.find(" left") == line.size() - 5);
}

BOOST_AUTO_TEST_CASE(a_line_says_where_the_simulation_stands_and_is_gone_at_its_end)
{
    Transfer transfer;
    std::ostringstream out;
    const auto watch = std::make_shared<Watch>();
    {
        const TcpLifecycleProgress progress(transfer.nodes, Seconds(10), out, [watch] {
            watch->time += watch->step;
            return watch->time;
        });
        BOOST_TEST(transfer.Run() == 3000000u);
    }
    const std::string text = out.str();
    const std::string line = text.substr(0, text.find('\r'));
    BOOST_TEST_INFO(text);
    BOOST_TEST(line.find(" %: ") != std::string::npos);
    BOOST_TEST(line.find(" s of 10 s simulated, 1 connections, ") != std::string::npos);
    BOOST_TEST(line.find(" events/s, ") != std::string::npos);
    BOOST_TEST(line.find(" left") == line.size() - 5);
    // Written over with blanks, and nothing after that
    BOOST_TEST(text.back() == '\r');
    const std::size_t last = text.rfind('\r', text.size() - 2);
    BOOST_TEST(text.find_first_not_of(" \r", last) == std::string::npos);
    BOOST_TEST(text.find('\n') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(lines_come_no_faster_than_twice_a_second)
{
    Transfer transfer;
    std::ostringstream out;
    const auto watch = std::make_shared<Watch>();
    watch->step = 0.01;
    {
        const TcpLifecycleProgress progress(transfer.nodes, Seconds(10), out, [watch] {
            watch->time += watch->step;
            return watch->time;
        });
        transfer.Run();
    }
    BOOST_TEST(out.str().empty()); // a few looks at the clock, some hundredths of a second
}

BOOST_AUTO_TEST_CASE(a_simulation_without_a_known_end_has_no_share_and_no_time_left)
{
    Transfer transfer;
    std::ostringstream out;
    const auto watch = std::make_shared<Watch>();
    {
        const TcpLifecycleProgress progress(transfer.nodes, Time(0), out, [watch] {
            watch->time += watch->step;
            return watch->time;
        });
        transfer.Run();
    }
    const std::string line = out.str().substr(0, out.str().find('\r'));
    BOOST_TEST(line.find(" s simulated, 1 connections, ") != std::string::npos);
    BOOST_TEST(line.find('%') == std::string::npos);
    BOOST_TEST(line.find("left") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(it_adds_no_event_to_a_simulation)
{
    uint64_t events[2];
    for (const bool shown : {false, true})
    {
        Transfer transfer;
        std::ostringstream out;
        std::unique_ptr<TcpLifecycleProgress> progress;
        if (shown)
        {
            progress = std::make_unique<TcpLifecycleProgress>(transfer.nodes, Seconds(10), out, [] {
                return 0.0;
            });
        }
        transfer.Run();
        events[shown ? 1 : 0] = Simulator::GetEventCount();
    }
    BOOST_TEST(events[0] == events[1]);
}

BOOST_AUTO_TEST_SUITE_END()
