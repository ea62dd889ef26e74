/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bench-bulk.h"

#include "ns3/config.h"
#include "ns3/inet-socket-address.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace ns3
{
namespace bench
{

namespace
{

const Time OPEN = Seconds(1); //!< when every flow is open, and data begins

/// One connection.
class Flow
{
  public:
    /// \param network where \param segments how many it carries
    Flow(Network& network, uint32_t segments)
        : m_socket(Socket::CreateSocket(network.nodes.Get(0), network.factory)),
          m_left(segments)
    {
        m_socket->SetSendCallback(MakeCallback(&Flow::Write, this));
        m_socket->Bind();
        m_socket->Connect(InetSocketAddress(network.server, PORT));
    }

    /// Data begin.
    void Start()
    {
        m_started = true;
        Write(m_socket, m_socket->GetTxAvailable());
    }

  private:
    void Write(Ptr<Socket> socket, uint32_t)
    {
        while (m_started && m_left > 0 && socket->GetTxAvailable() >= SEGMENT)
        {
            if (socket->Send(Create<Packet>(SEGMENT)) < 0)
            {
                return;
            }
            --m_left;
        }
    }

    Ptr<Socket> m_socket;  //!< the client's
    uint32_t m_left;       //!< segments still to be written
    bool m_started{false}; //!< data may be written
};

/// All connections.
class Flows
{
  public:
    /// \param network where \param size how much
    Flows(Network& network, const BulkSize& size)
        : m_network(network),
          m_size(size)
    {
        m_listener = Socket::CreateSocket(network.nodes.Get(1), network.factory);
        m_listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
        m_listener->Listen();
        m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                      MakeCallback(&Flows::Accepted, this));
        for (uint32_t i = 0; i < size.flows; ++i)
        {
            Simulator::Schedule(MicroSeconds(10 * i), &Flows::Open, this);
        }
        Simulator::Schedule(OPEN, &Flows::Start, this);
    }

    /// \return segments' worth of data that has arrived
    uint64_t Done() const
    {
        return m_read / SEGMENT;
    }

  private:
    void Open()
    {
        m_flows.push_back(std::make_unique<Flow>(m_network, m_size.segments / m_size.flows));
    }

    void Start()
    {
        for (const auto& flow : m_flows)
        {
            flow->Start();
        }
    }

    void Accepted(Ptr<Socket> socket, const Address&)
    {
        m_accepted.push_back(socket);
        socket->SetRecvCallback(MakeCallback(&Flows::Read, this));
    }

    void Read(Ptr<Socket> socket)
    {
        while (const Ptr<Packet> packet = socket->Recv())
        {
            if (packet->GetSize() == 0)
            {
                break;
            }
            m_read += packet->GetSize();
        }
    }

    Network& m_network;                         //!< where
    BulkSize m_size;                            //!< how much
    std::vector<std::unique_ptr<Flow>> m_flows; //!< clients
    Ptr<Socket> m_listener;                     //!< the server's
    std::vector<Ptr<Socket>> m_accepted;        //!< the server's
    uint64_t m_read{0};                         //!< bytes that have arrived
};

/// \param network with the floor \param size how much
void
StartFloor(Network& network, const BulkSize& size)
{
    network.floor[0]->bulkLeft = size.segments;
    Simulator::Schedule(OPEN,
                        &FloorProtocol::SendBulk,
                        network.floor[0],
                        network.Client(0),
                        network.server,
                        std::min(size.segments, size.window * size.flows));
}

} // namespace

Result
Bulk(Stack stack, const BulkSize& size)
{
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(size.window * SEGMENT));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(size.window * SEGMENT));
    Network network(stack);
    std::unique_ptr<Flows> flows;
    if (stack == Stack::Floor)
    {
        StartFloor(network, size);
    }
    else
    {
        flows = std::make_unique<Flows>(network, size);
    }
    Simulator::Stop(OPEN - NanoSeconds(1));
    Simulator::Run();
    const Meter meter;
    Simulator::Stop(Seconds(600));
    Simulator::Run();
    return meter.Read(flows ? flows->Done() : network.floor[1]->received,
                      size.segments / size.flows * size.flows);
}

} // namespace bench
} // namespace ns3
