/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle
 *
 * Many connections over a link that loses packets, recorded in every way there is:
 *
 *     many-connections --count=10000 --loss=0.01 --out=results --pcapng --segments --db
 *
 * Clients at node 0 open as a Poisson process; each sends a request to node 1, gets a response, and
 * one of the two closes first.
 */

#include "tcp-lifecycle-output.h"
#include "tcp-lifecycle-run-records.h"

#include "ns3/boolean.h"
#include "ns3/command-line.h"
#include "ns3/double.h"
#include "ns3/error-model.h"
#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/pointer.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/string.h"

#include <iostream>
#include <map>
#include <stdexcept>
#include <string>

using namespace ns3;

namespace
{

constexpr uint16_t PORT = 80;
constexpr uint32_t REQUEST = 100;   // bytes
constexpr uint32_t RESPONSE = 2000; // bytes; more than a segment

/// What the command line says.
struct Arguments
{
    uint32_t count{10000};                  //!< --count
    double loss{0.01};                      //!< --loss
    double rate{200};                       //!< --rate, connections a second
    std::string profile{"linux"};           //!< --profile
    std::string out;                        //!< --out
    TcpLifecycleRunRecords records{"many"}; //!< the rest
};

/// The applications of both nodes.
class Applications
{
  public:
    /// \param nodes client and server \param arguments of the program
    Applications(const NodeContainer& nodes, const Arguments& arguments)
        : m_nodes(nodes),
          m_left(arguments.count),
          m_gap(CreateObject<ExponentialRandomVariable>())
    {
        m_gap->SetAttribute("Mean", DoubleValue(1 / arguments.rate));
        m_gap->SetStream(1);
        m_listener = NewSocket(1);
        m_listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
        m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                      MakeCallback(&Applications::OnAccept, this));
        m_listener->Listen();
        Simulator::ScheduleNow(&Applications::Open, this);
    }

  private:
    /// \param end 0 or 1 \return a socket there
    Ptr<Socket> NewSocket(uint32_t end)
    {
        return Socket::CreateSocket(m_nodes.Get(end),
                                    TypeId::LookupByName("ns3::TcpLifecycleSocketFactory"));
    }

    /// One more connection, and the next one later.
    void Open()
    {
        const Ptr<Socket> socket = NewSocket(0);
        socket->SetRecvCallback(MakeCallback(&Applications::OnResponse, this));
        CloseWithPeer(socket);
        socket->SetConnectCallback(MakeCallback(&Applications::OnConnect, this),
                                   MakeNullCallback<void, Ptr<Socket>>());
        socket->Connect(InetSocketAddress("10.0.0.2", PORT));
        if (--m_left > 0)
        {
            Simulator::Schedule(Seconds(m_gap->GetValue()), &Applications::Open, this);
        }
    }

    /// \param socket a client that is connected
    void OnConnect(Ptr<Socket> socket)
    {
        socket->Send(Create<Packet>(REQUEST));
    }

    /// \param socket a server's end
    void OnAccept(Ptr<Socket> socket, const Address&)
    {
        socket->SetRecvCallback(MakeCallback(&Applications::OnRequest, this));
        CloseWithPeer(socket);
    }

    /// \param socket closed when its peer has closed
    static void CloseWithPeer(const Ptr<Socket>& socket)
    {
        socket->SetCloseCallbacks(MakeCallback(&Applications::OnPeerClose),
                                  MakeNullCallback<void, Ptr<Socket>>());
    }

    /// \param socket its peer has closed
    static void OnPeerClose(Ptr<Socket> socket)
    {
        socket->Close();
    }

    /// \param socket a server's end with something to read; every third closes first
    void OnRequest(Ptr<Socket> socket)
    {
        const Ptr<Packet> packet = socket->Recv();
        if (packet && packet->GetSize() > 0)
        {
            socket->Send(Create<Packet>(RESPONSE));
            if (++m_served % 3 == 0)
            {
                socket->Close();
            }
        }
    }

    /// \param socket a client with something to read; it closes when it has all
    void OnResponse(Ptr<Socket> socket)
    {
        for (Ptr<Packet> packet = socket->Recv(); packet && packet->GetSize() > 0;
             packet = socket->Recv())
        {
            uint32_t& read = m_read[PeekPointer(socket)];
            read += packet->GetSize();
            if (read >= RESPONSE)
            {
                m_read.erase(PeekPointer(socket));
                socket->Close();
                return;
            }
        }
    }

    NodeContainer m_nodes;                    //!< client and server
    uint32_t m_left;                          //!< connections to come
    uint32_t m_served{0};                     //!< requests
    Ptr<ExponentialRandomVariable> m_gap;     //!< seconds between them
    Ptr<Socket> m_listener;                   //!< the server's
    std::map<const Socket*, uint32_t> m_read; //!< bytes of the response
};

/// \param argc as main's \param argv as main's
void
Run(int argc, char** argv)
{
    Arguments arguments;
    CommandLine cmd(__FILE__);
    cmd.AddValue("count", "of connections", arguments.count);
    cmd.AddValue("loss", "probability that the link loses a packet", arguments.loss);
    cmd.AddValue("rate", "of connections in a second", arguments.rate);
    cmd.AddValue("profile", "of both ends", arguments.profile);
    cmd.AddValue("out", "folder for what is left", arguments.out);
    arguments.records.AddOptions(cmd);
    cmd.Parse(argc, argv);

    TcpLifecycleHelper::EnableChecksums();
    const NodeContainer nodes(2);
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
    link.SetChannelAttribute("Delay", StringValue("10ms"));
    const NetDeviceContainer devices = link.Install(nodes);
    for (uint32_t end = 0; end < 2; ++end)
    {
        const auto loss = CreateObject<RateErrorModel>();
        loss->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
        loss->SetRate(arguments.loss);
        loss->AssignStreams(10 + end);
        devices.Get(end)->SetAttribute("ReceiveErrorModel", PointerValue(loss));
    }
    InternetStackHelper().Install(nodes);
    Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(devices);
    TcpLifecycleHelper tcp;
    tcp.SetProfile(arguments.profile);
    tcp.Install(nodes);
    tcp.AssignStreams(nodes, 100);
    arguments.records.SetMetadata({argc, argv});
    if (!arguments.out.empty())
    {
        arguments.records.Enable(tcp, nodes, arguments.out);
    }
    const Applications applications(nodes, arguments);
    Simulator::Run();
    arguments.records.Finish();
    Simulator::Destroy();
}

} // namespace

int
main(int argc, char* argv[])
{
    try
    {
        Run(argc, argv);
        return 0;
    }
    catch (const TcpLifecycleFileError& error)
    {
        std::cerr << "many-connections: " << error.what() << '\n';
        return 1;
    }
    catch (const std::invalid_argument& error)
    {
        std::cerr << "many-connections: " << error.what() << '\n';
        return 2;
    }
}
